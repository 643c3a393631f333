"""Identifiers: UUIDv7 strings, made by whoever creates the thing (a client makes its own command keys)."""

import re
from uuid import UUID

from uuid_utils import uuid7

_HEX = "[0-9a-fA-F]"
_HYPHENS = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
_ONE = rf"([uU][rR][nN]:[uU][uU][iI][dD]:)?({_HYPHENS}|\{{{_HYPHENS}\}}|{_HEX}{{32}})"
ID_NOTATIONS = rf'^({_ONE}|"{_ONE}")$'
_NOTATION = re.compile(ID_NOTATIONS)
_AROUND = re.compile(r'^"?([uU][rR][nN]:[uU][uU][iI][dD]:)?|"$')


def new_id() -> str:
    """Return a fresh UUIDv7 as its canonical lower-case string; later ids sort after earlier ones."""
    return str(uuid7())


def is_id(text: str) -> bool:
    """Tell whether ``text`` is a canonical UUID string (any version: integrations may bring older ones)."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def canonical_id(text: str) -> str | None:
    """Return the canonical form of a UUID in any notation programs write, None for what is none.

    In capitals, in braces and without hyphens (Java, .NET), as a URN (RFC 9562), in the double quotes of a
    structured header (RFC 9651), with blanks around it.
    """
    written = text.strip()
    if _NOTATION.fullmatch(written) is None:
        return None
    return str(UUID(_AROUND.sub("", written)))
