"""How links to a server and synchronisations are made, with their tasks owned."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import count
from typing import TYPE_CHECKING, Any

from occ_contract.errors import ErrorCode
from occ_contract.people import Me
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Link
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.bus import Bus
from occ_desktop.services.desks import SyncFactory
from occ_desktop.services.ports import Clock
from occ_desktop.store.cache import Cache
from occ_desktop.sync.engine import Pace, SyncEngine

if TYPE_CHECKING:
    import httpx

_numbers = count(1)


def _spawner(
    owner: TaskOwner,
) -> Callable[[Coroutine[Any, Any, None], str], asyncio.Task[Any] | None]:
    def spawn(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[Any] | None:
        return owner.start(work, name=name)

    return spawn


class Links:
    """Makes links; each has its own task owner, so two never drop each other's work."""

    def __init__(self, tasks: TaskOwner, transport: "httpx.AsyncBaseTransport | None" = None) -> None:
        self._tasks = tasks
        self._transport = transport

    def __call__(
        self,
        server: str,
        *,
        on_renewal: Callable[[Renewal], None],
        on_logged_out: Callable[[ErrorCode], None],
    ) -> Link:
        """Return a link that has asked nothing yet."""
        return Link(
            server,
            on_renewal=on_renewal,
            on_logged_out=on_logged_out,
            spawn=_spawner(self._tasks.child(f"link-{next(_numbers)}")),
            transport=self._transport,
        )


def sync_factories(
    tasks: TaskOwner,
    clock: Clock,
    pace: Pace | None = None,
    *,
    report: Callable[[BaseException], None] | None = None,
) -> Callable[[Bus], SyncFactory]:
    """Return, for a bus, what makes the synchronisation of a cache; it publishes on that bus."""

    def on(bus: Bus) -> SyncFactory:
        def make(link: Link, cache: Cache, me: Me) -> SyncEngine:
            return SyncEngine(
                link,
                cache,
                me,
                publish_changes=bus.publish,
                publish_status=bus.publish,
                publish_agents=bus.publish,
                clock=clock,
                spawn=_spawner(tasks.child(f"sync-{next(_numbers)}")),
                pace=pace,
                report=report,
            )

        return make

    return on
