"""Brings a database's schema to this server's version, and tells whether it is there. Synchronous."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Connection

from occ_server.kit.db import async_url
from occ_server.migrations.trigrams import ensure_trigrams

_LOCK = 0x6F6363  # one migration at a time: PostgreSQL advisory lock


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


@contextmanager
def _connected(url: str | URL) -> Iterator[Connection]:
    parsed = sync_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sqlalchemy.create_engine(parsed, poolclass=sqlalchemy.NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def schema_version(url: str | URL) -> SchemaVersion:
    """Return where a database stands.

    :raises sqlalchemy.exc.OperationalError: when it cannot be reached.
    :raises UnknownSchema: when a newer server migrated it.
    """
    with _connected(url) as connection:
        return _version(connection)


def _version(connection: Connection) -> SchemaVersion:
    present = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config())
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise UnknownSchema(present)
    return SchemaVersion(present, scripts.get_current_head())


def migrate(url: str | URL) -> SchemaVersion:
    """Bring a database to this server's schema; safe to run from several machines at once.

    :raises sqlalchemy.exc.OperationalError: when it cannot be reached.
    :raises UnknownSchema: when a newer server migrated it.
    """
    config = _config()
    with _connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sqlalchemy.select(sqlalchemy.func.pg_advisory_xact_lock(_LOCK)))
        else:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        if _version(connection).is_current:
            ensure_trigrams(connection)
            connection.commit()
            return _version(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        return _version(connection)
