"""The life of the sample centre: requests come, supervisors spread them, colleagues call and complete.

Everything is drawn from one seed; when people act upon each other the order is the running server's.
"""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from occ_contract.callbacks import Attempt, AttemptResult, Callback
from occ_contract.cti import CallState, CtiState
from occ_contract.people import Permission
from occ_server.demo.centre import SampleCentre
from occ_server.demo.colleagues import Colleague, note_for, ring_in
from occ_server.demo.texts.life import TextingLife
from occ_server.demo.trades import NO_ANSWER_NOTES, TRADES
from occ_server.kit.clock import Clock
from occ_server.kit.db import Database
from occ_server.kit.tasks import TaskOwner, attempt

SECONDS_BETWEEN_REQUESTS = 8.0
SECONDS_BETWEEN_ROUNDS = 25.0
LEFT_WAITING = 12  # a supervisor leaves the newest of each service to the person who watches
LOOK_SECONDS = 3.0
RENEW_AFTER = 5  # looks
GIVE_UP_AFTER = 4  # calls
TOLD_OF_MISSED = 0.35  # of customers who did not answer, by a text


class Life:
    """Runs the simulated people until it is closed. ``pace`` 10 lets them wait a tenth of the time."""

    def __init__(
        self,
        database: Database,
        centre: SampleCentre,
        *,
        seed: int,
        pace: float = 1.0,
    ) -> None:
        self._database = database
        self._centre = centre
        self._clock: Clock = database.clock
        self._seed = seed
        self._pace = pace
        self._tasks = TaskOwner()
        self._texting = TextingLife(
            database,
            centre.organisation,
            agents=centre.colleagues,
            supervisors=centre.supervisors,
            customers=centre.historian.customers,
            pause=self._pause,
        )

    def start(self) -> None:
        """Let everybody begin."""
        rng = self._rng("requests")
        self._tasks.start(self._loop(lambda: self._request(rng), "a customer"), "demo requests")
        for name, step in (("texts", self._texting.text), ("troubles", self._texting.trouble)):
            self._tasks.start(self._loop(partial(step, self._rng(name)), name), f"demo {name}")
        for place, person_id in enumerate(self._centre.supervisors):
            self._tasks.start(self._rounds(person_id, place), f"demo supervisor {place + 1}")
        for place, person_id in enumerate(self._centre.colleagues):
            self._tasks.start(self._work_day(person_id, place), f"demo colleague {place + 1}")

    async def close(self) -> None:
        """Stop everybody."""
        await self._tasks.close()

    def _rng(self, name: str) -> random.Random:
        return random.Random(f"{self._seed}:{name}")  # noqa: S311 - a simulation

    def _colleague(self, person_id: str) -> Colleague:
        return Colleague(self._database, person_id)

    async def _pause(self, seconds: float) -> None:
        await self._clock.sleep(seconds / self._pace)

    async def _loop(self, step: Callable[[], Awaitable[None]], what: str) -> None:
        while True:
            if not await attempt(step, what):
                await self._pause(SECONDS_BETWEEN_REQUESTS)

    async def _request(self, rng: random.Random) -> None:
        await self._pause(min(rng.expovariate(1 / SECONDS_BETWEEN_REQUESTS), 40.0))
        service = rng.choices(range(len(TRADES)), [trade.share for trade in TRADES])[0]
        request, _route = self._centre.historian.request(service, self._clock.now())
        await ring_in(self._database, self._centre.organisation.integration, request)

    async def _rounds(self, person_id: str, place: int) -> None:
        chief, rng = self._colleague(person_id), self._rng(f"rounds {place}")
        await self._loop(lambda: self._round(chief, rng), "a round")

    async def _round(self, chief: Colleague, rng: random.Random) -> None:
        """Spread what waits longest over colleagues who sit at their desks."""
        await self._pause(rng.uniform(0.6, 1.4) * SECONDS_BETWEEN_ROUNDS)
        simulated = set(self._centre.colleagues)
        for service_id in sorted(await chief.services()):
            ready = [
                agent.id
                for agent in await chief.team(service_id)
                if agent.id in simulated
                and agent.cti_state not in {CtiState.LOGGED_OUT, CtiState.BREAK}
                and any(
                    m.service_id == service_id and Permission.PHONE in m.permissions
                    for m in agent.memberships
                )
            ]
            longest = (await chief.waiting(service_id))[:-LEFT_WAITING]
            if longest and ready:
                chosen = rng.sample(ready, min(len(ready), 6))
                await chief.spread([c.id for c in longest[:12]], chosen)

    async def _work_day(self, person_id: str, place: int) -> None:
        colleague, rng = self._colleague(person_id), self._rng(f"colleague {place}")
        await attempt(lambda: colleague.sit_down(str(3001 + place)), "sitting down")
        await self._pause(rng.uniform(1, 40))
        await self._loop(lambda: self._turn(colleague, rng), "a colleague")

    async def _turn(self, colleague: Colleague, rng: random.Random) -> None:
        """Call the next customer, or wait for work, or take a break."""
        await self._pause(rng.uniform(6, 30))
        draw = rng.random()
        if draw < 0.04:
            await colleague.become(CtiState.BREAK)
            await self._pause(rng.uniform(60, 240))
        await colleague.become(CtiState.READY)
        queue = [c for c in await colleague.own_queue() if self._is_time_for(c)]
        if queue:
            await self._call(colleague, rng, queue[0])

    def _is_time_for(self, callback: Callback) -> bool:
        """A missed customer is tried again only after ten minutes."""
        last = callback.calls[-1].ended_at if callback.calls else None
        return last is None or self._clock.now() - last > timedelta(minutes=10)

    async def _call(self, colleague: Colleague, rng: random.Random, callback: Callback) -> None:
        claimed = await colleague.dial(callback.id)
        if claimed is None:
            return
        looks = 0
        while (call := await colleague.progress(claimed)).state is not CallState.ENDED:
            looks += 1
            if looks % RENEW_AFTER == 0:
                await colleague.keep_claim(claimed)
            await self._clock.sleep(LOOK_SECONDS)
        await self._pause(rng.uniform(4, 25))
        await self._after(colleague, rng, callback, call)

    async def _after(
        self, colleague: Colleague, rng: random.Random, callback: Callback, call: Attempt
    ) -> None:
        routes = {r.code: r.notes for trade in TRADES for r in trade.routes if r.label == callback.route_name}
        notes = routes.get(callback.route_code or "", NO_ANSWER_NOTES)
        note = note_for(rng, call, notes, NO_ANSWER_NOTES)
        if call.result is AttemptResult.CONNECTED or callback.attempts + 1 >= GIVE_UP_AFTER:
            await colleague.finish(callback.id, note if rng.random() < 0.8 else None)
            return
        if rng.random() < 0.6:
            await colleague.jot(callback.id, note)
        if call.result is AttemptResult.NO_ANSWER and rng.random() < TOLD_OF_MISSED:
            await self._texting.missed(rng, colleague.person_id, callback)
