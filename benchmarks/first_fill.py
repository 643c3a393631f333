"""A new desk gathers two hundred thousand rows: the server's side, beside bare SELECTs and the same encoder.

Both run in this process, page by page, so that neither pays for HTTP. And the last page beside the first:
what a page costs must not depend on how much lies before it.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg

from benchmarks.filling import fill
from benchmarks.measure import Line
from benchmarks.server_side import Hall, hall
from occ_contract.callbacks import Attempt, AttemptResult, Callback, CallbackStatus
from occ_contract.cti import CallState
from occ_server.feed.pull import Puller
from occ_server.feed.state import ensure_epoch
from occ_server.feed.sums import KeySums
from occ_server.kit import garbage
from occ_server.kit.columns import from_micros
from occ_server.topics import feed_sources

PAGE = 2000  # as the desktop asks
ENDS = 10  # pages at each end that are compared
_FIELDS = [name for name in Callback.__struct_fields__ if name != "calls"]
_CALL_FIELDS = list(Attempt.__struct_fields__)
_ROWS = f"SELECT {', '.join(_FIELDS)} FROM callbacks WHERE organisation_id = %s"
_CALLS = f"SELECT callback_id, {', '.join(_CALL_FIELDS)} FROM call_attempts WHERE callback_id = ANY(%s)"
_TIMES = {f for f in (*_FIELDS, *_CALL_FIELDS) if f.endswith("_at")}
_WORDS: dict[str, Any] = {"status": CallbackStatus, "state": CallState, "result": AttemptResult}


def run(*, small: bool) -> Iterator[Line]:
    """Yield the whole fill beside its peer, and its last pages beside its first."""
    rows, rounds = (2000, 1) if small else (200_000, 3)
    page = 100 if small else PAGE
    ours, peer = asyncio.run(_measure(rows, page, rounds))
    whole = statistics.median(sum(pages) for pages in ours)
    yield Line(f"first fill of {rows:,} rows", whole, statistics.median(peer), "bare SELECT and encode", 2.0)
    last = statistics.median(time for pages in ours for time in pages[-ENDS - 1 : -1])
    first = statistics.median(time for pages in ours for time in pages[1 : ENDS + 1])
    yield Line(f"last {ENDS} pages of {page:,} rows", last, first, f"the first {ENDS}", 1.3)


async def _measure(rows: int, page: int, rounds: int) -> tuple[list[list[float]], list[float]]:
    garbage.settle()  # as a serving process does; the peer has the good of it, too
    async with hall() as here:
        shop = await here.world.service()
        boss = await here.world.supervisor("boss", shop)
        agents = [(await here.world.agent(f"agent{n}", shop)).id for n in range(20)]
        await fill(here, shop, rows, agents)
        await here.database.run(ensure_epoch)
        ours, peer = [], []
        for _ in range(rounds + 1):
            ours.append(await _filled(here, boss.id, rows, page))
            start = time.perf_counter()
            await _bare(here, rows, page)
            peer.append(time.perf_counter() - start)
        return ours[1:], peer[1:]  # the first warmed up


async def _filled(here: Hall, person_id: str, rows: int, limit: int) -> list[float]:
    """Gather everything; return the seconds of each page."""
    sources = {source.entity: source for source in feed_sources()}
    sums = KeySums(source.entity for source in sources.values() if source.first_fill)
    taken: list[float] = []
    cursor, got = "", 0
    while True:
        start = time.perf_counter()
        async with here.database.read() as conn:
            organisation = here.world.organisation_id
            puller = Puller(conn, sources, sums, person_id, organisation, datetime.now(UTC))
            page = await puller.pull(cursor, limit)
        msgspec.json.encode(page)
        taken.append(time.perf_counter() - start)
        cursor, got = page.cursor, got + len(page.changes)
        if not page.has_more:
            assert got >= rows
            return taken


async def _bare(here: Hall, rows: int, limit: int) -> None:
    got = 0
    async with await here.bare() as conn, conn.cursor("rows") as cursor:
        await cursor.execute(_ROWS, (here.world.organisation_id,))
        while found := await cursor.fetchmany(limit):
            msgspec.json.encode(await _bodies(conn, found))
            got += len(found)
    assert got == rows


async def _bodies(conn: psycopg.AsyncConnection[Any], rows: list[tuple[Any, ...]]) -> list[Callback]:
    calls: dict[str, list[Attempt]] = {}
    for callback_id, *values in await (await conn.execute(_CALLS, ([row[0] for row in rows],))).fetchall():
        calls.setdefault(callback_id, []).append(Attempt(**_named(_CALL_FIELDS, values)))
    return [Callback(**_named(_FIELDS, row), calls=tuple(calls.get(row[0], ()))) for row in rows]


def _named(names: list[str], values: Any) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in zip(names, values, strict=True)}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return from_micros(value)
    return _WORDS[name](value) if name in _WORDS else value
