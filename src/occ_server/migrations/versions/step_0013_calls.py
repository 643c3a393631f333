"""Calls have rows of their own, with or without a callback; lines name the call instead of the attempt.

Calls that run are taken over with what a desk shows of them. The PBX was told to dial them: it is not told
again. A call that goes on though its claim ended stands on its line as one that was given up.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LATE_INDEXES = {"ix_cti_lines_call_id": "cti_lines (call_id)"}
DROPPED_INDEXES = ("ix_cti_lines_attempt_id", "ix_call_attempts_call_id")

_RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Create the table, take over what runs, and let lines name calls."""
    _create()
    _take_over()
    op.drop_index("ix_cti_lines_attempt_id", "cti_lines")
    with op.batch_alter_table("cti_lines") as batch:
        batch.drop_constraint("fk_cti_lines_attempt_id", type_="foreignkey")
        batch.alter_column("attempt_id", new_column_name="call_id", existing_type=sa.String(36))
    with op.batch_alter_table("cti_lines") as batch:  # SQLite knows the column by its new name only now
        batch.create_foreign_key("fk_cti_lines_call_id", "calls", ["call_id"], ["id"])


def _create() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("agent_id", sa.String(36), nullable=True),
        sa.Column("extension", sa.String(10), nullable=True),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("for_kind", sa.String(32), nullable=True),
        sa.Column("for_id", sa.String(36), nullable=True),
        sa.Column("service_id", sa.String(36), nullable=True),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.String(32), nullable=True),
        sa.Column("ring_seconds", sa.Integer(), nullable=True),
        sa.Column("talk_seconds", sa.Integer(), nullable=True),
        sa.Column("pbx_call_id", sa.String(100), nullable=True),
        sa.Column("ordered_at", sa.BigInteger(), nullable=True),
        sa.Column("hang_up_at", sa.BigInteger(), nullable=True),
        sa.Column("given_up_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_calls_agent_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_calls_organisation_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_calls_service_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
    )
    op.create_index("ix_calls_running", "calls", ["id"], sqlite_where=_RUNNING, postgresql_where=_RUNNING)


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


_SAME = ("id", "organisation_id", "agent_id", "started_at", "answered_at", "ring_seconds", "talk_seconds")
_attempts = _table("call_attempts", *_SAME, "callback_id", "state", "ended_at", "call_id")
_callbacks = _table("callbacks", "id", "phone", "name", "service_id")
_lines = _table("cti_lines", "person_id", "attempt_id", "extension")
_calls = _table(
    "calls",
    *(*_SAME, "extension", "phone", "for_kind", "for_id", "service_id", "name", "state"),
    *("pbx_call_id", "ordered_at", "given_up_at"),
)


def _take_over() -> None:
    a, c, line = _attempts.c, _callbacks.c, _lines.c
    state = sa.case(
        (a.ended_at.is_(None), a.state),
        (a.answered_at.is_not(None), sa.literal("talking")),
        else_=sa.literal("dialling"),
    )
    running = (
        sa.select(
            *(a[name] for name in _SAME),
            line.extension,
            c.phone,
            sa.literal("callback"),
            c.id,
            c.service_id,
            c.name,
            state,
            a.call_id,
            a.started_at.label("ordered_at"),
            a.ended_at.label("given_up_at"),
        )
        .join(_callbacks, c.id == a.callback_id)
        .outerjoin(_lines, line.attempt_id == a.id)
        .where(sa.or_(a.ended_at.is_(None), line.attempt_id.is_not(None)))
    )
    op.execute(sa.insert(_calls).from_select([column.name for column in _calls.c], running))
