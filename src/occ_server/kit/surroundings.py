"""Which failures are the surroundings' (a database, its disk), not ours: they meet all requests alike.

It judges errors by their type and their database's own code, never by their words.
"""

import errno
import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_OF_SQLITE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)
# disk full and other wants, read only (a standby), system errors, damage
_OF_POSTGRESQL = ("53100", "53200", "53400", "25006", "58", "XX001", "XX002")
_TIMED_OUT = frozenset({"55P03", "57014"})  # lock and statement time-out
_OF_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})


def refusal_word(error: BaseException) -> str | None:
    """Return the name of a failure that the next write would meet, too; None for any other."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return str(error.sqlite_errorname) if code is not None and code & 0xFF in _OF_SQLITE else None
    state: Any = getattr(error, "sqlstate", None)
    return type(error).__name__ if isinstance(state, str) and state.startswith(_OF_POSTGRESQL) else None


def waited_in_vain(error: BaseException) -> bool:
    """Tell whether a statement ended because it, or the lock it waited for, took too long."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error, "sqlstate", None) in _TIMED_OUT


def missing_word(error: BaseException) -> str | None:
    """Return the name of what was missing where it failed for want of its surroundings, else None."""
    if isinstance(error, PoolTimeout):
        return "PoolTimeout"
    if isinstance(error, DBAPIError):
        cause = error.orig or error
        if (word := refusal_word(cause)) is not None:
            return word
        if isinstance(error, OperationalError) or error.connection_invalidated:
            return getattr(cause, "sqlite_errorname", None) or type(cause).__name__
    if isinstance(error, OSError) and error.errno in _OF_SYSTEM:
        return errno.errorcode[error.errno]
    return None
