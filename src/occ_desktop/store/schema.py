"""Tables of the cache, with the index of every offered sort and filter. It knows no query and no row type.

Times are integers, microseconds since the epoch (UTC); 0 stands for "none": keyset walks never meet NULL.
Text ids that many rows repeat (services, people, routes) are interned in ``names``, sets of visibility keys
in ``keysets``: that keeps the covering indexes of a million callbacks small.
"""

from sqlalchemy import (
    DDL,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    column,
    event,
    table,
)

from occ_desktop.store import schema_texting
from occ_desktop.store.schema_base import entity, whole

metadata = schema_texting.sms_messages.metadata  # the tables of texting are in it already

SCHEMA_VERSION = 6  # a step only adds, see `schema_steps`

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

names = Table(
    "names",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("value", Text, nullable=False, unique=True),
)

keysets = Table(
    "keysets",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("held", Text, nullable=False, unique=True),
)


callbacks = Table(
    "callbacks",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    whole("seq"),
    whole("keyset"),
    whole("received_at"),
    whole("assigned_at"),
    whole("completed_at"),
    whole("attempts"),
    whole("status"),
    Column("phone", Text, nullable=False),
    whole("service_no"),
    whole("route_no"),
    whole("assigner_no"),
    whole("assignee_no"),
    whole("pending"),
    Column("body", LargeBinary, nullable=False),
)

SORTABLE = ("received_at", "assigned_at", "completed_at", "status", "attempts", "phone")
_FILTERED = ("received_at", "status", "service_no", "route_no", "assigner_no", "assignee_no", "phone")


def _covering(name: str, *leading: str, sorted_again: bool = False) -> Index:
    """Return an index ordered by ``leading`` that carries every filtered column: a walk reads no row.

    ``sorted_again``: what it finds may be wanted in another order, so it carries every sorted column too.
    """
    wanted = dict.fromkeys((*_FILTERED, *(SORTABLE if sorted_again else ())))
    tail = [c for c in wanted if c not in leading]
    return Index(name, *(callbacks.c[c] for c in (*leading, *tail)))


CALLBACK_INDEXES = (
    *(_covering(f"ix_callbacks_by_{c}", c, "id", sorted_again=c == "received_at") for c in SORTABLE),
    _covering("ix_callbacks_of_status", "status", "received_at", "id", sorted_again=True),
    _covering("ix_callbacks_of_assignee", "assignee_no", "received_at", "id", sorted_again=True),
    Index("ix_callbacks_of_service", callbacks.c.service_no, callbacks.c.status, callbacks.c.received_at),
    Index("ix_callbacks_of_route", callbacks.c.route_no, callbacks.c.received_at),
    Index("ix_callbacks_of_assigner", callbacks.c.assigner_no, callbacks.c.received_at),
    Index("ix_callbacks_keyset", callbacks.c.keyset, callbacks.c.seq),
)

# Phone digits and the customer's words, found by any part: FTS5 trigrams, and which rows have each.
callback_search = table(
    "callback_search", column("rowid", Integer), column("phone", Text), column("words", Text)
)
callback_terms = table("callback_terms", column("term", Text), column("doc", Integer), column("col", Text))
event.listen(
    metadata,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "CREATE VIRTUAL TABLE IF NOT EXISTS callback_search USING fts5(phone, words, tokenize='trigram')"
    ),
)
event.listen(
    metadata,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "CREATE VIRTUAL TABLE IF NOT EXISTS callback_terms USING fts5vocab(callback_search, instance)"
    ),
)
# What a person may no longer see leaves the index at once, not at its next merge.
event.listen(
    metadata,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "INSERT INTO callback_search(callback_search, rank) VALUES('secure-delete', 1)"
    ),
)
# A fill commits every 500 rows; merged at every fourth of them the index would be written over and over.
event.listen(
    metadata,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "INSERT INTO callback_search(callback_search, rank) VALUES('automerge', 16)"
    ),
)
event.listen(metadata, "before_drop", DDL("DROP TABLE IF EXISTS callback_terms"))  # type: ignore[no-untyped-call]
event.listen(metadata, "before_drop", DDL("DROP TABLE IF EXISTS callback_search"))  # type: ignore[no-untyped-call]


services = entity("services")
agents = entity("agents")
cti = entity("cti")
tickets = entity(
    "tickets",
    Column("phone", Text, nullable=False, server_default=""),
    Column("callback_id", Text, nullable=False, server_default=""),
    whole("created_at"),
    Index("ix_tickets_phone", "phone", "created_at"),
    Index("ix_tickets_callback", "callback_id"),
)
notices = entity(
    "notices",
    whole("created_at"),
    whole("read_at"),
    whole("notified_at"),
    Index("ix_notices_created", "created_at", "id"),
    Index("ix_notices_unread", "read_at"),
    Index("ix_notices_notified", "notified_at"),
)

# Which notices were read and told before a file was renewed: taken up when the notice comes again.
notice_marks = Table(
    "notice_marks",
    metadata,
    Column("id", Text, primary_key=True),
    whole("read_at"),
    whole("notified_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("callback_id", Text),
    Column("state", Text, nullable=False),
    whole("created_at"),
    whole("tries"),
    Column("accepted_seq", Integer),
    Column("code", Text),
    Column("service_id", Text),
    Column("customer", Text),
    Column("params", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_outbox_callback", "callback_id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("callback_id", Text, primary_key=True),  # kind and id, see `own`; of a note the id alone
    Column("text", Text, nullable=False),
    whole("kept_at"),
    Column("base", Text),
    Column("service_id", Text),  # whom a note is about, for when its callback is no longer here
    Column("customer", Text),
    Column("phone", Text),
)

preferences = Table(
    "preferences",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# Rows of a rebuild (new epoch, failed checksum) wait here until the feed is whole, then replace the old.
shadow = Table(
    "shadow",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("id", Text, nullable=False),
    whole("seq"),
    Column("held", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("entity", "id"),
)

# What a person made and only this machine knows: no rebuild and no step touches it.
OWN_WORK = (outbox, drafts, preferences)
