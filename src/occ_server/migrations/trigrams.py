"""The index behind "any part of the number" on PostgreSQL: trigrams, where the extension can be had.

It is no part of the schema, because an operator may not be allowed to install ``pg_trgm``: without it the
same search answers the same, only slower. Each ``occ-server migrate`` tries again.
"""

import logging

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from occ_server.migrations.indexes import LateIndexes, are_complete, complete

logger = logging.getLogger(__name__)

INDEXES = {
    "ix_callbacks_phone_trigrams": "callbacks USING gin (phone gin_trgm_ops)",
    "ix_tickets_phone_trigrams": "tickets USING gin (phone gin_trgm_ops)",
}
_LATE = LateIndexes(INDEXES, frozenset())


def ensure_trigrams(connection: Connection) -> None:
    """Make the indexes on the phone columns unless they are there; a refusal of PostgreSQL is logged.

    The connection must be in autocommit.
    """
    if are_complete(connection, _LATE):
        return
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        complete(connection, _LATE)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        logger.warning("searching by a part of a phone number stays without an index: %s", reason)
