"""Callbacks with their attempts and batches, notices, tickets, telephony."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the callback business."""
    _callbacks()
    _callback_indexes()
    _attempts()
    _batches()
    _notices()
    _tickets()
    _telephony()


def _callbacks() -> None:
    """Callbacks."""
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("route_code", sa.String(length=50), nullable=True),
        sa.Column("route_name", sa.String(length=100), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("preferred_at", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("assignee_id", sa.String(length=36), nullable=True),
        sa.Column("assigner_id", sa.String(length=36), nullable=True),
        sa.Column("assigned_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("completed_by", sa.String(length=36), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("changed_by", sa.String(length=36), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["people.id"], name="fk_callbacks_assignee_id"),
        sa.ForeignKeyConstraint(["assigner_id"], ["people.id"], name="fk_callbacks_assigner_id"),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name="fk_callbacks_changed_by"),
        sa.ForeignKeyConstraint(["completed_by"], ["people.id"], name="fk_callbacks_completed_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_callbacks_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_callbacks_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        sa.UniqueConstraint("service_id", "external_id", name="uq_callbacks_service_id_external_id"),
    )


def _callback_indexes() -> None:
    """One index for each offered filter and sort."""
    op.create_index(
        "ix_callbacks_assignee_id_status_received_at_id",
        "callbacks",
        ["assignee_id", "status", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_callbacks_assigner_id_received_at_id",
        "callbacks",
        ["assigner_id", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_callbacks_organisation_id_received_at_id",
        "callbacks",
        ["organisation_id", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_callbacks_service_id_assigned_at", "callbacks", ["service_id", "assigned_at"], unique=False
    )
    op.create_index(
        "ix_callbacks_service_id_phone_received_at",
        "callbacks",
        ["service_id", "phone", "received_at"],
        unique=False,
    )
    op.create_index(
        "ix_callbacks_service_id_received_at_id",
        "callbacks",
        ["service_id", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_callbacks_service_id_route_code_received_at_id",
        "callbacks",
        ["service_id", "route_code", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_callbacks_service_id_status_received_at_id",
        "callbacks",
        ["service_id", "status", "received_at", "id"],
        unique=False,
    )


def _attempts() -> None:
    """Call attempts; at most one of a callback runs."""
    op.create_table(
        "call_attempts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("callback_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ring_seconds", sa.Integer(), nullable=True),
        sa.Column("talk_seconds", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.String(length=36), nullable=True),
        sa.Column("call_id", sa.String(length=100), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_call_attempts_agent_id"),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name="fk_call_attempts_callback_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_call_attempts_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_call_attempts"),
    )
    op.create_index("ix_call_attempts_call_id", "call_attempts", ["call_id"], unique=False)
    op.create_index(
        "ix_call_attempts_callback_id_started_at",
        "call_attempts",
        ["callback_id", "started_at"],
        unique=False,
    )
    op.create_index(
        "ix_call_attempts_lease",
        "call_attempts",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_call_attempts_live",
        "call_attempts",
        ["callback_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _batches() -> None:
    """Batches that can be undone."""
    op.create_table(
        "assignment_batches",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("assigner_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("row_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["assigner_id"], ["people.id"], name="fk_assignment_batches_assigner_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_assignment_batches_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_batches"),
    )
    op.create_table(
        "assignment_batch_rows",
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("callback_id", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_assignment_batch_rows_agent_id"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["assignment_batches.id"], name="fk_assignment_batch_rows_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callbacks.id"], name="fk_assignment_batch_rows_callback_id"
        ),
        sa.PrimaryKeyConstraint("batch_id", "callback_id", name="pk_assignment_batch_rows"),
    )


def _notices() -> None:
    """Notices."""
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("callback_ids", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=True),
        sa.Column("route_name", sa.String(length=100), nullable=True),
        sa.Column("preferred_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_notices_organisation_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_notices_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_created_at", "notices", ["created_at"], unique=False)


def _tickets() -> None:
    """Tickets."""
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("callback_id", sa.String(length=36), nullable=True),
        sa.Column("attempt_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name="fk_tickets_callback_id"),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name="fk_tickets_created_by"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_tickets_organisation_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_tickets_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("ix_tickets_callback_id", "tickets", ["callback_id"], unique=False)
    op.create_index(
        "ix_tickets_created_by_created_at_id", "tickets", ["created_by", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_tickets_organisation_id_created_at_id",
        "tickets",
        ["organisation_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_tickets_service_id_created_at_id", "tickets", ["service_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_tickets_service_id_phone_created_at",
        "tickets",
        ["service_id", "phone", "created_at"],
        unique=False,
    )


def _telephony() -> None:
    """Lines and the link to the PBX."""
    op.create_table(
        "cti_lines",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("extension", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("attempt_id", sa.String(length=36), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["call_attempts.id"], name="fk_cti_lines_attempt_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_cti_lines_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cti_lines_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_cti_lines"),
        sa.UniqueConstraint("organisation_id", "extension", name="uq_cti_lines_organisation_id_extension"),
    )
    op.create_index("ix_cti_lines_attempt_id", "cti_lines", ["attempt_id"], unique=False)
    op.create_table(
        "cti_links",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("connected", sa.Boolean(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cti_links"),
    )
