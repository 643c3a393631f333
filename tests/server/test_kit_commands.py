"""Receipts. If these fail, a command sent twice happens twice, or one that failed cannot be sent again."""

import asyncio
from types import NoneType

import httpx
import msgspec
import pytest
from sqlalchemy import select

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_server.audit.service import record
from occ_server.audit.tables import audit_entries
from occ_server.kit.commands import Commands, command_request, forget_receipts
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.kit.tables import receipts
from occ_server.kit.unit import UnitOfWork
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.world import OPERATOR, World

EXPORT = {"kind": "callbacks", "purpose": "monthly report", "row_count": 3}


async def exports(database: Database) -> list[str]:
    async with database.read() as conn:
        query = select(audit_entries.c.details).where(audit_entries.c.action == "export.downloaded")
        return [row["purpose"] for row in (await conn.execute(anywhere(query))).scalars()]


async def stored(database: Database) -> list[int]:
    async with database.read() as conn:
        return list((await conn.execute(select(receipts.c.status))).scalars())


@pytest.fixture
async def headers(world: World) -> dict[str, str]:
    service = await world.service()
    return await world.headers(await world.supervisor("boss", service))


async def send(
    client: httpx.AsyncClient, headers: dict[str, str], key: str | None, **changed: object
) -> httpx.Response:
    extra = {} if key is None else {"Idempotency-Key": key}
    return await client.post("/v1/audit/exports", json=EXPORT | changed, headers=headers | extra)


async def test_the_same_command_sent_again_happens_once_and_answers_the_same(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    key = new_id()
    first = await send(client, headers, key)
    second = await send(client, headers, key)
    assert (first.status_code, second.status_code) == (204, 204)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert await exports(database) == ["monthly report"]


async def test_the_same_command_twice_at_once_happens_once(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    key = new_id()
    answers = await asyncio.gather(*(send(client, headers, key) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {204}
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 7
    assert await exports(database) == ["monthly report"]


async def test_the_same_key_with_another_body_is_refused(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    key = new_id()
    await send(client, headers, key)
    answer = await send(client, headers, key, purpose="something else")
    assert refusal(answer) == {"status_code": 422, "code": "idempotency_mismatch"}
    assert await exports(database) == ["monthly report"]


async def test_a_key_belongs_to_the_person_who_chose_it(
    client: httpx.AsyncClient, database: Database, world: World, headers: dict[str, str]
) -> None:
    key = new_id()
    other = await world.headers(await world.supervisor("other", await world.service("샘플카드")))
    await send(client, headers, key)
    assert (await send(client, other, key)).status_code == 204
    assert len(await exports(database)) == 2


async def test_a_key_that_is_no_uuid_is_refused(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for key in ("", "1", "x" * 36, "01A0D1C2-0000-7000-8000-00000000000", "{}"):
        assert refusal(await send(client, headers, key))["code"] == "idempotency_key_invalid", key


async def test_a_refused_command_leaves_no_receipt_and_may_be_mended(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    key = new_id()
    assert refusal(await send(client, headers, key, purpose=" "))["code"] == "validation_failed"
    assert await stored(database) == []
    assert (await send(client, headers, key)).status_code == 204


async def test_without_a_key_each_request_is_a_command_of_its_own(
    client: httpx.AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    await send(client, headers, None)
    await send(client, headers, None)
    assert len(await exports(database)) == 2


def commands(database: Database, key: str, body: bytes = b"{}") -> Commands:
    asked = command_request(
        actor_id=new_id(), organisation_id=new_id(), key=key, method="POST", path="/x", body=body
    )
    return Commands(database, asked)


async def test_a_crash_before_the_commit_leaves_neither_effect_nor_receipt(database: Database) -> None:
    command = commands(database, new_id())

    async def crash(uow: UnitOfWork) -> dict[str, bool]:
        await record(uow, OPERATOR, "export.downloaded", purpose="p")
        raise ConnectionResetError

    async def effect(uow: UnitOfWork) -> dict[str, bool]:
        await record(uow, OPERATOR, "export.downloaded", purpose="p")
        return {"done": True}

    with pytest.raises(ConnectionResetError):
        await command.run(crash, kind=dict)
    assert await exports(database) == []
    assert await stored(database) == []
    answer = await command.run(effect, kind=dict, status=201)
    assert (answer.status_code, msgspec.json.decode(answer.content)) == (201, {"done": True})
    assert await exports(database) == ["p"]


async def test_an_answer_lost_after_the_commit_is_given_to_the_same_key_and_done_once(
    database: Database,
) -> None:
    command = commands(database, new_id())

    async def effect(uow: UnitOfWork) -> str:
        await record(uow, OPERATOR, "export.downloaded", purpose="p")
        return "the thing"

    async def crash(_conn: object, _result: str) -> object:
        raise ConnectionResetError

    async def answer(_conn: object, result: str) -> object:
        return {"id": result}

    with pytest.raises(ConnectionResetError):
        await command.run(effect, crash, kind=str)
    again = await command.run(effect, answer, kind=str)
    assert msgspec.json.decode(again.content) == {"id": "the thing"}
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await exports(database) == ["p"]


async def test_a_receipt_of_an_older_server_is_answered_with_what_it_kept(database: Database) -> None:
    command = commands(database, new_id())

    async def kept(_uow: UnitOfWork) -> dict[str, str]:
        return {"id": "the whole answer of before"}

    async def never(_conn: object, _result: str) -> object:
        raise AssertionError("an old receipt names nothing to read")

    await command.run(kept, kind=dict)
    again = await command.run(kept, never, kind=str)  # type: ignore[arg-type,return-value]
    assert msgspec.json.decode(again.content) == {"id": "the whole answer of before"}


async def test_a_command_waiting_for_one_that_fails_is_done_itself(database: Database) -> None:
    command = commands(database, new_id())
    entered, leave = asyncio.Event(), asyncio.Event()

    async def failing(uow: UnitOfWork) -> None:
        await record(uow, OPERATOR, "export.downloaded", purpose="first")
        entered.set()
        await leave.wait()
        raise ApiError(ErrorCode.TAKEN, 409)

    async def succeeding(uow: UnitOfWork) -> None:
        await record(uow, OPERATOR, "export.downloaded", purpose="second")

    first = asyncio.create_task(command.run(failing, kind=NoneType))
    await entered.wait()
    second = asyncio.create_task(command.run(succeeding, kind=NoneType))
    leave.set()
    with pytest.raises(ApiError):
        await first
    await second
    assert await exports(database) == ["second"]


async def test_old_receipts_are_forgotten_and_young_ones_kept(database: Database, clock: ManualClock) -> None:
    async def nothing(uow: UnitOfWork) -> None:
        return None

    await commands(database, new_id()).run(nothing, kind=NoneType)
    clock.move(3600)
    await commands(database, new_id()).run(nothing, kind=NoneType)
    async with database.write() as uow:
        boundary = uow.now
        assert await forget_receipts(uow, boundary) == 1
    assert await stored(database) == [200]
