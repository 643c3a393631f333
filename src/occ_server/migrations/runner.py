"""Brings a database's schema to this server's version, and tells whether it is there. Synchronous.

One process at a time: PostgreSQL has a lock of the session for that, which must not be waited for inside a
statement (an index built beside the work waits for every older statement); SQLite has one transaction for all
steps. On PostgreSQL each step is a transaction that gives up soon where a table is in use and is tried again,
so that the centre never queues behind it. Connect directly, not through a pooler of transactions.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import OperationalError

from occ_server.kit.db import async_url
from occ_server.migrations.indexes import LateIndexes, are_complete, complete, declared
from occ_server.migrations.trigrams import ensure_trigrams

_LOCK = 0x6F6363  # one migration at a time: PostgreSQL advisory lock
_LOOK_AGAIN_SECONDS = 0.2
_BUSY_SECONDS = 60  # SQLite: another process migrates
LOCK_MILLISECONDS = 3000  # how long a step waits for a table, and everybody behind it
_LOCK_TRIES = 20
_LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True)
class SchemaVersion:
    """Where a database stands and where this server wants it; None: no schema at all."""

    present: str | None
    wanted: str | None

    @property
    def is_current(self) -> bool:
        """Tell whether this server can run on it."""
        return self.present == self.wanted


def sync_url(url: str | URL) -> URL:
    """Return the URL with a synchronous driver.

    :raises ValueError: for another kind of database.
    """
    parsed = async_url(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed


class UnknownSchema(Exception):
    """The database has a schema of a server newer than this one; the argument names it."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def late_indexes() -> LateIndexes:
    """Return the indexes the steps leave to be built beside the work."""
    steps = reversed(list(_scripts().walk_revisions()))
    return declared(step.module for step in steps)


@contextmanager
def _connected(url: str | URL, begin: str = "BEGIN") -> Iterator[Connection]:
    parsed = sync_url(url)
    options: dict[str, Any] = {"hide_parameters": True}
    if parsed.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": _BUSY_SECONDS}
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sqlalchemy.create_engine(parsed, poolclass=sqlalchemy.NullPool, **options)
    if engine.dialect.name == "sqlite":
        _begin_ourselves(engine, begin)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _begin_ourselves(engine: sqlalchemy.Engine, begin: str) -> None:
    """Have SQLite's statements of schema in transactions too: the driver would commit each by itself."""

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        dbapi_connection.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def schema_version(url: str | URL) -> SchemaVersion:
    """Return where a database stands.

    :raises sqlalchemy.exc.OperationalError: when it cannot be reached.
    :raises UnknownSchema: when a newer server migrated it.
    """
    with _connected(url) as connection:
        return _version(connection)


def _version(connection: Connection) -> SchemaVersion:
    present = MigrationContext.configure(connection).get_current_revision()
    scripts = _scripts()
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise UnknownSchema(present)
    return SchemaVersion(present, scripts.get_current_head())


def migrate(url: str | URL) -> SchemaVersion:
    """Bring a database to this server's schema; safe to run from several machines at once, beside servers.

    :raises sqlalchemy.exc.OperationalError: when it cannot be reached, or a table stays in use.
    :raises UnknownSchema: when a newer server migrated it.
    """
    if sync_url(url).get_backend_name() == "postgresql":
        return _migrate_postgresql(url)
    with _connected(url) as connection:  # a server that runs is not asked to wait for nothing
        version = _version(connection)
        if version.is_current and are_complete(connection, late_indexes()):
            return version
    with _connected(url, "BEGIN IMMEDIATE") as connection, connection.begin():
        _upgrade(connection)
        complete(connection, late_indexes())
        return _version(connection)


def _migrate_postgresql(url: str | URL) -> SchemaVersion:
    with _connected(url) as connection:
        while not connection.execute(select(func.pg_try_advisory_lock(_LOCK))).scalar_one():
            connection.rollback()
            time.sleep(_LOOK_AGAIN_SECONDS)
        connection.execute(text(f"SET lock_timeout = {LOCK_MILLISECONDS}"))
        connection.commit()
        for tried in range(1, _LOCK_TRIES + 1):
            try:
                _upgrade(connection)
                break
            except OperationalError as error:
                connection.rollback()
                if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE or tried == _LOCK_TRIES:
                    raise
                time.sleep(_LOOK_AGAIN_SECONDS)
        connection.execute(text("SET lock_timeout = 0"))  # what is built beside the work waits for it
        connection.commit()
        connection.execution_options(isolation_level="AUTOCOMMIT")
        complete(connection, late_indexes())
        ensure_trigrams(connection)
        return _version(connection)


def _upgrade(connection: Connection) -> None:
    current = _version(connection).is_current
    if connection.dialect.name == "postgresql":
        connection.rollback()  # the steps begin their own transactions
    if not current:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
