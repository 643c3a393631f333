"""Work that outlives its process: the table of due work and leases."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPEN = sa.text("failed_at IS NULL")
_WAITING = sa.text("token IS NULL AND failed_at IS NULL")
_RUNNING = sa.text("token IS NOT NULL")
_FAILED = sa.text("failed_at IS NOT NULL")


def upgrade() -> None:
    """Create the table and the index of each way through it."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("ready_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("token", sa.String(length=36), nullable=True),
        sa.Column("holder", sa.String(length=100), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=100), nullable=True),
        sa.Column("error_text", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index(
        "ix_jobs_ready", "jobs", ["kind", "ready_at", "id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index(
        "uq_jobs_waiting",
        "jobs",
        ["kind", "key"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(
        "ix_jobs_running", "jobs", ["kind", "key"], sqlite_where=_RUNNING, postgresql_where=_RUNNING
    )
    op.create_index("ix_jobs_failed", "jobs", ["failed_at"], sqlite_where=_FAILED, postgresql_where=_FAILED)
