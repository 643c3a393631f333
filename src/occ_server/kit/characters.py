"""Refuses the one character no text column of PostgreSQL can hold (NUL), wherever in a request it stands.

A handler that takes something other than JSON says so in its ``opt``: ``body_scanned=False`` leaves its bytes
unread here (an image may hold any), ``body_hashed=False`` keeps them out of the receipt's hash (a command is
then known by its key and path alone). How large a body may be is Litestar's ``request_max_body_size``.
"""

import re
from typing import Any

from litestar import Request

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import refused_field

_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


SCANNED, HASHED = "body_scanned", "body_hashed"


def is_hashed(request: Request[Any, Any, Any]) -> bool:
    """Tell whether the body belongs to what identifies a command."""
    return bool(request.route_handler.opt.get(HASHED, True))


async def refuse_nul(request: Request[Any, Any, Any]) -> None:
    """Look at path, query and (unless the handler says otherwise) body before a handler does.

    :raises ApiError: 422 ``validation_failed`` (``bad_character``).
    """
    query: bytes = request.scope["query_string"]
    if b"%00" in query or "\x00" in request.scope["path"]:
        raise refused_field("query", ErrorCode.BAD_CHARACTER)
    if request.method == "GET" or not request.route_handler.opt.get(SCANNED, True):
        return
    if _ESCAPED_NUL.search(await request.body()):
        raise refused_field("", ErrorCode.BAD_CHARACTER)
