"""Rows of calls, of people's lines and of the link to the PBX."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiState
from occ_contract.sync import Entity
from occ_server.kit.columns import Id, UtcTime, Word, id_column, metadata, partial_index, seq_column

RUNNING = "ended_at IS NULL"

calls = Table(
    "calls",
    metadata,
    id_column(),  # where something caused it, the id by which that knows it
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("agent_id", Id, ForeignKey("people.id")),  # none while it waits for somebody
    Column("extension", String(10)),
    Column("phone", String(20), nullable=False),
    Column("for_kind", Word(Entity)),  # what it is for; none: it came by itself
    Column("for_id", Id),
    Column("service_id", Id, ForeignKey("services.id")),
    Column("name", String(200)),  # what a desk shows of the customer
    Column("state", Word(CallState), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("result", Word(AttemptResult)),
    Column("ring_seconds", Integer),
    Column("talk_seconds", Integer),
    Column("pbx_call_id", String(100)),  # the PBX's name of it; none with a softphone
    Column("ordered_at", UtcTime),  # the PBX was told to dial, or may have been: it is not told again
    Column("hang_up_at", UtcTime),  # somebody asked to end it
    Column("given_up_at", UtcTime),  # nobody answers for it any more; it ends once the PBX has it no longer
    partial_index("ix_calls_running", "id", where=RUNNING),
)

lines = Table(
    "cti_lines",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("extension", String(10)),  # NULL while logged out, so that the next one may have it
    Column("state", Word(CtiState), nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("call_id", Id, ForeignKey("calls.id")),  # the call on the line
    seq_column(),
    UniqueConstraint("organisation_id", "extension"),
    Index(None, "call_id"),
)

links = Table(
    "cti_links",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("connected", Boolean, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("adapter", String(20)),  # of the PBX, as the processes that have one named it
)
