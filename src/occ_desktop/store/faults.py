"""Turns the database's errors into the one failure a screen has a sentence for; the rest are our bugs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3
from sqlalchemy.exc import DBAPIError

from occ_desktop.domain.failures import CacheFailure

_REASONS = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_NOTADB: "unreadable",
    sqlite3.SQLITE_CORRUPT: "unreadable",
    sqlite3.SQLITE_CANTOPEN: "unreadable",
    sqlite3.SQLITE_IOERR: "unreadable",
    sqlite3.SQLITE_READONLY: "unreadable",
}

_WORDS = {
    "database or disk is full": "disk_full",
    "database is locked": "locked",
    "database table is locked": "locked",
    "file is not a database": "unreadable",
    "file is encrypted": "unreadable",
    "malformed": "unreadable",
    "unable to open database": "unreadable",
    "disk i/o error": "unreadable",
    "readonly database": "unreadable",
}


def reason_of(error: BaseException) -> str | None:
    """Return the reason of a :class:`CacheFailure`, None when the error is not the environment's."""
    cause: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    number = getattr(cause, "sqlite_errorcode", None)
    if isinstance(number, int) and (number & 0xFF) in _REASONS:
        return _REASONS[number & 0xFF]
    message = str(cause).lower()
    return next((reason for words, reason in _WORDS.items() if words in message), None)


def was_interrupted(error: DBAPIError) -> bool:
    """Tell whether the statement was broken off by us, which is no fault of anybody's."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


@contextmanager
def translated() -> Iterator[None]:
    """Raise :class:`CacheFailure` for a failing disk, a locked or an unreadable file.

    :raises CacheFailure: ``disk_full``, ``locked`` or ``unreadable``.
    """
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error, OSError) as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise CacheFailure(reason) from error
