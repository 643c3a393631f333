"""What one test says to the database, and not what the server's own tasks say meanwhile: they never rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

COMMIT = "COMMIT"


@contextmanager
def said(*engines: AsyncEngine) -> Iterator[list[str]]:
    """Collect the statements and commits of whoever is asked within the block, each on one line.

    An application called in this process answers in the caller's context; its own tasks have their own.
    """
    found: list[str] = []
    asking: ContextVar[bool] = ContextVar("asking", default=False)

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if asking.get():
            found.append(" ".join(statement.split()))

    def committed(_conn: Any) -> None:
        if asking.get():
            found.append(COMMIT)

    heard = [
        (engine.sync_engine, name, listener)
        for engine in dict.fromkeys(engines)
        for name, listener in (("before_cursor_execute", hear), ("commit", committed))
    ]
    for one in heard:
        event.listen(*one)
    token = asking.set(True)
    try:
        yield found
    finally:
        asking.reset(token)
        for one in heard:
            event.remove(*one)
