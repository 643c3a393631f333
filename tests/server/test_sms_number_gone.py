"""A number its carrier takes back between two looks: if these fail, texts end as failed that could have gone.

Against NHN's stand-in: its list of numbers is read every ten minutes, and it may refuse a number meanwhile.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from occ_contract.sms import MessageStage
from occ_server.sms.sending.slices import CALLS
from occ_server.sms.tables import sender_numbers
from support.centre import Centre
from support.looking import anywhere
from support.nhn_stand_in import StandIn
from support.texting import Ledger, Texting
from support.texting_nhn import NUMBER, sending_at_nhn

GONE = {"unregistered": None, "switched off": ("N", "N"), "blocked": ("Y", "Y")}
THREE = ["01011112222", "01011113333", "01011114444"]


@pytest.fixture
async def stand_in(centre: Centre) -> AsyncIterator[StandIn]:
    async with sending_at_nhn(centre) as stand_in:
        yield stand_in


@pytest.fixture
def texts(centre: Centre, stand_in: StandIn) -> Texting:
    return Texting(centre, Ledger())


async def _is_usable(texts: Texting) -> bool:
    query = select(sender_numbers.c.usable).where(sender_numbers.c.phone == NUMBER)
    async with texts.database.read() as conn:
        return bool((await conn.execute(anywhere(query))).scalar_one())


def _sends(stand_in: StandIn) -> int:
    return stand_in.asked.count("POST /sender/sms")


async def _told(desk: Any, cursor: str) -> list[tuple[str, dict[str, str]]]:
    _, changes = await desk.pull(cursor)
    return [(c["body"]["kind"], c["body"]["params"]) for c in changes if c["entity"] == "notice"]


@pytest.mark.parametrize("how", GONE)
async def test_texts_of_a_number_that_is_gone_are_held_and_their_people_told(
    texts: Texting, stand_in: StandIn, how: str
) -> None:
    agent, _ = await texts.centre.ann.pull()
    boss, _ = await texts.centre.boss.pull()
    stand_in.senders = {"0299990000": ("Y", "N")} | ({NUMBER: its} if (its := GONE[how]) else {})
    stand_in.asked.clear()
    made = await texts.sent(sender=NUMBER, to=THREE)
    await texts.settle(0)
    rows = await texts.rows(made["id"])
    assert {(row.stage, row.held) for row in rows} == {(MessageStage.WAITING, "sender_unusable")}
    assert "GET /sendNos" in stand_in.asked
    assert not await _is_usable(texts)
    assert ("sms_held", {"reason": "sender_unusable"}) in await _told(texts.centre.ann, agent)
    assert ("sms_trouble", {"trouble": "sender_unusable"}) in await _told(texts.centre.boss, boss)


async def test_what_was_held_for_it_goes_once_the_number_is_back(texts: Texting, stand_in: StandIn) -> None:
    stand_in.senders[NUMBER] = ("N", "N")
    made = await texts.sent(sender=NUMBER, to=THREE)
    await texts.settle(0)
    stand_in.senders[NUMBER] = ("Y", "N")
    for _ in range(3):
        await texts.settle(5 * 60)
    assert {row.stage for row in await texts.rows(made["id"])} == {MessageStage.ACCEPTED}
    assert sorted(len(taken) for taken in stand_in.ledger.values()) == [1, 1, 1]


async def test_no_more_than_one_slice_meets_a_number_that_is_gone(texts: Texting, stand_in: StandIn) -> None:
    to = [{"phone": f"0101111{n:04d}", "values": {"번호": str(n)}} for n in range(3 * CALLS)]
    stand_in.senders[NUMBER] = ("N", "N")
    made = await texts.sent(sender=NUMBER, body="번호 ##번호##", to=to)
    await texts.settle(1)
    await texts.settle(1)
    assert {row.held for row in await texts.rows(made["id"])} == {"sender_unusable"}
    assert _sends(stand_in) == CALLS


async def test_a_number_that_is_listed_and_yet_refused_is_tried_less_and_less(
    texts: Texting, stand_in: StandIn
) -> None:
    stand_in.refuse_next = [-2312] * 1000
    made = await texts.sent(sender=NUMBER, to=THREE)
    await texts.settle(0)
    for _ in range(30):
        await texts.settle(5 * 60)
    assert {row.held for row in await texts.rows(made["id"])} == {"sender_unusable"}
    assert 3 < _sends(stand_in) < 15
