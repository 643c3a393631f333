"""Services' carriers. If these fail, results are lost, a dead carrier stays unseen, or a secret gets out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from litestar import Litestar

from occ_contract.sms import CarrierTrouble, MessageStage, MessageStatus
from occ_contract.sms_results import ResultReason
from occ_server.kit.db import Database
from occ_server.sms.carriers.accounts import (
    WantedAccount,
    account_of,
    carrier_of,
    close_carriers,
    set_account,
)
from occ_server.sms.carriers.protocol import NotTaken, Sender
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.carriers.sandbox.adapter import SandboxCarrier
from occ_server.sms.carriers.senders import ask_for_senders, sync_senders
from occ_server.sms.carriers.trouble import note_answer, note_trouble
from support.carrying import SENDER, Texting, texting
from support.centre import Desk
from support.clock import ManualClock
from support.nhn_stand_in import APP_KEY, HOOK_SECRET, SECRET, Mood
from support.world import OPERATOR, World

MINUTE, HOUR = 60.0, 3600.0


@pytest.fixture
async def service(world: World, clock: ManualClock, database: Database) -> AsyncIterator[Texting]:
    async with texting(world, clock) as opened:
        yield opened
        await close_carriers(database)


@pytest.fixture
async def boss(service: Texting, client: httpx.AsyncClient) -> Desk:
    someone = service.world.people["boss"]
    return Desk(client, await service.world.headers(someone), someone)


async def jobs_done(app: Litestar) -> None:
    await app.state.jobs.settled()


async def note(service: Texting, trouble: CarrierTrouble | None) -> None:
    organisation = service.world.organisation_id
    await service.world.database.run(lambda uow: note_trouble(uow, service.service, organisation, trouble))


def notices(changes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = [c["body"] for c in changes if c["entity"] == "notice"]
    return [(body["kind"], body["params"]["trouble"]) for body in found]


# trouble


async def test_trouble_is_told_once_when_it_begins_changes_and_ends(service: Texting, boss: Desk) -> None:
    cursor, _ = await boss.pull()
    for trouble in (CarrierTrouble.DOWN, CarrierTrouble.DOWN, CarrierTrouble.QUOTA, None, None):
        await note(service, trouble)
    _, changes = await boss.pull(cursor)
    assert sorted(notices(changes)) == [
        ("sms_trouble", "down"),
        ("sms_trouble", "quota"),
        ("sms_trouble_ended", "quota"),
    ]
    (link,) = [c["body"] for c in changes if c["entity"] == "sms_link"]
    assert (link["trouble"], link["since"]) == (None, None)


async def test_a_link_shows_since_when_and_nothing_secret(
    service: Texting, boss: Desk, clock: ManualClock
) -> None:
    await note(service, CarrierTrouble.DOWN)
    _, changes = await boss.pull()
    (link,) = [c["body"] for c in changes if c["entity"] == "sms_link"]
    assert (link["carrier"], link["trouble"]) == ("nhn", "down")
    assert link["since"].startswith(f"{clock.now():%Y-%m-%dT%H:%M}")
    for secret in (SECRET, HOOK_SECRET, APP_KEY, service.hook, service.stand_in.url):
        assert secret not in str(changes)


async def test_who_may_not_text_hears_nothing_of_it(service: Texting, client: httpx.AsyncClient) -> None:
    world = service.world
    someone = await world.agent("ben", await world.service("샘플카드"))
    desk = Desk(client, await world.headers(someone), someone)
    await note(service, CarrierTrouble.DOWN)
    _, changes = await desk.pull()
    assert not [c for c in changes if c["entity"] in {"sms_link", "notice", "sms_sender"}]


async def test_an_answer_ends_silence_but_fills_no_quota(service: Texting) -> None:
    world = service.world
    for trouble, left in ((CarrierTrouble.DOWN, None), (CarrierTrouble.QUOTA, CarrierTrouble.QUOTA)):
        await note(service, trouble)
        await world.database.run(lambda uow: note_answer(uow, service.service, world.organisation_id))
        assert (await service.link()).trouble is left


# sender numbers


async def sync(service: Texting) -> None:
    await sync_senders(service.world.database, service.service, service.world.organisation_id)


async def test_a_number_that_is_gone_or_blocked_stays_and_cannot_be_used(
    service: Texting, boss: Desk
) -> None:
    senders = service.stand_in.senders
    senders |= {"15440001": ("Y", "N"), "15440002": ("N", "N"), "15440003": ("Y", "Y")}
    await sync(service)
    assert await service.numbers() == {
        SENDER: (True, False),
        "15440001": (True, False),
        "15440002": (False, False),
        "15440003": (False, True),
    }
    cursor, first = await boss.pull()
    assert notices(first) == []
    del senders[SENDER]
    senders |= {"15440001": ("Y", "Y"), "15440003": ("Y", "N")}
    await sync(service)
    assert await service.numbers() == {
        SENDER: (False, False),
        "15440001": (False, True),
        "15440002": (False, False),
        "15440003": (True, False),
    }
    _, changes = await boss.pull(cursor)
    told = {c["body"]["kind"]: c["body"]["count"] for c in changes if c["entity"] == "notice"}
    assert told == {"sms_trouble": 2, "sms_trouble_ended": 1}
    assert len([c for c in changes if c["entity"] == "sms_sender"]) == 3


async def test_two_who_read_the_numbers_at_once_get_along(service: Texting) -> None:
    await asyncio.gather(*(sync(service) for _ in range(4)))
    assert await service.numbers() == {SENDER: (True, False)}


async def test_numbers_of_an_account_that_was_replaced_meanwhile_are_not_written_down(
    service: Texting, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = service.world

    class Replaced(SandboxCarrier):
        async def senders(self) -> Sequence[Sender]:
            wanted = WantedAccount(carrier="sandbox")
            await world.database.run(
                lambda uow: set_account(uow, OPERATOR, world.organisation_id, service.service, wanted)
            )
            return [Sender("0299999999", True, False)]

    double = Replaced(world.database, world.organisation_id, service.service)
    monkeypatch.setitem(ADAPTERS, "nhn", lambda _account: double)
    await sync(service)
    assert await service.numbers() == {}


async def test_a_sync_that_fails_changes_nothing_but_the_trouble(service: Texting) -> None:
    await sync(service)
    before = await service.numbers()
    service.stand_in.account_code = -1008
    with pytest.raises(NotTaken):
        await sync(service)
    assert await service.numbers() == before
    assert (await service.link()).trouble is CarrierTrouble.REFUSED
    service.stand_in.account_code = None
    await sync(service)
    assert (await service.link()).trouble is None


async def test_numbers_are_read_every_ten_minutes_and_every_minute_while_it_is_down(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    asked, world = service.stand_in.asked, service.world
    await world.database.run(lambda uow: ask_for_senders(uow, service.service, world.organisation_id))
    await jobs_done(app)
    assert asked.count("GET /sendNos") == 1
    clock.move(5 * MINUTE)
    await jobs_done(app)
    assert asked.count("GET /sendNos") == 1
    clock.move(5 * MINUTE + 1)
    service.stand_in.lists_broken = True
    await jobs_done(app)
    assert asked.count("GET /sendNos") == 2
    assert (await service.link()).trouble is CarrierTrouble.DOWN
    service.stand_in.lists_broken = False
    clock.move(MINUTE + 1)
    await jobs_done(app)
    assert (await service.link()).trouble is None


async def test_a_service_without_texts_asks_its_carrier_for_no_results(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    for _ in range(3):
        clock.move(MINUTE)
        await jobs_done(app)
    assert "GET /message-results" not in service.stand_in.asked


# results by polling


async def test_results_are_polled_and_end_the_texts(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    good, bad = await service.hand_over(2)
    clock.move(6)
    await jobs_done(app)
    assert (await service.message(good)).stage is MessageStage.ACCEPTED
    service.stand_in.deliver(good)
    service.stand_in.deliver(bad, code="2003")
    clock.move(6)
    await jobs_done(app)
    ended, failed = await service.message(good), await service.message(bad)
    assert (ended.status, ended.result) == (MessageStatus.DONE, ResultReason.DELIVERED)
    assert (failed.status, failed.result, failed.result_code) == (
        MessageStatus.FAILED,
        ResultReason.HANDSET_OFF,
        "2003",
    )


async def test_a_result_ends_a_text_nobody_knew_was_taken(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    service.stand_in.moods = [Mood.LOSE_ANSWER]
    (message,) = await service.hand_over()
    service.stand_in.deliver(message)
    clock.move(6)
    await jobs_done(app)
    assert (await service.message(message)).status is MessageStatus.DONE


async def test_a_result_that_shows_minutes_late_is_not_missed(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    early, late = await service.hand_over(2)
    service.stand_in.deliver(late)
    service.stand_in.lists_lag = True
    for _ in range(8):
        clock.move(MINUTE)
        await jobs_done(app)
    service.stand_in.lists_lag = False
    clock.move(MINUTE)
    await jobs_done(app)
    assert (await service.message(late)).status is MessageStatus.DONE
    assert (await service.message(early)).stage is MessageStage.ACCEPTED


async def test_what_is_under_way_for_long_is_asked_for_once_a_minute(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    await service.hand_over()
    for _ in range(12):
        clock.move(5)
        await jobs_done(app)
    often = service.stand_in.asked.count("GET /message-results")
    clock.move(HOUR)
    await jobs_done(app)
    service.stand_in.asked.clear()
    for _ in range(12):
        clock.move(5)
        await jobs_done(app)
    assert service.stand_in.asked.count("GET /message-results") * 10 <= often


async def test_what_was_not_read_to_its_end_is_read_again(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    (message,) = await service.hand_over()
    clock.move(6)
    await jobs_done(app)
    until = (await service.link()).polled_until
    service.stand_in.deliver(message)
    service.stand_in.lists_broken = True
    clock.move(2 * HOUR)
    await jobs_done(app)
    assert (await service.link()).polled_until == until
    assert (await service.link()).trouble is CarrierTrouble.DOWN
    service.stand_in.lists_broken = False
    clock.move(MINUTE)
    await jobs_done(app)
    assert (await service.message(message)).status is MessageStatus.DONE
    assert (await service.link()).trouble is None


async def test_a_text_that_is_under_way_for_days_is_asked_for_by_its_key(
    service: Texting, app: Litestar, clock: ManualClock
) -> None:
    (message,) = await service.hand_over()
    clock.move(6)
    await jobs_done(app)
    service.stand_in.deliver(message, code="2000")
    service.stand_in.messages[0].updated_at = clock.now().replace(year=2020)  # no window has it
    clock.move(26 * HOUR)
    await jobs_done(app)
    clock.move(11 * MINUTE)
    await jobs_done(app)
    assert (await service.message(message)).result is ResultReason.TIMED_OUT


# accounts


async def test_what_an_operator_sets_counts_from_the_next_call(service: Texting) -> None:
    database, world = service.world.database, service.world
    first = await carrier_of(database, service.service)
    assert await carrier_of(database, service.service) is first
    wanted = WantedAccount(carrier="nhn", url=service.stand_in.url, app_key=APP_KEY, secret="another")
    hook = await database.run(
        lambda uow: set_account(uow, OPERATOR, world.organisation_id, service.service, wanted)
    )
    assert hook == service.hook
    second = await carrier_of(database, service.service)
    assert second is not None
    assert second is not first
    with pytest.raises(NotTaken):
        await second.senders()
    assert first is not None
    await first.senders()  # a call under way with the one before is not cut off


async def test_a_service_nobody_set_a_carrier_for_has_none(service: Texting) -> None:
    other = await service.world.service("샘플카드")
    assert await carrier_of(service.world.database, other) is None
    await service.world.database.run(
        lambda uow: ask_for_senders(uow, other, service.world.organisation_id)
    )  # and asking is harmless
    await sync_senders(service.world.database, other, service.world.organisation_id)


async def test_an_account_hides_its_secrets(service: Texting) -> None:
    async with service.world.database.ask() as conn:
        account = await account_of(service.world.database, conn, service.service)
    wanted = WantedAccount(carrier="nhn", app_key=APP_KEY, secret=SECRET, webhook_secret=HOOK_SECRET)
    assert account is not None
    for shown in (repr(account), repr(wanted), str(replace(account, url="x"))):
        for secret in (APP_KEY, SECRET, HOOK_SECRET):
            assert secret not in shown
