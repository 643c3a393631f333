"""The index behind "any part of the number" on PostgreSQL: trigrams, where the extension can be had.

It is no part of the schema, because an operator may not be allowed to install ``pg_trgm``: without it the
same search answers the same, only slower. Each ``occ-server migrate`` tries again.
"""

import logging

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)

INDEXES = {"ix_callbacks_phone_trigrams": "callbacks", "ix_tickets_phone_trigrams": "tickets"}


def ensure_trigrams(connection: Connection) -> None:
    """Make the indexes on the phone columns unless they are there; a refusal of PostgreSQL is logged."""
    if connection.dialect.name != "postgresql" or _present(connection) == set(INDEXES):
        return
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            for name, table in INDEXES.items():
                statement = f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (phone gin_trgm_ops)"
                connection.execute(text(statement))
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        logger.warning("searching by a part of a phone number stays without an index: %s", reason)


def _present(connection: Connection) -> set[str]:
    query = text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
    return set(INDEXES) & set(connection.execute(query).scalars())
