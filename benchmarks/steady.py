"""A full house at work: fifty changes a second, each for ten of five hundred desks, over a minute.

A change is a note on a callback; its time runs from the moment it was due to be sent, so that a server that
falls behind is not excused.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measure import Figure, Line
from benchmarks.server_side import hall, p99
from benchmarks.wire import PATIENCE, Ear, listening
from benchmarks.wire import Line as Wire

PER_SECOND = 50
CONCERNED = 10
WRITERS = 10
CALLBACKS = 500  # each changes every ten seconds: of two changes in one breath a desk is told the last
LIMIT = 0.250
CORE = 70.0


@dataclass
class Minute:
    """What was measured: seconds until rows arrived, and the share of a core the process used (0 to 1)."""

    taken: list[float]
    core: float


def run(*, small: bool) -> Iterator[Line | Figure]:
    """Yield p99 until the row is there, and the processor time of the serving process."""
    services, seconds = (2, 2) if small else (50, 60)
    minute = asyncio.run(_measure(services, seconds))
    name = f"{PER_SECOND} changes/s, each for {CONCERNED} of {services * CONCERNED} desks"
    yield Line(f"{name}, sent to row received, p99", p99(minute.taken), LIMIT, "limit", 1.0)
    yield Figure(f"{name}, processor time of the server", minute.core * 100, CORE, "% of a core")


async def _measure(services: int, seconds: int) -> Minute:
    async with hall() as here:
        shops = [await here.world.service(f"몰 {n}") for n in range(services)]
        chief = await here.world.supervisor("chief", *shops)
        ann = await here.world.agent("ann", *shops)
        headers: list[str] = []
        for n, shop in enumerate(shops):  # the chief and the agent have no stream: ten desks see a change
            for m in range(CONCERNED):
                boss = await here.world.supervisor(f"boss{n}-{m}", shop)
                headers.append(await here.bearer(boss))
        writing = await here.bearer(chief)
        async with here.serving() as server:
            ids = await here.given(writing, shops * (CALLBACKS // services), ann)
            wires = [await Wire.open(here.port, writing) for _ in range(WRITERS)]
            async with listening(here.port, "/v1/stream?accept=page,agents", headers) as ears:
                await _changes(ears, ids, wires, PER_SECOND)  # a second to warm up
                before, start = server.cpu(), time.perf_counter()
                taken = await _changes(ears, ids, wires, PER_SECOND * seconds)
                core = (server.cpu() - before) / (time.perf_counter() - start)
            for wire in wires:
                wire.close()
        return Minute(taken, core)


async def _changes(ears: Sequence[Ear], ids: Sequence[str], wires: Sequence[Wire], count: int) -> list[float]:
    """Send these many changes in their time; return how long each concerned desk waited for its row."""
    idle: asyncio.Queue[Wire] = asyncio.Queue()
    for wire in wires:
        idle.put_nowait(wire)
    taken: list[float] = []
    start = time.perf_counter()

    async def change(number: int) -> None:
        due = start + number / PER_SECOND
        await asyncio.sleep(due - time.perf_counter())
        text, first = f"note-{start:.6f}-{number}-", number * CONCERNED % len(ears)
        desks = ears[first : first + CONCERNED]
        heard = [ear.awaiting(text.encode()) for ear in desks]
        wire = await idle.get()
        await wire.post(f"/v1/callbacks/{ids[number % len(ids)]}/note", {"note": text})
        idle.put_nowait(wire)
        async with asyncio.timeout(PATIENCE):
            taken.extend(at - due for at in await asyncio.gather(*heard))

    await asyncio.gather(*(change(number) for number in range(count)))
    return taken
