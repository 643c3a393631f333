"""Servers that die while a customer is called: ``python -m support.dialling_victims URL FOLDER AGENT``.

Again and again an agent presses connect, and hangs up. The n-th time the process is killed before the n-th
beginning or end of a transaction after the use case of the press; another one takes the link over, and the
agent ends what still runs. What was left, and what the PBX was told, is printed as a JSON line; the last one,
which nobody killed, ends it.
"""

import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import func, insert, select

from occ_contract.callbacks import CallbackStatus
from occ_contract.ids import new_id
from occ_server.callbacks.connect import connect
from occ_server.callbacks.tables import attempts, callbacks
from occ_server.demo.colleagues import actor_of
from occ_server.kit.db import Database
from occ_server.kit.health import Health
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.tasks import Supervisor
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.agreement import agree_on_adapter
from occ_server.telephony.hanging_up import ask_to_hang_up
from occ_server.telephony.link import SIMULATOR
from occ_server.telephony.orders import CALL, SEAT
from occ_server.telephony.switchboard import Switchboard
from occ_server.telephony.tables import calls, lines
from occ_server.topics import call_listeners, open_database
from support.looking import anywhere
from support.pbx import PaperPbx, owner_dies
from support.victims import TRANSACTIONS, die_at, forked

ORDERS = (SEAT, CALL)
MOST = 200  # steps


class Traces(msgspec.Struct):
    """One press and what became of it: ``pressed`` and ``hung_up`` were committed before the death.

    ``runs`` says whether the PBX had the call once another process had taken over, ``known`` how the call
    stood in the rows then; ``ended``, ``result`` and ``line`` how it came out, ``open_orders`` what is left.
    """

    at: int
    killed: bool
    pressed: bool = False
    hung_up: bool = False
    dials: int = 0
    runs: bool = False
    known: str = ""
    ended: bool = False
    result: str | None = None
    line: str = ""
    open_orders: int = 0


@asynccontextmanager
async def serving(database: Database, pbx: PaperPbx, takeover: float = 60.0) -> AsyncIterator[Runner]:
    """Stand for the link, as each server process does; ``takeover`` in seconds."""
    runner = Runner(database, ORDERS)
    supervisor = Supervisor(Health(database.clock))
    await agree_on_adapter(database, SIMULATOR)
    board = Switchboard(database, pbx, SIMULATOR, call_listeners(), runner, supervisor, takeover)
    async with board.running():
        await pbx.delivered()
        yield runner


async def put_callback(database: Database, agent: str, phone: str) -> str:
    """Give the agent a callback to call."""
    callback = new_id()

    async def work(uow: UnitOfWork) -> None:
        person = await actor_of(uow.conn, agent)
        row = {"id": callback, "organisation_id": person.organisation_id, "phone": phone}
        row |= {"service_id": person.standings[0].service_id, "status": CallbackStatus.ASSIGNED}
        row |= {"assignee_id": agent, "assigned_at": uow.now, "received_at": uow.now}
        await uow.conn.execute(insert(callbacks).values(**row))

    await database.run(work)
    return callback


async def press(database: Database, agent: str, callback: str, at_the_end: Callable[[], None]) -> str:
    """Press 연결; ``at_the_end`` of the use case nothing is stamped or committed yet."""

    async def work(uow: UnitOfWork) -> str:
        dialled = await connect(uow, await actor_of(uow.conn, agent), callback)
        at_the_end()
        return dialled.attempt_id

    return await database.run(work)


async def hang_up(database: Database, agent: str, call: str) -> None:
    """Press 끊기."""

    async def work(uow: UnitOfWork) -> None:
        await ask_to_hang_up(uow, await actor_of(uow.conn, agent), call)

    await database.run(work)


async def _victim(url: str, folder: Path, agent: str, place: int) -> None:
    database = open_database(url)
    pbx = PaperPbx(folder, database.clock)
    callback = await put_callback(database, agent, f"010{place:08d}")
    async with serving(database, pbx) as runner:
        call = await press(database, agent, callback, partial(die_at, database, place, TRANSACTIONS))
        await runner.settled()
        await hang_up(database, agent, call)
        await runner.settled()
        await pbx.delivered()
    await database.close()


async def _aftermath(url: str, folder: Path, agent: str, traces: Traces) -> None:
    """Take over as another process does, and let the agent end what still runs; print what is found."""
    database = open_database(url)
    pbx = PaperPbx(folder, database.clock)
    await owner_dies(database)
    async with serving(database, pbx) as runner:
        await runner.settled()
        async with database.read() as conn:
            query = select(calls).join(callbacks, callbacks.c.id == calls.c.for_id)
            query = query.where(callbacks.c.phone == f"010{traces.at:08d}")
            call = (await conn.execute(anywhere(query))).one_or_none()
        if call is not None:
            traces.pressed, traces.hung_up = True, call.hang_up_at is not None
            traces.runs, traces.known = pbx.is_live(f"pbx {call.id}"), call.state.value
            if traces.runs and not traces.hung_up:
                await hang_up(database, agent, call.id)
                await runner.settled()
            await pbx.delivered()
            await runner.settled()
            await _found(database, pbx, agent, call.id, traces)
    await database.close()
    sys.stdout.write(msgspec.json.encode(traces).decode() + "\n")
    sys.stdout.flush()


async def _found(database: Database, pbx: PaperPbx, agent: str, call_id: str, traces: Traces) -> None:
    traces.dials = pbx.counted("dial")[call_id]
    async with database.read() as conn:
        attempt = (await conn.execute(anywhere(select(attempts).where(attempts.c.id == call_id)))).one()
        call = (await conn.execute(anywhere(select(calls).where(calls.c.id == call_id)))).one()
        line = select(lines.c.state).where(lines.c.person_id == agent)
        traces.line = (await conn.execute(anywhere(line))).scalar_one().value
        kinds = [kind.name for kind in ORDERS]
        left = select(func.count()).select_from(jobs).where(jobs.c.kind.in_(kinds))
        traces.open_orders = (await conn.execute(left)).scalar_one()
    traces.ended = attempt.ended_at is not None and call.ended_at is not None
    traces.result = None if attempt.result is None else attempt.result.value


def killed(url: str, folder: Path, agent: str) -> None:
    """Kill one process after the other, each a step later than the one before."""
    for place in range(1, MOST):
        status = forked(partial(_victim, url, folder, agent, place))
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert was_killed or status == 0, status
        traces = Traces(place, was_killed)
        assert forked(partial(_aftermath, url, folder, agent, traces)) == 0
        if not was_killed:
            return


if __name__ == "__main__":
    killed(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
