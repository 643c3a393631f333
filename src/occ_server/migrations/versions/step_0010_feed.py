"""The feed knows when a row left a key; cursors are sealed; receipts hold no answers."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LATE_INDEXES = {
    "ix_feed_standing": "feed (key, seq, entity) WHERE gone_at IS NULL",
    "ix_feed_gone_at": "feed (gone_at) WHERE gone_at IS NOT NULL",
}


def upgrade() -> None:
    """Add them, keeping every row."""
    op.add_column("feed_counters", sa.Column("horizon", sa.BigInteger(), server_default="0", nullable=False))
    _exits()
    _marks()
    _seal()
    _receipts()


def _exits() -> None:
    """Exits of before left long ago: they go once the first horizon is reached."""
    op.add_column("feed", sa.Column("gone_at", sa.BigInteger(), nullable=True))
    feed = sa.table("feed", sa.column("gone", sa.Boolean), sa.column("gone_at", sa.BigInteger))
    op.execute(sa.update(feed).where(feed.c.gone).values(gone_at=0))
    op.drop_column("feed", "gone")


def _marks() -> None:
    op.create_table(
        "feed_marks",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_feed_marks_organisation_id"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "at", name="pk_feed_marks"),
    )


def _seal() -> None:
    op.add_column("server_state", sa.Column("seal_key", sa.String(64), nullable=False, server_default=""))
    state = sa.table("server_state", sa.column("seal_key", sa.String))
    op.execute(sa.update(state).values(seal_key=secrets.token_hex(32)))
    with op.batch_alter_table("server_state") as batch:
        batch.alter_column("seal_key", existing_type=sa.String(64), server_default=None)


def _receipts() -> None:
    """Receipts of before keep their answer until they expire: a command sent again must find it."""
    with op.batch_alter_table("receipts") as batch:
        batch.alter_column("body", new_column_name="result", existing_type=sa.LargeBinary())
        batch.drop_column("seq")
