"""Texts: requests, their messages, what was handed over to a carrier, what webhooks brought, the sandbox."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; each only names those before it."""
    _requests()
    _messages()
    _indexes_of_messages()
    _handovers()
    _hooks_seen()
    _sandbox()


def _requests() -> None:
    op.create_table(
        "sms_requests",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("agent_id", sa.String(36), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reserved_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("template_id", sa.String(36), nullable=True),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("template_name", sa.String(200), nullable=True),
        sa.Column("sender", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("image_ids", sa.Text(), nullable=False),
        sa.Column("callback_id", sa.String(36), nullable=True),
        sa.Column("unless_completed", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("released_by", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_sms_requests_agent_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_requests_organisation_id"
        ),
        sa.ForeignKeyConstraint(["released_by"], ["people.id"], name="fk_sms_requests_released_by"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_requests_service_id"),
        sa.ForeignKeyConstraint(["template_id"], ["sms_templates.id"], name="fk_sms_requests_template_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_requests"),
    )
    op.create_index(
        "ix_sms_requests_service_id_registered_at", "sms_requests", ["service_id", "registered_at"]
    )


def _messages() -> None:
    op.create_table(
        "sms_messages",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(36), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("template_id", sa.String(36), nullable=True),
        sa.Column("sender", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(20), nullable=False),
        sa.Column("same_recipient", sa.String(20), nullable=False),
        sa.Column("fillings", sa.Text(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.String(32), nullable=True),
        sa.Column("held_at", sa.BigInteger(), nullable=True),
        sa.Column("handover_id", sa.String(36), nullable=True),
        sa.Column("carrier_request", sa.String(64), nullable=True),
        sa.Column("carrier_place", sa.Integer(), nullable=True),
        sa.Column("handed_over_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("looked_up_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("result_at", sa.BigInteger(), nullable=True),
        sa.Column("result_code", sa.String(20), nullable=True),
        sa.Column("result", sa.String(32), nullable=True),
        sa.Column("cancelled_at", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_by", sa.String(36), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_sms_messages_agent_id"),
        sa.ForeignKeyConstraint(["cancelled_by"], ["people.id"], name="fk_sms_messages_cancelled_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_messages_organisation_id"
        ),
        sa.ForeignKeyConstraint(["request_id"], ["sms_requests.id"], name="fk_sms_messages_request_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_messages_service_id"),
        sa.ForeignKeyConstraint(["template_id"], ["sms_templates.id"], name="fk_sms_messages_template_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_messages"),
    )


def _indexes_of_messages() -> None:
    op.create_index(
        "ix_sms_messages_agent_id_registered_at_id", "sms_messages", ["agent_id", "registered_at", "id"]
    )
    op.create_index(
        "ix_sms_messages_carrier_request_carrier_place", "sms_messages", ["carrier_request", "carrier_place"]
    )
    op.create_index("ix_sms_messages_handover_id", "sms_messages", ["handover_id"])
    op.create_index(
        "ix_sms_messages_live",
        "sms_messages",
        ["service_id", "stage", "due_at"],
        sqlite_where=sa.text("stage <> 'ended'"),
        postgresql_where=sa.text("stage <> 'ended'"),
    )
    op.create_index(
        "ix_sms_messages_organisation_id_registered_at_id",
        "sms_messages",
        ["organisation_id", "registered_at", "id"],
    )
    op.create_index(
        "ix_sms_messages_service_id_registered_at_id", "sms_messages", ["service_id", "registered_at", "id"]
    )
    op.create_index(
        "ix_sms_messages_service_id_same_recipient_registered_at",
        "sms_messages",
        ["service_id", "same_recipient", "registered_at"],
    )
    op.create_index(
        "ix_sms_messages_service_id_sender_registered_at_id",
        "sms_messages",
        ["service_id", "sender", "registered_at", "id"],
    )
    op.create_index(
        "ix_sms_messages_service_id_status_registered_at_id",
        "sms_messages",
        ["service_id", "status", "registered_at", "id"],
    )
    op.create_index(
        "ix_sms_messages_service_id_template_id_registered_at_id",
        "sms_messages",
        ["service_id", "template_id", "registered_at", "id"],
    )
    op.create_index("uq_sms_messages_place", "sms_messages", ["request_id", "place"], unique=True)


def _handovers() -> None:
    op.create_table(
        "sms_handovers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("unclear_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_handovers_organisation_id"
        ),
        sa.ForeignKeyConstraint(["request_id"], ["sms_requests.id"], name="fk_sms_handovers_request_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_handovers_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_handovers"),
    )
    op.create_index(
        "ix_sms_handovers_open",
        "sms_handovers",
        ["service_id", "started_at"],
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def _hooks_seen() -> None:
    op.create_table(
        "sms_hooks_seen",
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("hook_id", sa.String(100), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_hooks_seen_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_hooks_seen_service_id"),
        sa.PrimaryKeyConstraint("service_id", "hook_id", name="pk_sms_hooks_seen"),
    )
    op.create_index("ix_sms_hooks_seen_seen_at", "sms_hooks_seen", ["seen_at"])


def _sandbox() -> None:
    op.create_table(
        "sms_sandbox_texts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("handover_id", sa.String(36), nullable=False),
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("images", sa.Text(), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_sandbox_texts_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_sandbox_texts_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_sandbox_texts"),
    )
    op.create_index(
        "ix_sms_sandbox_texts_service_id_ends_at_id", "sms_sandbox_texts", ["service_id", "ends_at", "id"]
    )
    op.create_index(
        "ix_sms_sandbox_texts_service_id_handover_id", "sms_sandbox_texts", ["service_id", "handover_id"]
    )
    op.create_table(
        "sms_sandbox_ways",
        sa.Column("service_id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("down", sa.Boolean(), nullable=False),
        sa.Column("out_of_quota", sa.Boolean(), nullable=False),
        sa.Column("lose_answers", sa.Integer(), nullable=False),
        sa.Column("answer_seconds", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_sms_sandbox_ways_organisation_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_sms_sandbox_ways_service_id"),
        sa.PrimaryKeyConstraint("service_id", name="pk_sms_sandbox_ways"),
    )
