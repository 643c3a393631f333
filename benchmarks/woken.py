"""How many of many open streams a change wakes that concerns three of them.

It is counted, not timed: a woken desk pulls or draws, so each one too many costs the server and a person.
"""

import asyncio
from collections.abc import Iterator

from benchmarks.measure import Figure
from benchmarks.server_side import Hall, hall
from benchmarks.wire import Line as Wire
from benchmarks.wire import all_heard, listening
from occ_contract.people import Permission
from support.world import Someone

CONCERNED = 3
QUIET = 1.5  # seconds for a stream that should not have been told to show it: three looks of the watcher


def run(*, small: bool) -> Iterator[Figure]:
    """Yield how many streams got anything but a heartbeat or a colleague's state."""
    desks = 20 if small else 500
    woken = asyncio.run(_count(desks))
    name = f"streams of {desks} woken by a change that concerns {CONCERNED}"
    yield Figure(name, woken, CONCERNED, "streams", exactly=True)


async def _people(here: Hall, service: str, desks: int) -> list[Someone]:
    """Return a supervisor, one who assigns, the callback's agent, and agents whom it does not concern."""
    both = (Permission.PHONE, Permission.CALLBACK_ASSIGN)
    concerned = [
        await here.world.supervisor("boss", service),
        await here.world.agent("amy", service, permissions=both),
        await here.world.agent("ann", service),
    ]
    return concerned + [await here.world.agent(f"ben{n}", service) for n in range(desks - CONCERNED)]


async def _count(desks: int) -> int:
    async with hall() as here:
        service = await here.world.service()
        people = await _people(here, service, desks)
        headers = [await here.bearer(someone) for someone in people]
        async with here.serving():
            (callback,) = await here.given(headers[0], [service], people[2])
            ann = await Wire.open(here.port, headers[2])
            async with listening(here.port, "/v1/stream?accept=page,agents", headers) as ears:
                await asyncio.sleep(QUIET)
                before = [_told(ear.counts) for ear in ears]
                note = ann.post(f"/v1/callbacks/{callback}/note", {"note": "wake-those"})
                await all_heard(ears[:CONCERNED], b"wake-those", note)
                await asyncio.sleep(QUIET)
                woken = sum(_told(ear.counts) > then for ear, then in zip(ears, before, strict=True))
            ann.close()
        return woken


def _told(counts: dict[bytes, int]) -> int:
    return sum(many for name, many in counts.items() if name not in {b"heartbeat", b"agents"})
