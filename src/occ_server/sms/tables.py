"""Rows of texting; each filter and sort the API offers names its index.

The text of a request is stored once, with the values of each recipient: a message is filled when it is read,
so the history of a text to a thousand costs one body. Contents of images are stored once per organisation
by their hash. What a template was is kept in its versions; a deleted row stays, with ``deleted_at``.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    literal_column,
)

from occ_contract.sms import (
    CarrierTrouble,
    HeldReason,
    MessageStage,
    MessageStatus,
    SendingKind,
    TextType,
)
from occ_contract.sms_results import ResultReason
from occ_server.kit.columns import Id, Json, UtcTime, Word, id_column, metadata, partial_index, seq_column


def _organisation() -> Column[str]:
    return Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False)


def _service() -> Column[str]:
    return Column("service_id", Id, ForeignKey("services.id"), nullable=False)


categories = Table(
    "sms_categories",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("parent_id", Id, ForeignKey("sms_categories.id")),
    Column("name", String(200), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    seq_column(),
    Index(None, "service_id", "parent_id", "position"),
)

templates = Table(
    "sms_templates",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("category_id", Id, ForeignKey("sms_categories.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("editable", Boolean, nullable=False),
    Column("no_answer", Boolean, nullable=False, server_default=false()),
    Column("type", Word(TextType), nullable=False),
    Column("name", String(200), nullable=False),
    Column("description", String(400), nullable=False),
    Column("sender", String(20)),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("image_ids", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("changed_by", Id, ForeignKey("people.id"), nullable=False),
    Column("deleted_at", UtcTime),
    seq_column(),
    Index(None, "service_id", "category_id", "position"),
    Index(None, "category_id", "position"),
)

template_versions = Table(
    "sms_template_versions",
    metadata,
    Column("template_id", Id, ForeignKey("sms_templates.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    _organisation(),
    Column("type", Word(TextType), nullable=False),
    Column("name", String(200), nullable=False),
    Column("description", String(400), nullable=False),
    Column("sender", String(20)),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("image_ids", Json, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("changed_by", Id, ForeignKey("people.id"), nullable=False),
)

images = Table(
    "sms_images",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Id, ForeignKey("people.id"), nullable=False),
    Column("kept_at", UtcTime),  # since when a template or a text shows it: it stays
    Index(None, "service_id", "created_at"),
    Index(None, "organisation_id", "sha256"),
    partial_index("ix_sms_images_unkept", "created_at", where="kept_at IS NULL"),
)

image_contents = Table(
    "sms_image_contents",
    metadata,
    Column("organisation_id", Id, ForeignKey("organisations.id"), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

sender_numbers = Table(
    "sms_sender_numbers",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("phone", String(20), nullable=False),
    Column("usable", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    seq_column(),
    Index("uq_sms_sender_numbers_phone", "service_id", "phone", unique=True),
)

# A service's carrier and how it stands, in the feed under the service's id; secrets never leave this row.
links = Table(
    "sms_links",
    metadata,
    Column("id", Id, ForeignKey("services.id"), primary_key=True),
    _organisation(),
    Column("carrier", String(32)),
    Column("url", String(400)),
    Column("app_key", String(200)),
    Column("secret", String(400)),
    Column("webhook_secret", String(400)),
    Column("account_id", Id),  # none: the first one, whose id is the service's
    Column("hook", String(64)),  # the last part of the webhook's address: not to be guessed
    Column("trouble", Word(CarrierTrouble)),
    Column("since", UtcTime),
    Column("tried_at", UtcTime),  # when a hand-over last found this trouble; None: a question did
    Column("held", Integer, nullable=False, server_default="0"),
    Column("held_since", UtcTime),
    Column("polled_until", UtcTime),  # results changed before this moment are known
    Column("senders_synced_at", UtcTime),
    seq_column(),
    Index("uq_sms_links_hook", "hook", unique=True),
)

# Accounts that were replaced: what was handed over with one is asked for there until it has ended.
former_accounts = Table(
    "sms_former_accounts",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("carrier", String(32), nullable=False),
    Column("url", String(400)),
    Column("app_key", String(200)),
    Column("secret", String(400)),
    Column("replaced_at", UtcTime, nullable=False),
    Index(None, "replaced_at"),
)

requests = Table(
    "sms_requests",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("agent_id", Id, ForeignKey("people.id"), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("type", Word(TextType), nullable=False),
    Column("kind", Word(SendingKind), nullable=False),
    Column("reserved_at", UtcTime),
    Column("due_at", UtcTime, nullable=False),
    Column("template_id", Id, ForeignKey("sms_templates.id")),
    Column("template_version", Integer),
    Column("template_name", String(200)),
    Column("sender", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("image_ids", Json, nullable=False),
    Column("callback_id", Id),
    Column("unless_completed", Boolean, nullable=False),
    Column("released_at", UtcTime),  # a person said: send it although it was held
    Column("released_by", Id, ForeignKey("people.id")),
    Index(None, "service_id", "registered_at"),
)

messages = Table(
    "sms_messages",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("request_id", Id, ForeignKey("sms_requests.id"), nullable=False),
    Column("place", Integer, nullable=False),  # among the recipients of its request, from 0
    Column("agent_id", Id, ForeignKey("people.id"), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("type", Word(TextType), nullable=False),
    Column("kind", Word(SendingKind), nullable=False),
    Column("template_id", Id, ForeignKey("sms_templates.id")),
    Column("sender", String(20), nullable=False),
    Column("recipient", String(20), nullable=False),
    Column("same_recipient", String(20), nullable=False),  # whichever way the number was written
    Column("fillings", Json),  # values of the placeholders
    Column("status", Word(MessageStatus), nullable=False),
    Column("stage", Word(MessageStage), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("held", Word(HeldReason)),
    Column("held_at", UtcTime),
    Column("handover_id", Id),
    Column("carrier_request", String(64)),
    Column("carrier_place", Integer),  # recipientSeq
    Column("handed_over_at", UtcTime),
    Column("accepted_at", UtcTime),
    Column("looked_up_at", UtcTime),
    Column("sent_at", UtcTime),
    Column("result_at", UtcTime),
    Column("result_code", String(20)),
    Column("result", Word(ResultReason)),
    Column("cancelled_at", UtcTime),
    Column("cancelled_by", Id, ForeignKey("people.id")),
    seq_column(),
    Index("uq_sms_messages_place", "request_id", "place", unique=True),
    Index(None, "organisation_id", "registered_at", "id"),
    Index(None, "service_id", "registered_at", "id"),
    Index(None, "service_id", "status", "registered_at", "id"),
    Index(None, "service_id", "template_id", "registered_at", "id"),
    Index(None, "service_id", "sender", "registered_at", "id"),
    Index(None, "agent_id", "registered_at", "id"),
    Index(None, "service_id", "same_recipient", "registered_at"),
    Index(None, "carrier_request", "carrier_place"),
    Index(None, "handover_id"),
    # What is under way, by when it is due: a few of millions.
    partial_index("ix_sms_messages_live", "service_id", "stage", "due_at", where="stage <> 'ended'"),
)

IS_LIVE = messages.c.stage != literal_column("'ended'")  # word for word as the index has it

# One call to the carrier, written before it is made. Its id is the key the carrier is asked by afterwards.
handovers = Table(
    "sms_handovers",
    metadata,
    id_column(),
    _organisation(),
    _service(),
    Column("request_id", Id, ForeignKey("sms_requests.id"), nullable=False),
    Column("account_id", Id),  # as in the link; whose lists have it
    Column("started_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),  # the carrier's answer is known: accepted or refused, per recipient
    Column("unclear_at", UtcTime),  # its answer was lost, or its process: from now on it is only looked up
    partial_index("ix_sms_handovers_open", "service_id", "started_at", where="answered_at IS NULL"),
    partial_index(
        "ix_sms_handovers_being_made", "request_id", where="answered_at IS NULL AND unclear_at IS NULL"
    ),
)

# What webhooks brought: each counts once, however often it is delivered.
hooks_seen = Table(
    "sms_hooks_seen",
    metadata,
    Column("service_id", Id, ForeignKey("services.id"), primary_key=True),
    Column("hook_id", String(100), primary_key=True),
    _organisation(),
    Column("seen_at", UtcTime, nullable=False),
    Index(None, "seen_at"),
)
