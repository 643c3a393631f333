"""Rows of callbacks, their call attempts and the batches that can be undone.

Every search and sort the API offers names its index here. A cancelled row has no assignee: ``assigned_at`` is
always the date of the present assignment, which the statistics count by.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from occ_contract.callbacks import AttemptResult, CallbackStatus
from occ_contract.cti import CallState
from occ_server.kit.columns import Id, UtcTime, Word, id_column, metadata, partial_index, seq_column

callbacks = Table(
    "callbacks",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("service_id", Id, ForeignKey("services.id"), nullable=False),
    Column("external_id", String(200)),
    Column("route_code", String(50)),
    Column("route_name", String(100)),
    Column("phone", String(20), nullable=False),
    Column("phone_remark", String(40)),
    Column("name", String(200)),
    Column("message", Text),
    Column("preferred_at", UtcTime),
    Column("received_at", UtcTime, nullable=False),
    Column("status", Word(CallbackStatus), nullable=False),
    Column("assignee_id", Id, ForeignKey("people.id")),
    Column("assigner_id", Id, ForeignKey("people.id")),
    Column("assigned_at", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("completed_at", UtcTime),
    Column("completed_by", Id, ForeignKey("people.id")),
    Column("completion_known_at", UtcTime),
    Column("note", Text),
    Column("noted_by", Id),
    Column("changed_by", Id, ForeignKey("people.id")),  # who made the last step: what a loser is told
    seq_column(),
    # IVRs use ids again: the same one with another number is another customer.
    UniqueConstraint("service_id", "external_id", "phone"),
    Index(None, "organisation_id", "received_at", "id"),
    Index(None, "service_id", "received_at", "id"),
    Index(None, "service_id", "status", "received_at", "id"),
    Index(None, "service_id", "route_code", "received_at", "id"),
    Index(None, "service_id", "phone", "received_at"),
    Index(None, "service_id", "assigned_at"),
    Index(None, "assignee_id", "status", "received_at", "id"),
    Index(None, "assigner_id", "received_at", "id"),
)

attempts = Table(
    "call_attempts",
    metadata,
    id_column(),
    Column("callback_id", Id, ForeignKey("callbacks.id"), nullable=False),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("agent_id", Id, ForeignKey("people.id"), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("state", Word(CallState), nullable=False),
    Column("result", Word(AttemptResult)),
    Column("answered_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("ring_seconds", Integer),
    Column("talk_seconds", Integer),
    Column("ticket_id", Id),
    Column("call_id", String(100)),  # the PBX's name of a call made before calls had rows of their own
    Column("lease_until", UtcTime, nullable=False),
    Column("phone", String(20)),  # the customer's number, while the call runs the claim on it
    Index(None, "callback_id", "started_at"),
    # The claim: at most one attempt of a callback runs.
    partial_index(
        "uq_call_attempts_live",
        "callback_id",
        unique=True,
        where="ended_at IS NULL",
    ),
    # So does at most one call to a number, whichever of its callbacks it is for.
    partial_index(
        "uq_call_attempts_live_number",
        "organisation_id",
        "phone",
        unique=True,
        where="ended_at IS NULL",
    ),
    partial_index(
        "ix_call_attempts_lease",
        "lease_until",
        where="ended_at IS NULL",
    ),
)

batches = Table(
    "assignment_batches",
    metadata,
    id_column(),
    Column("organisation_id", Id, ForeignKey("organisations.id"), nullable=False),
    Column("assigner_id", Id, ForeignKey("people.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("undone_at", UtcTime),
    # The rows' place in the feed after this batch: a row with another one was touched since.
    Column("row_seq", BigInteger, nullable=False, server_default="0"),
)

batch_rows = Table(
    "assignment_batch_rows",
    metadata,
    Column("batch_id", Id, ForeignKey("assignment_batches.id"), primary_key=True),
    Column("callback_id", Id, ForeignKey("callbacks.id"), primary_key=True),
    Column("agent_id", Id, ForeignKey("people.id"), nullable=False),
    Column("status", Word(CallbackStatus), nullable=False),  # what the row was before
    Column("changed_by", Id),
)
