"""The audit trail. If these fail, somebody can look at customers, or take their rows away, unseen."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Executable, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from occ_server.audit.purge import purge, purge_before
from occ_server.audit.service import Who, entries, record, record_many
from occ_server.audit.tables import audit_entries, audit_heads, audit_purges
from occ_server.kit.db import Database
from occ_server.topics import open_database
from support.centre import command_key, refusal
from support.clock import ManualClock
from support.databases import Databases, administer
from support.looking import anywhere
from support.world import OPERATOR, Someone, World


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service(), name="김관리")


async def change(database: Database, statement: Executable) -> None:
    async with database.write() as uow:
        await uow.conn.execute(anywhere(statement))


async def test_nothing_written_can_be_changed_or_removed(database: Database, world: World) -> None:
    before = await dump(database)
    for statement in forbidden(database):
        with pytest.raises(DBAPIError, match="append-only"):
            await change(database, text(statement))
        assert await dump(database) == before, statement
    assert before[0] != []


def forbidden(database: Database) -> list[str]:
    """Return what somebody with the server's own rights might try."""
    organisation = "SELECT organisation_id FROM audit_entries LIMIT 1"
    found = [
        "UPDATE audit_entries SET actor_name = 'somebody else'",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_entries WHERE number = 1",
        "UPDATE audit_heads SET hash = 'x'",
        "UPDATE audit_heads SET number = number - 1",
        "UPDATE audit_heads SET organisation_id = 'x', number = number + 1",
        "DELETE FROM audit_heads",
    ]
    if not database.is_sqlite:
        return [*found, *(f"TRUNCATE {table}" for table in ("audit_entries", "audit_heads", "audit_purges"))]
    columns = "at, actor_kind, actor_id, actor_name, address, action, subject_kind, subject_id, details, hash"
    return [
        *found,
        "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE number = 1",
        f"REPLACE INTO audit_entries SELECT organisation_id, number, {columns} FROM audit_entries",
        (
            f"INSERT OR REPLACE INTO audit_entries (rowid, organisation_id, number, {columns}) "
            f"SELECT rowid, organisation_id, number + 1000, {columns} FROM audit_entries"
        ),
        f"INSERT OR IGNORE INTO audit_entries SELECT organisation_id, number, {columns} FROM audit_entries",
        "UPDATE OR REPLACE audit_entries SET number = 1",
        f"INSERT OR REPLACE INTO audit_heads VALUES (({organisation}), 1, 'x')",
        (
            "INSERT OR REPLACE INTO audit_heads (rowid, organisation_id, number, hash) "
            "SELECT rowid, 'other', 1, 'x' FROM audit_heads"
        ),
    ]


async def dump(database: Database) -> list[list[tuple[object, ...]]]:
    async with database.read() as conn:
        tables = (audit_entries, audit_heads, audit_purges)
        return [
            [tuple(row) for row in (await conn.execute(anywhere(select(table)))).all()] for table in tables
        ]


@pytest.mark.parametrize("number", ["010-1234-5678", "01012345678", "010 1234 5678", "+82 10 1234 5678"])
async def test_a_download_recorded_for_good_keeps_no_customers_number(
    client: httpx.AsyncClient, world: World, kim: Someone, database: Database, number: str
) -> None:
    body = {
        "kind": f"calls {number}",
        "purpose": f"complaint of {number}",
        "row_count": 1,
        "conditions": f"phone={number}",
    }
    headers = await world.headers(kim) | {"Idempotency-Key": command_key()}
    assert (await client.post("/v1/audit/exports", json=body, headers=headers)).status_code == 204
    async with database.read() as conn:
        (row,) = await entries(conn, action="export.downloaded")
    told = f"{row.subject_id} {row.details}"
    assert "1234" not in told
    assert told.count("5678") == 3


async def test_a_download_is_recorded_with_purpose_size_and_who(
    client: httpx.AsyncClient, world: World, kim: Someone, database: Database
) -> None:
    body = {
        "kind": "callbacks",
        "purpose": " 월간 보고 ",
        "row_count": 12345,
        "conditions": "상태=완료, 전화=01012345678",
    }
    answer = await client.post("/v1/audit/exports", json=body, headers=await world.headers(kim))
    assert answer.status_code == 204
    async with database.read() as conn:
        (row,) = await entries(conn, action="export.downloaded")
    assert (row.actor_kind, row.actor_id, row.actor_name, row.address) == (
        "person",
        kim.id,
        "김관리",
        "127.0.0.1",
    )
    assert (row.subject_kind, row.subject_id) == ("export", "callbacks")
    assert row.details == {
        "purpose": "월간 보고",
        "row_count": 12345,
        "conditions": "상태=완료, 전화=010-****-5678",
    }


async def test_a_download_without_a_purpose_is_refused(
    client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    headers = await world.headers(kim)
    good = {"kind": "callbacks", "purpose": "p", "row_count": 1}
    for wrong, field, code in (
        ({"purpose": "  "}, "purpose", "required"),
        ({"purpose": "x" * 201}, "purpose", "too_long"),
        ({"conditions": "x" * 2001}, "conditions", "too_long"),
        ({"kind": "x" * 51}, "kind", "too_long"),
        ({"row_count": -1}, "row_count", "bad_range"),
    ):
        found = refusal(await client.post("/v1/audit/exports", json=good | wrong, headers=headers))
        assert [(f["field"], f["code"]) for f in found["fields"]] == [(field, code)]


async def test_the_newest_entries_come_first(database: Database, world: World) -> None:
    for n in range(3):
        async with database.write() as uow:
            await record(uow, OPERATOR, "test", subject=("n", str(n)))
    async with database.read() as conn:
        found = await entries(conn, action="test", limit=2)
    assert [row.subject_id for row in found] == ["2", "1"]


async def test_entries_are_found_by_who_about_what_and_when(
    database: Database, clock: ManualClock, kim: Someone
) -> None:
    start = clock.now()
    lee = Who("person", "0190a000-0000-7000-8000-000000000002", "lee", None, kim.organisation_id)
    for who, subject in ((lee, "a"), (OPERATOR, "a"), (lee, "b")):
        clock.move(60)
        async with database.write() as uow:
            await record(uow, who, "test", subject=("callback", subject))

    async def about(**wanted: Any) -> list[tuple[str, str]]:
        async with database.read() as conn:
            return [(row.actor_name, row.subject_id) for row in await entries(conn, action="test", **wanted)]

    minute = timedelta(minutes=1)
    assert await about(actor_id=lee.id) == [("lee", "b"), ("lee", "a")]
    assert await about(subject=("callback", "a")) == [("tests", "a"), ("lee", "a")]
    assert await about(since=start + 2 * minute) == [("lee", "b"), ("tests", "a")]
    assert await about(until=start + 2 * minute) == [("lee", "a")]
    assert await about(actor_id=lee.id, subject=("callback", "b"), since=start, until=start + 9 * minute) == [
        ("lee", "b")
    ]


async def test_each_filter_has_its_index(database: Database) -> None:
    async with database.write() as uow:
        await record_many(uow, OPERATOR, "test", "n", ((str(n), {}) for n in range(2000)))
    name = "ix_audit_entries_"
    async with database.read() as conn:
        if not database.is_sqlite:
            await conn.execute(text("SET LOCAL enable_seqscan = off"))
            await conn.execute(text("SET LOCAL enable_sort = off"))
        for where, index in (
            ("1 = 1", "at"),
            ("action = 'test'", "action_at"),
            ("actor_id = 'x'", "actor_id_at"),
            ("subject_kind = 'n' AND subject_id = '7'", "subject_kind_subject_id_at"),
        ):
            query = f"SELECT * FROM audit_entries WHERE {where} ORDER BY at DESC LIMIT 10"
            how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
            plan = str((await conn.execute(anywhere(text(f"{how} {query}")))).all())
            assert name + index in plan, plan
            assert "TEMP B-TREE" not in plan
            assert "Sort" not in plan


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_server_that_owns_no_table_records_and_purges_but_cannot_switch_the_guards_off(
    database: Database, database_url: str, clock: ManualClock, kim: Someone, postgres: Databases
) -> None:
    name, role = database_url.rpartition("/")[2], f"r_{kim.id[-12:]}"
    for statement in (
        f"CREATE ROLE {role} LOGIN PASSWORD 'x'",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    ):
        administer(postgres.cluster, statement, name)
    theirs = make_url(database_url).set(username=role, password="x").render_as_string(hide_password=False)
    guarded = open_database(theirs, clock)
    try:
        await guarded.run(lambda uow: record(uow, OPERATOR, "test", organisation_id=kim.organisation_id))
        for statement in (
            "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
            "TRUNCATE audit_entries",
        ):
            with pytest.raises(DBAPIError, match=r"must be owner|permission denied"):
                await change(guarded, text(statement))
        clock.move(800 * 86400)
        before = purge_before(clock.now(), timedelta(days=730))
        assert await guarded.run(lambda uow: purge(uow, before)) > 0
    finally:
        await guarded.close()
        for statement in (f"DROP OWNED BY {role}", f"DROP ROLE {role}"):
            administer(postgres.cluster, statement, name)
