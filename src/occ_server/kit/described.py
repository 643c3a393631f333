"""The API page in words: ids, summaries, headers, an example a body, every refusal. It knows no topic.

Litestar describes what handlers take and return; this completes its page with what it cannot know.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute

from occ_contract.errors import ErrorCode
from occ_contract.ids import ID_NOTATIONS
from occ_server.kit.authentication import NO_KIND, VERSION_HEADER, kind_of
from occ_server.kit.commands import REPLAYED_HEADER, SEQ_HEADER
from occ_server.kit.notations import KEY_HEADER
from occ_server.kit.paging import MAX_LIMIT
from occ_server.kit.refusals import COMPONENTS, Json, is_command, problem_schemas, refusals

_SENTENCE_END = re.compile(r"[.;:](?:\s|$)")
_DESCRIPTIONS = {"200": "The answer", "201": "Made", "204": "Done"}
_KEY = {
    "name": KEY_HEADER,
    "in": "header",
    "required": False,
    "description": "A UUID of the caller's; the same request with the same key has one effect.",
    "schema": {
        "type": "string",
        "pattern": ID_NOTATIONS,
        "examples": ["01a22898-255b-744d-8a2c-3f3c8f0d1e11"],
    },
}
_VERSION = {
    "name": VERSION_HEADER,
    "in": "header",
    "required": False,
    "description": "The desktop's version; without it the caller counts as another program.",
    "schema": {"type": "string", "pattern": "^[0-9]", "examples": ["1.0.0"]},
}
_COMMAND_HEADERS = {
    SEQ_HEADER: {
        "description": "Whoever has looked this far in the feed has seen the effect.",
        "schema": {"type": "integer"},
    },
    REPLAYED_HEADER: {
        "description": "Present where the key was used before: nothing was done again.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}


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
    """Serves the completed description, computed once; ``examples`` has one Struct of each body."""

    def __init__(self, examples: Sequence[msgspec.Struct]) -> None:
        super().__init__()
        self._examples = examples
        self._page: Json | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: Json) -> bytes:
        """Return the completed page as JSON."""
        if self._page is None:
            self._page = completed(openapi_schema, request.app, self._examples)
        return super().render(request, self._page)


def completed(schema: Json, app: Litestar, examples: Sequence[msgspec.Struct]) -> Json:
    """Return the page Litestar made with what it cannot know."""
    page = deepcopy(schema)
    components = page["components"]["schemas"]
    components |= problem_schemas()
    shown: dict[str, Any] = {}
    for example in examples:
        name = type(example).__name__
        shown[name] = msgspec.json.decode(msgspec.json.encode(example))
        if example.__struct_config__.forbid_unknown_fields and name in components:
            components[name]["additionalProperties"] = False
    for path, method, handler in _operations(app):
        operation = page["paths"].get(path, {}).get(method)
        if operation is not None:
            _complete(operation, handler, shown)
    return page


def _operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    yield route.path_format, str(method).lower(), handler


def _complete(operation: Json, handler: HTTPRouteHandler, examples: Mapping[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        parameter["schema"] = _without_null(parameter["schema"])
        if parameter["name"] == "limit":
            most = handler.opt.get("largest_page", MAX_LIMIT)
            parameter["schema"] |= {"minimum": 1, "maximum": most}
    parameters.extend(deepcopy(list(_header_parameters(handler))))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        _exemplify(content, examples)
    answers: dict[str, Json] = operation["responses"]
    # Litestar's own idea of a refusal is not what leaves through kit.problems.
    kept = {status: answer for status, answer in answers.items() if int(status) < 400}
    for status, answer in kept.items():
        _complete_answer(status, answer, handler, examples)
    operation["responses"] = kept | refusals(
        handler, body="requestBody" in operation, path=any(p["in"] == "path" for p in parameters)
    )


def _header_parameters(handler: HTTPRouteHandler) -> Iterator[Json]:
    if is_command(handler) or handler.opt.get("keyed"):
        yield _KEY
    if kind_of(handler.opt) != NO_KIND or ErrorCode.CLIENT_TOO_OLD in handler.opt.get("refuses", ()):
        yield _VERSION


def _without_null(schema: Json) -> Json:
    """A text that is not given is absent; only a number can be written ``null`` in a query."""
    choices: list[Json] = [choice for choice in schema.get("oneOf", ()) if choice != {"type": "null"}]
    if len(choices) != 1 or choices[0].get("type") not in {"string", "array"}:
        return schema
    return {key: value for key, value in schema.items() if key != "oneOf"} | choices[0]


def _complete_answer(
    status: str, answer: Json, handler: HTTPRouteHandler, examples: Mapping[str, Any]
) -> None:
    answer["description"] = _DESCRIPTIONS[status]
    if status == "204":
        answer.pop("content", None)
    if is_command(handler):
        answer.setdefault("headers", {}).update(deepcopy(_COMMAND_HEADERS))
    for content in answer.get("content", {}).values():
        _exemplify(content, examples)


def _exemplify(content: Json, examples: Mapping[str, Any]) -> None:
    schema = content.get("schema", {})
    for part in (schema, *schema.get("oneOf", ())):
        name = part.get("$ref", "").removeprefix(COMPONENTS)
        if name in examples:
            content["example"] = examples[name]
