"""How names of accounts are written and compared."""

import unicodedata

from occ_contract.errors import ErrorCode
from occ_server.kit.problems import refused_field

USERNAME_LIMIT = 100
NAME_LIMIT = 100


def username_key(text: str) -> str:
    """Return the stored form of an account name: NFKC, no surrounding space, lower case."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def checked_username(text: str) -> str:
    """Return the stored form of a new account name.

    :raises ApiError: 422 when it is empty, too long, or contains white space or control characters.
    """
    name = username_key(text)
    if not name:
        raise refused_field("username", ErrorCode.REQUIRED)
    if len(name) > USERNAME_LIMIT:
        raise refused_field("username", ErrorCode.TOO_LONG, limit=USERNAME_LIMIT, length=len(name))
    if any(c.isspace() or not c.isprintable() for c in name):
        raise refused_field("username", ErrorCode.BAD_CHARACTER)
    return name


def checked_name(text: str, field: str = "name") -> str:
    """Return a name people read, trimmed and in NFC.

    :raises ApiError: 422 when it is empty, too long, or contains control characters.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise refused_field(field, ErrorCode.REQUIRED)
    if len(name) > NAME_LIMIT:
        raise refused_field(field, ErrorCode.TOO_LONG, limit=NAME_LIMIT, length=len(name))
    if not name.isprintable():
        raise refused_field(field, ErrorCode.BAD_CHARACTER)
    return name
