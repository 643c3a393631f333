"""Runs telephony beside the API. One process holds the link to the PBX; any number stand for it.

Whoever is elected connects the adapter, brings calls and lines in accord with the PBX, does its orders, takes
over what it reports, and frees the lines of calls it has no longer. What the others do with telephones they
write down; orders reach the owner as jobs. Where the workstations' softphones dial, nobody is elected, and
only the sweeping is left. A process without an adapter beside others that have one does neither.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from typing import Any

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.cti import CtiMode
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, LeaseLost, Postponed
from occ_server.kit.jobs.owner import Owner, Term
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.tasks import Supervisor, attempt, failure_of, first_of
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.adapter import CtiAdapter, CtiEvent, LinkChanged, PbxUnavailable, SeatReported
from occ_server.telephony.agreement import OWNER, check_agreed, notice_absence
from occ_server.telephony.calls import CallRow, apply_progress, end_given_up, note_pbx_call, running_calls
from occ_server.telephony.dispatcher import PBX_AWAY, Dispatcher
from occ_server.telephony.lines import seated, take_over_seat, touch_seats, vacate
from occ_server.telephony.link import change_link, load_link
from occ_server.telephony.listeners import CallListener, CallListeners
from occ_server.telephony.orders import CALL, SEAT, order_call, order_seat
from occ_server.telephony.rights import idle_without_right

SWEEP_SECONDS = 5.0
_ALL = "the PBX serves all"
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds between two tries to write an event down
Step = Callable[[], Awaitable[None]]
logger = logging.getLogger(__name__)


async def _void(database: Database, _order: msgspec.Struct, _attempt: Attempt) -> None:
    """Do nothing: an order from the time when there was a PBX. If there is one again, its owner has to."""
    async with database.read() as conn:
        if (await load_link(conn)).mode is CtiMode.PBX:
            raise Postponed(PBX_AWAY)


NO_PBX: External[Any] = External(_void, "nobody is told anything")


class Switchboard:
    """The part of this process in telephony: the link to the PBX, when it is elected to hold it.

    ``named`` is the adapter's name, which the installation agreed on. ``takeover_seconds`` after the last
    sign of an owner another process takes its place.
    """

    def __init__(
        self,
        database: Database,
        adapter: CtiAdapter | None,
        named: str | None,
        listeners: CallListeners,
        runner: Runner,
        supervisor: Supervisor,
        takeover_seconds: float,
    ) -> None:
        self._database = database
        self._adapter = adapter
        self._named = named
        self._listeners = listeners
        self._runner = runner
        self._supervisor = supervisor
        self._sweeping = asyncio.Lock()
        self._opened = asyncio.Event()
        self._left_over = AsyncExitStack()  # orders from the time of a PBX, dealt with while there is none
        self._deals_with_left_over = False
        self._owner = Owner(database, OWNER, self._hold, lease_seconds=takeover_seconds)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work while the block runs; it begins once it is known who holds the link."""
        if self._adapter is None:
            async with self._left_over:
                await self._leave_to_others()
                async with self._sweeps():
                    yield
            return
        async with self._supervisor.keeping("cti owner", self._owner.run):
            await first_of(self._opened.wait(), self._owner.stood.wait())
            yield

    # -- holding the link -------------------------------------------------------------------------------

    async def _hold(self, term: Term) -> None:
        """Be the one that talks to the PBX, until cancelled."""
        adapter = self._adapter
        assert adapter is not None
        await check_agreed(self._database, self._named)
        in_office = partial(self._owner.surely_holds, term)
        dispatcher = Dispatcher(self._database, adapter, self._listeners, term.fence, in_office)
        async with AsyncExitStack() as stack:
            await adapter.start()
            stack.push_async_callback(adapter.stop)
            await self._reconcile(dispatcher)
            await stack.enter_async_context(self._runner.offering(SEAT, dispatcher.seats))
            await stack.enter_async_context(self._runner.offering(CALL, dispatcher.calls))
            hearing = self._supervisor.keeping("cti events", partial(self._hear, adapter, term))
            await stack.enter_async_context(hearing)
            await stack.enter_async_context(self._sweeps())
            self._opened.set()
            await asyncio.Event().wait()

    async def _reconcile(self, dispatcher: Dispatcher) -> None:
        """End the calls this PBX does not know, and tell it who is logged in where.

        Calls whose order to dial waits are left to it. A claim that ran out while no server ran ended then.
        """
        async with self._database.read() as conn:
            running = await running_calls(conn)
            at_phones = await seated(conn)
        for call in running:
            if call.ordered_at is not None or call.pbx_call_id is not None:
                later = partial(order_call, organisation_id=call.organisation_id, call_id=call.id)
                await self._now_or_later(partial(_settle, self._database, dispatcher, call), later)
        for person_id, organisation_id in at_phones:
            later = partial(order_seat, organisation_id=organisation_id, agent_id=person_id)
            await self._now_or_later(partial(dispatcher.seat, person_id), later)

    async def _now_or_later(self, step: Step, order: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        """Do a step of the reconciling; one that fails is left to an order, which is tried again."""
        if not await attempt(step, "reconciling with the PBX"):
            await attempt(partial(self._database.run, order), "leaving the reconciling to an order")

    async def _hear(self, adapter: CtiAdapter, term: Term) -> None:
        async for event in adapter.events():
            await self._written(event, term)

    async def _written(self, event: CtiEvent, term: Term) -> None:
        """Write one event down, however long the database is away: the PBX says nothing twice.

        One that fails for another reason is left out, so that what follows is heard.
        """
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            failure = await failure_of(partial(self._apply, event, term))
            if failure is None:
                return
            if not isinstance(failure, SQLAlchemyError | OSError):
                logger.error("an event of the PBX is left out", exc_info=failure)
                return
            logger.warning("an event of the PBX waits for the database (%s)", type(failure).__name__)
            await self._database.clock.sleep(pause)

    async def _apply(self, event: CtiEvent, term: Term) -> None:
        async def work(uow: UnitOfWork) -> None:
            if isinstance(event, LinkChanged):
                await _link_changed(uow, event)
            elif isinstance(event, SeatReported):
                await take_over_seat(uow, event)
            else:
                await apply_progress(uow, event, self._listeners)
            await term.fence(uow)

        await self._database.run(work)

    # -- sweeping ---------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _sweeps(self) -> AsyncIterator[None]:
        clock = self._database.clock
        async with self._supervisor.repeating("cti sweep", self.sweep, SWEEP_SECONDS, clock):
            yield

    async def sweep(self) -> None:
        """Say which calls go on; free lines of calls nobody has any more; log out who may not telephone.

        One at a time: rows a sweep under way has locked are skipped, so a second one would not wait for them.
        """
        if self._adapter is not None and self._owner.term is None:
            return  # whoever holds the link knows what the PBX has
        async with self._sweeping:
            if self._adapter is None and await self._leave_to_others():
                return
            await self._tell_going_on()
            await self._tidy_up()

    async def _leave_to_others(self) -> bool:
        """Tell whether there is a PBX, which other processes have; orders are theirs then."""
        async with self._database.read() as conn:
            link = await load_link(conn)
        there_is_one = link.mode is CtiMode.PBX
        if there_is_one:
            await self._left_over.aclose()
            self._deals_with_left_over = False
            if link.connected:
                await notice_absence(self._database)
        elif not self._deals_with_left_over:
            self._deals_with_left_over = True
            await self._left_over.enter_async_context(self._runner.offering(SEAT, NO_PBX))
            await self._left_over.enter_async_context(self._runner.offering(CALL, NO_PBX))
        return there_is_one

    async def _tell_going_on(self) -> None:
        """Let listeners know what the PBX still has: a desk that was cut off has not ended its call."""
        if self._adapter is None:
            return
        seen_at = self._database.clock.now()
        async with self._database.read() as conn:
            found = [(call, await self._goes_on(call)) for call in await running_calls(conn)]
            connected = (await load_link(conn)).connected
        for kind, listener in self._listeners.items():
            if ids := [call.id for call, goes_on in found if goes_on and call.for_kind is kind]:
                await self._database.run(partial(self._still_there, listener, ids, seen_at))
            missed = [call for call, goes_on in found if not goes_on and call.for_kind is kind]
            gone = [call.id for call in missed if call.ordered_at is not None or call.pbx_call_id is not None]
            if gone and connected:
                await self._database.run(partial(self._not_there, listener, gone))

    async def _tidy_up(self) -> None:
        async with self._database.read() as conn:
            over = [c.id for c in await running_calls(conn, given_up=True) if not await self._goes_on(c)]
            if not (over or await idle_without_right(conn)):
                return

        async def work(uow: UnitOfWork) -> None:
            await end_given_up(uow, over)
            await vacate(uow)
            await self._fence(uow)

        await self._database.run(work)

    async def _still_there(
        self, listener: CallListener, call_ids: list[str], seen_at: datetime, uow: UnitOfWork
    ) -> None:
        await listener.going_on(uow, call_ids, seen_at)
        await self._fence(uow)

    async def _not_there(self, listener: CallListener, call_ids: list[str], uow: UnitOfWork) -> None:
        await listener.gone(uow, call_ids, wait=False)
        await self._fence(uow)

    async def _fence(self, uow: UnitOfWork) -> None:
        """Keep a sweep to the time in office: another's PBX may have what this one has lost."""
        if self._adapter is not None:
            if (term := self._owner.term) is None:
                raise LeaseLost
            await term.fence(uow)

    async def _goes_on(self, call: CallRow) -> bool:
        """Tell whether the PBX has a call; one it dialled and whose name nobody noted is asked for."""
        adapter, name = self._adapter, call.pbx_call_id
        if adapter is None or (name is None and call.ordered_at is None):
            return False
        try:
            name = name or await adapter.find(call.id)
        except PbxUnavailable:  # not known: it is not taken for over
            return True
        return name is not None and adapter.is_live(name)


async def _settle(database: Database, dispatcher: Dispatcher, call: CallRow) -> None:
    name = await dispatcher.found(call)
    if name is None:
        await dispatcher.lost(call.id)
    elif name != call.pbx_call_id:
        await database.run(partial(note_pbx_call, call_id=call.id, pbx_call_id=name))


async def _link_changed(uow: UnitOfWork, event: LinkChanged) -> None:
    """Write down how the link is. Once it is back, each call is asked for: its end may have been missed."""
    await change_link(uow, connected=event.connected, since=event.at)
    await touch_seats(uow)
    if event.connected:
        for call in await running_calls(uow.conn):
            if call.ordered_at is not None or call.pbx_call_id is not None:
                await order_call(uow, call.organisation_id, call.id)
