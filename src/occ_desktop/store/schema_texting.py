"""Tables of texting: the small kinds of rows, and messages with an index for each condition and order.

A million messages are walked without being read: each walk's index holds every condition. Ties are by the
row's number, since a request to a thousand was registered at one moment. Bodies are cut at their text, which
is kept once however many got it (`message_bodies`).
"""

from sqlalchemy import DDL, Column, Index, Integer, LargeBinary, Table, Text, column, event, table

from occ_desktop.store.schema_base import entity, metadata, whole

sms_categories = entity("sms_categories")
sms_templates = entity("sms_templates")
sms_senders = entity("sms_senders")
sms_links = entity("sms_links")

sms_texts = Table(
    "sms_texts",
    metadata,
    Column("no", Integer, primary_key=True),  # drawn from the text
    Column("text", LargeBinary, nullable=False),
)

sms_messages = Table(
    "sms_messages",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    whole("seq"),
    whole("keyset"),
    whole("registered_at"),
    whole("reserved_at"),
    whole("sent_at"),
    whole("status"),
    whole("type"),
    whole("kind"),
    Column("recipient", Text, nullable=False),
    whole("service_no"),
    whole("template_no"),
    whole("agent_no"),
    whole("sender_no"),
    whole("request_key"),
    whole("text_no"),
    whole("text_at"),
    Column("body", LargeBinary, nullable=False),
)

MESSAGE_SORTABLE = ("registered_at", "reserved_at", "sent_at", "status", "recipient")
MESSAGE_LEADING = ("template_no", "agent_no", "status", "sender_no", "kind", "type", "service_no")
_FILTERED = ("registered_at", "recipient", *MESSAGE_LEADING)


def _covering(name: str, *leading: str, sorted_again: bool = False) -> Index:
    """Return an index ordered by ``leading`` that carries every condition: a walk reads no row."""
    wanted = dict.fromkeys((*_FILTERED, *(MESSAGE_SORTABLE if sorted_again else ())))
    tail = [c for c in wanted if c not in leading]
    return Index(name, *(sms_messages.c[c] for c in (*leading, *tail)))


MESSAGE_INDEXES = (
    *(
        _covering(f"ix_sms_messages_by_{c}", c, "no", sorted_again=c == "registered_at")
        for c in MESSAGE_SORTABLE
    ),
    *(_covering(f"ix_sms_messages_of_{c}", c, "registered_at", "no") for c in MESSAGE_LEADING),
    Index("ix_sms_messages_request", sms_messages.c.request_key),
    Index("ix_sms_messages_text", sms_messages.c.text_no),
    Index("ix_sms_messages_keyset", sms_messages.c.keyset, sms_messages.c.seq),
)

# Digits of recipients, found by any part: FTS5 trigrams.
message_search = table("message_search", column("rowid", Integer), column("phone", Text))
for _when, _statement in (
    (
        "after_create",
        "CREATE VIRTUAL TABLE IF NOT EXISTS message_search USING fts5(phone, tokenize='trigram')",
    ),
    # Whom a person may no longer see leaves the index at once, not at its next merge.
    ("after_create", "INSERT INTO message_search(message_search, rank) VALUES('secure-delete', 1)"),
    ("before_drop", "DROP TABLE IF EXISTS message_search"),
):
    event.listen(metadata, _when, DDL(_statement))  # type: ignore[no-untyped-call]
