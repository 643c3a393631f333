"""The audit trail. If these fail, somebody can look at customers, or take their rows away, unseen."""

import httpx
import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from occ_server.audit.service import entries, record
from occ_server.audit.tables import audit_entries
from occ_server.kit.db import Database
from support.centre import refusal
from support.world import OPERATOR, Someone, World


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service(), name="김관리")


async def change(database: Database, statement: object) -> None:
    async with database.write() as uow:
        await uow.conn.execute(statement)  # type: ignore[call-overload]


async def test_nothing_written_can_be_changed_or_removed(database: Database, world: World) -> None:
    statements = [
        update(audit_entries).values(actor_name="somebody else"),
        delete(audit_entries),
    ]
    if not database.is_sqlite:
        statements.append(text("TRUNCATE audit_entries"))
    before = await dump(database)
    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"):
            await change(database, statement)
    assert await dump(database) == before != []


async def dump(database: Database) -> list[tuple[object, ...]]:
    async with database.read() as conn:
        return [tuple(row) for row in (await conn.execute(select(audit_entries))).all()]


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
