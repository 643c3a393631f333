"""Carries out orders to the PBX, in the process that holds the link. Rows say what is wanted.

A dial is the one thing that must not happen twice. That it is about to is committed before it does; from
then on a repeated order asks the PBX for the call and, if it has none, ends it as unknown. An order whose
call ended, or whose claim was given up, before it was begun dials nobody. Nor does a process that was frozen
right before it would dial, until another may have taken over and the customer been called by that one.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import SETTABLE_STATES, CallState
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, Finish, Postponed
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.adapter import CallProgress, CtiAdapter, PbxUnavailable
from occ_server.telephony.calls import CallRow, load_call, lock_call, note_ordered, note_pbx_call, take_over
from occ_server.telephony.listeners import CallListeners
from occ_server.telephony.orders import CallOrder, SeatOrder
from occ_server.telephony.tables import lines

PBX_AWAY = timedelta(seconds=2)
Fence = Callable[[UnitOfWork], Awaitable[None]]


@contextmanager
def _waiting_for_the_pbx() -> Iterator[None]:
    """Leave the order for later while the PBX is away, which is no fault of the order."""
    try:
        yield
    except PbxUnavailable as error:
        raise Postponed(PBX_AWAY) from error


class Dispatcher:
    """Does what orders ask for. ``fence(uow)`` keeps what is written to this process's time in office.

    ``is_in_office()`` tells without a wait whether nobody else can hold the link by now.
    """

    def __init__(
        self,
        database: Database,
        adapter: CtiAdapter,
        listeners: CallListeners,
        fence: Fence,
        is_in_office: Callable[[], bool],
    ) -> None:
        self._database = database
        self._adapter = adapter
        self._listeners = listeners
        self._fence = fence
        self._is_in_office = is_in_office

    @property
    def seats(self) -> External[SeatOrder]:
        """Return what carries out ``orders.SEAT``."""
        return External(self._seat_order, "the PBX is told again where somebody sits and what they are")

    @property
    def calls(self) -> External[CallOrder]:
        """Return what carries out ``orders.CALL``."""
        return External(self._call_order, "a call is hung up again; it is never dialled again")

    async def seat(self, agent_id: str) -> None:
        """Tell the PBX where an agent sits by now, and whether they take calls.

        :raises PbxUnavailable: it could not be told.
        """
        query = select(lines.c.extension, lines.c.state).where(lines.c.person_id == agent_id)
        async with self._database.read() as conn:
            named = across_organisations(query, "the order knows the agent")
            line = (await conn.execute(named)).one_or_none()
        if line is None or line.extension is None:
            await self._adapter.logout(agent_id)
            return
        await self._adapter.login(line.extension, agent_id)
        if line.state in SETTABLE_STATES:
            await self._adapter.set_state(agent_id, line.state)

    async def lost(self, call_id: str) -> None:
        """End a call of which the PBX knows nothing."""
        await self._database.run(partial(self._gone, call_id=call_id))

    async def found(self, call: CallRow) -> str | None:
        """Return the PBX's name of a call it still has."""
        name: str | None = call.pbx_call_id or await self._adapter.find(call.id)
        return name if name is not None and self._adapter.is_live(name) else None

    async def _seat_order(self, _database: Database, order: SeatOrder, _attempt: Attempt) -> None:
        with _waiting_for_the_pbx():
            await self.seat(order.agent_id)

    async def _call_order(self, database: Database, order: CallOrder, _attempt: Attempt) -> Finish | None:
        async with database.read() as conn:
            call = await load_call(conn, order.call_id)
        if call is None or call.ended_at is not None:
            return None
        if call.ordered_at is None and call.pbx_call_id is None:
            begun = await database.run(partial(self._begin, call_id=call.id))
            return None if begun is None else await self._dial(begun)
        with _waiting_for_the_pbx():
            name = await self.found(call)
            if name is not None and call.hang_up_at is not None:
                await self._adapter.hangup(name)
        if name is None:
            await self.lost(call.id)
            return None
        return partial(note_pbx_call, call_id=call.id, pbx_call_id=name)

    async def _begin(self, uow: UnitOfWork, call_id: str) -> CallRow | None:
        """Write down that a call is dialled now, unless it should not be any more."""
        call = await lock_call(uow, call_id, self._listeners)
        if call is None or call.ended_at is not None or call.ordered_at is not None:
            return None
        if call.hang_up_at is not None or call.given_up_at is not None:
            await self._end(uow, call, AttemptResult.FAILED)
            return None
        if call.for_kind in self._listeners:  # a dial that waited has its whole time before it
            await self._listeners[call.for_kind].going_on(uow, [call.id], uow.now)
        await note_ordered(uow, call_id)
        await self._fence(uow)
        return call

    async def _dial(self, call: CallRow) -> Finish | None:
        try:
            name = await self._dialled(call)
        except PbxUnavailable:
            await self._database.run(partial(self._over, call_id=call.id, result=AttemptResult.FAILED))
            return None
        return partial(note_pbx_call, call_id=call.id, pbx_call_id=name)

    async def _dialled(self, call: CallRow) -> str:
        if call.agent_id is not None:
            await self.seat(call.agent_id)  # what was ordered earlier for the agent comes earlier
        if not self._is_in_office():  # no wait between this and the dial
            raise PbxUnavailable("the link may be another's by now")
        return await self._adapter.originate(call.id, call.extension or "", call.phone)

    async def _gone(self, uow: UnitOfWork, call_id: str) -> None:
        for listener in self._listeners.values():
            await listener.gone(uow, [call_id], wait=True)
        await self._over(uow, call_id, AttemptResult.UNKNOWN)

    async def _over(self, uow: UnitOfWork, call_id: str, result: AttemptResult) -> None:
        call = await lock_call(uow, call_id, self._listeners)
        if call is not None and call.ended_at is None:
            await self._end(uow, call, result)

    async def _end(self, uow: UnitOfWork, call: CallRow, result: AttemptResult) -> None:
        name = call.pbx_call_id or ""
        report = CallProgress(
            call_id=call.id, pbx_call_id=name, state=CallState.ENDED, at=uow.now, result=result
        )
        await take_over(uow, call, report, self._listeners)
        await self._fence(uow)
