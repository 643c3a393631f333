"""How a topic presents itself to ``app.py``: its handlers, feed rows, injections, what it runs, its jobs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.authentication import Authentication
from occ_server.kit.jobs.kinds import AnyKind, Recurring
from occ_server.kit.sources import FeedSource

OwnFacts = Callable[[AsyncConnection], Awaitable[Mapping[str, Any]]]
AgentFigures = Callable[[AsyncConnection, str, Sequence[str]], Awaitable[Mapping[str, Mapping[str, Any]]]]


@dataclass(frozen=True)
class Topic:
    """One business topic.

    ``handlers`` are Litestar routers, controllers or handlers with full paths; ``dependencies`` are injected
    by name into every handler. ``agent_figures(conn, organisation_id, person_ids)`` tell what the topic knows
    of agents, as values of fields of ``Agent`` by person id; ``own_facts(conn)`` tell everybody who asks who
    they are, as values of fields of ``Me`` and ``DeviceAccount``. Each of ``lifespans`` is an async context
    manager entered with the app (the database is ``app.state.database``, the clock ``app.state.clock``, the
    settings ``app.state.settings``, what keeps long-running work going ``app.state.supervisor``).
    ``authentications`` are kinds of callers by the name handlers use in ``opt={"auth": …}``. Each of
    ``figures`` sets, from a snapshot and the present moment (UTC), gauges of ``kit.figures``; it is awaited
    when somebody reads ``/metrics``. ``jobs`` and ``recurring`` are what any process may do of it, see
    ``kit.jobs``.
    """

    name: str
    handlers: Sequence[ControllerRouterHandler] = ()
    sources: Sequence[FeedSource] = ()
    dependencies: Mapping[str, Provide] = field(default_factory=dict)
    agent_figures: Sequence[AgentFigures] = ()
    own_facts: Sequence[OwnFacts] = ()
    lifespans: Sequence[Callable[[Litestar], AbstractAsyncContextManager[None]]] = ()
    authentications: Mapping[str, Authentication] = field(default_factory=dict)
    figures: Sequence[Callable[[AsyncConnection, datetime], Awaitable[None]]] = ()
    jobs: Sequence[AnyKind] = ()
    recurring: Sequence[Recurring] = ()
