"""Every text ends in a word that is true: if these fail, one hangs for ever, or more is said than known."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from occ_contract.people import Permission, Role
from occ_contract.sms import CarrierTrouble, MessageStage
from occ_contract.sms_results import ResultReason
from occ_server.audit.service import entries
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers import polling
from occ_server.sms.carriers.accounts import WantedAccount, set_account
from occ_server.sms.carriers.protocol import NotTaken
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.tables import former_accounts, links, sender_numbers
from support.centre import Centre
from support.looking import anywhere
from support.texting import START, Ledger, LedgerCarrier, Texting, texting
from support.world import OPERATOR

HOUR = 3600
BAD, GOOD = "01011112222", "01033334444"


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


async def replaced(texts: Texting) -> Ledger:
    """Give the service an account with another carrier; return its ledger."""
    other = Ledger()
    ADAPTERS["other"] = lambda _account: LedgerCarrier(other)
    world, wanted = texts.centre.world, WantedAccount(carrier="other")
    await texts.database.run(
        lambda uow: set_account(uow, OPERATOR, world.organisation_id, texts.centre.service, wanted)
    )
    return other


async def test_what_one_text_is_not_taken_for_holds_that_one_alone(texts: Texting) -> None:
    texts.ledger.takes_not[BAD] = NotTaken(CarrierTrouble.DOWN, "HTTP 500", alone=True)
    bad, good = await texts.sent(to=[BAD]), await texts.sent(to=[GOOD])
    await texts.settle()
    link = await texts.link()
    assert (link.trouble, link.held) == (None, 0)
    assert (await texts.rows(good["id"]))[0].stage is MessageStage.ACCEPTED
    (row,) = await texts.rows(bad["id"])
    assert (row.stage, row.held.value) == (MessageStage.WAITING, "not_taken")
    for _ in range(10):
        await texts.settle(120)
    assert len(texts.ledger.calls) < 15
    texts.ledger.takes_not.clear()
    await texts.settle(61)
    assert (await texts.rows(bad["id"]))[0].stage is MessageStage.ACCEPTED
    assert texts.ledger.counts[row.id] == 1


async def test_a_text_whose_result_never_comes_ends_after_four_days_and_a_late_one_counts(
    texts: Texting,
) -> None:
    made = await texts.sent()
    message = made["messages"][0]["id"]
    await texts.settle()
    for _ in range(2):
        await texts.settle(48 * HOUR - 30)
        assert (await texts.row(message)).stage is MessageStage.ACCEPTED
    for _ in range(2):
        await texts.settle(HOUR)
    row = await texts.row(message)
    assert (row.stage.value, row.status.value, row.result) == ("ended", "failed", ResultReason.NO_RESULT)
    assert await texts.report(texts.outcome(message)) == 1
    assert (await texts.row(message)).status.value == "done"


async def test_without_anybody_to_ask_a_text_still_ends_after_two_weeks(texts: Texting) -> None:
    made = await texts.sent()
    await texts.settle()
    texts.ledger.fails = True
    for _ in range(2):
        await texts.settle(6.5 * 24 * HOUR)
    assert (await texts.rows(made["id"]))[0].stage is MessageStage.ACCEPTED
    await texts.settle(25 * HOUR)
    assert (await texts.rows(made["id"]))[0].result is ResultReason.NO_RESULT


async def test_what_went_with_another_account_is_asked_for_there(texts: Texting) -> None:
    texts.ledger.loses_answers = True
    made = await texts.sent(to=[BAD, GOOD])
    await texts.settle(0)
    assert {row.stage.value for row in await texts.rows(made["id"])} == {"unknown"}
    other = await replaced(texts)
    await texts.settle(10)
    assert {row.stage.value for row in await texts.rows(made["id"])} == {"accepted"}
    for one in made["messages"]:
        texts.ledger.results[one["id"]] = texts.outcome(one["id"])
    await texts.settle(2 * HOUR)
    assert {row.result for row in await texts.rows(made["id"])} == {ResultReason.DELIVERED}
    assert not other.calls
    texts.centre.ann.headers = await texts.centre.world.headers(texts.centre.ann.someone)
    await texts.sent(to=[GOOD])
    await texts.settle()
    assert (len(other.calls), len(texts.ledger.calls)) == (1, 1)


async def test_the_secret_of_a_former_account_is_kept_no_longer_than_it_is_needed(texts: Texting) -> None:
    await replaced(texts)
    await texts.settle(14 * 24 * HOUR)
    assert await _former_accounts(texts) == 1
    await texts.settle(25 * HOUR)
    assert await _former_accounts(texts) == 0


async def _former_accounts(texts: Texting) -> int:
    async with texts.database.read() as conn:
        return len((await conn.execute(anywhere(former_accounts.select()))).all())


async def test_a_former_account_that_refuses_keeps_no_other_text_waiting(
    texts: Texting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "CALLS_AT_ONCE", 1)
    await texts.sent(to=[BAD])
    await texts.settle()
    other = await replaced(texts)
    await texts.settle(1)
    made = await texts.sent(to=[GOOD])
    (message,) = [one["id"] for one in made["messages"]]
    await texts.settle()
    texts.ledger.down = NotTaken(CarrierTrouble.REFUSED, "-1002")
    other.outcomes_hidden = True
    texts.ledger, refusing = other, texts.ledger
    other.results[message] = texts.outcome(message)
    for _ in range(2):
        await texts.settle(2 * HOUR)
    assert (await texts.row(message)).result is ResultReason.DELIVERED
    assert refusing.down is not None


async def _number(texts: Texting) -> str:
    async with texts.database.read() as conn:
        return str((await conn.execute(anywhere(sender_numbers.select()))).one().id)


async def test_an_account_that_cannot_be_asked_any_more_leaves_no_claim_behind(texts: Texting) -> None:
    texts.ledger.loses_answers = True
    made = await texts.sent(to=[BAD])
    await texts.settle()
    texts.ledger.down = NotTaken(CarrierTrouble.REFUSED, "-1002")
    await replaced(texts)
    for _ in range(5):
        await texts.settle(5 * HOUR)
    assert (await texts.rows(made["id"]))[0].stage is MessageStage.UNKNOWN
    for _ in range(2):
        await texts.settle(HOUR)
    (row,) = await texts.rows(made["id"])
    assert (row.stage.value, row.status.value, row.result) == (
        "ended",
        "failed",
        ResultReason.ACCOUNT_CHANGED,
    )


async def test_who_is_told_of_others_texts_by_a_preview_is_in_the_trail(texts: Texting) -> None:
    await texts.sent(texts.centre.ben, to=[GOOD])
    path = "/v1/sms/requests/preview"
    assert (await texts.centre.ann.post(path, texts.body(BAD))).status_code == 200
    async with texts.database.read() as conn:
        assert await entries(conn, action="sms.previewed") == []
    answer = await texts.centre.ann.post(path, texts.body(to=[BAD, GOOD]))
    assert len(answer.json()["similar"]) == 1
    async with texts.database.read() as conn:
        (entry,) = await entries(conn, action="sms.previewed")
    assert (entry.actor_id, entry.details["phones"]) == (texts.centre.ann.id, ["010-****-4444"])
    assert entry.details["agent_ids"] == [texts.centre.ben.id]


@pytest.mark.parametrize("what", ["right", "sender", "feature"])
async def test_what_was_held_goes_by_itself_when_its_cause_is_over_within_a_day(
    texts: Texting, what: str
) -> None:
    centre, world = texts.centre, texts.centre.world
    at = (texts.clock.now() + timedelta(minutes=31)).isoformat()
    made = await texts.sent(reserve_at=at)
    held = {"right": "right_lost", "sender": "sender_unusable", "feature": "feature_off"}

    async def end(*, back: bool) -> None:
        if what == "right" and back:
            await world.grant(centre.ann.id, centre.service, Role.AGENT, (Permission.PHONE,))
        elif what == "right":
            await world.revoke(centre.ann.id, centre.service)
        elif what == "feature":
            await world.switch(centre.service, sms_enabled=back)
        else:
            await texts.change(sender_numbers, await _number(texts), usable=back)
            texts.ledger.sender_usable = back

    await end(back=False)
    await texts.settle(32 * 60)
    (row,) = await texts.rows(made["id"])
    assert row.held.value == held[what]
    await texts.settle(5 * 60)
    assert not texts.ledger.calls
    await end(back=True)
    await texts.settle(61)
    (row,) = await texts.rows(made["id"])
    assert (row.stage, row.held) == (MessageStage.ACCEPTED, None)


async def test_what_was_held_for_longer_than_a_day_waits_for_a_person(texts: Texting) -> None:
    await texts.block_sender()
    number = await _number(texts)
    await texts.change(sender_numbers, number, usable=True)
    made = await texts.sent()
    await texts.block_sender()
    await texts.settle()
    await texts.settle(25 * HOUR)
    texts.ledger.sender_usable = True
    await texts.change(sender_numbers, number, usable=True)
    await texts.settle(61)
    (row,) = await texts.rows(made["id"])
    assert (row.stage, row.held.value) == (MessageStage.WAITING, "sender_unusable")


async def test_a_request_whose_job_is_gone_is_handed_over_all_the_same(
    texts: Texting, caplog: pytest.LogCaptureFixture
) -> None:
    texts.ledger.loses_answers = True
    waiting, unclear = await texts.sent(to=[GOOD]), await texts.sent(to=[BAD, "01055556666"])
    await texts.settle(0)
    assert {row.stage.value for row in await texts.rows(unclear["id"])} == {"unknown"}

    async def lose(uow: UnitOfWork) -> None:
        await uow.conn.execute(delete(jobs).where(jobs.c.kind.in_(["sms.hand_over", "sms.look_up"])))

    await texts.database.run(lose)
    texts.ledger.loses_answers = False
    for _ in range(3):
        await texts.settle(61)
    assert {row.stage for row in await texts.rows(waiting["id"])} == {MessageStage.ACCEPTED}
    assert {row.stage for row in await texts.rows(unclear["id"])} == {MessageStage.ACCEPTED}
    assert set(texts.ledger.counts.values()) == {1}
    assert "had no job" in caplog.text


async def test_results_are_asked_for_though_the_clock_was_set_back(texts: Texting) -> None:
    made = await texts.sent()
    message = made["messages"][0]["id"]
    await texts.settle()
    ahead = START + timedelta(days=2)

    async def work(uow: UnitOfWork) -> None:
        await uow.conn.execute(anywhere(update(links).values(polled_until=ahead)))

    await texts.database.run(work)
    texts.ledger.results[message] = texts.outcome(message)
    await texts.settle(30)
    assert (await texts.row(message)).result is ResultReason.DELIVERED
    assert (await texts.link()).polled_until < ahead


async def test_a_carrier_found_down_before_the_clock_was_set_back_is_tried(texts: Texting) -> None:
    texts.ledger.down = NotTaken(CarrierTrouble.QUOTA)
    made = await texts.sent(to=[BAD, GOOD])
    await texts.settle(0)
    ahead = texts.clock.now() + timedelta(hours=9)

    async def work(uow: UnitOfWork) -> None:
        await uow.conn.execute(anywhere(update(links).values(since=ahead, tried_at=ahead)))

    await texts.database.run(work)
    texts.ledger.down = None
    await texts.settle(60)
    assert {row.stage for row in await texts.rows(made["id"])} == {MessageStage.ACCEPTED}
