"""A running call claims its number; a completion keeps when it was done and when the server heard of it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of calls under way now the first to each number holds it."""
    op.add_column("callbacks", sa.Column("completion_known_at", sa.BigInteger(), nullable=True))
    op.add_column("call_attempts", sa.Column("phone", sa.String(20), nullable=True))
    _claim_numbers()
    where = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_call_attempts_live_number",
        "call_attempts",
        ["organisation_id", "phone"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _claim_numbers() -> None:
    calls = sa.table(
        "call_attempts",
        sa.column("id", sa.String),
        sa.column("callback_id", sa.String),
        sa.column("organisation_id", sa.String),
        sa.column("ended_at", sa.BigInteger),
        sa.column("phone", sa.String),
    )
    callbacks = sa.table("callbacks", sa.column("id", sa.String), sa.column("phone", sa.String))
    connection = op.get_bind()
    query = (
        sa.select(calls.c.id, calls.c.organisation_id, callbacks.c.phone)
        .join(callbacks, callbacks.c.id == calls.c.callback_id)
        .where(calls.c.ended_at.is_(None))
        .order_by(calls.c.id)
    )
    held: set[tuple[str, str]] = set()
    for call in connection.execute(query).all():
        if (call.organisation_id, call.phone) not in held:
            held.add((call.organisation_id, call.phone))
            connection.execute(sa.update(calls).where(calls.c.id == call.id).values(phone=call.phone))
