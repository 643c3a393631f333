"""One change that concerns two hundred desks, until each has its row, beside a bare stream.

Ours authenticates, writes, stamps, audits, reads the row back, and gives each desk a page with a
cursor of its own. The peer hands one string of the same size to as many Litestar streams.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measure import Line
from benchmarks.server_side import Child, Hall, free_port, hall, p99
from benchmarks.wire import Ear, all_heard, listening
from benchmarks.wire import Line as Wire

PAUSE = 0.15  # seconds between two changes: each is carried alone


@dataclass
class Heard:
    """What one side cost: seconds of the process's processor time a change, and when each desk had it."""

    cpu: float
    taken: list[float]


def run(*, small: bool) -> Iterator[Line]:
    """Yield processor time and p99, both a change."""
    desks, rounds = (10, 3) if small else (200, 100)
    ours, peer = asyncio.run(_measure(desks, rounds))
    name = f"one change to {desks} desks"
    yield Line(f"{name}, CPU of the server", ours.cpu, peer.cpu, "a bare Litestar stream", 3.0)
    yield Line(f"{name}, p99", p99(ours.taken), p99(peer.taken), "a bare Litestar stream", 3.0)


async def _measure(desks: int, rounds: int) -> tuple[Heard, Heard]:
    async with hall() as here:
        service = await here.world.service()
        bosses = [await here.world.supervisor(f"boss{n}", service) for n in range(desks)]
        headers = [await here.bearer(boss) for boss in bosses]
        ann = await here.world.agent("ann", service)
        async with here.serving() as server:
            (callback,) = await here.given(headers[0], [service], ann)
            boss = await Wire.open(here.port, headers[0])

            async def note(text: str) -> None:
                await boss.post(f"/v1/callbacks/{callback}/note", {"note": text})

            async with listening(here.port, "/v1/stream?accept=page,agents", headers) as ears:
                size = await _size(ears, note)
                ours = await _told(ears, server, rounds, note)
            boss.close()
        return ours, await _bare(here, desks, rounds, size)


async def _size(ears: Sequence[Ear], note: Callable[[str], Awaitable[None]]) -> int:
    """Return how many bytes an event has that tells of a note."""
    await all_heard(ears, b"how-long", note("how-long"))
    return len(ears[0].last)


async def _bare(here: Hall, desks: int, rounds: int, size: int) -> Heard:
    port = free_port()
    peer = Child(("-m", "benchmarks.bare_stream", str(port)), here.folder / "peer.log")
    try:
        await peer.until_listening(port)
        teller = await Wire.open(port)

        async def tell(text: str) -> None:
            await teller.post("/tell", text.ljust(size, "."))

        async with listening(port, "/stream", [""] * desks) as ears:
            await all_heard(ears, b"how-long", tell("how-long"))
            return await _told(ears, peer, rounds, tell)
    finally:
        peer.stop()


async def _told(
    ears: Sequence[Ear], process: Child, rounds: int, tell: Callable[[str], Awaitable[None]]
) -> Heard:
    taken: list[float] = []
    await asyncio.sleep(2 * PAUSE)
    cpu = 0.0
    for number in range(rounds):
        text = f"change-{number:06}-"
        before = process.cpu()
        taken += await all_heard(ears, text.encode(), tell(text))
        cpu += process.cpu() - before  # what a process does in the pauses is no part of a change
        await asyncio.sleep(PAUSE)
    return Heard(cpu / rounds, taken)
