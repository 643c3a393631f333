"""How a topic presents itself to ``app.py``: its handlers, its feed rows, what it injects, what it runs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.sources import FeedSource

AgentFigures = Callable[[AsyncConnection, str, Sequence[str]], Awaitable[Mapping[str, Mapping[str, Any]]]]


@dataclass(frozen=True)
class Topic:
    """One business topic.

    ``handlers`` are Litestar routers, controllers or handlers with full paths; ``dependencies`` are injected
    by name into every handler. ``agent_figures(conn, organisation_id, person_ids)`` tell what the topic knows
    of agents, as values of fields of ``Agent`` by person id. Each of ``lifespans`` is an async context
    manager entered with the app (the database is ``app.state.database``, the clock ``app.state.clock``, the
    settings ``app.state.settings``).
    """

    name: str
    handlers: Sequence[ControllerRouterHandler] = ()
    sources: Sequence[FeedSource] = ()
    dependencies: Mapping[str, Provide] = field(default_factory=dict)
    agent_figures: Sequence[AgentFigures] = ()
    lifespans: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = ()
