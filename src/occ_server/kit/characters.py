"""Refuses the one character no text column of PostgreSQL can hold (NUL), wherever in a request it stands."""

import re
from typing import Any

from litestar import Request

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import refused_field

_ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


async def refuse_nul(request: Request[Any, Any, Any]) -> None:
    """Look at path, query and body before a handler does.

    :raises ApiError: 422 ``validation_failed`` (``bad_character``).
    """
    query: bytes = request.scope["query_string"]
    if b"%00" in query or "\x00" in request.scope["path"]:
        raise refused_field("query", ErrorCode.BAD_CHARACTER)
    if request.method != "GET" and _ESCAPED_NUL.search(await request.body()):
        raise refused_field("", ErrorCode.BAD_CHARACTER)
