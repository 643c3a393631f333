"""A person's machine without windows: real link, real cache, real engine, on a shaky way to a real server."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from random import Random
from typing import Any

import httpx
from litestar import Litestar
from sqlalchemy import Connection, select

from occ_contract.callbacks import Complete, NoteChange
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.people import Me
from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Link
from occ_desktop.store import Cache, CacheOwner, callbacks, outbox, projection, schema
from occ_desktop.store.entities import TABLES
from occ_desktop.store.interning import KeySets
from occ_desktop.sync.engine import Pace, SyncEngine
from support.clients import DeskClock
from support.world import PASSWORD, Someone
from sync.faults import ShakyTransport

SERVER = "http://occ.test"
KEY = bytes(range(32))
Held = dict[tuple[str, str], tuple[int, frozenset[str], bytes]]


class Killed(Exception):
    """The program ended between two writes."""


class MortalCache(Cache):
    """A cache whose program dies instead of making its n-th write from now."""

    writes_left: int | None = None

    async def write(self, fn, *args, **kwargs):  # type: ignore[no-untyped-def, override]
        if self.writes_left is not None:
            if self.writes_left == 0:
                raise Killed
            self.writes_left -= 1
        return await super().write(fn, *args, **kwargs)


class Machine:
    """One person at one machine; ``restart`` is a crash: only the file stays."""

    def __init__(self, app: Litestar, someone: Someone, folder: Path, name: str = "") -> None:
        self.app = app
        self.someone = someone
        self.path = folder / f"{name or someone.username}.cache"
        self.clock = DeskClock()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.changes: list[ChangeSet] = []
        self.statuses: list[SyncStatus] = []
        self.ended: list[ErrorCode] = []
        self.kept: list[Renewal] = []  # what the keyring was given, the newest last
        self.link: Link
        self.cache: MortalCache
        self.engine: SyncEngine
        self.me: Me
        self.way: ShakyTransport

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def _keep(self, renewal: Renewal) -> None:
        self.kept.append(renewal)

    async def open(self, pace: Pace | None = None, server: str | None = None) -> "Machine":
        """Log in and open the cache; the engine is not started, ``settle`` makes its rounds.

        ``server``: the address of a listening one; without it the application is called in this process.
        """
        near = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        self.way = ShakyTransport(near if server is None else httpx.AsyncHTTPTransport())
        self.link = Link(
            server or SERVER,
            on_renewal=self._keep,
            on_logged_out=self.ended.append,
            spawn=self.spawn,
            transport=self.way,
        )
        await self.link.login(self.someone.username, PASSWORD, "tests")
        self.me = await self.link.api.me()
        self.cache = await MortalCache.open(self.path, KEY, CacheOwner(SERVER, self.me.id))
        await self.cache.write(projection.recover)
        self.engine = SyncEngine(
            self.link,
            self.cache,
            self.me,
            publish_changes=self.changes.append,
            publish_status=self.statuses.append,
            clock=self.clock,
            spawn=self.spawn,
            pace=pace or Pace(first_retry=0.01, longest_retry=0.05),
            random=Random(1),
        )
        return self

    async def close(self) -> None:
        await self.engine.stop()
        await self.cache.close()
        await self.link.aclose()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    async def round(self) -> Failure | None:
        """Make one round; return what stood in its way."""
        try:
            return await self.engine.round()
        except Failure as failure:
            return failure

    async def die_in_a_round(self, writes: int) -> None:
        """Make a round, be killed instead of a write after so many, and start again."""
        self.cache.writes_left = writes
        try:
            await self.round()
        except Killed:
            self.changes.append(ChangeSet(local=True))
        await self.restart()

    async def settle(self, rounds: int = 12) -> None:
        """Make rounds until one changes nothing and the outbox waits for nothing but people."""
        for _ in range(rounds):
            before = len(self.changes)
            failed = await self.round()
            waiting, _refused = await self.cache.read(outbox.counts)
            if failed is None and waiting == 0 and len(self.changes) == before:
                return
        raise AssertionError(f"{self.someone.username} does not settle: {failed!r}, {waiting} waiting")

    async def rows(self) -> dict[str, CallbackRow]:
        """Return every callback as shown."""

        def read(conn: Connection) -> dict[str, CallbackRow]:
            ids = list(conn.execute(select(schema.callbacks.c.id)).scalars())
            return {row.id: row for row in callbacks.get_many(conn, ids)}

        return await self.cache.read(read)

    async def held(self) -> Held:
        """Return everything the feed put here, notices aside: seq, keys and body per row."""

        def read(conn: Connection) -> Held:
            keys = dict(KeySets(conn).items())
            found: Held = {}
            for entity, table in TABLES.items():
                if entity is Entity.NOTICE:
                    continue
                for row in conn.execute(select(table)).mappings():
                    found[entity.value, row["id"]] = (row["seq"], keys[row["keyset"]], row["body"])
            return found

        return await self.cache.read(read)

    async def everything(self) -> str:
        """Return every value of every table, as somebody with the key would read them."""

        def read(conn: Connection) -> str:
            tables = [*schema.metadata.sorted_tables, schema.callback_search]
            return repr([conn.execute(select(table)).all() for table in tables])

        return await self.cache.read(read)

    async def commands(self) -> tuple[Command, ...]:
        return await self.cache.read(outbox.entries)

    async def _do(self, kind: CommandKind, body: Any, callback_id: str | None) -> str:
        command = Command(
            key=new_id(), kind=kind, body=body, created_at=self.clock.now(), callback_id=callback_id
        )
        self.changes.append(await self.cache.write(projection.enqueue, command))
        return command.key

    async def complete(self, callback_id: str, note: str | None = None) -> str:
        """Complete a callback, as the button does; return the command's key."""
        base = None if note is None else await self._present_note(callback_id)
        return await self._do(CommandKind.COMPLETE, Complete(note=note, base_note=base), callback_id)

    async def note(self, callback_id: str, text: str) -> str:
        body = NoteChange(note=text, base_note=await self._present_note(callback_id))
        return await self._do(CommandKind.NOTE, body, callback_id)

    async def _present_note(self, callback_id: str) -> str:
        """Return the note as this machine shows it: what its person has before their eyes."""
        row = await self.cache.read(callbacks.get, callback_id)
        return "" if row is None else row.callback.note or ""

    async def register(self, service_id: str, subject: str, callback_id: str | None = None) -> str:
        body = NewTicket(service_id=service_id, subject=subject, callback_id=callback_id)
        return await self._do(CommandKind.TICKET, body, callback_id)
