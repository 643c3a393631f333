"""Intake by sixteen writers at once, beside the same INSERTs and the counter, bare.

Both sides use sixteen connections and end with the same rows: callback, notice, their entries in the feed.
A desk pulls all the while, and must miss none of either side's numbers.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psycopg

from benchmarks.measure import Figure, Line
from benchmarks.server_side import Hall, hall
from benchmarks.wire import Line as Wire
from occ_contract.ids import new_id

WRITERS = 16
ROUNDS = 3
_COUNTER = """INSERT INTO feed_counters (organisation_id, value) VALUES (%s, 1)
ON CONFLICT (organisation_id) DO UPDATE SET value = feed_counters.value + 1 RETURNING value"""
_CALLBACK = """INSERT INTO callbacks
(id, organisation_id, service_id, external_id, route_code, route_name, phone, name, message,
 received_at, status)
VALUES (%s, %s, %s, %s, '1', '배송 문의', %s, '김영희', '오늘 안에 전화 주세요.', %s, 'received')
ON CONFLICT (service_id, external_id, phone) DO NOTHING"""
_NOTICE = """INSERT INTO notices
(id, organisation_id, service_id, kind, created_at, count, subject, subject_ids, params)
VALUES (%s, %s, %s, 'callback_received', %s, 1, 'callback', %s, '{"route_name": "배송 문의"}')"""
_FEED = """INSERT INTO feed (entity, entity_id, key, seq)
VALUES (%s, %s, %s, %s), (%s, %s, %s, %s), (%s, %s, %s, %s)"""


def run(*, small: bool) -> Iterator[Line | Figure]:
    """Yield the seconds a request takes of sixteen writers' time, and the numbers that were skipped."""
    ours, peer, skipped = asyncio.run(_measure(10 if small else 40))
    name = f"intake by {WRITERS} writers, a request"
    yield Line(name, ours, peer, "the same INSERTs and counter, bare", 3.0)
    yield Figure(f"intake by {WRITERS} writers, numbers a puller missed", skipped, 0, "numbers", exactly=True)


async def _measure(each: int) -> tuple[float, float, int]:
    async with hall() as here:
        shop = await here.world.service()
        boss = await here.bearer(await here.world.supervisor("boss", shop))
        key = (await here.world.integration())["X-Api-Key"]
        async with here.serving():
            wires = [await Wire.open(here.port, f"X-Api-Key: {key}\r\n") for _ in range(WRITERS)]
            bare = [await here.bare() for _ in range(WRITERS)]
            puller = Puller(await Wire.open(here.port, boss))
            await puller.catch_up()

            async def ours(writer: int, number: int) -> None:
                await wires[writer].post(
                    "/v1/callbacks",
                    {
                        "service_id": shop,
                        "external_id": f"ours-{number}",
                        "phone": f"010{number:08}",
                        "route_code": "1",
                        "route_name": "배송 문의",
                        "name": "김영희",
                        "message": "오늘 안에 전화 주세요.",
                    },
                )

            async def peer(writer: int, number: int) -> None:
                await _bare(bare[writer], here, shop, number)

            pairs = []
            for turn in range(ROUNDS + 1):  # the first warms up
                pulling = asyncio.create_task(puller.run())  # both sides are watched alike
                pairs.append((await _written(ours, each, turn), await _written(peer, each, turn)))
                puller.enough.set()
                await pulling
            await puller.catch_up()
            for wire in (*wires, puller.wire):
                wire.close()
            for conn in bare:
                await conn.close()
        mine, other = (sorted(times)[ROUNDS // 2] for times in zip(*pairs[1:], strict=True))
        return mine, other, puller.missed()


async def _written(write: Callable[[int, int], Awaitable[None]], each: int, turn: int) -> float:
    """Have every writer write ``each`` requests one after the other; return the seconds by request."""

    async def writer(place: int) -> None:
        for n in range(each):
            await write(place, (turn * WRITERS + place) * each + n)

    start = time.perf_counter()
    await asyncio.gather(*(writer(place) for place in range(WRITERS)))
    return (time.perf_counter() - start) / (each * WRITERS)


async def _bare(conn: psycopg.AsyncConnection[Any], here: Hall, shop: str, number: int) -> None:
    organisation, callback, notice = here.world.organisation_id, new_id(), new_id()
    now = time.time_ns() // 1000
    asked = (callback, organisation, shop, f"bare-{number}", f"010{number:08}", now)
    await conn.execute(_CALLBACK, asked)
    await conn.execute(_NOTICE, (notice, organisation, shop, now, f'["{callback}"]'))
    cursor = await conn.execute(_COUNTER, (organisation,))
    (seq,) = await cursor.fetchone() or (0,)
    rows = (
        *("callback", callback, f"s:{shop}:callbacks", seq, "callback", callback, f"s:{shop}:open", seq),
        *("notice", notice, f"s:{shop}:intake", seq),
    )
    await conn.execute(_FEED, rows)
    await conn.execute("UPDATE callbacks SET seq = %s WHERE id = %s", (seq, callback))
    await conn.execute("UPDATE notices SET seq = %s WHERE id = %s", (seq, notice))
    await conn.commit()


class Puller:
    """A desk that pulls all the while, and which numbers it saw."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.enough = asyncio.Event()
        self._cursor = ""
        self._head = 0
        self._seen: set[int] = set()
        self._began = 0

    async def run(self) -> None:
        """Pull twenty times a second until ``enough``."""
        self.enough.clear()
        while not self.enough.is_set():
            await self.catch_up()
            await asyncio.sleep(0.05)

    async def catch_up(self) -> None:
        """Pull until there is no more."""
        while True:
            page: dict[str, Any] = json.loads(await self.wire.get(f"/v1/sync?cursor={self._cursor}"))
            first = not self._cursor
            self._cursor, self._head = page["cursor"], page["head"]
            if first:
                self._began = self._head
            self._seen |= {change["seq"] for change in page["changes"]}
            if not page["has_more"]:
                return

    def missed(self) -> int:
        """Return how many numbers given out since its first pull it never saw; each one concerned it."""
        return len(set(range(self._began + 1, self._head + 1)) - self._seen)
