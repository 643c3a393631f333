"""Notices of every business: what they are about, and what their sentence needs, in general terms."""

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LATE_INDEXES = {"ix_notices_organisation_id_created_at": "notices (organisation_id, created_at)"}
_ROWS_AT_ONCE = 1000


def upgrade() -> None:
    """Rename what was named after callbacks and gather the rest as parameters."""
    op.add_column("notices", sa.Column("params", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("notices", sa.Column("subject", sa.String(20), nullable=False, server_default="callback"))
    _gather_parameters()
    with op.batch_alter_table("notices") as batch:
        batch.alter_column("callback_ids", new_column_name="subject_ids", existing_type=sa.Text())
        batch.alter_column("params", existing_type=sa.Text(), server_default=None)
        batch.alter_column("subject", existing_type=sa.String(20), server_default=None)
        batch.drop_column("route_name")
        batch.drop_column("preferred_at")


def _gather_parameters() -> None:
    notices = sa.table(
        "notices",
        sa.column("id", sa.String),
        sa.column("route_name", sa.String),
        sa.column("preferred_at", sa.BigInteger),
        sa.column("params", sa.Text),
    )
    connection = op.get_bind()
    last = ""
    while True:
        query = (
            sa.select(notices.c.id, notices.c.route_name, notices.c.preferred_at)
            .where(
                notices.c.id > last,
                sa.or_(notices.c.route_name.is_not(None), notices.c.preferred_at.is_not(None)),
            )
            .order_by(notices.c.id)
            .limit(_ROWS_AT_ONCE)
        )
        rows = connection.execute(query).all()
        if not rows:
            return
        statement = (
            sa.update(notices)
            .where(notices.c.id == sa.bindparam("notice"))
            .values(params=sa.bindparam("gathered"))
        )
        connection.execute(
            statement, [{"notice": r.id, "gathered": _params(r.route_name, r.preferred_at)} for r in rows]
        )
        last = rows[-1].id


def _params(route_name: str | None, preferred_at: int | None) -> str:
    params: dict[str, str] = {}
    if route_name is not None:
        params["route_name"] = route_name
    if preferred_at is not None:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=preferred_at)
        params["preferred_at"] = moment.isoformat()
    return json.dumps(params, ensure_ascii=False)
