"""Requests that come in one breath share a transaction: none is lost, doubled or answers for another."""

import asyncio

import pytest
from sqlalchemy import event

from occ_contract.ids import new_id
from occ_server.kit import grouping
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from support.centre import Centre, command_key


def commits(database: Database) -> list[None]:
    """Return a list that grows with each commit."""
    made: list[None] = []

    @event.listens_for(database._writer.sync_engine, "commit")
    def _commit(_conn: object) -> None:
        made.append(None)

    return made


async def test_a_burst_of_requests_shares_transactions_and_each_becomes_its_callback(
    centre: Centre, database: Database
) -> None:
    made = commits(database)
    asked = [centre.ask(phone=f"0101234{n:04}", external_id=f"ivr-{n}") for n in range(40)]
    answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} == {201}
    phones = [answer.json()["phone"] for answer in answers]
    assert phones == [f"0101234{n:04}" for n in range(40)]
    assert len({answer.json()["id"] for answer in answers}) == 40
    assert len(made) < 20
    _, changes = await centre.boss.pull()
    assert {answer.json()["id"] for answer in answers} <= {change["id"] for change in changes}


async def test_one_refused_request_refuses_no_other(centre: Centre) -> None:
    bad = centre.ask(new_id())
    answers = await asyncio.gather(centre.ask(), bad, *(centre.ask() for _ in range(8)))
    assert [answer.status_code for answer in answers] == [201, 404, *[201] * 8]


async def test_the_same_request_sent_twice_in_one_breath_makes_one_callback(centre: Centre) -> None:
    asked = [centre.ask(external_id="ivr-7", phone="01012345678") for _ in range(6)]
    answers = await asyncio.gather(*asked)
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_the_same_key_in_one_breath_is_answered_from_its_receipt(centre: Centre) -> None:
    body = {"service_id": centre.service, "phone": "01012345678"}
    headers = centre.ivr | {"Idempotency-Key": command_key()}
    asked = [centre.client.post("/v1/callbacks", json=body, headers=headers) for _ in range(5)]
    answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_key_answered_from_its_own_group_names_a_place_behind_the_effect(centre: Centre) -> None:
    """Whoever has looked up to the number in ``Feed-Seq`` has seen the callback."""
    body = {"service_id": centre.service, "phone": "01012345678"}
    headers = centre.ivr | {"Idempotency-Key": command_key()}
    twice = [centre.client.post("/v1/callbacks", json=body, headers=headers) for _ in range(2)]
    _, *answers = await asyncio.gather(centre.ask(), *twice)  # the first one keeps the others waiting
    _, changes = await centre.boss.pull()
    made = next(change["seq"] for change in changes if change["id"] == answers[0].json()["id"])
    assert [int(answer.headers["Feed-Seq"]) >= made for answer in answers] == [True, True]


async def test_an_external_id_of_two_customers_in_one_breath_is_noted_and_both_are_kept(
    centre: Centre,
) -> None:
    asked = [centre.ask(external_id="1", phone=phone) for phone in ("01011112222", "01033334444")]
    answers = await asyncio.gather(*asked)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] != answers[1].json()["id"]


async def test_who_waits_in_a_group_is_cancelled_with_the_database(database: Database) -> None:
    begun = asyncio.Event()

    async def endless(_uow: UnitOfWork) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(database.run_grouped("x", endless))
        await begun.wait()
        await database.close()
    assert waiting.cancelled()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_group_that_hangs_holds_up_nobody_behind_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL may freeze in one connection (a disk that hangs); customers behind it are taken in."""
    monkeypatch.setattr(grouping, "PATIENCE", 0.01)
    begun = asyncio.Event()

    async def endless(_uow: UnitOfWork) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def small(_uow: UnitOfWork) -> str:
        return "done"

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        hanging = tasks.create_task(database.run_grouped("x", endless))
        await begun.wait()
        for _ in range(3):
            assert await database.run_grouped("x", small) == "done"
        hanging.cancel()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_groups_that_hang_do_not_take_every_connection(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "PATIENCE", 0.01)
    begun = 0
    news = asyncio.Event()

    async def endless(_uow: UnitOfWork) -> None:
        nonlocal begun
        begun += 1
        news.set()
        await asyncio.Event().wait()

    async def small(_uow: UnitOfWork) -> str:
        return "done"

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        hanging = []
        for _ in range(grouping.AT_ONCE):
            news.clear()
            hanging.append(tasks.create_task(database.run_grouped("x", endless)))
            await news.wait()
        hanging += [tasks.create_task(database.run_grouped("x", endless)) for _ in range(5)]
        assert await database.run(small) == "done"
        assert begun == grouping.AT_ONCE
        for each in hanging:
            each.cancel()
