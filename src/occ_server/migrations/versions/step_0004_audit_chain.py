"""The audit trail becomes a chain per organisation; what old installations recorded is chained in its order.

The rows move to a table of the new shape, in batches, so a trail of any length takes the same memory. On
SQLite everything is one transaction too: an interrupted migration leaves the old trail.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection, Row

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LATE_INDEXES = {
    "ix_audit_entries_at": "audit_entries (at)",
    "ix_audit_entries_action_at": "audit_entries (action, at)",
    "ix_audit_entries_actor_id_at": "audit_entries (actor_id, at)",
    "ix_audit_entries_subject_kind_subject_id_at": "audit_entries (subject_kind, subject_id, at)",
}
BATCH = 2000
NO_ORGANISATION = "00000000-0000-0000-0000-000000000000"
START = (0, "0" * 64)
HASHED = (
    *("at", "actor_kind", "actor_id", "actor_name", "address"),
    *("action", "subject_kind", "subject_id", "details"),
)

REFUSAL = "the audit trail is append-only"
AUTHORISED = """SELECT 1 FROM audit_purges
    WHERE audit_purges.organisation_id = OLD.organisation_id AND audit_purges.number >= OLD.number"""
ADVANCES = "NOT (NEW.organisation_id = OLD.organisation_id AND NEW.number > OLD.number)"
POSTGRESQL_TRIGGERS = (
    f"""CREATE OR REPLACE FUNCTION guard_audit_delete() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
    IF NOT EXISTS ({AUTHORISED}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
    RETURN OLD;
    END $$""",
    """CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_entries_purge_only BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION guard_audit_delete()""",
    """CREATE TRIGGER audit_heads_stay BEFORE DELETE OR TRUNCATE ON audit_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
    f"""CREATE TRIGGER audit_heads_advance BEFORE UPDATE ON audit_heads FOR EACH ROW
    WHEN ({ADVANCES})
    EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_purges_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_purges
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
)


def _is_there(table: str, *key: str) -> str:
    same = " AND ".join(f"there.{column} = NEW.{column}" for column in key)
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} AS there WHERE {where})"  # noqa: S608 - constants of this file
        for where in (same, "there.rowid = NEW.rowid")
    )


SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {f'WHEN {when} ' if when else ''}"
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table, verb, when in (
        ("audit_entries", "UPDATE", ""),
        ("audit_entries", "DELETE", f"NOT EXISTS ({AUTHORISED})"),
        ("audit_entries", "INSERT", _is_there("audit_entries", "organisation_id", "number")),
        ("audit_heads", "UPDATE", ADVANCES),
        ("audit_heads", "DELETE", ""),
        ("audit_heads", "INSERT", _is_there("audit_heads", "organisation_id")),
        ("audit_purges", "UPDATE", ""),
        ("audit_purges", "DELETE", ""),
        ("audit_purges", "INSERT", _is_there("audit_purges", "organisation_id", "number")),
    )
)


def upgrade() -> None:
    """Set the old table aside, make the new ones, move the rows over, guard them."""
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    if is_sqlite:
        _begin(bind)
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entries_no_{verb}")
    else:
        op.execute("ALTER TABLE audit_entries RENAME CONSTRAINT pk_audit_entries TO pk_audit_entries_before")
    op.rename_table("audit_entries", "audit_entries_before")
    entries, heads = _create_tables()
    _move(bind, entries, heads)
    op.drop_table("audit_entries_before")
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _begin(bind: Connection) -> None:
    """Begin: the driver alone would commit each statement that changes the schema."""
    driver = bind.connection.dbapi_connection
    if driver is not None and not driver.in_transaction:
        bind.exec_driver_sql("BEGIN IMMEDIATE")


def _create_tables() -> tuple[sa.Table, sa.Table]:
    entries = op.create_table(
        "audit_entries",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=True),
        sa.Column("subject_id", sa.String(length=100), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "number", name="pk_audit_entries"),
    )
    heads = op.create_table(
        "audit_heads",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_audit_heads"),
    )
    op.create_table(
        "audit_purges",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("newest_at", sa.BigInteger(), nullable=False),
        sa.Column("purged_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "newest_at <= purged_at - 31536000000000", name=op.f("ck_audit_purges_kept_a_year")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "number", name="pk_audit_purges"),
    )
    return entries, heads


def _move(bind: Connection, entries: sa.Table, heads: sa.Table) -> None:
    places: dict[str, tuple[int, str]] = {}
    for batch in _old_rows(bind):
        moved: list[dict[str, Any]] = []
        for row in batch:
            organisation_id = row.organisation_id or NO_ORGANISATION
            values = [getattr(row, name) for name in HASHED]
            text = json.dumps([organisation_id, *values], ensure_ascii=True, separators=(",", ":"))
            number, before = places.get(organisation_id, START)
            digest = hashlib.sha256(text.encode()).hexdigest()
            link = hashlib.sha256(f"{before}:{number + 1}:{digest}".encode()).hexdigest()
            places[organisation_id] = (number + 1, link)
            named = dict(zip(HASHED, values, strict=True))
            moved.append({"organisation_id": organisation_id, "number": number + 1, "hash": link, **named})
        bind.execute(sa.insert(entries), moved)
    for organisation_id, (number, link) in places.items():
        bind.execute(sa.insert(heads).values(organisation_id=organisation_id, number=number, hash=link))


def _old_rows(bind: Connection) -> Iterator[list[Row[Any]]]:
    """Yield the old rows by time, oldest first, through the index they had."""
    old = sa.table("audit_entries_before", *(sa.column(name) for name in ("organisation_id", "id", *HASHED)))
    query = sa.select(old).order_by(old.c.at, old.c.id).limit(BATCH)
    rows = list(bind.execute(query).all())
    while rows:
        yield rows
        last = sa.tuple_(old.c.at, old.c.id) > sa.tuple_(rows[-1].at, rows[-1].id)
        rows = list(bind.execute(query.where(last)).all())
