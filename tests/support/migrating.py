"""A database at a chosen step of its schema."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy
from alembic import command

from occ_server.migrations import runner
from occ_server.migrations.runner import sync_url


@contextmanager
def at_ease(url: str) -> Iterator[sqlalchemy.Connection]:
    """A connection as the runner uses it after the steps."""
    engine = sqlalchemy.create_engine(sync_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def at_step(url: str, revision: str) -> None:
    """Migrate up to one step only."""
    with runner._connected(url) as connection:
        config = runner._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
