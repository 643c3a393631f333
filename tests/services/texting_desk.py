"""A desk of texting: the real store and services, and a server that is a function."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from occ_contract.auth import Tokens
from occ_contract.errors import ErrorCode, Problem
from occ_contract.people import Me
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Link
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.bus import Bus
from occ_desktop.services.drafts import Drafts
from occ_desktop.services.texting import Texting
from occ_desktop.services.workplace import Desk, Workplace
from occ_desktop.store import Cache
from store.builders import KEY, ME, OWNER, START
from support.clients import DeskClock

Answer = Callable[[httpx.Request], httpx.Response]


def problem(code: ErrorCode, status: int = 422, **params: Any) -> httpx.Response:
    """Return a refusal."""
    body = msgspec.json.encode(Problem(status=status, code=code, params=params))
    return httpx.Response(status, content=body, headers={"content-type": "application/problem+json"})


class StillSync:
    """A synchronisation that only counts how often it was nudged."""

    def __init__(self) -> None:
        self.nudges = 0

    def nudge(self) -> None:
        self.nudges += 1


@dataclass
class TextingDesk:
    """``answer`` is what the server says to a call of texting; ``asked`` are the calls."""

    cache: Cache
    texting: Texting
    place: Workplace
    drafts: Drafts
    clock: DeskClock
    answer: Answer = lambda _request: httpx.Response(404)
    asked: list[httpx.Request] = field(default_factory=list)

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/auth/refresh":
            tokens = Tokens(access_token="a", refresh_token="r", expires_in=600)
            return httpx.Response(200, content=msgspec.json.encode(tokens))
        self.asked.append(request)
        return self.answer(request)

    @property
    def keys(self) -> list[str]:
        """Return the Idempotency-Keys that arrived."""
        return [request.headers["Idempotency-Key"] for request in self.asked]


@asynccontextmanager
async def at_desk(path: Path) -> AsyncIterator[TextingDesk]:
    """Sit down at the cache in ``path``; once more is a restart of the program."""
    errors: list[BaseException] = []
    tasks = TaskOwner("texting", on_error=lambda error, _name: errors.append(error))
    cache = await Cache.open(path / "cache.db", KEY, OWNER)
    clock, bus = DeskClock(), Bus(errors.append)
    place = Workplace(bus)
    told = ServerTime.of(clock)
    drafts = Drafts(place, tasks, told)
    desk = TextingDesk(cache, Texting(place, drafts, told), place, drafts, clock)

    def spawn(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None] | None:
        return tasks.start(work, name=name)

    link = Link(
        "http://occ.test",
        on_renewal=lambda _renewal: None,
        on_logged_out=lambda _code: None,
        spawn=spawn,
        transport=httpx.MockTransport(desk.handle),
    )
    link.resume(Renewal("r"))
    me = Me(
        id=ME,
        username="ann",
        name="이상담",
        organisation_id="o",
        organisation_name="샘플센터",
        time_zone="Asia/Seoul",
        memberships=(),
        server_time=START,
    )
    place.enter(Desk(me, cache, link.api, StillSync()))  # type: ignore[arg-type]
    try:
        yield desk
    finally:
        await drafts.settled()
        await link.aclose()
        await cache.close()
        await tasks.aclose()
        assert not errors, errors
