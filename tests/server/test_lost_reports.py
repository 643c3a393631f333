"""A report of the PBX was lost. If these fail, a customer who was spoken to counts as never reached."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_server.kit.db import Database
from occ_server.settings import Settings
from occ_server.telephony.adapter import CallProgress
from occ_server.telephony.calls import load_call
from support.centre import Centre
from support.clock import ManualClock
from support.pbx import PaperPbx, server_with
from support.serving import started


@pytest.fixture
def pbx(tmp_path: Path, clock: ManualClock) -> PaperPbx:
    return PaperPbx(tmp_path, clock)


@pytest.fixture
async def app(settings: Settings, database: Database, pbx: PaperPbx) -> AsyncIterator[Litestar]:
    async with started(server_with(settings, database, pbx)) as built:
        await pbx.delivered()
        yield built


class Call:
    """A call of ann to a customer, of which the test says what the PBX reports."""

    def __init__(self, centre: Centre, pbx: PaperPbx, clock: ManualClock) -> None:
        self.centre, self.pbx, self.clock = centre, pbx, clock
        self.callback = self.id = ""

    async def begin(self) -> None:
        self.callback = await self.centre.given(self.centre.ann)
        await self.centre.ann.sit_down("101")
        self.id = (await self.centre.ann.connect(self.callback)).json()["attempt"]["id"]
        await self.centre.orders_done()

    async def says(self, state: CallState, **more: Any) -> None:
        report = CallProgress(
            call_id=self.id, pbx_call_id=f"pbx {self.id}", state=state, at=self.clock.now(), **more
        )
        self.pbx._events.put_nowait(report)
        await self.pbx.delivered()

    async def attempt(self) -> dict[str, Any]:
        (found,) = (await self.centre.boss.view(self.callback))["calls"]
        return dict(found)

    async def tickets(self) -> list[dict[str, Any]]:
        return list((await self.centre.boss.get("/v1/tickets")).json()["items"])


@pytest.fixture
async def call(centre: Centre, pbx: PaperPbx, clock: ManualClock) -> Call:
    """A call where a ticket is made once the customer answers."""
    await centre.world.switch(centre.service, auto_ticket=False)
    begun = Call(centre, pbx, clock)
    await begun.begin()
    return begun


@pytest.mark.parametrize(
    ("result", "talked", "answered_at"),
    [
        (AttemptResult.CONNECTED, 30, "2026-11-23T00:00:10Z"),
        (AttemptResult.CONNECTED, None, "2026-11-23T00:00:40Z"),
        (AttemptResult.CONNECTED, 3000, "2026-11-23T00:00:00Z"),
        (None, 30, "2026-11-23T00:00:10Z"),
    ],
)
async def test_an_end_that_tells_of_talking_is_an_answer_though_nobody_heard_the_answer(
    call: Call, clock: ManualClock, database: Database, result: Any, talked: int | None, answered_at: str
) -> None:
    clock.move(40)
    await call.says(CallState.ENDED, result=result, talk_seconds=talked)
    attempt = await call.attempt()
    assert (attempt["result"], attempt["answered_at"]) == ("connected", answered_at)
    async with database.read() as conn:
        kept = await load_call(conn, call.id)
    assert kept is not None
    assert (kept.result, kept.answered_at) == (AttemptResult.CONNECTED, datetime.fromisoformat(answered_at))
    (ticket,) = await call.tickets()
    assert (ticket["callback_id"], ticket["created_at"]) == (call.callback, answered_at)
    assert attempt["ticket_id"] == ticket["id"]


async def test_an_answer_that_comes_after_the_end_is_taken_over_and_makes_no_second_ticket(
    call: Call, clock: ManualClock
) -> None:
    clock.move(40)
    await call.says(CallState.ENDED, result=AttemptResult.CONNECTED)
    report = CallProgress(
        call_id=call.id,
        pbx_call_id=f"pbx {call.id}",
        state=CallState.TALKING,
        at=datetime(2026, 11, 23, 0, 0, 5, tzinfo=UTC),
    )
    call.pbx._events.put_nowait(report)
    await call.pbx.delivered()
    assert (await call.attempt())["answered_at"] == "2026-11-23T00:00:05Z"
    assert len(await call.tickets()) == 1


@pytest.mark.parametrize("result", [AttemptResult.BUSY, AttemptResult.NO_ANSWER, None])
async def test_an_end_without_talking_is_no_answer(call: Call, clock: ManualClock, result: Any) -> None:
    clock.move(40)
    await call.says(CallState.ENDED, result=result, talk_seconds=0)
    attempt = await call.attempt()
    assert (attempt["result"], attempt["answered_at"]) == (result.value if result else "unknown", None)
    assert await call.tickets() == []
