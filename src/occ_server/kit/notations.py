"""Ids as callers write them become ids as we keep them: in one place, before anything looks at a request.

Parameters and fields named ``id``, ``…_id`` and ``…_ids`` are ours; what is no UUID in any notation stays as
it came, and is refused or not found where it is looked up. It knows no topic.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request

from occ_contract.errors import ErrorCode
from occ_contract.ids import canonical_id
from occ_server.kit.problems import ApiError

KEY_HEADER = "Idempotency-Key"
_FOREIGN = frozenset({"external_id"})  # another house's name, which stays as it is written there


def command_key(request: Request[Any, Any, Any]) -> str | None:
    """Return the key of a command, None without one.

    :raises ApiError: 422 ``idempotency_key_invalid`` unless it is a UUID.
    """
    written = request.headers.get(KEY_HEADER)
    if written is None:
        return None
    if (key := canonical_id(written)) is None:
        raise ApiError(ErrorCode.IDEMPOTENCY_KEY_INVALID, 422)
    return key


def any_key(request: Request[Any, Any, Any]) -> str | None:
    """Return the key of a request that takes any text for one, None without one."""
    written = request.headers.get(KEY_HEADER)
    return None if written is None else _plain(written)


def read_parameters(request: Request[Any, Any, Any]) -> None:
    """Bring the ids in a request's path and query to our form."""
    scope = request.scope
    if scope["path_params"]:
        scope["path_params"] = {
            name: _plain(value) if isinstance(value, str) else value
            for name, value in scope["path_params"].items()
        }
    query: bytes = scope["query_string"]
    if b"id=" not in query:
        return
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    plain = [(name, _listed(value) if _is_ours(name) else value) for name, value in given]
    if plain != given:
        scope["query_string"] = urlencode(plain).encode("latin-1")


def read_ids(decoded: Any) -> None:
    """Bring the ids in a decoded JSON body to our form, in place."""
    if isinstance(decoded, list):
        for item in decoded:
            read_ids(item)
    elif isinstance(decoded, dict):
        for name, value in decoded.items():
            if isinstance(value, dict):
                read_ids(value)
            elif isinstance(value, list):
                read_ids(value)
                if _is_ours(name):
                    decoded[name] = [_plain(item) if isinstance(item, str) else item for item in value]
            elif isinstance(value, str) and _is_ours(name):
                decoded[name] = _plain(value)


def _is_ours(name: str) -> bool:
    return (name == "id" or name.endswith(("_id", "_ids"))) and name not in _FOREIGN


def _plain(text: str) -> str:
    return canonical_id(text) or text


def _listed(text: str) -> str:
    """Bring every id of a parameter to our form; it may list several."""
    return ",".join(_plain(part) for part in text.split(","))
