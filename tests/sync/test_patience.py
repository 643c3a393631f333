"""A desk waits as long as it is asked to, calls what is wrong by its name, and comes back."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx

from occ_contract.callbacks import NoteChange
from occ_contract.errors import ErrorCode
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.sync_status import SyncState, reachable
from occ_desktop.store import projection
from store.builders import callback
from sync.pushing import QUICK, Desk, PushingServer
from sync.test_remote_calls import problem


async def test_nothing_cuts_short_the_pause_a_server_asked_for_and_that_is_not_called_offline(
    tmp_path: Path,
) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        server.before = [lambda _request: problem(429, ErrorCode.RATE_LIMITED, retry_after=30)]
        server.write(2)
        server.poke()
        await desk.until(lambda: desk.engine.status.state is SyncState.BUSY)
        assert desk.engine.status.next_try_at == desk.clock.now() + timedelta(seconds=30)
        assert reachable(desk.engine.status)
        pulls = server.pulls()
        for _ in range(5):
            server.write(2)
            server.poke()
            server.push(first)
            desk.engine.nudge()
            await desk.looked()
        assert server.pulls() == pulls
        assert SyncState.OFFLINE not in {status.state for status in desk.statuses}


async def test_after_the_pause_a_server_asked_for_the_desk_goes_on(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        server.before = [lambda _request: problem(429, ErrorCode.RATE_LIMITED, retry_after=0.05)]
        server.poke(server.write(2))
        await desk.until(lambda: desk.engine.status.state is SyncState.BUSY)
        await desk.stands(server.head)
        assert await desk.held() == await desk.fresh()


async def test_a_persons_own_work_is_tried_at_once_where_the_server_asked_for_nothing(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path, replace(QUICK, first_retry=600.0, longest_retry=600.0)) as desk:
        await desk.stands(first)
        server.before = [lambda _request: httpx.Response(503)]
        server.poke(server.write(2))
        await desk.until(lambda: desk.engine.status.state is SyncState.OFFLINE)
        desk.engine.nudge()
        await desk.stands(server.head)


async def test_the_age_of_the_newest_change_is_not_that_of_the_last_look(tmp_path: Path) -> None:
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(first)
        changed = desk.clock.now()
        desk.clock.move(42)
        desk.engine.nudge()
        await desk.until(lambda: desk.engine.status.last_synced_at == desk.clock.now())
        assert desk.engine.status.changed_at == changed


async def test_a_missed_heartbeat_is_seen_and_stays_seen_until_something_really_comes(tmp_path: Path) -> None:
    """A frozen server, or a proxy that takes the stream and never passes it on."""
    server = PushingServer()
    first = server.write(1)
    async with Desk(server, tmp_path, replace(QUICK, late=0.05, silence=0.1)) as desk:
        await desk.stands(first)
        server.mute = True
        await desk.until(lambda: desk.engine.status.late)
        streams = server.streams
        await desk.until(lambda: server.streams > streams + 2)
        assert desk.engine.status.late
        assert desk.engine.status.state is SyncState.IDLE  # it is polled meanwhile
        server.mute = False
        await desk.until(lambda: not desk.engine.status.late)


async def test_whoever_is_asked_to_wait_does_not_knock_for_each_command(tmp_path: Path) -> None:
    server = PushingServer()
    knocks = []

    async def refusing(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/note"):
            knocks.append(request)
            return problem(429, ErrorCode.RATE_LIMITED, retry_after=30)
        return await real(request)

    real, server.serve = server.serve, refusing  # type: ignore[method-assign]
    for row in range(1, 4):
        server.write(row)
    async with Desk(server, tmp_path) as desk:
        await desk.stands(server.head)
        for row in range(1, 4):
            command = Command(
                key=f"k{row}",
                kind=CommandKind.NOTE,
                body=NoteChange(note="부재중"),
                created_at=desk.clock.now(),
                callback_id=callback(row).id,
            )
            await desk.cache.write(projection.enqueue, command)
        pulls = server.pulls()
        desk.engine.nudge()
        await desk.until(lambda: server.pulls() > pulls and desk.engine.status.pending == 3)
        desk.engine.nudge()
        await desk.looked()
        assert len(knocks) == 1
        assert server.pulls() == pulls + 1  # the feed is still read, once
