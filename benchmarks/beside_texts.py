"""Callbacks while texts are under way: fifty texts a second must not keep a callback's change waiting.

A change is a note; its time runs from the moment it was due to be sent. Both take turns, alone and beside a
second process's worth of hand-overs on the same database, so that a machine that drifts drifts for both.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence

from benchmarks.carrier import BenchCarrier
from benchmarks.measure import Line
from benchmarks.server_side import Child, Hall, free_port, hall, p99
from benchmarks.texting import asked_to, stored
from benchmarks.wire import Line as Wire
from occ_server.kit.jobs.runner import Runner
from occ_server.sms.carriers.protocol import Answer, Handover
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.sending.routes import JOBS
from support.texting import KIND, texting_in
from support.world import Someone

TEXTS, CHANGES = 50, 20  # a second
WIRES = 4
CALLBACKS = 200
SECONDS = 10


class Paced(BenchCarrier):
    """A carrier that takes so many calls a second."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._free_at = 0.0

    async def hand_over(self, text: Handover) -> Answer:
        """Hand over when it is this call's turn."""
        now = time.perf_counter()
        self._free_at = max(self._free_at, now) + 1 / TEXTS
        await asyncio.sleep(self._free_at - now)
        return await super().hand_over(text)


def run(*, small: bool) -> Iterator[Line]:
    """Yield p99 of a change beside texts, and alone."""
    beside, alone = asyncio.run(_measure(1 if small else 3, 1 if small else SECONDS))
    name = f"a callback's change beside {TEXTS} texts/s under way, p99"
    yield Line(name, beside, alone, "callbacks alone", 1.3)


async def _measure(rounds: int, seconds: int) -> tuple[float, float]:
    async with hall() as here:
        shop = await here.world.service()
        await texting_in(here.database, here.world.organisation_id, shop)
        boss = await here.world.supervisor("boss", shop)
        agent = await here.world.agent("agent", shop)
        writing, port = await here.bearer(boss), free_port()
        stand_in = Child(("-m", "benchmarks.carrier", str(port)), here.folder / "carrier.log")
        try:
            await stand_in.until_listening(port)
            carrier = Paced(port)
            ADAPTERS[KIND] = lambda _account: carrier
            async with here.serving():  # whose process knows no such carrier: it does the callbacks
                ids = await here.given(writing, [shop] * CALLBACKS, agent)
                wires = [await Wire.open(here.port, writing) for _ in range(WIRES)]
                await _changes(ids, wires, 1)
                alone, beside = list[float](), list[float]()
                for number in range(rounds):
                    alone += await _changes(ids, wires, seconds)
                    beside += await _beside(here, shop, agent, number, ids, wires, seconds)
            await carrier.close()
        finally:
            stand_in.stop()
        return p99(beside), p99(alone)


async def _beside(
    here: Hall,
    shop: str,
    agent: Someone,
    number: int,
    ids: Sequence[str],
    wires: Sequence[Wire],
    seconds: int,
) -> list[float]:
    """Make the changes while texts that differ go out, more than will in this time."""
    to = TEXTS * (seconds + 3)
    for first in range(0, to, 1000):
        asked = asked_to(shop, min(1000, to - first), number * to + first, "안내 ##번호##")
        await stored(here, agent, asked)
    async with Runner(here.database, JOBS, slots=1).running():
        await asyncio.sleep(1)  # until it is under way
        return await _changes(ids, wires, seconds)


async def _changes(ids: Sequence[str], wires: Sequence[Wire], seconds: int) -> list[float]:
    """Send changes in their time; return how long each took from the moment it was due."""
    idle: asyncio.Queue[Wire] = asyncio.Queue()
    for wire in wires:
        idle.put_nowait(wire)
    taken: list[float] = []
    start = time.perf_counter()

    async def change(number: int) -> None:
        due = start + number / CHANGES
        await asyncio.sleep(due - time.perf_counter())
        wire = await idle.get()
        await wire.post(f"/v1/callbacks/{ids[number % len(ids)]}/note", {"note": f"note {start} {number}"})
        idle.put_nowait(wire)
        taken.append(time.perf_counter() - due)

    await asyncio.gather(*(change(number) for number in range(CHANGES * seconds)))
    return taken
