"""A server with a wrong clock: if these fail, a text under way is called never accepted, and sent again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from occ_contract.sms import MessageStage
from occ_contract.sms_results import ResultReason
from support.centre import Centre
from support.nhn_stand_in import Mood, StandIn
from support.texting import Ledger, Texting
from support.texting_nhn import NUMBER, sending_at_nhn

AHEAD = timedelta(hours=27)


@pytest.fixture
async def stand_in(centre: Centre) -> AsyncIterator[StandIn]:
    async with sending_at_nhn(centre) as stand_in:
        yield stand_in


@pytest.fixture
def texts(centre: Centre, stand_in: StandIn) -> Texting:
    return Texting(centre, Ledger())


async def _unknown(texts: Texting, stand_in: StandIn, mood: Mood) -> str:
    """Send a text whose answer is lost; return the message's id."""
    stand_in.moods = [mood]
    made = await texts.sent(sender=NUMBER, to=["01011112222", "01011113333"])
    await texts.settle(0)
    assert {row.stage for row in await texts.rows(made["id"])} == {MessageStage.UNKNOWN}
    return str(made["messages"][0]["id"])


async def _clock(client: httpx.AsyncClient) -> Any:
    return (await client.get("/healthz")).json()["parts"]["clock"]


async def test_a_clock_set_ahead_gives_no_text_up_and_says_so(
    texts: Texting, stand_in: StandIn, client: httpx.AsyncClient
) -> None:
    stand_in.lists_lag = True
    message = await _unknown(texts, stand_in, Mood.LOSE_ANSWER)
    assert (await _clock(client))["state"] == "ok"
    stand_in.clock_ahead = -AHEAD
    await texts.settle(AHEAD.total_seconds())
    await texts.settle(60)
    assert (await texts.row(message)).stage is MessageStage.UNKNOWN
    told = await _clock(client)
    assert (told["state"], told["word"].split()[2]) == ("degraded", "ahead")
    stand_in.lists_lag = False
    await texts.settle(3600)
    assert (await texts.row(message)).stage is MessageStage.ACCEPTED
    assert not stand_in.twice()


async def test_once_the_carriers_clock_agrees_it_is_given_up(texts: Texting, stand_in: StandIn) -> None:
    message = await _unknown(texts, stand_in, Mood.BREAK_BEFORE)
    stand_in.clock_ahead = -AHEAD
    await texts.settle(AHEAD.total_seconds())
    stand_in.clock_ahead = timedelta()
    await texts.settle(3600)
    assert (await texts.row(message)).result is ResultReason.NEVER_ACCEPTED
