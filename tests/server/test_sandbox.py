"""The sandbox carrier. If these fail, the demo shows texts that no carrier would answer like that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from occ_contract.ids import new_id
from occ_contract.sms import TextType
from occ_contract.sms_results import ResultReason
from occ_server.kit.db import Database
from occ_server.sms.carriers.protocol import Addressee, Handover, Outcome, Refused, Unclear
from occ_server.sms.carriers.sandbox.adapter import SandboxCarrier
from occ_server.sms.carriers.sandbox.tables import texts
from occ_server.sms.carriers.sandbox.ways import NUMBERS, Ways, save_ways
from occ_server.topics import open_database
from support.clock import ManualClock
from support.looking import anywhere
from support.world import World


@pytest.fixture
async def service(world: World) -> str:
    return await world.service()


@pytest.fixture
def sandbox(world: World, service: str) -> SandboxCarrier:
    return SandboxCarrier(world.database, world.organisation_id, service)


def text(phone: str, kind: TextType = TextType.SMS) -> Handover:
    return Handover(
        key=new_id(),
        type=kind,
        sender=NUMBERS[0],
        subject="안내" if kind is TextType.MMS else "",
        body="안녕하세요",
        pictures=(),
        addressees=(Addressee(new_id(), phone),),
        agent="ann",
    )


async def outcomes(sandbox: SandboxCarrier, clock: ManualClock) -> list[Outcome]:
    window = (clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1))
    return [one async for page in sandbox.outcomes(*window) for one in page]


@pytest.mark.parametrize(
    ("digits", "kind", "reason"),
    [
        ("1234", TextType.SMS, ResultReason.DELIVERED),
        ("0001", TextType.SMS, ResultReason.NO_SUBSCRIBER),
        ("0002", TextType.SMS, ResultReason.HANDSET_OFF),
        ("0006", TextType.SMS, ResultReason.SUSPENDED),
        ("0007", TextType.SMS, ResultReason.DELIVERED),
        ("0007", TextType.MMS, ResultReason.MMS_UNSUPPORTED),
        ("0008", TextType.SMS, ResultReason.SPAM),
    ],
)
async def test_the_last_digits_say_what_becomes_of_a_text(
    sandbox: SandboxCarrier, clock: ManualClock, digits: str, kind: TextType, reason: ResultReason
) -> None:
    await sandbox.hand_over(text(f"0101234{digits}", kind))
    assert await outcomes(sandbox, clock) == []
    clock.move(4)
    (found,) = await outcomes(sandbox, clock)
    assert found.reason is reason


async def test_one_number_is_refused_one_late_one_without_an_answer(
    sandbox: SandboxCarrier, clock: ManualClock
) -> None:
    (refused,) = (await sandbox.hand_over(text("01012340003"))).values()
    assert isinstance(refused, Refused)
    assert refused.reason is ResultReason.RECIPIENT_REFUSED
    lost = text("01012340005")
    with pytest.raises(Unclear):
        await sandbox.hand_over(lost)
    await sandbox.hand_over(text("01012340004"))
    clock.move(60)
    assert [one.id for one in await outcomes(sandbox, clock)] == [lost.addressees[0].id]
    clock.move(540)
    assert len(await outcomes(sandbox, clock)) == 2


async def test_other_processes_see_what_was_sent_and_how_it_is_told_to_behave(
    sandbox: SandboxCarrier, world: World, service: str, clock: ManualClock, database_url: str
) -> None:
    asked = text("01012341234")
    await sandbox.hand_over(asked)
    other = open_database(database_url, clock)
    try:
        there = SandboxCarrier(other, world.organisation_id, service)
        assert len(await there.look_up(asked.key, clock.now())) == 1
        blocked = Ways(blocked=(NUMBERS[0],))
        await other.run(lambda uow: save_ways(uow, world.organisation_id, service, blocked))
    finally:
        await other.close()
    assert [one.phone for one in await sandbox.senders() if one.blocked] == [NUMBERS[0]]


async def test_a_text_that_is_handed_over_twice_is_there_twice(
    sandbox: SandboxCarrier, database: Database
) -> None:
    asked = text("01012341234")
    await sandbox.hand_over(asked)
    await sandbox.hand_over(asked)
    async with database.read() as conn:
        assert len((await conn.execute(anywhere(select(texts.c.id)))).all()) == 2


async def test_an_answer_nobody_waits_for_any_more_is_unclear(
    sandbox: SandboxCarrier,
    world: World,
    service: str,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways = Ways(answer_seconds=60)
    await world.database.run(lambda uow: save_ways(uow, world.organisation_id, service, ways))
    waited: list[float] = []

    async def at_once(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(clock, "sleep", at_once)
    with pytest.raises(Unclear):
        await sandbox.hand_over(text("01012341234"))
    assert waited == [20]
