"""Compiled statements are shared by all engines of a test process; each test opens its own, which know none.

A program compiles its few hundred statements once; hundreds of tests would each do it anew, for each of their
engines, and spend a third of their time in it. It knows no statement and no database.
"""

from collections.abc import Hashable, Iterator, MutableMapping
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.util import LRUCache

_MOST_KEPT = 3000  # statements; generated ones come once and must not pile up


class SharedCompilations(MutableMapping[Any, Any]):
    """SQLAlchemy's keys name the dialect of one engine; here engines of one kind are one."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(_MOST_KEPT)

    def __getitem__(self, key: Any) -> Any:
        return self._kept[_kind(key)]

    def get(self, key: Any, default: Any = None) -> Any:
        return self._kept.get(_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        self._kept[_kind(key)] = compiled

    def __delitem__(self, key: Any) -> None:
        del self._kept[_kind(key)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _kind(key: Any) -> Hashable:
    dialect, *rest = key
    return (type(dialect), dialect.statement_compiler, dialect.server_version_info, *rest)


def share_compilations() -> None:
    """Let every connection opened from now on use one cache."""
    shared = SharedCompilations()

    @event.listens_for(Engine, "engine_connect")
    def _share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=shared)
