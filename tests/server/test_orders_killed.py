"""Servers that die while they call: if these fail, nobody is rung, one twice, or a line stays busy."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from occ_server.callbacks.tables import attempts, callbacks
from occ_server.demo.colleagues import Colleague
from occ_server.kit.clock import SystemClock
from occ_server.kit.db import Database
from occ_server.kit.jobs.owner import holder_of
from occ_server.kit.jobs.times import present
from occ_server.telephony.agreement import OWNER
from occ_server.telephony.tables import lines
from occ_server.topics import open_database
from support.dialling_victims import Traces, press, serving
from support.frozen_diallers import TAKEOVER, stopped_before_the_dial
from support.looking import anywhere
from support.pbx import PaperPbx
from support.waiting import eventually
from support.world import PHONE, World

PATIENCE = 100.0  # seconds
TESTS = Path(__file__).parents[1]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database of this test, with the machine's clock."""
    opened = open_database(database_url, SystemClock())
    yield opened
    await opened.close()


def deaths(url: str, folder: Path, agent: str) -> list[Traces]:
    """Kill servers at each of their steps; return what each left once another had taken over."""
    answer = subprocess.run(
        [sys.executable, "-m", "support.dialling_victims", url, str(folder), agent],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])},
    )
    assert answer.returncode == 0, answer.stderr
    return [msgspec.json.decode(line, type=Traces) for line in answer.stdout.splitlines()]


async def test_killed_between_any_two_steps_a_customer_is_rung_once_and_no_order_is_lost(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    world = await World.begin(database)
    agent = (await world.agent("ann", await world.service(), permissions=PHONE)).id
    async with serving(database, PaperPbx(tmp_path, database.clock)) as runner:
        await Colleague(database, agent).sit_down("1001")
        await runner.settled()
    found = await asyncio.to_thread(deaths, database_url, tmp_path, agent)
    assert [traces.killed for traces in found] == [True] * (len(found) - 1) + [False]
    pressed = [traces for traces in found if traces.pressed]
    assert len(pressed) > 15
    for traces in pressed:
        assert traces.dials <= 1, traces
        assert (traces.ended, traces.line, traces.open_orders) == (True, "work", 0), traces
        # Whoever hung up is not left in the call; whoever did not is in it, or knows that it is over.
        assert traces.runs is (not traces.hung_up and traces.known != "ended"), traces
    # Between "it is dialled now" and the dial itself nobody can know: such a call is unknown, and few are.
    unknown = [traces for traces in pressed if traces.dials == 0]
    assert len(unknown) <= 4, unknown
    assert {traces.result for traces in unknown} <= {"unknown"}


async def is_free(database: Database, agent: str) -> bool:
    """Tell whether the agent's line has no call."""
    query = select(lines.c.person_id).where(lines.c.person_id == agent, lines.c.call_id.is_(None))
    async with database.read() as conn:
        return (await conn.execute(anywhere(query))).first() is not None


async def is_vacant(database: Database) -> bool:
    """Tell whether nobody holds the link by now."""
    async with database.read() as conn:
        return await holder_of(conn, OWNER, present(database)) is None


async def only_callback(database: Database) -> str:
    async with database.read() as conn:
        return str((await conn.execute(anywhere(select(callbacks.c.id)))).scalar_one())


async def results(database: Database) -> list[str | None]:
    """Return how the attempts came out, the first one first; None: it runs."""
    async with database.read() as conn:
        found = await conn.execute(anywhere(select(attempts.c.result).order_by(attempts.c.started_at)))
    return [None if result is None else result.value for result in found.scalars()]


async def test_a_server_frozen_right_before_it_dials_rings_nobody_once_another_took_over(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Else the customer who was called again meanwhile is rung by two at once."""
    world = await World.begin(database)
    agent = (await world.agent("ann", await world.service(), permissions=PHONE)).id
    pbx = PaperPbx(tmp_path, database.clock)
    async with serving(database, pbx) as runner:
        await Colleague(database, agent).sit_down("1001")
        await runner.settled()
    with stopped_before_the_dial(database_url, tmp_path, agent):
        assert not pbx.counted("dial")
        async with serving(database, pbx, TAKEOVER) as runner:
            await eventually(partial(is_free, database, agent), why="for another to take over")
            call = await press(database, agent, await only_callback(database), lambda: None)
            await runner.settled()
            assert pbx.counted("dial") == {call: 1}
    assert pbx.counted("dial") == {call: 1}
    assert await results(database) == ["unknown", None]


async def test_a_server_frozen_right_before_it_dials_rings_nobody_later_though_it_was_alone(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Whoever pressed has given up by then; the line is free, and the call is known to be over."""
    world = await World.begin(database)
    agent = (await world.agent("ann", await world.service(), permissions=PHONE)).id
    pbx = PaperPbx(tmp_path, database.clock)
    async with serving(database, pbx) as runner:
        await Colleague(database, agent).sit_down("1001")
        await runner.settled()
    with stopped_before_the_dial(database_url, tmp_path, agent):
        await eventually(partial(is_vacant, database), why="for the lease to run out")
    async with serving(database, pbx, TAKEOVER):
        await eventually(partial(is_free, database, agent), why="for the call to be over")
    assert not pbx.counted("dial")
    (result,) = await results(database)
    assert result in {"failed", "unknown"}
