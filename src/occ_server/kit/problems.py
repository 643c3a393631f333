"""Refusals and failures as RFC 9457 problem documents with a stable code. No sentence for a screen is made
here.

Everything that is not a success leaves through this module: refusals of services (``ApiError``), of pure
rules (``RuleError``), of the framework (routing, decoding, limits) and failures nobody expected.
"""

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.errors import ErrorCode, FieldProblem, Problem, RuleError
from occ_contract.ids import new_id
from occ_server.kit.faults import request_faults
from occ_server.kit.figures import UNAVAILABLE
from occ_server.kit.repeated import Repeated
from occ_server.kit.surroundings import missing_word, refusal_word

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
MEDIA_TYPE = "application/problem+json"

TITLES: dict[int, str] = {
    400: "The request cannot be read",
    401: "Log in first",
    403: "Not allowed",
    404: "Not found",
    405: "This path does not take that method",
    408: "The body did not come to its end",
    409: "It does not fit the present state",
    413: "The body is too large",
    415: "The body must be JSON",
    422: "The request was refused",
    423: "Too many wrong passwords from here",
    426: "This client is too old",
    429: "Too many requests",
    500: "The server failed",
    503: "The server is not available",
}

_BY_STATUS: dict[int, ErrorCode] = {
    400: ErrorCode.MALFORMED_BODY,
    401: ErrorCode.UNAUTHENTICATED,
    403: ErrorCode.FORBIDDEN,
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.METHOD_NOT_ALLOWED,
    413: ErrorCode.BODY_TOO_LARGE,
    415: ErrorCode.MALFORMED_BODY,
    422: ErrorCode.VALIDATION_FAILED,
    429: ErrorCode.RATE_LIMITED,
    503: ErrorCode.UNAVAILABLE,
}


class ApiError(Exception):
    """A refusal with its stable code, HTTP status and parameters."""

    def __init__(self, code: ErrorCode, status: int, detail: str = "", /, **params: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.status = status
        self.detail = detail
        self.params = params


def not_found() -> ApiError:
    """Return the refusal for a thing that is not there, or not there for this caller."""
    return ApiError(ErrorCode.NOT_FOUND, 404)


def refused_field(field: str, code: ErrorCode, **params: Any) -> ApiError:
    """Return ``validation_failed`` for one field."""
    problem = FieldProblem(field=field, code=code, params=params)
    return ApiError(ErrorCode.VALIDATION_FAILED, 422, fields=[msgspec.to_builtins(problem)])


def problem_response(
    code: ErrorCode, status: int, params: Mapping[str, Any], detail: str = ""
) -> Response[bytes]:
    """Return the answer for one problem."""
    body = Problem(
        status=status, code=code, title=TITLES.get(status, "Refused"), detail=detail, params=dict(params)
    )
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in params:
        headers["Retry-After"] = str(params["retry_after"])
    if status == 408:  # what may still come of the body is nobody's
        headers["Connection"] = "close"
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(body), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _on_api_error(_request: Request[Any, Any, Any], error: ApiError) -> Response[bytes]:
    return problem_response(error.code, error.status, error.params, error.detail)


def _on_rule_error(_request: Request[Any, Any, Any], error: RuleError) -> Response[bytes]:
    return problem_response(error.code, 422, error.params)


def _on_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    params = {"fields": [msgspec.to_builtins(fault) for fault in request_faults(request, error)]}
    return problem_response(ErrorCode.VALIDATION_FAILED, 422, params)


def _on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    if error.status_code >= 500 and error.status_code != 503:
        return _on_failure(request, error)
    if isinstance(error.__cause__, SerializationException):
        return problem_response(ErrorCode.MALFORMED_BODY, 400, {})
    code = _BY_STATUS.get(error.status_code, ErrorCode.MALFORMED_BODY)
    params: dict[str, Any] = {}
    if error.status_code == 413:
        params["limit"] = request.route_handler.resolve_request_max_body_size()
    answer = problem_response(code, error.status_code, params)
    if error.status_code == 405:  # RFC 9110 wants to hear what the path takes instead
        answer.headers["Allow"] = (error.headers or {}).get("allow", "")
    return answer


def _on_serialization(_request: Request[Any, Any, Any], _error: SerializationException) -> Response[bytes]:
    return problem_response(ErrorCode.MALFORMED_BODY, 400, {})


def _on_failure(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer with a number to quote; the traceback goes to the log under the same number."""
    if (missing := missing_word(error)) is not None:
        return _unavailable(request, error, missing)
    number = new_id()[-12:]
    logger.error("failure %s in %s %s", number, request.method, request.scope["path"], exc_info=error)
    return problem_response(ErrorCode.SERVER_ERROR, 500, {"number": number})


def _unavailable(request: Request[Any, Any, Any], error: BaseException, missing: str) -> Response[bytes]:
    """Answer that something all need is missing (a database, room on its disk), which meets them all alike.

    The log says it once a minute; everybody it met since may quote the number it stands under.
    """
    repeated: Repeated = request.app.state.repeated
    spell, is_news = repeated.met(missing)
    UNAVAILABLE.labels(missing).inc()
    if is_news:
        # What a word says completely needs no traceback.
        cause = getattr(error, "orig", None)
        shown = None if cause is not None and refusal_word(cause) else error
        place = f"{request.method} {request.scope['path']}"
        logger.error("unavailable %s: %s in %s%s", spell.number, missing, place, spell.words, exc_info=shown)
    return problem_response(
        ErrorCode.UNAVAILABLE, 503, {"number": spell.number, "retry_after": RETRY_SECONDS}
    )


def refusal_of(
    request: Request[Any, Any, Any], error: ApiError | HTTPException | SQLAlchemyError
) -> Response[bytes]:
    """Return the answer of a middleware that lets a request no further.

    Raised there, an error would pass by the middleware around it: the log and the figures.
    """
    if isinstance(error, ApiError):
        return _on_api_error(request, error)
    if isinstance(error, HTTPException):
        return _on_http(request, error)
    return _on_failure(request, error)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    ApiError: _on_api_error,
    RuleError: _on_rule_error,
    ValidationException: _on_validation,
    SerializationException: _on_serialization,
    HTTPException: _on_http,
    Exception: _on_failure,
}
