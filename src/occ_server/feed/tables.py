"""Tables of the feed: the counter of each organisation, rows by key, and the server's epoch."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from occ_contract.sync import Entity
from occ_server.kit.columns import Id, Word, metadata
from occ_server.visibility.tables import KEY_LENGTH

feed_counters = Table(
    "feed_counters",
    metadata,
    Column("organisation_id", Id, ForeignKey("organisations.id"), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

feed = Table(
    "feed",
    metadata,
    Column("entity_id", Id, primary_key=True),  # first in the key: it alone is selective
    Column("entity", Word(Entity), primary_key=True),
    Column("key", String(KEY_LENGTH), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("gone", Boolean, nullable=False),  # the row left this key at ``seq``
    Index("ix_feed_key_seq", "key", "seq"),
    sqlite_with_rowid=False,
)

server_state = Table(
    "server_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row, 1
    Column("epoch", Id, nullable=False),
)
