"""The PBX or the database is away for a moment. If these fail, an agent is stuck in a call that is over."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import select, update

from occ_contract.cti import CallState
from occ_server.kit.db import Database
from occ_server.settings import Settings
from occ_server.telephony.adapter import CallProgress, LinkChanged, PbxUnavailable
from occ_server.telephony.tables import calls
from support.centre import Centre
from support.clock import ManualClock
from support.looking import anywhere
from support.pbx import PaperPbx, owner_dies, server_with
from support.serving import started
from support.waiting import until


@pytest.fixture
def pbx(tmp_path: Path, clock: ManualClock) -> PaperPbx:
    return PaperPbx(tmp_path, clock)


@pytest.fixture
async def app(settings: Settings, database: Database, pbx: PaperPbx) -> AsyncIterator[Litestar]:
    async with started(server_with(settings, database, pbx)) as built:
        await pbx.delivered()
        yield built


async def dialled(centre: Centre) -> str:
    """Have ann call a customer; return the call."""
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("101")
    call: str = (await centre.ann.connect(callback)).json()["attempt"]["id"]
    await centre.orders_done()
    return call


async def call_of(database: Database, call: str) -> Any:
    async with database.read() as conn:
        return (await conn.execute(anywhere(select(calls).where(calls.c.id == call)))).one()


async def forget_name(database: Database, call: str) -> None:
    """As when the process died between the dial and the record of it."""
    async with database.write() as uow:
        await uow.conn.execute(anywhere(update(calls).where(calls.c.id == call).values(pbx_call_id=None)))


async def test_what_the_pbx_says_while_the_database_is_away_is_written_down_afterwards(
    centre: Centre, pbx: PaperPbx, database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = await dialled(centre)
    tries = 0

    async def away(_work: object) -> None:
        nonlocal tries
        tries += 1
        raise OSError("the database restarts")

    with monkeypatch.context() as gone:
        gone.setattr(database, "run", away)
        talking = CallProgress(
            call_id=call, pbx_call_id=f"pbx {call}", state=CallState.TALKING, at=clock.now()
        )
        pbx._events.put_nowait(talking)
        pbx._events.put_nowait(LinkChanged(connected=False, at=clock.now()))
        pbx._events.put_nowait(LinkChanged(connected=True, at=clock.now()))
        await pbx.hangup(f"pbx {call}")
        await until(lambda: tries)

    def heard() -> bool:
        clock.move(1)
        return not pbx._events._unfinished_tasks  # type: ignore[attr-defined]

    await until(heard)
    row = await call_of(database, call)
    assert (row.state, row.answered_at is not None) == (CallState.ENDED, True)
    assert (await centre.ann.connect(await centre.given(centre.ann))).status_code == 200


async def test_a_line_the_pbx_could_not_be_told_of_at_the_take_over_is_told_later(
    centre: Centre, settings: Settings, database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    await centre.ann.sit_down("101")
    await centre.orders_done()
    await owner_dies(database)
    second, refused = PaperPbx(tmp_path, clock), []
    second.forget_log()
    real = second.login

    async def login(extension: str, agent_id: str) -> None:
        if not refused:
            refused.append(agent_id)
            raise PbxUnavailable("a moment")
        await real(extension, agent_id)

    second.login = login  # type: ignore[method-assign]
    async with started(server_with(settings, database, second)):
        await second.delivered()
        await until(lambda: refused and any(refused[0] in line for line in second.told))


async def test_a_call_whose_name_nobody_noted_is_not_over_while_the_pbx_cannot_say(
    centre: Centre, pbx: PaperPbx, database: Database, clock: ManualClock
) -> None:
    call = await dialled(centre)
    await forget_name(database, call)
    clock.move(50)
    await centre.sweep()
    assert (await call_of(database, call)).ended_at is None


async def test_a_hang_up_waits_for_a_pbx_that_answers_nothing(
    centre: Centre, pbx: PaperPbx, database: Database, clock: ManualClock
) -> None:
    call = await dialled(centre)
    await forget_name(database, call)
    real = pbx.find

    async def find(_call_id: str) -> str | None:
        raise PbxUnavailable("away")

    pbx.find = find  # type: ignore[method-assign]
    assert (await centre.ann.post(f"/v1/cti/calls/{call}/hangup")).status_code == 200
    for _ in range(15):
        await centre.orders_done()
        clock.move(31)
    pbx.find = real  # type: ignore[method-assign]
    clock.move(60)
    await centre.orders_done()
    assert pbx.counted("hangup")[call] == 1
