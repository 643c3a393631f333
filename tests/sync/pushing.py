"""One person's feed and event stream in miniature, and a desk at them.

The server knows what the person may see at any head, so it can push pages that a real one would not: late,
twice, with gaps between them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from random import Random
from typing import Any, Self

import httpx
import msgspec
from sqlalchemy import Connection, select

from occ_contract.base import Wire
from occ_contract.live import AgentStates
from occ_contract.people import Me
from occ_contract.sync import Change, Entity, KeyChecksum, Poke, PushedPage, SyncChecksums, SyncPage
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Link
from occ_desktop.store import Cache, feed, schema
from occ_desktop.sync.engine import Pace, SyncEngine
from occ_desktop.sync.puller import Puller
from store.builders import KEY, ME, OWNER, callback, change, gone
from support.clients import DeskClock
from sync.test_remote_calls import tokens

SEEN = "s:1:callbacks"
QUICK = Pace(with_stream=60.0, without_stream=60.0, first_retry=0.001, longest_retry=0.002)
WHO = Me(
    id=ME,
    username="ann",
    name="이상담",
    organisation_id="o1",
    organisation_name="샘플센터",
    time_zone="Asia/Seoul",
    memberships=(),
    server_time=DeskClock().now(),
)


class _Speech(httpx.AsyncByteStream):
    def __init__(self, said: asyncio.Queue[bytes | None]) -> None:
        self._said = said

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (part := await self._said.get()) is not None:
            yield part

    async def aclose(self) -> None:
        return None


class PushingServer:
    """``asked`` are the paths of all requests but the stream's; ``before`` answers a pull in its stead."""

    def __init__(self) -> None:
        self.epoch = "e1"
        self.head = 0
        self.log: list[Change] = []
        self.asked: list[str] = []
        self.streams = 0
        self.during: list[Callable[[], object]] = []  # each happens while the next pull is under way
        self.before: list[Callable[[httpx.Request], httpx.Response | None]] = []
        self.old = False  # knows no sums with a page
        self.summed = 0  # pages asked for with sums
        self.mute = False  # streams are taken and say nothing
        self.busy = 0  # so often somebody else changes something before the checksums are told
        self._said: asyncio.Queue[bytes | None] = asyncio.Queue()

    # What happens

    def write(self, row: int, *, leave: bool = False) -> int:
        """Change a row, or have it leave this person's view; return the head."""
        self.head += 1
        body = callback(row, attempts=self.head, seq=self.head)
        self.log.append(gone(body.id, self.head) if leave else change(body, SEEN))
        return self.head

    def elsewhere(self) -> int:
        """Have something happen that does not concern this person."""
        self.head += 1
        return self.head

    def since(self, base: int, head: int) -> tuple[Change, ...]:
        """Return what changed after ``base``, each row as it was at ``head``."""
        newest = {c.id: c for c in self.log if c.seq <= head}
        return tuple(sorted((c for c in newest.values() if c.seq > base), key=lambda c: c.seq))

    # What the stream says

    def say(self, name: str, body: Wire) -> None:
        self._said.put_nowait(f"event: {name}\ndata: ".encode() + msgspec.json.encode(body) + b"\n\n")

    def poke(self, seq: int | None = None) -> None:
        self.say("poke", Poke(epoch=self.epoch, seq=self.head if seq is None else seq))

    def push(self, base: int, head: int | None = None) -> None:
        head = self.head if head is None else head
        changes = self.since(base, head)
        self.say(
            "page", PushedPage(epoch=self.epoch, base=base, head=head, cursor=f"c{head}", changes=changes)
        )

    def hang_up(self) -> None:
        """End the stream that is open."""
        self._said.put_nowait(None)

    # What is asked

    async def serve(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/v1/auth/refresh":
            return tokens(1)
        if path == "/v1/stream":
            self.streams += 1
            self._said = asyncio.Queue()
            if not self.mute:
                self.poke()
            head = {"content-type": "text/event-stream"}
            return httpx.Response(200, headers=head, stream=_Speech(self._said))
        self.asked.append(path)
        if path == "/v1/sync":
            return self._sync(request)
        assert path == "/v1/sync/checksums", path
        if self.busy:
            self.busy -= 1
            self.elsewhere()
        return httpx.Response(200, content=msgspec.json.encode(self._sums()))

    def _sync(self, request: httpx.Request) -> httpx.Response:
        instead = self.before.pop(0)(request) if self.before else None
        if instead is not None:
            return instead
        cursor = request.url.params.get("cursor")
        base, limit = int((cursor or "c0")[1:]), int(request.url.params["limit"])
        changes = [c for c in self.since(base, self.head) if cursor or not c.gone]
        more, some = len(changes) > limit, changes[:limit]
        at = some[-1].seq if more else self.head
        page = SyncPage(
            epoch=self.epoch,
            cursor=f"c{at}",
            head=self.head,
            changes=tuple(some),
            has_more=more,
            keys=(SEEN,),
            checksums=self._sums().items if self._with_sums(request) and not more else None,
        )
        if self.during:
            self.during.pop(0)()
        return httpx.Response(200, content=msgspec.json.encode(page))

    def _with_sums(self, request: httpx.Request) -> bool:
        asked = request.url.params.get("checksums") == "true"
        self.summed += asked
        return asked and not self.old

    def _sums(self) -> SyncChecksums:
        here = [c for c in self.since(0, self.head) if not c.gone]
        total = sum(c.seq for c in here)
        items = [KeyChecksum(key=SEEN, entity=Entity.CALLBACK, count=len(here), seq_sum=total)]
        return SyncChecksums(epoch=self.epoch, head=self.head, items=tuple(items if here else ()))

    def pulls(self) -> int:
        return self.asked.count("/v1/sync")


class Desk:
    """A real link, cache and engine on that server; the engine runs between entering and leaving."""

    def __init__(self, server: PushingServer, folder: Path, pace: Pace = QUICK) -> None:
        self.server = server
        self.path = folder / "desk.cache"
        self.pace = pace
        self.clock = DeskClock()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.changes: list[ChangeSet] = []
        self.statuses: list[SyncStatus] = []
        self.agents: list[AgentStates] = []
        self.bugs: list[BaseException] = []
        self.link: Link
        self.cache: Cache
        self.engine: SyncEngine

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def __aenter__(self) -> Self:
        self.link = Link(
            "http://occ.test",
            on_renewal=lambda _renewal: None,
            on_logged_out=lambda _code: None,
            spawn=self.spawn,
            transport=httpx.MockTransport(self.server.serve),
        )
        self.link.resume(Renewal("refresh-0"))
        self.cache = await Cache.open(self.path, KEY, OWNER)
        self.start()
        return self

    def start(self) -> None:
        self.engine = SyncEngine(
            self.link,
            self.cache,
            WHO,
            publish_changes=self.changes.append,
            publish_status=self.statuses.append,
            publish_agents=self.agents.append,
            clock=self.clock,
            spawn=self.spawn,
            pace=self.pace,
            random=Random(1),
            report=self.bugs.append,
        )
        self.engine.start()

    async def restart(self) -> None:
        """End the program and start it again: its screens begin with what the cache holds."""
        await self.engine.stop()
        read = await self.cache.write(_held)  # behind a write that was under way
        self.changes.append(ChangeSet(ids={Entity.CALLBACK: frozenset(read)}))
        self.start()

    async def __aexit__(self, *_exc: object) -> None:
        await self.engine.stop()
        await self.cache.close()
        await self.link.aclose()
        assert not self.tasks
        assert not self.bugs, self.bugs

    async def until(self, fits: Callable[[], object]) -> None:
        """Wait until this holds; meanwhile the cache is read, so that the loop turns."""
        async with asyncio.timeout(60):
            while not fits():
                await self.cache.read(feed.position)

    async def stands(self, head: int) -> None:
        """Wait until the cache has looked at this head and the beat rests."""
        async with asyncio.timeout(60):
            while (await self.cache.read(feed.position)).head < head:
                pass
        await self.until(lambda: self.engine._at_rest)

    async def looked(self) -> None:
        """Wait until the engine has looked at everything the stream said so far."""
        await self.until(lambda: self.server._said.empty() and not self.engine._inbox._pages)

    async def held(self) -> dict[str, tuple[int, bytes]]:
        return await self.cache.read(_held)

    async def fresh(self) -> dict[str, tuple[int, bytes]]:
        """Return what a new machine that only pulls would hold."""
        path = self.path.with_suffix(".fresh")
        cache = await Cache.open(path, KEY, OWNER)
        try:
            await Puller(self.link.api, cache, ME, self.clock, lambda _change: None).pull()
            return await cache.read(_held)
        finally:
            await cache.erase()


def _held(conn: Connection) -> dict[str, tuple[int, bytes]]:
    c = schema.callbacks.c
    return {row.id: (row.seq, row.body) for row in conn.execute(select(c.id, c.seq, c.body))}
