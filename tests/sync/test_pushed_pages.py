"""A page the server pushes is taken only where it continues the cache; whatever comes, nothing is missed."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from occ_contract.callbacks import NoteChange
from occ_contract.sync import Entity
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.store import feed, outbox, projection
from occ_desktop.sync.engine import Pace
from store.builders import callback
from sync.pushing import Desk, PushingServer

LONG = "OCC_CONVERGENCE" in os.environ
EXAMPLES = int(os.environ.get("OCC_CONVERGENCE", "40"))
PATIENT = Pace(with_stream=60.0, without_stream=60.0, first_retry=60.0, longest_retry=60.0)


async def test_a_page_that_continues_the_cache_is_taken_without_asking_anybody(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        asked, told = len(server.asked), len(desk.changes)
        server.elsewhere()
        desk.clock.move(5)
        last = server.write(2)
        server.push(first)
        await desk.stands(last)
        assert len(server.asked) == asked
        assert [change.ids for change in desk.changes[told:]] == [
            {Entity.CALLBACK: frozenset({callback(2).id})}
        ]
        assert await desk.held() == await desk.fresh()
        where = await desk.cache.read(feed.position)
        assert (where.cursor, where.synced_at) == (f"c{last}", desk.clock.now())
        assert desk.engine.status.state is SyncState.IDLE
        assert desk.engine.status.last_synced_at == desk.clock.now()
        server.poke(last)  # what the page brought need not be pulled for
        server.push(last - 1, server.write(3))
        await desk.stands(last + 1)
        assert len(server.asked) == asked + 1  # the fresh machine's pull


async def test_work_the_pushed_page_shows_leaves_the_outbox_and_unsent_work_waits(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        for key in ("accepted", "waiting"):
            note = NoteChange(note="부재중")
            command = Command(
                key=key,
                kind=CommandKind.NOTE,
                body=note,
                created_at=desk.clock.now(),
                callback_id=callback(1).id,
            )
            await desk.cache.write(projection.enqueue, command)
        await desk.cache.write(projection.accepted, "accepted", first + 1)
        asked = len(server.asked)
        server.push(first, server.write(1))
        await desk.stands(first + 1)
        assert [command.key for command in await desk.cache.read(outbox.entries)] == ["waiting"]
        assert desk.engine.status.pending == 1
        assert len(server.asked) == asked


async def test_a_page_beyond_the_cache_is_pulled_for(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        pulls = server.pulls()
        missed = server.write(2)
        last = server.write(3)
        server.push(missed)
        await desk.stands(last)
        assert server.pulls() == pulls + 1
        assert await desk.held() == await desk.fresh()


async def test_an_old_page_brings_nothing_back(tmp_path: Path) -> None:
    server = PushingServer()
    server.write(1)
    server.write(2)
    server.write(1, leave=True)
    last = server.write(2)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(last)
        pulls = server.pulls()
        server.push(0, 2)
        server.push(0, 3)
        server.push(last, server.write(3))
        await desk.stands(last + 1)
        assert server.pulls() == pulls
        assert await desk.held() == await desk.fresh()


async def test_pages_that_come_during_a_pull_are_taken_after_it_in_one_go(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)

        def meanwhile() -> None:
            for leave in (False, True, False):
                head = server.head
                server.write(2, leave=leave)
                server.push(head)

        server.during.append(meanwhile)
        pulls, told = server.pulls(), len(desk.changes)
        desk.engine.nudge()
        await desk.stands(first + 3)
        assert server.pulls() == pulls + 1
        assert len(desk.changes) == told + 1
        assert await desk.held() == await desk.fresh()


async def test_nothing_is_taken_after_a_pull_that_broke_off_until_it_is_made_again(tmp_path: Path) -> None:
    """The cursor of a pull half-way may hold more than a page knows of: rights gained, rows still to come."""
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path, PATIENT) as desk:
        await desk.stands(first)
        desk.engine._puller.page_rows = 1
        server.write(2)
        last = server.write(3)
        server.before = [lambda _request: None, lambda _request: httpx.Response(502)]
        server.poke()
        await desk.until(lambda: desk.engine.status.state is SyncState.OFFLINE)
        server.push(first)
        await desk.looked()
        where = await desk.cache.read(feed.position)
        assert (where.head, where.cursor) == (first, f"c{last - 1}")
        desk.engine.nudge()
        await desk.stands(last)
        assert await desk.held() == await desk.fresh()


async def test_a_page_of_another_epoch_leads_to_a_rebuild(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        server.epoch, server.log = "e2", []
        server.elsewhere()
        server.push(first)
        await desk.until(lambda: any(change.everything for change in desk.changes))
        assert (await desk.cache.read(feed.position)).epoch == "e2"
        assert await desk.held() == {}


async def test_a_desk_nobody_pokes_compares_itself_where_the_organisation_stands(tmp_path: Path) -> None:
    """Changes of others move the head without a word; a cache that lags behind them is not damaged."""
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        for _ in range(20):
            server.elsewhere()
        desk.clock.move(3601)
        desk.engine.nudge()
        await desk.stands(first + 20)
        await desk.until(lambda: server.summed == 2)
        assert "/v1/sync/checksums" not in server.asked
        checked = await desk.cache.read(feed.position)
        assert checked.checked_at == desk.clock.now()


async def test_a_centre_that_is_never_still_is_compared_hourly_and_not_more_often(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        for hour in range(1, 4):
            for _ in range(5):
                server.during = [server.elsewhere]
                server.poke(server.write(2))
                await desk.stands(server.head)
                desk.clock.move(600)
            assert server.summed == hour
            desk.clock.move(3600 - 5 * 600 + 1)


async def test_an_older_server_that_is_never_still_is_not_asked_for_sums_with_every_change(
    tmp_path: Path,
) -> None:
    server = PushingServer()
    server.old, server.busy = True, 1000
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        for _ in range(5):
            server.poke(server.write(2))
            await desk.stands(server.head)
        assert server.asked.count("/v1/sync/checksums") == 3
        desk.clock.move(61)
        server.poke(server.write(2))
        await desk.until(lambda: server.asked.count("/v1/sync/checksums") == 6)


Step = tuple[Any, ...]
writing = st.tuples(st.just("write"), st.integers(1, 5), st.sampled_from((False, False, True)))
pushing = st.tuples(st.just("push"), st.integers(0, 4), st.sampled_from((0, 0, 0, 1, 2)))
happenings = st.one_of(
    writing,
    writing,
    pushing,
    pushing,
    st.tuples(st.just("follow")),
    st.tuples(st.just("elsewhere")),
    st.tuples(st.just("poke"), st.integers(0, 5)),
)
steps_taken = st.one_of(
    happenings,
    happenings,
    happenings,
    st.tuples(st.just("rest")),
    st.tuples(st.just("turn")),
    st.tuples(st.sampled_from(("nudge", "lost", "hang up", "restart"))),
    st.tuples(st.just("during"), st.lists(happenings, min_size=1, max_size=4)),
)


class Play:
    """Does the steps; ``followed`` is the head up to which pages were pushed one after the other."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.server = desk.server
        self.followed = 0

    def happen(self, step: Step) -> None:
        """Have something happen at the server, on the stream or on the way; ``push`` counts from the head."""
        server, head = self.server, self.server.head
        match step:
            case ("write", row, leave):
                server.write(row, leave=leave)
            case ("elsewhere",):
                server.elsewhere()
            case ("push", length, late):
                end = max(0, head - late)
                server.push(max(0, end - length), end)
            case ("follow",):
                server.push(self.followed)
                self.followed = head
            case ("poke", late):
                server.poke(max(0, head - late))
            case ("lost",):
                server.before.append(lambda _request: httpx.Response(503))
            case ("hang up",):
                server.hang_up()
            case ("during", happenings):
                server.during.append(lambda: [self.happen(some) for some in happenings])

    async def step(self, step: Step) -> None:
        match step:
            case ("turn",):
                await self.desk.cache.read(feed.position)
            case ("rest",):
                await self.desk.looked()
                await self.desk.until(lambda: self.desk.engine._at_rest)
            case ("restart",):
                await self.desk.restart()
            case ("nudge",):
                self.desk.engine.nudge()
            case _:
                self.happen(step)


async def _converges(steps: list[Step], page_rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pace = Pace(
            with_stream=60.0,
            without_stream=60.0,
            first_retry=0.001,
            longest_retry=0.002,
            page_rows=page_rows,
            fill_rows=page_rows,
        )
        server = PushingServer()
        async with Desk(server, Path(folder), pace) as desk:
            await desk.stands(server.write(1))
            play = Play(desk)
            for step in steps:
                await play.step(step)
            server.before, server.during = [], []
            desk.engine.nudge()
            await desk.stands(server.head)
            await desk.looked()
            held = await desk.held()
            assert held == await desk.fresh()
            told = {row for change in desk.changes for row in change.ids.get(Entity.CALLBACK, ())}
            assert set(held) <= told, "a screen never heard of a row"


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not LONG, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(steps_taken, max_size=40), page_rows=st.sampled_from((1, 2, 500)))
def test_however_pages_pokes_and_pulls_mingle_the_cache_is_as_if_it_had_pulled(
    steps: list[Step], page_rows: int
) -> None:
    asyncio.run(_converges(steps, page_rows))
