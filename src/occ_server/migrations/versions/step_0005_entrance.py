"""The entrance: tries counted by account and guesser, known devices, sessions that expire, keys with scopes.

Counts of failed log-ins are not carried over. An open session expires twelve hours after it was last
refreshed, which its newest refresh token (made for thirty days) tells.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LATE_INDEXES = {"ix_sessions_ended_at": "sessions (ended_at, expires_at)"}
_SECOND = 1_000_000  # times are microseconds
_REFRESH_LIFE = 30 * 24 * 3600 * _SECOND
_IDLE = 12 * 3600 * _SECOND
_HASH = sa.String(length=64)


def upgrade() -> None:
    """Change the tables of the entrance."""
    op.drop_table("login_failures")
    _tries()
    _sessions()
    op.add_column(
        "integration_keys",
        sa.Column("scopes", sa.Text(), nullable=False, server_default='["callbacks.intake"]'),
    )


def _tries() -> None:
    """What is counted about log-ins, and the devices that are known."""
    op.create_table(
        "login_tries",
        sa.Column("username_hash", _HASH, nullable=False),
        sa.Column("guesser_hash", _HASH, nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("throttled", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("throttled_until", sa.BigInteger(), nullable=True),
        sa.Column("known_at", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("username_hash", "guesser_hash", name="pk_login_tries"),
    )
    op.create_index("ix_login_tries_last_at", "login_tries", ["last_at"])
    op.create_index("ix_login_tries_throttled_until", "login_tries", ["throttled_until"])
    op.create_table(
        "login_ceilings",
        sa.Column("username_hash", _HASH, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("username_hash", name="pk_login_ceilings"),
    )
    op.create_index("ix_login_ceilings_since", "login_ceilings", ["since"])
    op.create_table(
        "known_devices",
        sa.Column("hash", _HASH, nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_known_devices_person_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_known_devices"),
    )
    op.create_index("ix_known_devices_person_id_seen_at", "known_devices", ["person_id", "seen_at"])
    op.create_index("ix_known_devices_seen_at", "known_devices", ["seen_at"])


def _sessions() -> None:
    """Whose session it is and when it expires."""
    op.add_column(
        "sessions", sa.Column("kind", sa.String(length=10), nullable=False, server_default="person")
    )
    op.add_column("sessions", sa.Column("expires_at", sa.BigInteger(), nullable=True))
    sessions = sa.table("sessions", *map(sa.column, ("id", "created_at", "ended_at", "expires_at")))
    tokens = sa.table("refresh_tokens", *map(sa.column, ("session_id", "expires_at")))
    refreshed_at = (
        sa.select(sa.func.max(tokens.c.expires_at) - _REFRESH_LIFE)
        .where(tokens.c.session_id == sessions.c.id)
        .scalar_subquery()
    )
    op.execute(
        sa.update(sessions)
        .where(sessions.c.ended_at.is_(None))
        .values(expires_at=sa.func.coalesce(refreshed_at, sessions.c.created_at) + _IDLE)
    )
    op.drop_index("ix_sessions_ended_at", table_name="sessions")
