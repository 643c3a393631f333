"""Decides what a failing question to the cache means: damage, trouble around it, or a bug of ours.

A page whose seal is broken is met as all sorts of errors (the search index says "out of memory"). Before an
error nobody knows is called our bug, the seals are looked at. It knows no table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.store.faults import UNREADABLE, reason_of, translated, was_interrupted


@contextmanager
def judged(engine: Engine, path: Path) -> Iterator[None]:
    """Raise :class:`CacheFailure` for what is in the way of the file at ``path``, or wrong with it.

    :raises CacheFailure: see there. Anything else that is raised is a bug, or was broken off by us.
    """
    try:
        with translated(path):
            yield
    except DBAPIError as error:
        if was_interrupted(error) or not broken_seals(engine):
            raise
        raise CacheFailure(UNREADABLE) from error
    except MemoryError as error:
        if not broken_seals(engine):
            raise
        raise CacheFailure(UNREADABLE) from error


def broken_seals(engine: Engine) -> bool:
    """Tell whether some page is not as it was written. Reads the whole file; for the worst case only."""
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA cipher_integrity_check").first() is not None
    except DBAPIError as error:
        return reason_of(error) == UNREADABLE
