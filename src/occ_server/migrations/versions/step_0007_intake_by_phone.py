"""An external id used again by another customer is another request; what stood behind a number is kept.

The new promise holds for what stands there already (the old one asked for more), so on PostgreSQL its index
is built beside the work of a centre, which may take minutes, and takes the old one's place in a moment. A
step that was killed on the way builds anew what it left half done.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OLD = "uq_callbacks_service_id_external_id"
_NEW = "uq_callbacks_service_id_external_id_phone"
_COLUMNS = ("service_id", "external_id", "phone")
_IS_VALID = sa.text(
    "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = current_schema() AND c.relname = :name"
)


def upgrade() -> None:
    """Let the number tell two requests of one external id apart, and give remarks their column."""
    remark = sa.Column("phone_remark", sa.String(length=40), nullable=True)
    if op.get_bind().dialect.name == "postgresql":
        _build_beside()
        op.add_column("callbacks", remark)
        op.drop_constraint(_OLD, "callbacks", type_="unique")
        op.execute(f"ALTER TABLE callbacks ADD CONSTRAINT {_NEW} UNIQUE USING INDEX {_NEW}")
        return
    with op.batch_alter_table("callbacks") as callbacks:
        callbacks.add_column(remark)
        callbacks.drop_constraint(_OLD, type_="unique")
        callbacks.create_unique_constraint(_NEW, list(_COLUMNS))


def _build_beside() -> None:
    """Build the index while others write; it waits for every transaction of before, however long."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        patience = connection.execute(sa.text("SHOW lock_timeout")).scalar_one()
        connection.execute(sa.text("SET lock_timeout = 0"))
        if connection.execute(_IS_VALID, {"name": _NEW}).scalar_one_or_none() is False:
            connection.execute(sa.text(f"DROP INDEX CONCURRENTLY IF EXISTS {_NEW}"))
        columns = ", ".join(_COLUMNS)
        connection.execute(
            sa.text(f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {_NEW} ON callbacks ({columns})")
        )
        connection.execute(sa.text(f"SET lock_timeout = '{patience}'"))
