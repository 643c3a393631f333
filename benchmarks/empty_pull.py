"""A pull that finds nothing new, beside the cheapest authenticated request of the same person.

Hundreds of desks pull after every lost stream, and most of them find nothing.
"""

import asyncio
import json
from collections.abc import Iterator

from benchmarks.measure import Line
from benchmarks.server_side import hall, in_turn
from benchmarks.wire import Line as Wire


def run(*, small: bool) -> Iterator[Line]:
    """Yield the medians of both, taken in turn over one kept-alive connection each."""
    mine, other = asyncio.run(_measure(20 if small else 1000))
    yield Line("empty pull", mine, other, "GET /v1/cti", 1.3)


async def _measure(rounds: int) -> tuple[float, float]:
    async with hall() as here:
        services = [await here.world.service(f"몰 {n}") for n in range(3)]
        ann = await here.world.agent("ann", *services)
        headers = await here.bearer(ann)
        async with here.serving():
            pulling, looking = await Wire.open(here.port, headers), await Wire.open(here.port, headers)
            cursor = ""
            while True:
                page = json.loads(await pulling.get(f"/v1/sync?cursor={cursor}"))
                cursor = page["cursor"]
                if not page["has_more"]:
                    break
            try:
                return await in_turn(
                    lambda: pulling.get(f"/v1/sync?cursor={cursor}"), lambda: looking.get("/v1/cti"), rounds
                )
            finally:
                pulling.close()
                looking.close()
