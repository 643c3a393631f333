"""Rows of people's lines and of the link to the PBX."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, UniqueConstraint

from occ_contract.cti import CtiState
from occ_server.kit.columns import Id, UtcTime, Word, metadata, seq_column

lines = Table(
    "cti_lines",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("extension", String(10)),  # NULL while logged out, so that the next one may have it
    Column("state", Word(CtiState), nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("attempt_id", Id, ForeignKey("call_attempts.id")),  # the call on the line
    seq_column(),
    UniqueConstraint("organisation_id", "extension"),
    Index(None, "attempt_id"),
)

links = Table(
    "cti_links",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("connected", Boolean, nullable=False),
    Column("since", UtcTime, nullable=False),
)
