"""How a topic presents itself to ``app.py``: its handlers, feed rows, injections, what it runs, its jobs."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from litestar import Litestar
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from occ_server.kit.jobs.kinds import AnyKind, Recurring
from occ_server.kit.sources import FeedSource


@dataclass(frozen=True)
class Topic:
    """One business topic.

    ``handlers`` are Litestar routers, controllers or handlers with full paths; ``dependencies`` are injected
    by name into every handler; each of ``lifespans`` is an async context manager entered with the app (the
    database is ``app.state.database``, the clock ``app.state.clock``, the settings ``app.state.settings``).
    ``jobs`` and ``recurring`` are what any process may do of it, see ``kit.jobs``.
    """

    name: str
    handlers: Sequence[ControllerRouterHandler] = ()
    sources: Sequence[FeedSource] = ()
    dependencies: Mapping[str, Provide] = field(default_factory=dict)
    lifespans: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = ()
    jobs: Sequence[AnyKind] = ()
    recurring: Sequence[Recurring] = ()
