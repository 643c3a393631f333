"""Tables of the feed: the counter of each organisation, rows by key, and the server's epoch and seal."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from occ_contract.sync import Entity
from occ_server.kit.belonging import of_no_organisation
from occ_server.kit.columns import Id, UtcTime, Word, metadata, partial_index
from occ_server.visibility.tables import KEY_LENGTH

feed_counters = Table(
    "feed_counters",
    metadata,
    Column("organisation_id", Id, ForeignKey("organisations.id"), primary_key=True),
    Column("value", BigInteger, nullable=False),
    # Exits up to here are forgotten: a cursor from before it cannot be followed any more.
    Column("horizon", BigInteger, nullable=False, server_default="0"),
)

feed = Table(
    "feed",
    metadata,
    Column("entity_id", Id, primary_key=True),  # first in the key: it alone is selective
    Column("entity", Word(Entity), primary_key=True),
    Column("key", String(KEY_LENGTH), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("gone_at", UtcTime),  # when the row left this key (at ``seq``); null while it stands under it
    # The number before this one, negative when the row did not stand under the key then; null: none is known.
    Column("prior", BigInteger),
    Index("ix_feed_key_seq", "key", "seq"),
    partial_index(  # first fills and checksums read what stands, however many have left
        "ix_feed_standing",
        "key",
        "seq",
        "entity",
        where="gone_at IS NULL",
    ),
    partial_index(
        "ix_feed_gone_at",
        "gone_at",
        where="gone_at IS NOT NULL",
    ),
    sqlite_with_rowid=False,
)

feed_marks = Table(  # where an organisation's counter stood when: what exits are forgotten by
    "feed_marks",
    metadata,
    Column("organisation_id", Id, ForeignKey("organisations.id"), primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    info=of_no_organisation("the moments at which all counters were noted, one after the other forgotten"),
)

server_state = Table(
    "server_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # one row, 1
    Column("epoch", Id, nullable=False),
    Column("seal_key", String(64), nullable=False),  # hexadecimal; see kit.sealed
)
