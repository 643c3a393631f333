"""A server that can be backed up, restored and asked what each person should see, and people at machines."""

import shutil
import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import msgspec
from litestar import Litestar
from sqlalchemy import func, select

from occ_contract.callbacks import Callback
from occ_desktop.domain.commands import CommandState
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.store import CacheOwner, callbacks
from occ_desktop.sync.puller import Puller
from occ_server.callbacks.tables import callbacks as callback_table
from occ_server.feed.state import begin_epoch, ensure_epoch
from occ_server.kit.db import Database
from occ_server.kit.tables import receipts
from occ_server.live.stream import Pace
from occ_server.settings import Settings
from occ_server.tickets.tables import tickets
from occ_server.topics import open_database
from support.apps import lent
from support.centre import Centre
from support.clock import ManualClock
from support.databases import sqlite_at
from support.looking import anywhere
from support.serving import client_of, started
from support.world import World
from sync.machines import KEY, SERVER, Held, Machine, MortalCache

PEOPLE = ("boss", "ann", "amy", "ann at home")


class Stage:
    """The server, and what a settled state must look like."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "occ.sqlite3"
        self.restored = 0
        self.machines: dict[str, Machine] = {}
        self.centre: Centre
        self.database: Database
        self._clock = ManualClock()
        self._stack = AsyncExitStack()

    async def open(self) -> "Stage":
        sqlite_at(self.file)
        app, client = await self._serve()
        await self.database.run(ensure_epoch)
        self.centre = await Centre.open(await World.begin(self.database), app, client)
        for name in PEOPLE:
            someone = self.centre.desks[name.partition(" ")[0]].someone
            machine = Machine(app, someone, self.folder, name)
            self.machines[name] = await machine.open()
        self.backup()
        return self

    async def close(self) -> None:
        for machine in self.machines.values():
            await machine.close()
        await self._stack.aclose()

    async def _serve(self) -> tuple[Litestar, httpx.AsyncClient]:
        url = f"sqlite:///{self.file}"
        self.database = open_database(url, self._clock)
        self._stack.push_async_callback(self.database.close)
        settings = Settings(database_url=url, minimum_client="0.1.0", login_limit=10_000)
        app = self._stack.enter_context(lent(settings, self.database, pace=Pace(spread=0.0)))
        await self._stack.enter_async_context(started(app))
        return app, await self._stack.enter_async_context(client_of(app))

    def backup(self) -> None:
        """Copy the database as an operator does, while the server runs."""
        with sqlite3.connect(self.file) as source, sqlite3.connect(self.folder / "backup") as target:
            source.backup(target)
        source.close()
        target.close()

    async def restore(self) -> None:
        """Go back to the last backup under a new epoch; everybody logs in again."""
        await self._stack.aclose()
        # A file of its own: a watcher cancelled while it connects may hold the old one a moment longer.
        self.restored += 1
        self.file = self.folder / f"restored-{self.restored}.sqlite3"
        shutil.copy(self.folder / "backup", self.file)
        app, client = await self._serve()
        await self.database.run(begin_epoch)
        self.centre.app, self.centre.client = app, client
        self.centre.world.database = self.database
        for desk in self.centre.desks.values():
            desk.client = client
        for machine in self.machines.values():
            machine.app = app
            await machine.restart()

    async def settle(self) -> None:
        """Mend the lines and let everybody catch up."""
        for machine in self.machines.values():
            machine.way.away, machine.way.plan, machine.way.meanwhile = False, [], []
        for machine in (*self.machines.values(), *self.machines.values()):  # what one sends, another gets
            await machine.settle()

    async def check(self) -> None:
        """Each cache equals a fresh one and the server's own search, and shows nothing else."""
        for machine in self.machines.values():
            held, fresh = await machine.held(), await self.fresh(machine)
            differing = {at: (held.get(at), fresh.get(at)) for at in {*held, *fresh}}
            wrong = {at: both for at, both in differing.items() if both[0] != both[1]}
            assert not wrong, f"{machine.someone.username} holds, fresh holds: {wrong}"
            server = await self._search(machine)
            shown = {row_id: row.callback for row_id, row in (await machine.rows()).items()}
            assert shown == server, machine.someone.username
            assert await machine.cache.read(callbacks.count, CallbackFilter()) == len(server)
            assert all(c.state is CommandState.REFUSED for c in await machine.commands())

    @staticmethod
    async def fresh(machine: Machine) -> Held:
        """Return what a new machine of the same person would hold."""
        path = machine.path.with_suffix(".fresh")
        kept = machine.cache
        machine.cache = await MortalCache.open(path, KEY, CacheOwner(SERVER, machine.me.id))
        try:
            puller = Puller(machine.link.api, machine.cache, machine.me.id, machine.clock, lambda _c: None)
            await puller.pull()
            return await machine.held()
        finally:
            await machine.cache.erase()
            machine.cache = kept

    async def _search(self, machine: Machine) -> dict[str, Callback]:
        found: dict[str, Callback] = {}
        cursor: str | None = None
        while True:
            desk = self.centre.desks[machine.someone.username]
            params = {"limit": 500} | ({"cursor": cursor} if cursor else {})
            answer = await desk.get("/v1/callbacks", **params)
            if answer.status_code == 403:
                return {}
            assert answer.status_code == 200, answer.text
            body = answer.json()
            found |= {item["id"]: msgspec.convert(item, Callback) for item in body["items"]}
            cursor = body["next_cursor"]
            if cursor is None:
                return found

    async def receipt_count(self, key: str) -> int:
        """Return how many receipts a command left."""
        async with self.database.read() as conn:
            counted = select(func.count()).select_from(receipts).where(receipts.c.key == key)
            return int((await conn.execute(counted)).scalar_one())

    async def ticket_count(self, subject: str) -> int:
        """Return how many tickets one registration made."""
        async with self.database.read() as conn:
            counted = anywhere(select(func.count()).select_from(tickets).where(tickets.c.subject == subject))
            return int((await conn.execute(counted)).scalar_one())

    async def known_rows(self) -> list[str]:
        """Return the callbacks the server knows, oldest first."""
        async with self.database.read() as conn:
            found = await conn.execute(anywhere(select(callback_table.c.id).order_by(callback_table.c.id)))
            return list(found.scalars())
