"""The running engine on a real socket: news within a second, back after an outage, closed without a trace."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.store import callbacks
from occ_desktop.sync.engine import Pace
from occ_server.cli.serving import OccServer, server_config
from occ_server.live.stream import Pace as StreamPace
from occ_server.settings import Settings
from support.apps import lent
from support.centre import Centre
from sync.machines import Machine

PATIENT = Pace(with_stream=60.0, without_stream=0.1, first_retry=0.02, longest_retry=0.05)


class Watch:
    """Waits until what was published satisfies a condition."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._news = asyncio.Event()
        for published in (machine.statuses, machine.changes):
            published.clear()
        machine.engine._publish_status = self._hear(machine.statuses)
        machine.engine._publish_changes = self._hear(machine.changes)

    def _hear(self, published: list) -> Callable:  # type: ignore[type-arg]
        def hear(value: object) -> None:
            published.append(value)
            self._news.set()

        return hear

    async def until(self, fits: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not fits():
                self._news.clear()
                await self._news.wait()

    async def status(self, fits: Callable[[SyncStatus], bool]) -> None:
        await self.until(lambda: fits(self.machine.engine.status))


@asynccontextmanager
async def serving(centre: Centre, port: int = 0) -> AsyncIterator[str]:
    """Serve the centre's data on a free port, or again on the one it had; yield the address."""
    settings = Settings(database_url=str(centre.world.database.url), minimum_client="0.1.0", login_limit=1000)
    pace = StreamPace(heartbeat=0.2, between_pokes=0.02, between_states=0.02, spread=0.05)
    with lent(settings, centre.world.database, pace=pace) as app:
        config = server_config(app, "127.0.0.1", port, log_level="error")
        config.date_header = False  # it would tell the real time, and our clock stands still
        server = OccServer(config, app)
        task = asyncio.create_task(server.serve())
        await server.listening()
        try:
            yield server.url
        finally:
            server.should_exit = True
            await task


@pytest.fixture
async def boss(centre: Centre, tmp_path: Path) -> AsyncIterator[Machine]:
    machine = Machine(centre.app, centre.boss.someone, tmp_path)
    yield machine
    await machine.close()
    assert not machine.tasks


async def test_news_comes_by_poke_and_not_by_the_timer(centre: Centre, boss: Machine) -> None:
    async with serving(centre) as url:
        watch = Watch(await boss.open(PATIENT, server=url))
        boss.engine.start()
        await watch.status(lambda s: s.live and s.state is SyncState.IDLE)
        row = await centre.received()
        await watch.until(lambda: any(row in ids for c in boss.changes for ids in c.ids.values()))
        assert await boss.cache.read(callbacks.get, row) is not None
        await boss.engine.stop()
        assert boss.engine.status.state is SyncState.STOPPED


async def test_an_outage_is_said_with_its_reason_and_ends_by_itself(centre: Centre, boss: Machine) -> None:
    async with serving(centre) as url:
        watch = Watch(await boss.open(PATIENT, server=url))
        boss.engine.start()
        await watch.status(lambda s: s.live and s.state is SyncState.IDLE)
    port = int(url.rsplit(":", 1)[1])
    await watch.status(lambda s: s.state is SyncState.OFFLINE and not s.live)
    said = boss.engine.status
    assert (said.reason, said.last_synced_at) == ("connection", boss.clock.now())
    assert said.next_try_at is not None
    await boss.register(centre.service, "서버가 없을 때")
    boss.engine.nudge()
    await watch.status(lambda s: s.pending == 1)
    async with serving(centre, port):
        await watch.status(lambda s: s.live and s.state is SyncState.IDLE and s.pending == 0)
        assert await boss.commands() == ()
        await boss.engine.stop()


async def test_a_bug_in_one_round_is_reported_and_leaves_no_desk_without_news(
    centre: Centre, boss: Machine
) -> None:
    async with serving(centre) as url:
        watch = Watch(await boss.open(PATIENT, server=url))
        hear, reported = boss.engine._publish_changes, []

        def stumble(change: object) -> None:
            boss.engine._publish_changes = hear
            raise ZeroDivisionError

        boss.engine._report = reported.append
        boss.engine._publish_changes = stumble
        boss.engine.start()
        await watch.status(lambda s: s.live and s.state is SyncState.IDLE)
        assert [type(bug) for bug in reported] == [ZeroDivisionError]
        row = await centre.received()
        await watch.until(lambda: any(row in ids for c in boss.changes for ids in c.ids.values()))
        await boss.engine.stop()


async def test_closing_in_the_middle_of_everything_leaves_nothing(centre: Centre, boss: Machine) -> None:
    await centre.waiting(3)
    async with serving(centre) as url:
        await boss.open(PATIENT, server=url)
        boss.engine.start()
        boss.engine.start()
        await asyncio.sleep(0)
        await boss.engine.stop()
        assert not [t for t in asyncio.all_tasks() if t.get_name().startswith("sync")]
        boss.engine.start()
        await boss.engine.stop()
