"""Rows of tickets; each filter the API offers names its index."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from occ_contract.tickets import TicketPriority, TicketSource, TicketType
from occ_server.kit.columns import Id, UtcTime, Word, id_column, metadata, seq_column

tickets = Table(
    "tickets",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("service_id", Id, ForeignKey("services.id"), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("content", Text, nullable=False, server_default=""),
    Column("type", Word(TicketType), nullable=False),
    Column("priority", Word(TicketPriority), nullable=False),
    Column("source", Word(TicketSource), nullable=False),
    Column("phone", String(20)),
    Column("name", String(200)),
    Column("callback_id", Id, ForeignKey("callbacks.id")),
    Column("attempt_id", Id),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Id, ForeignKey("people.id"), nullable=False),
    seq_column(),
    Index(None, "organisation_id", "created_at", "id"),
    Index(None, "service_id", "created_at", "id"),
    Index(None, "service_id", "phone", "created_at"),
    Index(None, "created_by", "created_at", "id"),
    Index(None, "callback_id"),
)
