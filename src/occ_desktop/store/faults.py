"""Turns the database's errors into the one failure a screen has a sentence for; the rest are our bugs.

Damage and surroundings are told apart here and nowhere else: only what is wrong in the file itself (a page
whose seal is broken, a foreign head) is ``unreadable``; a disk, a right or a limit in the way never is.
"""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlalchemy.exc import DBAPIError

from occ_desktop.domain.failures import CacheFailure

UNREADABLE, UNAVAILABLE = "unreadable", "unavailable"

_REASONS = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_NOTADB: UNREADABLE,
    sqlite3.SQLITE_CORRUPT: UNREADABLE,
    sqlite3.SQLITE_CANTOPEN: UNAVAILABLE,
    sqlite3.SQLITE_IOERR: UNAVAILABLE,
    sqlite3.SQLITE_PERM: UNAVAILABLE,
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
}

_WORDS = {
    "database or disk is full": "disk_full",
    "database is locked": "locked",
    "database table is locked": "locked",
    "file is not a database": UNREADABLE,
    "file is encrypted": UNREADABLE,
    "malformed": UNREADABLE,
    "vtable constructor failed": UNREADABLE,
    "unable to open database": UNAVAILABLE,
    "disk i/o error": UNAVAILABLE,
    "readonly database": "read_only",
}

_OF_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EMFILE: "no_descriptors",
    errno.ENFILE: "no_descriptors",
}

_PROBE_BYTES = 65_536  # about what the journal's index needs to be made


def reason_of(error: BaseException) -> str | None:
    """Return the reason of a :class:`CacheFailure`, None when the error is not the environment's."""
    cause: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return _OF_SYSTEM.get(cause.errno or 0, UNAVAILABLE)
    number = getattr(cause, "sqlite_errorcode", None)
    if isinstance(number, int) and (number & 0xFF) in _REASONS:
        return _REASONS[number & 0xFF]
    message = str(cause).lower()
    return next((reason for words, reason in _WORDS.items() if words in message), None)


def was_interrupted(error: DBAPIError) -> bool:
    """Tell whether the statement was broken off by us, which is no fault of anybody's."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def in_the_way(folder: Path) -> str | None:
    """Try what a database does in its folder; return what the system refuses, None when it lets everything.

    SQLite says only "cannot open" or "I/O error" of a full disk, of a missing right and of a used-up limit.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-", buffering=0) as probe:
            probe.write(b"\1" * _PROBE_BYTES)
            os.fsync(probe.fileno())
    except OSError as refused:
        return reason_of(refused)
    return None


@contextmanager
def translated(path: Path | None = None) -> Iterator[None]:
    """Raise :class:`CacheFailure` for what is in the way of the file at ``path``, or wrong with it.

    :raises CacheFailure: see there. What the system refuses is looked into when ``path`` is given.
    """
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error, OSError) as error:
        reason = reason_of(error)
        if reason is None:
            raise
        place = ""
        if path is not None and reason in {UNAVAILABLE, "read_only"}:
            refused = in_the_way(path.parent)
            reason, place = refused or reason, str(path.parent if refused else path)
        raise CacheFailure(reason, place) from error
