"""A whole client without its windows: the real services on a real cache, talking to a real server."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from occ_contract.errors import ErrorCode
from occ_contract.people import Me
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Link
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.bus import Bus
from occ_desktop.services.container import Services, Surroundings, build_services
from occ_desktop.services.desks import SyncFactory
from occ_desktop.services.ports import Beats, SyncControl
from occ_desktop.store.cache import Cache
from occ_desktop.sync.engine import Pace, SyncEngine
from support.clock import START


class DeskClock:
    """A clock that stands still until a test moves it; both kinds of time move together."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def move(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._seconds += seconds


class MemoryVault:
    """A keyring that forgets with the test."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        return self.entries.get(name)

    async def set(self, name: str, value: str) -> None:
        self.entries[name] = value

    async def delete(self, name: str) -> None:
        self.entries.pop(name, None)


def client_services(
    folder: Path,
    tasks: TaskOwner,
    clock: DeskClock,
    report: Callable[[BaseException], None],
    vault: MemoryVault | None = None,
    second_thoughts: float = 0.0,
) -> Services:
    """Return services as the program builds them; nobody is logged in. Retries come without much waiting."""

    told = ServerTime(clock)

    def spawn(work, name):  # type: ignore[no-untyped-def]
        return tasks.start(work, name=name)

    def link(
        server: str,
        *,
        on_renewal: Callable[[Renewal], None],
        on_logged_out: Callable[[ErrorCode], None],
    ) -> Link:
        return Link(server, on_renewal=on_renewal, on_logged_out=on_logged_out, spawn=spawn)

    def syncs(bus: Bus) -> SyncFactory:
        def engine(link: Link, cache: Cache, me: Me) -> SyncControl:
            return SyncEngine(
                link,
                cache,
                me,
                publish_changes=bus.publish,
                publish_status=bus.publish,
                publish_agents=bus.publish,
                clock=told,
                spawn=spawn,
                pace=Pace(with_stream=5.0, without_stream=0.2, first_retry=0.1, longest_retry=0.3),
                random=Random(1),
            )

        return engine

    return build_services(
        Surroundings(
            clock=told,
            tasks=tasks,
            vault=vault or MemoryVault(),
            links=link,
            syncs=syncs,
            open_uri=lambda _uri: None,
            report=report,
            cache_folder=folder / "cache",
            settings_file=folder / "settings.json",
            device="test",
            beats=Beats(second_thoughts=second_thoughts),
        )
    )
