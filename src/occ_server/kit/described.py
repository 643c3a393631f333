"""The API page's words: ids, summaries, headers, examples, every refusal with its codes. It knows no topic.

A handler names what only it refuses: ``@post(…, refuses=(ErrorCode.DIALLING, …))``. What follows from how it
is called (a login, a body, a path, an idempotency key) is found out here. Litestar describes the rest; this
completes its page, because it cannot know what leaves through ``kit.problems``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

import msgspec
from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute

from occ_contract.errors import ErrorCode, FieldProblem, Problem
from occ_server.kit.commands import KEY_HEADER, REPLAYED_HEADER, SEQ_HEADER
from occ_server.kit.problems import MEDIA_TYPE, TITLES

VERSION_HEADER = "X-Client-Version"
Json = dict[str, Any]

_STATUSES: dict[int, frozenset[ErrorCode]] = {
    400: frozenset({ErrorCode.MALFORMED_BODY, ErrorCode.BODY_NOT_UTF8}),
    401: frozenset(
        {
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.TOKEN_EXPIRED,
            ErrorCode.TOKEN_REVOKED,
            ErrorCode.WRONG_CREDENTIALS,
        }
    ),
    403: frozenset({ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED, ErrorCode.ACCOUNT_DISABLED}),
    404: frozenset({ErrorCode.NOT_FOUND}),
    413: frozenset({ErrorCode.BODY_TOO_LARGE}),
    422: frozenset(
        {
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.IDEMPOTENCY_KEY_INVALID,
            ErrorCode.IDEMPOTENCY_MISMATCH,
            ErrorCode.MANUAL_NEEDS_ONE_AGENT,
            ErrorCode.AGENT_NOT_ELIGIBLE,
            ErrorCode.BAD_CHOICE,
            ErrorCode.BAD_RANGE,
            ErrorCode.REQUIRED,
        }
    ),
    423: frozenset({ErrorCode.ACCOUNT_LOCKED}),
    426: frozenset({ErrorCode.CLIENT_TOO_OLD}),
    429: frozenset({ErrorCode.RATE_LIMITED}),
    500: frozenset({ErrorCode.SERVER_ERROR}),
    503: frozenset({ErrorCode.UNAVAILABLE}),
}
_PRESENT_STATE = 409  # whatever else a handler names does not fit the present state

_ALWAYS = (ErrorCode.VALIDATION_FAILED, ErrorCode.SERVER_ERROR, ErrorCode.UNAVAILABLE)
_BODY_READ = (ErrorCode.BODY_TOO_LARGE,)
_BODY_DECODED = (ErrorCode.MALFORMED_BODY, ErrorCode.BODY_NOT_UTF8)
_KEYED = (ErrorCode.IDEMPOTENCY_KEY_INVALID, ErrorCode.IDEMPOTENCY_MISMATCH)
_BY_KIND: dict[str, tuple[ErrorCode, ...]] = {
    "person": (
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.TOKEN_REVOKED,
        ErrorCode.ACCOUNT_DISABLED,
        ErrorCode.CLIENT_TOO_OLD,
    ),
    "integration": (ErrorCode.UNAUTHENTICATED, ErrorCode.TOKEN_REVOKED, ErrorCode.CLIENT_TOO_OLD),
}
_WAITING = frozenset({423, 429, 503})
_SENTENCE_END = re.compile(r"[.;:](?:\s|$)")
_BASE = "#/components/schemas/"


def _plain(struct: msgspec.Struct) -> Any:
    return msgspec.json.decode(msgspec.json.encode(struct))


def status_of(code: ErrorCode) -> int:
    """Return the HTTP status a refusal with this code has."""
    return next((status for status, codes in _STATUSES.items() if code in codes), _PRESENT_STATE)


def operation_name(handler: HTTPRouteHandler) -> str:
    """Return an operation's id in words: its topic and what it does (``callbacks_assign``)."""
    topic = handler.fn.__module__.split(".")[-2]
    name = handler.handler_name
    return name if topic in {name, "occ_server"} else f"{topic}_{name}"


def describe(handler: HTTPRouteHandler) -> None:
    """Give a handler its summary, description and tag on the API page, from its docstring."""
    words = re.sub(r"\s+", " ", (handler.fn.__doc__ or "").replace("``", "`")).strip()
    handler.summary = _SENTENCE_END.split(words)[0]
    handler.description = words
    handler.tags = [operation_name(handler).partition("_")[0]]


class DescribedPage(JsonRenderPlugin):
    """Serves the completed description, computed once."""

    def __init__(self, examples: Sequence[msgspec.Struct]) -> None:
        super().__init__()
        self._examples = {type(e).__name__: _plain(e) for e in examples}
        self._page: Json | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: Json) -> bytes:
        """Return the completed page as JSON."""
        if self._page is None:
            self._page = completed(openapi_schema, request.app, self._examples)
        return super().render(request, self._page)


def completed(schema: Json, app: Litestar, examples: Mapping[str, Any]) -> Json:
    """Return the page Litestar made with what it cannot know."""
    page = deepcopy(schema)
    (_, parts) = msgspec.json.schema_components((Problem, FieldProblem), ref_template=_BASE + "{name}")
    page["components"]["schemas"] |= parts
    for path, method, handler in _operations(app):
        operation = page["paths"].get(path, {}).get(method)
        if operation is not None:
            _complete(operation, handler, examples)
    return page


def _operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    yield route.path_format, str(method).lower(), handler


def _complete(operation: Json, handler: HTTPRouteHandler, examples: Mapping[str, Any]) -> None:
    takes_key = _takes_key(handler)
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    operation.setdefault("parameters", []).extend(_header_parameters(handler, takes_key=takes_key))
    for name, answer in list(operation["responses"].items()):
        if int(name) >= 400:  # Litestar's own idea of a refusal
            del operation["responses"][name]
        else:
            _complete_answer(name, answer, is_command="commands" in _asked_for(handler), examples=examples)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        _exemplify(content, examples)
    refused: dict[int, list[ErrorCode]] = {}
    for code in _codes_of(handler, operation, takes_key=takes_key):
        refused.setdefault(status_of(code), []).append(code)
    operation["responses"] |= {str(s): _refusal(s, codes) for s, codes in sorted(refused.items())}


def _asked_for(handler: HTTPRouteHandler) -> Iterable[str]:
    return handler.parsed_fn_signature.parameters


def _takes_key(handler: HTTPRouteHandler) -> bool:
    return "commands" in _asked_for(handler) or bool(handler.opt.get("keyed"))


def _kind(handler: HTTPRouteHandler) -> str:
    return cast(str, handler.opt.get("auth", "person"))


def _codes_of(handler: HTTPRouteHandler, operation: Json, *, takes_key: bool) -> list[ErrorCode]:
    codes = [*handler.opt.get("refuses", ()), *_BY_KIND.get(_kind(handler), ())]
    if "GET" not in handler.http_methods:
        codes += _BODY_READ
    if "requestBody" in operation:
        codes += _BODY_DECODED
    if any(parameter["in"] == "path" for parameter in operation["parameters"]):
        codes.append(ErrorCode.NOT_FOUND)
    if takes_key and "commands" in _asked_for(handler):
        codes += _KEYED
    return list(dict.fromkeys((*codes, *_ALWAYS)))


def _header_parameters(handler: HTTPRouteHandler, *, takes_key: bool) -> Iterator[Json]:
    if takes_key:
        yield {
            "name": KEY_HEADER,
            "in": "header",
            "required": False,
            "description": "A UUID of the caller's; the same request with the same key has one effect.",
            "schema": {"type": "string", "format": "uuid"},
        }
    if _kind(handler) != "none" or ErrorCode.CLIENT_TOO_OLD in handler.opt.get("refuses", ()):
        yield {
            "name": VERSION_HEADER,
            "in": "header",
            "required": False,
            "description": "The desktop's version; without it the caller counts as another program.",
            "schema": {"type": "string", "examples": ["1.0.0"]},
        }


def _without_null(schema: Json) -> Json:
    """A parameter that is not given is absent; it has no way to be null."""
    choices = [choice for choice in schema.get("oneOf", ()) if choice != {"type": "null"}]
    return choices[0] | {k: v for k, v in schema.items() if k != "oneOf"} if len(choices) == 1 else schema


def _complete_answer(name: str, answer: Json, *, is_command: bool, examples: Mapping[str, Any]) -> None:
    if name == "204":
        answer.pop("content", None)
        answer["description"] = "Done"
    else:
        answer["description"] = {"200": "The answer", "201": "Made"}.get(name, answer["description"])
    if is_command:
        answer.setdefault("headers", {}).update(
            {
                SEQ_HEADER: {
                    "description": "Whoever has looked this far in the feed has seen the effect.",
                    "schema": {"type": "integer"},
                },
                REPLAYED_HEADER: {
                    "description": "Present where the key was used before: nothing was done again.",
                    "schema": {"type": "string", "enum": ["true"]},
                },
            }
        )
    for content in answer.get("content", {}).values():
        _exemplify(content, examples)


def _exemplify(content: Json, examples: Mapping[str, Any]) -> None:
    schema = content.get("schema", {})
    named = [part["$ref"] for part in (schema, *schema.get("oneOf", ())) if "$ref" in part]
    if named and (name := named[0].rpartition("/")[2]) in examples:
        content["example"] = examples[name]


def _refusal(status: int, codes: Sequence[ErrorCode]) -> Json:
    words = [code.value for code in codes]
    narrowed = {"properties": {"status": {"const": status}, "code": {"enum": words}}}
    params: Json = {}
    if codes[0] is ErrorCode.VALIDATION_FAILED:
        params = {"fields": [{"field": "limit", "code": ErrorCode.BAD_RANGE.value, "params": {"least": 1}}]}
    headers: Json = {"Cache-Control": {"schema": {"type": "string"}}}
    if status in _WAITING:
        headers["Retry-After"] = {"description": "Seconds", "schema": {"type": "integer"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    problem = Problem(status=status, code=codes[0], title=TITLES[status], params=params)
    return {
        "description": f"{TITLES[status]}: {', '.join(f'`{word}`' for word in words)}",
        "headers": headers,
        "content": {
            MEDIA_TYPE: {
                "schema": {"allOf": [{"$ref": _BASE + "Problem"}, narrowed]},
                "example": msgspec.to_builtins(problem),
            }
        },
    }
