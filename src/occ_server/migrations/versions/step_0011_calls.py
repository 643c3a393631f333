"""A running call claims its number; a completion keeps when it was done and when the server heard of it.

On PostgreSQL the index that promises it is built beside the work of a centre: every call there ever was is
read for it. What was done before may be done again, should the step be killed meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of calls under way now the first to each number holds it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE callbacks ADD COLUMN IF NOT EXISTS completion_known_at BIGINT")
        op.execute("ALTER TABLE call_attempts ADD COLUMN IF NOT EXISTS phone VARCHAR(20)")
        _claim_numbers()
        _build_beside()
        return
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
    )


def _build_beside() -> None:
    """Build the index while others write; it waits for every transaction of before, however long."""
    name = "uq_call_attempts_live_number"
    is_valid = sa.text(
        "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND c.relname = :name"
    )
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        patience = connection.execute(sa.text("SHOW lock_timeout")).scalar_one()
        connection.execute(sa.text("SET lock_timeout = 0"))
        if connection.execute(is_valid, {"name": name}).scalar_one_or_none() is False:
            connection.execute(sa.text(f"DROP INDEX CONCURRENTLY IF EXISTS {name}"))
        connection.execute(
            sa.text(
                f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {name} "
                "ON call_attempts (organisation_id, phone) WHERE ended_at IS NULL"
            )
        )
        connection.execute(sa.text(f"SET lock_timeout = '{patience}'"))


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
