"""Old trails become chains. If these fail, an update loses or reorders what old installations recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy
from alembic import command
from sqlalchemy.engine import Connection

from occ_server.audit.tables import NO_ORGANISATION
from occ_server.audit.verify import ChainCheck
from occ_server.migrations import runner
from occ_server.migrations.runner import migrate, sync_url
from occ_server.topics import open_database
from support.clock import ManualClock
from support.schema import complete_metadata

ORGANISATIONS = [None, *(f"0190a000-0000-7000-8000-00000000000{n}" for n in range(3))]
ENTRIES = 5003  # more than two batches


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = sqlalchemy.create_engine(sync_url(url))
    with engine.connect() as conn:
        yield conn
        conn.commit()
    engine.dispose()


def old_trail(url: str) -> list[dict[str, Any]]:
    """Make the schema of before with a trail: several organisations, equal times, not in order of ids."""
    config = runner._config()
    rows = [
        {
            "id": f"0190a000-0000-7000-8000-{(n * 7919) % ENTRIES:012d}",
            "organisation_id": ORGANISATIONS[n % 4],
            "at": 1_700_000_000_000_000 + n // 3,
            "actor_kind": "person",
            "actor_id": None if n % 5 else f"0190a000-0000-7000-8000-{n:012d}",
            "actor_name": "김상담 \"'\\",
            "address": None,
            "action": "callback.viewed",
            "subject_kind": "callback",
            "subject_id": str(n),
            "details": f'{{"phone":"010-****-5678","n": {n}, "이름":"값"}}',
        }
        for n in range(ENTRIES)
    ]
    with connected(url) as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0003")
        columns = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        conn.execute(sqlalchemy.text(f"INSERT INTO audit_entries ({columns}) VALUES ({values})"), rows)
    return sorted(rows, key=lambda row: (row["at"], row["id"]))


async def test_an_old_trail_is_chained_in_its_order_and_verifies(empty_url: str) -> None:
    old = old_trail(empty_url)
    with connected(empty_url) as conn:
        config = runner._config()
        config.attributes["connection"] = conn
        command.upgrade(config, "0004")
        found = conn.execute(sqlalchemy.text("SELECT * FROM audit_entries ORDER BY organisation_id, number"))
        new = [dict(row) for row in found.mappings()]
    for organisation_id in ORGANISATIONS:
        key = organisation_id or NO_ORGANISATION
        theirs = [row for row in new if row["organisation_id"] == key]
        assert [row["number"] for row in theirs] == list(range(1, len(theirs) + 1))
        expected = [
            row | {"organisation_id": key} for row in old if row["organisation_id"] == organisation_id
        ]
        assert [{k: row[k] for k in row if k not in {"number", "hash"}} for row in theirs] == [
            {k: row[k] for k in row if k != "id"} for row in expected
        ]
    assert len(new) == ENTRIES
    database = open_database(empty_url, ManualClock())
    async with database.read() as conn:
        for organisation_id in ORGANISATIONS:
            check = ChainCheck(organisation_id or NO_ORGANISATION)
            assert [finding async for finding in check.run(conn)] == []
            assert check.entries > 1000
    await database.close()


def guards(conn: Connection) -> list[tuple[str, ...]]:
    """Return the triggers and their functions as the database has them."""
    if conn.dialect.name == "sqlite":
        queries = ["SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"]
    else:
        queries = [
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
            "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE '%audit%' ORDER BY 1",
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname ~ 'audit' ORDER BY 1",
        ]
    return [tuple(row) for query in queries for row in conn.execute(sqlalchemy.text(query))]


def test_a_migrated_trail_is_guarded_like_a_new_one(empty_url: str, database_url: str) -> None:
    migrate(empty_url)
    with connected(empty_url) as migrated, connected(database_url) as fresh:
        assert guards(migrated) == guards(fresh) != []


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_migration_cut_off_in_the_middle_leaves_the_old_trail(empty_url: str) -> None:
    old = old_trail(empty_url)
    engine = sqlalchemy.create_engine(sync_url(empty_url))

    @sqlalchemy.event.listens_for(engine, "before_cursor_execute")
    def die(_c: object, _k: object, statement: str, *_more: object) -> None:
        if "DROP TABLE audit_entries_before" in statement:
            raise KeyboardInterrupt

    config = runner._config()
    conn = config.attributes["connection"] = engine.connect()
    with pytest.raises(KeyboardInterrupt):
        command.upgrade(config, "0004")
    conn.close()
    engine.dispose()
    with connected(empty_url) as conn:
        count = conn.execute(sqlalchemy.text("SELECT count(*), count(id) FROM audit_entries")).one()
        assert tuple(count) == (len(old), len(old))
    migrate(empty_url)


def test_the_tables_of_the_trail_are_all_in_the_schema() -> None:
    named = {name for name in complete_metadata().tables if name.startswith("audit")}
    assert named == {"audit_entries", "audit_heads", "audit_purges"}
