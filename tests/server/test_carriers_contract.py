"""What every carrier adapter promises. If this fails, a text is sent twice, or one that went out is lost.

Each adapter is driven through its own far end: ``nhn`` through the stand-in's real socket, ``sandbox``
through its tables.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pytest
from sqlalchemy import select

from occ_contract.ids import new_id
from occ_contract.sms import CarrierTrouble, TextType
from occ_contract.sms_results import ResultReason
from occ_server.kit.db import Database
from occ_server.sms.carriers.accounts import WantedAccount, carrier_of, close_carriers, set_account
from occ_server.sms.carriers.protocol import (
    Addressee,
    Carrier,
    Handover,
    NotTaken,
    Outcome,
    Refused,
    Taken,
    Unclear,
)
from occ_server.sms.carriers.sandbox.tables import texts
from occ_server.sms.carriers.sandbox.ways import NUMBERS, Ways, save_ways
from support.clock import ManualClock
from support.looking import anywhere
from support.nhn_stand_in import APP_KEY, SECRET, Mood, StandIn, standing_in
from support.world import OPERATOR, World


class FarEnd(Protocol):
    """The other side of an adapter, as the contract needs it."""

    carrier: Carrier
    sender: str
    blocked: str

    async def down(self, down: bool) -> None: ...
    async def out_of_quota(self) -> None: ...
    async def lose_next_answer(self) -> None: ...
    async def ended(self) -> None: ...
    async def taken(self, message_id: str) -> int: ...


@dataclass
class Nhn:
    carrier: Carrier
    stand_in: StandIn
    clock: ManualClock
    sender: str = "0212345678"
    blocked: str = "0212340000"

    async def down(self, down: bool) -> None:
        self.stand_in.account_code = None
        self.stand_in.moods = [Mood.TOO_MANY] if down else []
        self.stand_in.lists_broken = down

    async def out_of_quota(self) -> None:
        self.stand_in.quota = 0

    async def lose_next_answer(self) -> None:
        self.stand_in.moods = [Mood.LOSE_ANSWER]

    async def ended(self) -> None:
        self.clock.move(5)
        for one in self.stand_in.messages:
            self.stand_in.deliver(one.id, code="3001" if one.recipient.endswith("0001") else "1000")
        self.clock.move(5)

    async def taken(self, message_id: str) -> int:
        return len(self.stand_in.ledger[message_id])


@dataclass
class Sandbox:
    carrier: Carrier
    world: World
    service: str
    clock: ManualClock
    sender: str = NUMBERS[0]
    blocked: str = NUMBERS[2]

    async def _ways(self, ways: Ways) -> None:
        world = self.world
        await world.database.run(lambda uow: save_ways(uow, world.organisation_id, self.service, ways))

    async def down(self, down: bool) -> None:
        await self._ways(Ways(down=down))

    async def out_of_quota(self) -> None:
        await self._ways(Ways(out_of_quota=True))

    async def lose_next_answer(self) -> None:
        await self._ways(Ways(lose_answers=1))

    async def ended(self) -> None:
        self.clock.move(10)

    async def taken(self, message_id: str) -> int:
        async with self.world.database.read() as conn:
            query = select(texts.c.id).where(texts.c.message_id == message_id)
            return len((await conn.execute(anywhere(query))).all())


@asynccontextmanager
async def _nhn(world: World, service: str, clock: ManualClock) -> AsyncIterator[FarEnd]:
    async with standing_in(clock) as stand_in:
        stand_in.senders["0212340000"] = ("Y", "Y")
        wanted = WantedAccount(carrier="nhn", url=stand_in.url, app_key=APP_KEY, secret=SECRET)
        await world.database.run(
            lambda uow: set_account(uow, OPERATOR, world.organisation_id, service, wanted)
        )
        carrier = await carrier_of(world.database, service)
        assert carrier is not None
        yield Nhn(carrier, stand_in, clock)


@asynccontextmanager
async def _sandbox(world: World, service: str, clock: ManualClock) -> AsyncIterator[FarEnd]:
    wanted = WantedAccount(carrier="sandbox")
    await world.database.run(lambda uow: set_account(uow, OPERATOR, world.organisation_id, service, wanted))
    carrier = await carrier_of(world.database, service)
    assert carrier is not None
    yield Sandbox(carrier, world, service, clock)


@pytest.fixture(params=[_nhn, _sandbox], ids=["nhn", "sandbox"])
async def far(
    request: pytest.FixtureRequest, world: World, database: Database, clock: ManualClock
) -> AsyncIterator[FarEnd]:
    async with request.param(world, await world.service(), clock) as opened:
        try:
            yield opened
        finally:
            await close_carriers(database)


def text(far: FarEnd, *phones: str, key: str | None = None, sender: str | None = None) -> Handover:
    return Handover(
        key=key or new_id(),
        type=TextType.SMS,
        sender=sender or far.sender,
        subject="",
        body="배송이 시작되었습니다",
        pictures=(),
        addressees=tuple(Addressee(new_id(), phone) for phone in phones or ("01011112222",)),
        agent="ann",
    )


async def outcomes(far: FarEnd, clock: ManualClock) -> list[Outcome]:
    window = (clock.now() - timedelta(minutes=10), clock.now() + timedelta(seconds=1))
    return [one async for page in far.carrier.outcomes(*window) for one in page]


async def test_everybody_is_taken_under_a_name_of_their_own(far: FarEnd) -> None:
    asked = text(far, "01011112222", "01011113333", "0212349999")
    answer = await far.carrier.hand_over(asked)
    assert set(answer) == {one.id for one in asked.addressees}
    taken = {one for one in answer.values() if isinstance(one, Taken)}
    assert len(taken) == 3
    assert len({one.request for one in taken}) == 1


async def test_a_carrier_that_is_down_took_nothing_and_takes_it_later(
    far: FarEnd, clock: ManualClock
) -> None:
    asked = text(far)
    await far.down(True)
    with pytest.raises(NotTaken) as refused:
        await far.carrier.hand_over(asked)
    assert refused.value.trouble is CarrierTrouble.DOWN
    assert await far.taken(asked.addressees[0].id) == 0
    await far.down(False)
    clock.move(60)
    await far.carrier.hand_over(asked)
    assert await far.taken(asked.addressees[0].id) == 1


async def test_a_spent_quota_took_nothing(far: FarEnd) -> None:
    asked = text(far)
    await far.out_of_quota()
    with pytest.raises(NotTaken) as refused:
        await far.carrier.hand_over(asked)
    assert refused.value.trouble is CarrierTrouble.QUOTA
    assert await far.taken(asked.addressees[0].id) == 0


async def test_a_lost_answer_is_unclear_and_found_by_our_key(far: FarEnd, clock: ManualClock) -> None:
    asked, began = text(far, "01011112222", "01011113333"), clock.now()
    await far.lose_next_answer()
    with pytest.raises(Unclear):
        await far.carrier.hand_over(asked)
    found = await far.carrier.look_up(asked.key, began)
    assert {one.id for one in found} == {one.id for one in asked.addressees}
    assert {one.outcome for one in found} == {None}
    assert [await far.taken(one.id) for one in asked.addressees] == [1, 1]


async def test_what_was_never_handed_over_is_not_found(far: FarEnd, clock: ManualClock) -> None:
    await far.carrier.hand_over(text(far))
    assert list(await far.carrier.look_up(new_id(), clock.now())) == []


@pytest.mark.parametrize(
    ("which", "reason"),
    [("unregistered", ResultReason.SENDER_UNREGISTERED), ("blocked", ResultReason.SENDER_BLOCKED)],
)
async def test_a_sender_number_that_may_not_send_refuses_every_message(
    far: FarEnd, which: str, reason: ResultReason
) -> None:
    sender = far.blocked if which == "blocked" else "0299999999"
    asked = text(far, "01011112222", "01011113333", sender=sender)
    answer = await far.carrier.hand_over(asked)
    assert set(answer) == {one.id for one in asked.addressees}
    assert {one.reason for one in answer.values() if isinstance(one, Refused)} == {reason}
    assert not [one for one in answer.values() if isinstance(one, Taken)]


async def test_results_name_our_message_and_what_became_of_it(far: FarEnd, clock: ManualClock) -> None:
    asked, began = text(far, "01011112222", "01099990001"), clock.now()
    answer = await far.carrier.hand_over(asked)
    assert await outcomes(far, clock) == []
    await far.ended()
    found = {one.id: one for one in await outcomes(far, clock)}
    good, bad = (found[one.id] for one in asked.addressees)
    assert (good.delivered, good.reason) == (True, ResultReason.DELIVERED)
    assert (bad.delivered, bad.reason, bad.code) == (False, ResultReason.NO_SUBSCRIBER, "3001")
    assert Taken(good.request, good.place) == answer[asked.addressees[0].id]
    assert good.sent_at == began
    assert began <= good.result_at <= clock.now()
    known = {one.id: one.outcome for one in await far.carrier.look_up(asked.key, began)}
    assert known == found


async def test_sender_numbers_say_which_can_be_used(far: FarEnd) -> None:
    senders = {one.phone: one for one in await far.carrier.senders()}
    assert senders[far.sender].usable
    assert not senders[far.sender].blocked
    assert not senders[far.blocked].usable
    assert senders[far.blocked].blocked


async def test_a_question_to_a_carrier_that_is_down_is_no_empty_answer(
    far: FarEnd, clock: ManualClock
) -> None:
    await far.down(True)
    with pytest.raises(NotTaken):
        await far.carrier.senders()
    with pytest.raises(NotTaken):
        await far.carrier.look_up(new_id(), clock.now())
    with pytest.raises(NotTaken):
        await outcomes(far, clock)
