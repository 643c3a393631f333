"""Which refusals an operation may answer: what its handler names, and what follows from how it is called.

A handler names what only it refuses: ``@post(…, refuses=(ErrorCode.DIALLING, …))``. What its kind of caller
is refused with, that kind declares. What a body, a path or an idempotency key brings with it is found out
here. It knows no topic and no kind.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from occ_contract.errors import ErrorCode, FieldProblem, Problem
from occ_server.kit.authentication import CALLER_REFUSALS, NO_KIND, kind_of
from occ_server.kit.problems import MEDIA_TYPE, TITLES

Json = dict[str, Any]
COMPONENTS = "#/components/schemas/"

_CODES: dict[int, tuple[ErrorCode, ...]] = {
    400: (ErrorCode.MALFORMED_BODY, ErrorCode.BODY_NOT_UTF8),
    401: (
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.TOKEN_REVOKED,
        ErrorCode.WRONG_CREDENTIALS,
    ),
    403: (ErrorCode.FORBIDDEN, ErrorCode.FEATURE_DISABLED, ErrorCode.ACCOUNT_DISABLED),
    404: (ErrorCode.NOT_FOUND,),
    408: (ErrorCode.BODY_STALLED,),
    413: (ErrorCode.BODY_TOO_LARGE,),
    422: (
        ErrorCode.VALIDATION_FAILED,
        ErrorCode.IDEMPOTENCY_KEY_INVALID,
        ErrorCode.IDEMPOTENCY_MISMATCH,
        ErrorCode.MANUAL_NEEDS_ONE_AGENT,
        ErrorCode.AGENT_NOT_ELIGIBLE,
        ErrorCode.BAD_CHOICE,
        ErrorCode.BAD_RANGE,
        ErrorCode.REQUIRED,
        ErrorCode.RECIPIENTS_INVALID,
        ErrorCode.TEXT_UNSENDABLE,
        ErrorCode.TEXT_TOO_MANY_BYTES,
        ErrorCode.RESERVATION_TOO_EARLY,
        ErrorCode.RESERVATION_TOO_LATE,
        ErrorCode.SENDER_UNUSABLE,
        ErrorCode.TEMPLATE_UNUSABLE,
        ErrorCode.TEMPLATE_NOT_EDITABLE,
        ErrorCode.IMAGE_NOT_JPEG,
        ErrorCode.IMAGE_TOO_LARGE,
        ErrorCode.IMAGE_TOO_WIDE,
    ),
    423: (ErrorCode.ACCOUNT_LOCKED,),
    426: (ErrorCode.CLIENT_TOO_OLD,),
    429: (ErrorCode.RATE_LIMITED,),
    500: (ErrorCode.SERVER_ERROR,),
    503: (ErrorCode.UNAVAILABLE,),
}
_STATUS = {code: status for status, codes in _CODES.items() for code in codes}
_PRESENT_STATE = 409  # whatever else a handler names does not fit the present state

_ALWAYS = (ErrorCode.VALIDATION_FAILED, ErrorCode.SERVER_ERROR, ErrorCode.UNAVAILABLE)
_BODY = (ErrorCode.MALFORMED_BODY, ErrorCode.BODY_NOT_UTF8)
_KEYED = (ErrorCode.IDEMPOTENCY_KEY_INVALID, ErrorCode.IDEMPOTENCY_MISMATCH)
_WITH_RETRY_AFTER = frozenset({423, 429, 503})


def status_of(code: ErrorCode) -> int:
    """Return the HTTP status a refusal with this code has."""
    return _STATUS.get(code, _PRESENT_STATE)


def is_command(handler: HTTPRouteHandler) -> bool:
    """Tell whether the handler runs a command, exactly once by its key."""
    return "commands" in handler.parsed_fn_signature.parameters


def refusals(handler: HTTPRouteHandler, *, body: bool, path: bool) -> dict[str, Json]:
    """Return the OpenAPI responses of all refusals; ``body`` and ``path`` say what the operation takes."""
    codes = [*handler.opt.get("refuses", ()), *handler.opt.get(CALLER_REFUSALS, ()), *_ALWAYS]
    if kind_of(handler.opt) != NO_KIND:
        codes.append(ErrorCode.CLIENT_TOO_OLD)
    if "GET" not in handler.http_methods:
        codes += (ErrorCode.BODY_TOO_LARGE, ErrorCode.BODY_STALLED)
    if body:
        codes += _BODY
    if path:
        codes.append(ErrorCode.NOT_FOUND)
    if is_command(handler):
        codes += _KEYED
    by_status: dict[int, list[ErrorCode]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(status_of(code), []).append(code)
    answers = {str(status): _response(status, found) for status, found in sorted(by_status.items())}
    if (too_large := answers.get("413")) is not None:
        _say_limit(too_large, handler.resolve_request_max_body_size())
    return answers


def _say_limit(answer: Json, limit: int | None) -> None:
    """Say what a body of this operation may have, which the refusal says, too."""
    answer["description"] += f" (`limit`: at most {limit} bytes here)"
    answer["content"][MEDIA_TYPE]["example"]["params"] = {"limit": limit}


def problem_schemas() -> Json:
    """Return the component schemas the refusals refer to."""
    _, components = msgspec.json.schema_components(
        (Problem, FieldProblem), ref_template=COMPONENTS + "{name}"
    )
    return components


def _response(status: int, codes: Sequence[ErrorCode]) -> Json:
    words = [code.value for code in codes]
    narrowed = {"properties": {"status": {"const": status}, "code": {"enum": words}}}
    params: Json = {}
    if ErrorCode.VALIDATION_FAILED in codes:
        codes = (ErrorCode.VALIDATION_FAILED,)
        params = {"fields": [{"field": "limit", "code": ErrorCode.BAD_RANGE.value, "params": {"least": 1}}]}
    headers: Json = {"Cache-Control": {"schema": {"type": "string"}}}
    if status in _WITH_RETRY_AFTER:
        headers["Retry-After"] = {"description": "Seconds", "schema": {"type": "integer"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    problem = Problem(status=status, code=codes[0], title=TITLES[status], params=params)
    schema = {"allOf": [{"$ref": COMPONENTS + "Problem"}, narrowed]}
    return {
        "description": f"{TITLES[status]}: {', '.join(f'`{word}`' for word in words)}",
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": schema, "example": msgspec.to_builtins(problem)}},
    }
