"""Handing texts over: if these fail, a customer gets a text twice, or nobody ever learns that he got none."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from occ_contract.sms import CarrierTrouble, MessageStage, TextType
from occ_contract.sms_results import ResultReason
from occ_server.kit.figures import SMS_HANDOVERS_OPEN, SMS_MESSAGES, SMS_WAITING_AGE
from occ_server.kit.jobs.kinds import Attempt, Postponed
from occ_server.sms.carriers.accounts import carrier_of
from occ_server.sms.carriers.protocol import Handover, NotTaken, Refused
from occ_server.sms.carriers.senders import sync_senders
from occ_server.sms.carriers.trouble import note_trouble
from occ_server.sms.sending import handing_over as module
from occ_server.sms.sending.figures import measure_texts
from occ_server.sms.sending.orders import LEASE_SECONDS, HandOver
from occ_server.sms.sending.settling import settle
from occ_server.sms.sending.slices import begin
from occ_server.sms.tables import image_contents, images, messages
from support.centre import Centre
from support.texting import SENDER, START, Texting, texting

ROUNDS = 3


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


def stages(rows: Sequence[Any]) -> list[tuple[str, str]]:
    return [(row.stage.value, row.status.value) for row in rows]


async def test_a_single_text_can_be_recalled_for_ten_seconds_and_then_goes_once(texts: Texting) -> None:
    made = await texts.sent()
    await texts.settle(9.5)
    assert not texts.ledger.calls
    await texts.settle(1)
    await texts.settle(60)
    (call,) = texts.ledger.calls
    assert (call.sender, call.body, call.agent) == (SENDER, "안녕하세요", "ann")
    (row,) = await texts.rows(made["id"])
    assert (row.stage.value, row.status.value, row.carrier_request) == ("accepted", "processing", "r1")
    assert made["recallable_until"] is not None


async def test_one_text_to_many_is_one_call(texts: Texting) -> None:
    made = await texts.sent(to=[f"0101111{n:04d}" for n in range(300)])
    await texts.settle(0)
    assert [len(call.addressees) for call in texts.ledger.calls] == [300]
    rows = await texts.rows(made["id"])
    assert {row.stage for row in rows} == {MessageStage.ACCEPTED}
    assert [row.carrier_place for row in rows] == list(range(1, 301))


async def test_different_texts_are_a_call_each_and_all_go(texts: Texting) -> None:
    to = [{"phone": f"0101111{n:04d}", "values": {"번호": str(n)}} for n in range(40)]
    made = await texts.sent(body="번호 ##번호##", to=to)
    await texts.settle(0)
    assert len(texts.ledger.calls) == 40
    assert set(texts.ledger.counts.values()) == {1}
    assert {row.stage for row in await texts.rows(made["id"])} == {MessageStage.ACCEPTED}


async def test_pictures_go_with_a_long_text(texts: Texting) -> None:
    organisation, service = texts.centre.world.organisation_id, texts.centre.service
    image = "0190a000-0000-7000-8000-0000000000aa"

    async def work(uow: Any) -> None:
        its = {"organisation_id": organisation, "sha256": "ab"}
        await uow.conn.execute(insert(image_contents).values(**its, content=b"jpeg"))
        row = {"id": image, "service_id": service, "name": "약도.jpg", "bytes": 4, "width": 1, "height": 1}
        made = {"created_at": START, "created_by": texts.centre.boss.id}
        await uow.conn.execute(insert(images).values(**its, **row, **made))

    await texts.database.run(work)
    await texts.sent(type="mms", subject="약도", image_ids=[image])
    await texts.settle()
    (call,) = texts.ledger.calls
    assert (call.type, call.subject) == (TextType.MMS, "약도")
    assert [(p.name, p.content) for p in call.pictures] == [("약도.jpg", b"jpeg")]


async def test_it_is_committed_as_handed_over_before_the_carrier_is_called(texts: Texting) -> None:
    seen: list[str] = []

    async def before(call: Handover) -> None:
        seen.append((await texts.row(call.addressees[0].id)).stage.value)

    texts.ledger.before = before
    await texts.sent()
    await texts.settle()
    assert seen == ["handing_over"]


async def test_an_answer_lost_after_acceptance_is_looked_up_and_not_sent_again(texts: Texting) -> None:
    texts.ledger.loses_answers = True
    texts.ledger.lists_lag = True
    made = await texts.sent(to=["01011112222", "01033334444"])
    await texts.settle(0)
    assert stages(await texts.rows(made["id"])) == [("unknown", "processing")] * 2
    for _ in range(6):  # its lists lag: that they show nothing says nothing
        await texts.settle(600)
    assert stages(await texts.rows(made["id"])) == [("unknown", "processing")] * 2
    texts.ledger.lists_lag = False
    await texts.settle(3600)
    assert stages(await texts.rows(made["id"])) == [("accepted", "processing")] * 2
    assert set(texts.ledger.counts.values()) == {1}


async def test_what_a_look_up_finds_with_its_result_is_ended(texts: Texting) -> None:
    texts.ledger.loses_answers = True
    made = await texts.sent()
    (message,) = [m["id"] for m in made["messages"]]
    await texts.settle()
    texts.ledger.results[message] = texts.outcome(message)
    await texts.settle(10)
    row = await texts.row(message)
    assert (row.stage.value, row.status.value, row.result) == ("ended", "done", ResultReason.DELIVERED)
    assert (row.carrier_request, row.carrier_place) == ("r1", 1)


async def test_what_the_carrier_never_knew_fails_after_more_than_a_day_and_is_not_sent(
    texts: Texting,
) -> None:
    texts.ledger.loses_requests = True
    made = await texts.sent()
    await texts.settle()
    texts.ledger.loses_requests = False
    for _ in range(5):
        await texts.settle(5 * 3600)
    assert stages(await texts.rows(made["id"])) == [("unknown", "processing")]
    for _ in range(2):
        await texts.settle(3600)
    (row,) = await texts.rows(made["id"])
    assert (row.stage.value, row.status.value, row.result) == (
        "ended",
        "failed",
        ResultReason.NEVER_ACCEPTED,
    )
    assert not texts.ledger.taken


async def test_while_the_carrier_cannot_be_asked_nothing_is_given_up(texts: Texting) -> None:
    texts.ledger.loses_answers = True
    made = await texts.sent()
    await texts.settle()
    texts.ledger.down = NotTaken(CarrierTrouble.DOWN)
    for _ in range(5):
        await texts.settle(6 * 3600)
    assert stages(await texts.rows(made["id"])) == [("unknown", "processing")]
    texts.ledger.down = None
    await texts.settle(3600)
    assert stages(await texts.rows(made["id"])) == [("accepted", "processing")]


async def test_a_carrier_that_is_down_holds_texts_and_they_go_when_it_is_back(texts: Texting) -> None:
    texts.ledger.down = NotTaken(CarrierTrouble.DOWN)
    made = [await texts.sent(to=[f"0101111{n:04d}" for n in range(k * 10, k * 10 + 10)]) for k in range(3)]
    due = texts.clock.now()
    await texts.settle(0)
    link = await texts.link()
    assert (link.trouble, link.since, link.held, link.held_since) == (CarrierTrouble.DOWN, due, 30, due)
    rows = await texts.rows(made[0]["id"])
    assert {(row.stage.value, row.held.value) for row in rows} == {("waiting", "carrier_down")}
    for _ in range(10):
        await texts.settle(3 * 3600)  # nothing fails for lack of patience
    assert len(texts.ledger.calls) < 50
    texts.ledger.down = None
    await texts.settle(61)
    for one in made:
        assert {row.stage for row in await texts.rows(one["id"])} == {MessageStage.ACCEPTED}
        assert {row.held for row in await texts.rows(one["id"])} == {None}
    link = await texts.link()
    assert (link.trouble, link.held, link.held_since) == (None, 0, None)
    assert set(texts.ledger.counts.values()) == {1}
    assert len(texts.ledger.counts) == 30


async def _noted(texts: Texting, trouble: CarrierTrouble) -> None:
    """Have somebody who asked the carrier a question find trouble."""
    its = {"service_id": texts.centre.service, "organisation_id": texts.centre.world.organisation_id}
    await texts.database.run(partial(note_trouble, **its, trouble=trouble))


async def test_a_carrier_that_answers_no_question_is_given_no_text_to_lose(texts: Texting) -> None:
    texts.ledger.fails = True
    await _noted(texts, CarrierTrouble.DOWN)
    made = await texts.sent()
    for _ in range(5):
        await texts.settle(120)
    assert not texts.ledger.calls
    (row,) = await texts.rows(made["id"])
    assert (row.stage.value, row.held.value, (await texts.link()).held) == ("waiting", "carrier_down", 1)
    texts.ledger.fails = False
    await sync_senders(texts.database, texts.centre.service, texts.centre.world.organisation_id)
    await texts.settle(0)  # an answer ends it, and what waited goes at once
    assert stages(await texts.rows(made["id"])) == [("accepted", "processing")]
    assert ((await texts.link()).trouble, (await texts.link()).held) == (None, 0)


async def test_an_outage_that_begins_to_swallow_texts_gets_no_second_one(texts: Texting) -> None:
    texts.ledger.down = NotTaken(CarrierTrouble.DOWN)
    made = await texts.sent()
    await texts.settle()
    texts.ledger.down, texts.ledger.fails = None, True
    await texts.settle(120)
    assert stages(await texts.rows(made["id"])) == [("unknown", "processing")]
    made = await texts.sent()
    for _ in range(5):
        await texts.settle(120)
    assert stages(await texts.rows(made["id"])) == [("waiting", "processing")]


async def test_a_spent_quota_holds_with_its_own_reason(texts: Texting) -> None:
    texts.ledger.down = NotTaken(CarrierTrouble.QUOTA)
    made = await texts.sent()
    await texts.settle()
    (row,) = await texts.rows(made["id"])
    assert (row.held.value, (await texts.link()).trouble) == ("quota", CarrierTrouble.QUOTA)


async def test_what_the_carrier_refuses_fails_with_its_reason_and_the_others_go(texts: Texting) -> None:
    texts.ledger.refuses["01033334444"] = Refused("-2019", ResultReason.RECIPIENT_REFUSED)
    made = await texts.sent(to=["01011112222", "01033334444"])
    await texts.settle(0)
    good, bad = await texts.rows(made["id"])
    assert good.stage is MessageStage.ACCEPTED
    assert (bad.status.value, bad.result_code) == ("failed", "-2019")
    assert (bad.stage, bad.result) == (MessageStage.ENDED, ResultReason.RECIPIENT_REFUSED)


async def test_what_a_dead_process_was_handing_over_is_unknown_and_only_the_rest_goes(texts: Texting) -> None:
    to = [{"phone": f"0101111{n:04d}", "values": {"번호": str(n)}} for n in range(20)]
    due = START + timedelta(minutes=30)
    made = await texts.sent(body="##번호##", to=to, reserve_at=due.isoformat())
    await texts.job_taken(made["id"], due + timedelta(seconds=LEASE_SECONDS))
    texts.clock.move(30 * 60)
    order = HandOver(request_id=made["id"], organisation_id=texts.centre.world.organisation_id)
    dead = await texts.database.run(partial(begin, asked=order))  # and then it died
    assert len(dead.calls) == 16
    await texts.settle(LEASE_SECONDS)
    rows = await texts.rows(made["id"])
    assert [row.stage.value for row in rows] == ["unknown"] * 16 + ["accepted"] * 4
    await texts.settle(3600)
    assert len(texts.ledger.taken) == 4


async def test_what_two_processes_begin_at_once_is_lost_by_neither_and_called_by_one(
    texts: Texting,
) -> None:
    order = HandOver(request_id="", organisation_id=texts.centre.world.organisation_id)
    for n in range(ROUNDS):
        to = [{"phone": f"010{n:04d}{k:04d}", "values": {"번호": str(k)}} for k in range(20)]
        made = await texts.sent(body="##번호##", to=to)  # the server's own job begins now
        other = partial(begin, asked=msgspec.structs.replace(order, request_id=made["id"]))
        await texts.database.run(other)  # it was thawed after its lease, and then it died
        await texts.settle(1)
        stages_now = {row.stage.value for row in await texts.rows(made["id"])}
        assert stages_now <= {"unknown", "accepted"}, n
    assert set(texts.ledger.counts.values()) <= {1}


async def test_a_process_that_was_frozen_calls_for_nothing_another_one_has(texts: Texting) -> None:
    made = await texts.sent(to=["01011112222"], reserve_at=None)
    await texts.settle(1)
    order = HandOver(request_id=made["id"], organisation_id=texts.centre.world.organisation_id)
    due = texts.clock.now() - timedelta(seconds=1)
    await texts.change(messages, made["messages"][0]["id"], due_at=due)
    frozen = await texts.database.run(partial(begin, asked=order))
    confirmed = module._Confirmed(texts.database)
    await texts.settle(30)
    assert stages(await texts.rows(made["id"])) == [("unknown", "processing")]
    carrier = await carrier_of(texts.database, texts.centre.service)
    assert carrier is not None
    woken = await module._called(texts.database, order, carrier, frozen, confirmed)
    assert not texts.ledger.calls
    # It knows that it did not call: what it had can go after all, once.
    await texts.database.run(partial(settle, asked=order, made=woken))
    await texts.settle(0)
    assert stages(await texts.rows(made["id"])) == [("accepted", "processing")]
    await texts.settle(3600)
    assert list(texts.ledger.counts.values()) == [1]


class FrozenAfterwards:
    """A database as a process sees it that freezes just when its first commit is through."""

    def __init__(self, texts: Texting, order: HandOver) -> None:
        self._texts, self._order = texts, order
        self.begun: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._texts.database, name)

    async def run(self, work: Any) -> Any:
        result = await self._texts.database.run(work)
        if not self.begun:
            self.begun = {call.key for call in result.calls}
            self._texts.clock.move(2)
            await self._texts.database.run(partial(begin, asked=self._order))
        return result


async def test_a_process_that_froze_while_it_committed_calls_for_nothing_another_one_has(
    texts: Texting,
) -> None:
    made = await texts.sent()
    await texts.change(messages, made["messages"][0]["id"], due_at=START)
    order = HandOver(request_id=made["id"], organisation_id=texts.centre.world.organisation_id)
    frozen: Any = FrozenAfterwards(texts, order)
    with suppress(Postponed):  # the server's own job may have it by then
        finish = await module.hand_over(frozen, order, Attempt("job", 1, last=False))
        if finish is not None:
            await texts.database.run(finish)
    assert frozen.begun
    assert not frozen.begun & {call.key for call in texts.ledger.calls}
    await texts.settle(1)
    assert list(texts.ledger.counts.values()) == [1]


async def test_a_late_answer_takes_nothing_back(texts: Texting) -> None:
    made = await texts.sent(to=["01011112222"])
    (message,) = [m["id"] for m in made["messages"]]

    async def before(_call: Handover) -> None:
        assert await texts.report(texts.outcome(message)) == 1

    texts.ledger.before = before
    await texts.settle()
    row = await texts.row(message)
    assert (row.stage.value, row.status.value) == ("ended", "done")


async def test_the_figures_say_what_waits_and_what_is_unclear(texts: Texting) -> None:
    texts.ledger.loses_requests = True
    await texts.sent()
    await texts.settle()
    texts.ledger.down = NotTaken(CarrierTrouble.DOWN)
    await texts.sent()
    await texts.settle(30)
    async with texts.database.read() as conn:
        await measure_texts(conn, texts.clock.now())
    assert SMS_MESSAGES.labels("unknown")._value.get() == 1
    assert SMS_MESSAGES.labels("waiting")._value.get() == 1
    assert SMS_WAITING_AGE._value.get() == 20
    assert SMS_HANDOVERS_OPEN.labels("yes")._value.get() == 1
