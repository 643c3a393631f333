"""What the sandbox keeps: the texts it took, and how it is told to behave."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from occ_contract.sms import TextType
from occ_server.kit.columns import Id, Json, UtcTime, Word, id_column, metadata

texts = Table(
    "sms_sandbox_texts",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("service_id", Id, ForeignKey("services.id"), nullable=False),
    Column("handover_id", Id, nullable=False),  # our key of the call
    Column("message_id", Id, nullable=False),
    Column("place", Integer, nullable=False),
    Column("type", Word(TextType), nullable=False),
    Column("sender", String(20), nullable=False),
    Column("recipient", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("images", Json, nullable=False),  # their hashes
    Column("agent", String(200), nullable=False),
    Column("taken_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),  # from then on its result is known
    Column("code", String(20), nullable=False),
    Index(None, "service_id", "ends_at", "id"),
    Index(None, "service_id", "handover_id"),
)

ways = Table(
    "sms_sandbox_ways",
    metadata,
    Column("service_id", Id, ForeignKey("services.id"), primary_key=True),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("down", Boolean, nullable=False),
    Column("out_of_quota", Boolean, nullable=False),
    Column("lose_answers", Integer, nullable=False),  # how many more
    Column("answer_seconds", Integer, nullable=False),
    Column("blocked", Json, nullable=False),  # sender numbers
)
