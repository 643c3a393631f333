"""Five thousand callbacks assigned equally to a hundred agents, beside as many bare UPDATEs.

Ours locks and reads the rows, splits them, remembers the batch, writes the trail and the feed, tells the
agents. The peer is one transaction of one prepared UPDATE a row.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.filling import fill
from benchmarks.measure import Line
from benchmarks.server_side import Hall, hall, seconds_of
from benchmarks.wire import Line as Wire
from occ_contract.callbacks import CallbackStatus

_UPDATE = """UPDATE callbacks
SET status = 'assigned', assignee_id = %s, assigner_id = %s, assigned_at = %s, changed_by = %s
WHERE id = %s AND organisation_id = %s"""


def run(*, small: bool) -> Iterator[Line]:
    """Yield the medians of both, in turn."""
    rows, agents, rounds = (100, 5, 1) if small else (5000, 100, 5)
    ours, peer = asyncio.run(_measure(rows, agents, rounds))
    yield Line(f"{rows:,} callbacks assigned to {agents} agents", ours, peer, "the bare UPDATEs", 3.0)


async def _measure(rows: int, agents: int, rounds: int) -> tuple[float, float]:
    async with hall() as here:
        shop = await here.world.service()
        boss = await here.world.supervisor("boss", shop)
        people = [(await here.world.agent(f"agent{n}", shop)).id for n in range(agents)]
        ids = await fill(here, shop, rows * 2 * (rounds + 1), [], CallbackStatus.RECEIVED)
        parts = iter([ids[n : n + rows] for n in range(0, len(ids), rows)])
        async with here.serving():
            desk = await Wire.open(here.port, await here.bearer(boss))

            async def ours() -> None:
                asked = {"callback_ids": next(parts), "agent_ids": people, "method": "equal"}
                answer = json.loads(await desk.post("/v1/callbacks/assign", asked))
                assert len(answer["assigned"]) == rows

            async def peer() -> None:
                await _bare(here, next(parts), people, boss.id)

            taken = [(await seconds_of(ours), await seconds_of(peer)) for _ in range(rounds + 1)]
            desk.close()
        mine, other = zip(*taken[1:], strict=True)  # the first warmed up
        return statistics.median(mine), statistics.median(other)


async def _bare(here: Hall, ids: Sequence[str], agents: Sequence[str], boss: str) -> None:
    conn = await here.bare()
    now = time.time_ns() // 1000
    organisation = here.world.organisation_id
    cursor = conn.cursor()
    await cursor.executemany(
        _UPDATE, [(agents[n % len(agents)], boss, now, boss, i, organisation) for n, i in enumerate(ids)]
    )
    await conn.commit()
    await conn.close()
