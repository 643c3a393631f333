"""The embedded PBX: phones that ring and customers who answer, are busy or don't, by seed.

What a customer does depends only on the seed, the number and how often this simulator dialled it before, so a
run can be repeated. Time comes from the clock it is given; with a virtual clock, :meth:`Simulator.pump` moves
the calls and no real time passes.
"""

import asyncio
import heapq
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiState
from occ_contract.ids import new_id
from occ_server.kit.clock import Clock
from occ_server.kit.tasks import TaskOwner, attempt, first_of
from occ_server.telephony.adapter import CallProgress, CtiEvent, LinkChanged, PbxUnavailable
from occ_server.telephony.reports import Reports

ANSWERS, BUSY, NO_ANSWER = 0.55, 0.15, 0.25  # the rest of the calls fail


@dataclass(frozen=True, slots=True)
class CallPlan:
    """What will happen to a call: seconds until it rings, of ringing, and of talking."""

    result: AttemptResult
    dial_seconds: float
    ring_seconds: float = 0.0
    talk_seconds: float = 0.0


Planner = Callable[[str, int], CallPlan]


def seeded_planner(seed: int) -> Planner:
    """Return the planner of a simulated centre: (number, how often dialled before) -> what happens."""

    def plan(phone: str, times_before: int) -> CallPlan:
        chance = random.Random(f"{seed}:{phone}:{times_before}")  # noqa: S311 - a simulation, not a secret
        draw, dial = chance.random(), chance.uniform(1.0, 3.0)
        if draw < ANSWERS:
            talk = min(chance.lognormvariate(4.2, 0.7), 900.0)
            return CallPlan(AttemptResult.CONNECTED, dial, chance.uniform(3.0, 18.0), max(talk, 8.0))
        if draw < ANSWERS + BUSY:
            return CallPlan(AttemptResult.BUSY, dial)
        if draw < ANSWERS + BUSY + NO_ANSWER:
            return CallPlan(AttemptResult.NO_ANSWER, dial, chance.uniform(24.0, 30.0))
        return CallPlan(AttemptResult.FAILED, dial)

    return plan


@dataclass(slots=True)
class _Call:
    pbx_call_id: str
    call_id: str
    plan: CallPlan
    state: CallState = CallState.DIALLING
    rang_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(slots=True)
class _Lines:
    """Who sits at which extension, and what they told the PBX to be."""

    extension_of: dict[str, str] = field(default_factory=dict)
    state_of: dict[str, CtiState] = field(default_factory=dict)


class Simulator:
    """A ``CtiAdapter`` without a PBX. At ``speed`` 10 calls run ten times as fast as they report."""

    def __init__(
        self, clock: Clock, *, seed: int = 1, speed: float = 1.0, planner: Planner | None = None
    ) -> None:
        self._clock = clock
        self._speed = speed
        self._planner = planner or seeded_planner(seed)
        self._events = Reports()
        self._due: list[tuple[datetime, int, str, CallState]] = []
        self._order = 0
        self._calls: dict[str, _Call] = {}
        self._dialled: dict[str, int] = {}
        self._lines = _Lines()
        self._scheduled = asyncio.Event()
        self._linked = False
        self._timer: asyncio.Task[None] | None = None
        self._tasks = TaskOwner()

    async def start(self) -> None:
        """Start the timer that moves the calls on."""
        if self._timer is None:
            self._events = Reports()  # nothing of an earlier time
            self.report_link(connected=True)
            self._timer = self._tasks.start(self._run(), "cti simulator")

    async def stop(self) -> None:
        """Drop every call without a word and end :meth:`events`."""
        timer, self._timer = self._timer, None
        if timer is not None:
            await self._tasks.close()
            self._events.put_nowait(None)
        self._calls.clear()
        self._due.clear()

    async def login(self, extension: str, agent_id: str) -> None:
        self._lines.extension_of[agent_id] = extension
        self._lines.state_of[agent_id] = CtiState.READY

    async def logout(self, agent_id: str) -> None:
        self._lines.extension_of.pop(agent_id, None)
        self._lines.state_of.pop(agent_id, None)

    async def set_state(self, agent_id: str, state: CtiState) -> None:
        self._lines.state_of[agent_id] = state

    async def originate(self, call_id: str, extension: str, phone: str) -> str:
        """Start a call; its first event (dialling) is the caller's own doing and is not repeated."""
        if self._timer is None or not self._linked:
            raise PbxUnavailable(extension)
        before = self._dialled.get(phone, 0)
        self._dialled[phone] = before + 1
        call = _Call(new_id(), call_id, self._planner(phone, before))
        self._calls[call.pbx_call_id] = call
        plan = call.plan
        rings = plan.ring_seconds > 0
        first = CallState.RINGING if rings else CallState.ENDED
        self._schedule(call.pbx_call_id, plan.dial_seconds, first)
        if plan.result is AttemptResult.CONNECTED:
            self._schedule(call.pbx_call_id, plan.dial_seconds + plan.ring_seconds, CallState.TALKING)
        if rings:
            total = plan.dial_seconds + plan.ring_seconds + plan.talk_seconds
            self._schedule(call.pbx_call_id, total, CallState.ENDED)
        return call.pbx_call_id

    async def find(self, call_id: str) -> str | None:
        found = (call.pbx_call_id for call in self._calls.values() if call.call_id == call_id)
        return next(found, None)

    async def hangup(self, pbx_call_id: str) -> None:
        """End the call now: connected if the customer had answered, else not answered."""
        call = self._calls.get(pbx_call_id)
        if call is not None:
            talking = call.state is CallState.TALKING
            result = AttemptResult.CONNECTED if talking else AttemptResult.NO_ANSWER
            self._end(call, self._clock.now(), result)

    def is_live(self, pbx_call_id: str) -> bool:
        return pbx_call_id in self._calls

    def events(self) -> AsyncIterator[CtiEvent]:
        return self._events.read()

    async def delivered(self) -> None:
        """Wait until the reader has dealt with every event so far."""
        await self._events.join()

    def report_link(self, *, connected: bool) -> None:
        """Pretend that the connection to the PBX came up or went away; without one nothing is dialled."""
        self._linked = connected
        self._events.put_nowait(LinkChanged(connected=connected, at=self._clock.now()))

    def pump(self) -> float | None:
        """Emit what is due by the clock; return the real seconds until the next change, None without one."""
        now = self._clock.now()
        while self._due and self._due[0][0] <= now:
            at, _, pbx_call_id, state = heapq.heappop(self._due)
            call = self._calls.get(pbx_call_id)
            if call is not None:
                self._advance(call, at, state)
        return max((self._due[0][0] - now).total_seconds(), 0.0) if self._due else None

    def _schedule(self, pbx_call_id: str, seconds: float, state: CallState) -> None:
        self._order += 1
        due = self._clock.now() + timedelta(seconds=seconds / self._speed)
        heapq.heappush(self._due, (due, self._order, pbx_call_id, state))
        self._scheduled.set()

    def _advance(self, call: _Call, at: datetime, state: CallState) -> None:
        if state is CallState.ENDED:
            self._end(call, at, call.plan.result)
            return
        call.state = state
        if state is CallState.RINGING:
            call.rang_at = at
        else:
            call.answered_at = at
        self._emit(call, at)

    def _end(self, call: _Call, at: datetime, result: AttemptResult) -> None:
        call.state = CallState.ENDED
        del self._calls[call.pbx_call_id]
        self._emit(call, at, result)

    def _emit(self, call: _Call, at: datetime, result: AttemptResult | None = None) -> None:
        ended = call.state is CallState.ENDED
        self._events.put_nowait(
            CallProgress(
                call_id=call.call_id,
                pbx_call_id=call.pbx_call_id,
                state=call.state,
                at=at,
                result=result,
                ring_seconds=self._span(call.rang_at, call.answered_at or at),
                talk_seconds=self._span(call.answered_at, at) if ended else None,
            )
        )

    def _span(self, start: datetime | None, end: datetime) -> int | None:
        return None if start is None else round((end - start).total_seconds() * self._speed)

    async def _run(self) -> None:
        while True:
            if not await attempt(self._move_on, "moving simulated calls"):
                await self._clock.sleep(1.0)

    async def _move_on(self) -> None:
        wait = self.pump()
        self._scheduled.clear()
        if wait is None:
            await self._scheduled.wait()
        else:
            await first_of(self._scheduled.wait(), self._clock.sleep(wait))
