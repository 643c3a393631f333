"""Runs telephony beside the API: gives the adapter its orders, applies its events, frees lines.

Orders come from committed units of work only, so nothing is dialled that the database does not know. With no
adapter the workstation's softphone dials, and only the sweeping is left to do. That claims end is a job any
process does; what they leave on lines is swept here, where it is known which calls the PBX still has.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiMode, CtiState
from occ_server.callbacks.claims import any_forgotten, end_expired, keep_claims
from occ_server.callbacks.tables import attempts
from occ_server.cti.adapter import CallProgress, CtiAdapter, LinkChanged, PbxUnavailable
from occ_server.cti.lines import (
    LINK,
    SOFTPHONE_LINK,
    free_line,
    idle_without_right,
    load_link,
    touch_line,
    vacate,
)
from occ_server.cti.progress import apply_progress
from occ_server.cti.tables import lines, links
from occ_server.kit.clock import Clock
from occ_server.kit.db import Database, insert_into
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.tasks import Supervisor, attempt
from occ_server.kit.unit import UnitOfWork

SWEEP_SECONDS = 5.0
_ALL = "the PBX and its sweep serve all"
Order = Callable[[CtiAdapter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LiveLine:
    """A line whose attempt is over in the database, and the PBX's name of its call."""

    organisation_id: str
    attempt_id: str
    call_id: str | None


class Telephony:
    """The one that talks to the adapter."""

    def __init__(
        self, database: Database, clock: Clock, adapter: CtiAdapter | None, supervisor: Supervisor
    ) -> None:
        self._database = database
        self._supervisor = supervisor
        self._sweeping = asyncio.Lock()
        self._clock = clock
        self._adapter = adapter
        self._orders: asyncio.Queue[Order] = asyncio.Queue()
        self._calls: dict[str, str] = {}  # attempt -> call, while the PBX has it

    # -- orders, given after a commit ------------------------------------------------------------------

    def dial(self, attempt_id: str, extension: str, phone: str) -> None:
        """Ring a customer for a claimed attempt; a PBX that refuses ends it as failed."""

        async def order(adapter: CtiAdapter) -> None:
            try:
                self._calls[attempt_id] = await adapter.originate(attempt_id, extension, phone)
            except PbxUnavailable:
                await self._over(attempt_id, "", AttemptResult.FAILED)

        self._orders.put_nowait(order)

    def hang_up(self, attempt_id: str, call_id: str | None) -> None:
        """End a call; one the PBX has lost ends here."""

        async def order(adapter: CtiAdapter) -> None:
            known = self._calls.get(attempt_id) or call_id
            if known is not None and adapter.is_live(known):
                await adapter.hangup(known)
            else:
                await self._over(attempt_id, known or "", AttemptResult.UNKNOWN)

        self._orders.put_nowait(order)

    def log_in(self, agent_id: str, extension: str) -> None:
        """Tell the PBX who sits at an extension."""
        self._orders.put_nowait(lambda adapter: adapter.login(extension, agent_id))

    def log_out(self, agent_id: str) -> None:
        """Tell the PBX that an agent left."""
        self._orders.put_nowait(lambda adapter: adapter.logout(agent_id))

    def set_state(self, agent_id: str, state: CtiState) -> None:
        """Tell the PBX whether an agent takes calls."""
        self._orders.put_nowait(lambda adapter: adapter.set_state(agent_id, state))

    # -- running ----------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work while the block runs."""
        async with AsyncExitStack() as stack:
            await self._database.run(self._note_mode)
            keeping = self._supervisor.keeping
            if self._adapter is not None:
                await self._adapter.start()
                stack.push_async_callback(self._adapter.stop)
                await self.reconcile()
                await stack.enter_async_context(keeping("cti orders", self._order_loop))
                await stack.enter_async_context(keeping("cti events", self._event_loop))
            sweeping = self._supervisor.repeating("cti sweep", self.sweep_lines, SWEEP_SECONDS, self._clock)
            await stack.enter_async_context(sweeping)
            yield

    async def _note_mode(self, uow: UnitOfWork) -> None:
        await uow.conn.execute(delete(links).where(links.c.name == SOFTPHONE_LINK))
        if self._adapter is None:
            await _write_link(uow, SOFTPHONE_LINK, connected=True, since=uow.now)
            await uow.conn.execute(delete(links).where(links.c.name == LINK))

    async def _order_loop(self) -> None:
        assert self._adapter is not None
        while True:
            order = await self._orders.get()
            await attempt(partial(order, self._adapter), "an order to the PBX")
            self._orders.task_done()

    async def _event_loop(self) -> None:
        assert self._adapter is not None
        async for event in self._adapter.events():
            await attempt(partial(self._apply, event), "applying an event of the PBX")

    async def _apply(self, event: CallProgress | LinkChanged) -> None:
        if isinstance(event, LinkChanged):
            await self._database.run(lambda uow: _link_changed(uow, event))
            return
        await self._database.run(lambda uow: apply_progress(uow, event))
        if event.state is CallState.ENDED:
            self._calls.pop(event.attempt_id, None)

    async def _over(self, attempt_id: str, call_id: str, result: AttemptResult) -> None:
        await self._apply(
            CallProgress(
                call_id=call_id,
                attempt_id=attempt_id,
                state=CallState.ENDED,
                at=self._clock.now(),
                result=result,
            )
        )

    async def settled(self) -> None:
        """Wait until every order given so far was carried out."""
        await self._orders.join()

    # -- sweeping ---------------------------------------------------------------------------------------

    async def sweep(self) -> None:
        """End claims whose lease ran out, without waiting for the job that does, and sweep the lines."""
        await self._database.run(partial(end_expired, wait=True))
        await self.sweep_lines()

    async def sweep_lines(self) -> None:
        """Free lines whose call the PBX does not have any more; log out who may not telephone any more.

        One at a time: rows a sweep under way has locked are skipped, so a second one would not wait for them.
        """
        async with self._sweeping:
            await self._keep_claims()
            await self._sweep_lines()

    async def _keep_claims(self) -> None:
        """Renew the claims of calls the PBX still has: a desk that was cut off has not ended its call."""
        adapter = self._adapter
        if adapter is None:
            return
        seen_at = self._clock.now()
        running = [attempt_id for attempt_id, call_id in self._calls.items() if adapter.is_live(call_id)]
        if running:
            await self._database.run(lambda uow: keep_claims(uow, running, seen_at))

    async def _sweep_lines(self) -> None:
        async with self._database.read() as conn:
            if not (self._lost(await _over_lines(conn)) or await idle_without_right(conn)):
                return

        async def work(uow: UnitOfWork) -> None:
            for line in self._lost(await _over_lines(uow.conn)):
                await free_line(uow, line.organisation_id, line.attempt_id, uow.now)
            for person_id in await vacate(uow):
                uow.after_commit(partial(self.log_out, person_id))

        await self._database.run(work)

    def _lost(self, found: list[LiveLine]) -> list[LiveLine]:
        adapter = self._adapter
        if adapter is None:
            return found
        return [x for x in found if x.call_id is None or not adapter.is_live(x.call_id)]

    async def reconcile(self) -> None:
        """After a start: end the calls this PBX does not know, and tell it who is logged in where.

        A lease that ran out while no server ran ends its call at that time, not now.
        """
        adapter = self._adapter
        if adapter is None:
            return
        await self.sweep()
        async with self._database.read() as conn:
            query = select(attempts.c.id, attempts.c.call_id).where(attempts.c.ended_at.is_(None))
            for row in (await conn.execute(across_organisations(query, _ALL))).all():
                if row.call_id is None or not adapter.is_live(row.call_id):
                    self.hang_up(row.id, row.call_id)
            seated = select(lines.c.person_id, lines.c.extension).where(lines.c.extension.is_not(None))
            for row in (await conn.execute(across_organisations(seated, _ALL))).all():
                self.log_in(row.person_id, row.extension)


async def end_forgotten(uow: UnitOfWork) -> None:
    """End claims whose lease ran out; where no PBX can still have their calls, the lines are free too."""
    ended = set(await end_expired(uow))
    if ended and (await load_link(uow.conn)).mode is CtiMode.SOFTPHONE:
        for line in await _over_lines(uow.conn):
            if line.attempt_id in ended:
                await free_line(uow, line.organisation_id, line.attempt_id, uow.now)


RECURRING = (Recurring("claims.expire", timedelta(seconds=5), end_forgotten, is_needed=any_forgotten),)


async def _over_lines(conn: AsyncConnection) -> list[LiveLine]:
    query = (
        select(lines.c.organisation_id, lines.c.attempt_id, attempts.c.call_id)
        .join(attempts, attempts.c.id == lines.c.attempt_id)
        .where(attempts.c.ended_at.is_not(None))
        .order_by(lines.c.person_id)
    )
    return [LiveLine(*row) for row in await conn.execute(across_organisations(query, _ALL))]


async def _write_link(uow: UnitOfWork, name: str, *, connected: bool, since: datetime) -> None:
    values = {"connected": connected, "since": since}
    statement = insert_into(uow.conn, links).values(name=name, **values)
    await uow.conn.execute(statement.on_conflict_do_update(index_elements=[links.c.name], set_=values))


async def _link_changed(uow: UnitOfWork, event: LinkChanged) -> None:
    await _write_link(uow, LINK, connected=event.connected, since=event.at)
    query = select(lines.c.person_id, lines.c.organisation_id).where(lines.c.extension.is_not(None))
    for row in (await uow.conn.execute(across_organisations(query, _ALL))).all():
        touch_line(uow, row.organisation_id, row.person_id)
