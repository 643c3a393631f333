"""Identifiers: UUIDv7 strings, made by whoever creates the thing (a client makes its own command keys)."""

from uuid import UUID

from uuid_utils import uuid7


def new_id() -> str:
    """Return a fresh UUIDv7 as its canonical lower-case string; later ids sort after earlier ones."""
    return str(uuid7())


def is_id(text: str) -> bool:
    """Tell whether ``text`` is a canonical UUID string (any version: integrations may bring older ones)."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
