"""The trail's tables, append-only by triggers on both databases: entries, the head of each chain, purges.

Each organisation's entries form a chain (see ``audit.chain``), numbered from 1 without a gap. What belongs to
no organisation stands in a chain of its own, under ``NO_ORGANISATION``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    event,
)

from occ_server.audit.triggers import POSTGRESQL_FUNCTIONS, POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS
from occ_server.kit.columns import Id, Json, UtcTime, metadata

NO_ORGANISATION = "00000000-0000-0000-0000-000000000000"
HASH_LENGTH = 64  # sha256, hexadecimal

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("organisation_id", Id, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor_kind", String(20), nullable=False),  # person | integration | operator | server | unknown
    Column("actor_id", Id),
    Column("actor_name", String(100), nullable=False),
    Column("address", String(64)),
    Column("action", String(50), nullable=False),
    Column("subject_kind", String(20)),
    Column("subject_id", String(100)),
    Column("details", Json, nullable=False),
    Column("hash", String(HASH_LENGTH), nullable=False),
    Index(None, "at"),
    Index(None, "action", "at"),
    Index(None, "actor_id", "at"),
    Index(None, "subject_kind", "subject_id", "at"),
)

# What is hashed is what stands in the database, not what we make of it.
_RAW: Mapping[str, Any] = {"at": BigInteger(), "details": Text()}
STORED: Mapping[str, Any] = {c.name: _RAW.get(c.name, c.type) for c in audit_entries.c}  # its type, by name

# One row per chain: the newest number and its hash. Locked from its reading to the commit.
audit_heads = Table(
    "audit_heads",
    metadata,
    Column("organisation_id", Id, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(HASH_LENGTH), nullable=False),
)

# Each lawful purge: it removed ``removed`` entries, the last one ``number`` with this hash.
audit_purges = Table(
    "audit_purges",
    metadata,
    Column("organisation_id", Id, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", String(HASH_LENGTH), nullable=False),
    Column("removed", Integer, nullable=False),
    Column("newest_at", UtcTime, nullable=False),  # of what was removed
    Column("purged_at", UtcTime, nullable=False),
    CheckConstraint("newest_at <= purged_at - 31536000000000", name="kept_a_year"),  # 365 days
)


def _attach(dialect: str, table: Table, statements: Iterable[str]) -> None:
    for statement in statements:
        ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", ddl)


for _table in (audit_entries, audit_heads, audit_purges):
    _attach("postgresql", _table, POSTGRESQL_FUNCTIONS)
    _attach("postgresql", _table, POSTGRESQL_TRIGGERS[_table.name])
    _attach("sqlite", _table, SQLITE_TRIGGERS[_table.name])
