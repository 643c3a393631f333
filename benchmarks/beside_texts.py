"""Callbacks while texts are under way: fifty texts a second must not keep a callback's change waiting.

A change is a note; its time runs from the moment it was due to be sent. Both take turns, alone and while the
process that serves hands texts over, as one does: ``python -m benchmarks.beside_texts serve``, which knows a
carrier that takes so many a second. (A server that knows none would take the job, and hold the texts.)
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

from sqlalchemy import func, select

from benchmarks.carrier import BenchCarrier
from benchmarks.measure import Line
from benchmarks.server_side import Child, Hall, free_port, hall, p99
from benchmarks.texting import asked_to, stored
from benchmarks.wire import Line as Wire
from occ_server.cli import main
from occ_server.kit.organisation_guard import across_organisations
from occ_server.sms.carriers.protocol import Answer, Handover
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.tables import messages
from support.texting import KIND, texting_in
from support.world import Someone

TEXTS, CHANGES = 50, 20  # a second
WIRES = 4
CALLBACKS = 200
SECONDS = 10
CARRIER_PORT = "BENCH_CARRIER_PORT"  # in the environment of the process that serves


class Paced(BenchCarrier):
    """A carrier that takes so many calls a second; what was late is made up for."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._free_at = time.perf_counter()

    async def hand_over(self, text: Handover) -> Answer:
        """Hand over when it is this call's turn."""
        now = time.perf_counter()
        self._free_at = max(self._free_at, now - SECONDS) + 1 / TEXTS
        await asyncio.sleep(max(self._free_at - now, 0.0))
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
            os.environ[CARRIER_PORT] = str(port)
            async with here.serving("benchmarks.beside_texts"):
                ids = await here.given(writing, [shop] * CALLBACKS, agent)
                await _changes(here, writing, ids, 1)
                alone, beside = list[float](), list[float]()
                for number in range(rounds):
                    alone += await _changes(here, writing, ids, seconds)
                    texts = partial(_asked, here, shop, agent, number, seconds)
                    beside += await _beside(here, texts, writing, ids, seconds)
        finally:
            stand_in.stop()
        return p99(beside), p99(alone)


async def _asked(here: Hall, shop: str, agent: Someone, number: int, seconds: int) -> None:
    """Have texts that differ accepted, more than will go out in this time."""
    to = TEXTS * (seconds + 3)
    for first in range(0, to, 1000):
        asked = asked_to(shop, min(1000, to - first), number * to + first, "안내 ##번호##")
        await stored(here, agent, asked)


async def _beside(
    here: Hall, texts: Callable[[], Awaitable[None]], writing: str, ids: Sequence[str], seconds: int
) -> list[float]:
    """Make the changes while texts go out, from when they do; then let the rest go."""
    before = await _gone(here)
    await texts()
    await _until(here, before + TEXTS // 2)
    taken = await _changes(here, writing, ids, seconds)
    assert await _gone(here) >= before + TEXTS * seconds // 4, "hardly a text went out"
    await _until(here, before + TEXTS * (seconds + 3))
    return taken


async def _until(here: Hall, count: int) -> None:
    while await _gone(here) < count:
        await here.database.clock.sleep(0.1)


async def _gone(here: Hall) -> int:
    query = select(func.count()).select_from(messages).where(messages.c.accepted_at.is_not(None))
    async with here.database.ask() as conn:
        count: int = (
            await conn.execute(across_organisations(query, "the benchmark has one organisation"))
        ).scalar_one()
        return count


async def _changes(here: Hall, writing: str, ids: Sequence[str], seconds: int) -> list[float]:
    """Send changes in their time; return how long each took from the moment it was due."""
    idle: asyncio.Queue[Wire] = asyncio.Queue()
    wires = [await Wire.open(here.port, writing) for _ in range(WIRES)]
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
    for wire in wires:
        wire.close()
    return taken


if __name__ == "__main__":
    carrier = Paced(int(os.environ[CARRIER_PORT]))
    ADAPTERS[KIND] = lambda _account: carrier
    main()
