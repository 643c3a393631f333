"""Taking texts back and deciding about held ones: if these fail, a text goes that somebody had stopped."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from occ_contract.people import Permission, Role
from occ_contract.sms import CarrierTrouble, MessageStage
from occ_server.audit.service import entries
from occ_server.demo.colleagues import actor_of
from occ_server.kit.jobs.kinds import Attempt, Postponed
from occ_server.kit.problems import ApiError
from occ_server.sms.carriers.protocol import NotTaken
from occ_server.sms.sending.cancelling import cancel_message
from occ_server.sms.sending.handing_over import hand_over
from occ_server.sms.sending.orders import HandOver
from occ_server.sms.tables import templates
from support.centre import Centre, refusal
from support.texting import Texting, texting

STEPS = 6  # statements by which the one who cancels is behind, at most


@pytest.fixture
async def texts(centre: Centre) -> Texting:
    return await texting(centre)


def half_an_hour(texts: Texting) -> str:
    at = texts.clock.now() + timedelta(minutes=31)
    return str(at.isoformat())


async def cancelled(texts: Texting, path: str, desk: Any = None) -> Any:
    return await (desk or texts.centre.ann).post(f"/v1/sms/{path}/cancel")


async def test_a_reservation_cancelled_is_never_handed_over(texts: Texting) -> None:
    made = await texts.sent(to=["01011112222", "01033334444"], reserve_at=half_an_hour(texts))
    first, second = (m["id"] for m in made["messages"])
    answer = await cancelled(texts, f"messages/{first}")
    assert answer.json()["cancelled"] == [first]
    await texts.settle(3600)
    assert [message for message, _ in texts.ledger.taken] == [second]
    row = await texts.row(first)
    assert (row.stage.value, row.status.value, row.cancelled_by) == (
        "ended",
        "cancelled",
        texts.centre.ann.id,
    )
    async with texts.database.read() as conn:
        entry = (await entries(conn, action="sms.cancelled"))[0]
    assert (entry.details["count"], entry.details["phones"]) == (1, ["010-****-2222"])


async def test_a_single_text_can_be_recalled_within_its_seconds_and_then_it_is_too_late(
    texts: Texting,
) -> None:
    recalled, gone = await texts.sent(), await texts.sent(to=["01033334444"])
    assert (await cancelled(texts, f"requests/{recalled['id']}")).status_code == 200
    await texts.settle()
    told = refusal(await cancelled(texts, f"messages/{gone['messages'][0]['id']}"))
    assert (told["status_code"], told["code"], told["stage"]) == (409, "too_late", "accepted")
    assert len(texts.ledger.taken) == 1


async def test_stopping_the_rest_of_a_request_splits_it_honestly(texts: Texting) -> None:
    to = [{"phone": f"0101111{n:04d}", "values": {"번호": str(n)}} for n in range(40)]
    texts.ledger.gate = asyncio.Event()
    made = await texts.sent(body="##번호##", to=to)
    await asyncio.wait_for(texts.ledger.sixteen.wait(), 60)
    split = (await cancelled(texts, f"requests/{made['id']}")).json()
    texts.ledger.gate.set()
    await texts.settle(0)
    assert (len(split["cancelled"]), len(split["too_late"])) == (24, 16)
    assert {message for message, _ in texts.ledger.taken} == set(split["too_late"])


@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param(20, id="small"),
        pytest.param(500, id="large", marks=(pytest.mark.soak, pytest.mark.timeout(1800))),
    ],
)
async def test_cancel_and_hand_over_at_once_end_in_one_truth(texts: Texting, rounds: int) -> None:
    organisation = texts.centre.world.organisation_id
    async with texts.database.read() as conn:
        ann = await actor_of(conn, texts.centre.ann.id)
    made = [await texts.sent(to=[f"0101111{n:04d}"]) for n in range(rounds)]
    for one in made:  # who races is decided here, not by the server's own jobs
        await texts.job_taken(one["id"], texts.clock.now() + timedelta(hours=1))
    texts.clock.move(10)
    wins = 0
    for n, one in enumerate(made):
        order = HandOver(request_id=one["id"], organisation_id=organisation)
        message = one["messages"][0]["id"]

        async def late(statements: int) -> None:
            for _ in range(statements):
                async with texts.database.ask() as conn:
                    await conn.execute(select(1))

        async def hand(order: HandOver = order, behind: int = n % 3) -> None:
            await late(behind)
            with suppress(Postponed):
                finish = await hand_over(texts.database, order, Attempt("", 1, False))
                if finish is not None:
                    await texts.database.run(finish)

        async def take_back(message: str = message, behind: int = n // 3 % STEPS) -> bool:
            await late(behind)
            try:
                await texts.database.run(partial(cancel_message, person=ann, message_id=message))
            except ApiError:
                return False
            return True

        _, won = await asyncio.gather(hand(), take_back())
        row = await texts.row(message)
        assert (row.status.value == "cancelled") is won
        assert texts.ledger.counts[message] == (0 if won else 1)
        wins += won
    assert 0 < wins < rounds


async def test_texts_held_by_an_outage_can_be_cancelled_and_count_no_more(texts: Texting) -> None:
    texts.ledger.down = NotTaken(CarrierTrouble.DOWN)
    made = await texts.sent(to=["01011112222", "01033334444"])
    await texts.settle(0)
    assert (await texts.link()).held == 2
    await cancelled(texts, f"requests/{made['id']}")
    assert (await texts.link()).held == 0
    texts.ledger.down = None
    await texts.settle(3600)
    assert not texts.ledger.taken


@pytest.mark.parametrize(
    ("what", "reason", "waivable"),
    [
        ("template", "template_withdrawn", True),
        ("category", "category_disabled", True),
        ("callback", "callback_completed", True),
        ("sender", "sender_unusable", False),
        ("feature", "feature_off", False),
        ("right", "right_lost", False),
        ("disabled", "right_lost", False),
    ],
)
async def test_what_changed_before_it_was_due_holds_a_text_and_its_owner_decides(
    texts: Texting, what: str, reason: str, waivable: bool
) -> None:
    centre, world = texts.centre, texts.centre.world
    callback = await centre.given(centre.ann)
    template = await texts.template()
    fields: dict[str, Any] = {"template_id": template, "callback_id": callback, "unless_completed": True}
    made = await texts.sent(reserve_at=half_an_hour(texts), **fields)
    cursor, _ = await centre.ann.pull()
    if what == "template":
        await texts.change(templates, template, enabled=False)
    elif what == "category":
        await texts.disable_category(template)
    elif what == "callback":
        await centre.ann.complete(callback)
    elif what == "sender":
        await texts.block_sender()
    elif what == "feature":
        await world.switch(centre.service, sms_enabled=False)
    elif what == "right":
        await world.revoke(centre.ann.id, centre.service)
    else:
        await world.disable(centre.ann.id)
    await texts.settle(32 * 60)
    (row,) = await texts.rows(made["id"])
    assert (row.stage, row.held.value) == (MessageStage.WAITING, reason)
    assert not texts.ledger.calls
    if what != "disabled":
        centre.desks["ann"].headers = await world.headers(centre.ann.someone)
        _, changes = await centre.ann.pull(cursor)
        told = [c["body"] for c in changes if c["entity"] == "notice"]
        assert ("sms_held", {"reason": reason}) in [(t["kind"], t["params"]) for t in told]
    centre.desks["boss"].headers = await world.headers(centre.boss.someone)
    answer = await centre.boss.post(f"/v1/sms/requests/{made['id']}/release")
    if what == "feature":
        assert answer.status_code == 403
        return
    assert answer.json()["released"] == [row.id]
    await texts.settle(60)
    (row,) = await texts.rows(made["id"])
    if waivable:
        assert row.stage is MessageStage.ACCEPTED
        assert len(texts.ledger.taken) == 1
    else:
        assert (row.stage, row.held.value) == (MessageStage.WAITING, reason)
        assert not texts.ledger.calls


async def test_others_messages_are_not_theirs_to_stop(texts: Texting) -> None:
    made = await texts.sent(reserve_at=half_an_hour(texts))
    message = made["messages"][0]["id"]
    ben = texts.centre.ben
    for path in (f"messages/{message}", f"requests/{made['id']}"):
        assert (await cancelled(texts, path, ben)).status_code == 404
    assert (await ben.post(f"/v1/sms/requests/{made['id']}/release")).status_code == 404
    assert (await ben.get(f"/v1/sms/messages/{message}")).status_code == 404
    world = texts.centre.world
    other = await world.service("샘플카드")
    stranger = await texts.centre.seat(
        await world.person("stranger", {other: (Role.SUPERVISOR, (Permission.PHONE,))})
    )
    assert (await cancelled(texts, f"messages/{message}", stranger)).status_code == 404
    assert (await cancelled(texts, f"messages/{message}", texts.centre.boss)).status_code == 200
