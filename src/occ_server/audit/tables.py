"""The audit table, append-only by triggers on both databases."""

from sqlalchemy import DDL, Column, Index, String, Table, event

from occ_server.audit.triggers import POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS
from occ_server.kit.columns import Id, Json, UtcTime, id_column, metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    id_column(),
    Column("organisation_id", Id),
    Column("at", UtcTime, nullable=False),
    Column("actor_kind", String(20), nullable=False),  # person | integration | operator | unknown
    Column("actor_id", Id),
    Column("actor_name", String(100), nullable=False),
    Column("address", String(64)),
    Column("action", String(50), nullable=False),
    Column("subject_kind", String(20)),
    Column("subject_id", String(100)),
    Column("details", Json, nullable=False),
    Index("ix_audit_entries_at", "at", "id"),
)


def _attach(dialect: str, statements: tuple[str, ...]) -> None:
    for statement in statements:
        ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        event.listen(audit_entries, "after_create", ddl)


_attach("sqlite", SQLITE_TRIGGERS)
_attach("postgresql", POSTGRESQL_TRIGGERS)
