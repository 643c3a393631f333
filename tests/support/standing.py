"""The small centre as it stands when a test begins: opened once in a process, then copied for each test.

Most tests begin with it, and the commands that open it cost more than most of them. It knows no test.
"""

import asyncio
import atexit
import shutil
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import httpx
from litestar import Litestar

from occ_server.feed.state import ensure_epoch
from occ_server.kit.db import Database
from occ_server.topics import open_database
from support.centre import Centre, Desk
from support.clock import ManualClock
from support.databases import Databases, Rows, rows_of, sqlite_at
from support.world import World


@dataclass(frozen=True)
class Standing:
    """What was opened, and its database: a file on SQLite, rows by table on PostgreSQL."""

    opened: Centre
    file: Path | None
    rows: Rows

    def at(self, path: Path) -> str:
        """Put a copy of the file there; return its URL."""
        assert self.file is not None, "this one stands on PostgreSQL"
        shutil.copy(self.file, path)
        return f"sqlite:///{path}"

    def world(self, database: Database) -> World:
        """Return the organisation on this database."""
        known = self.opened.world
        return World(database, known.organisation_id, dict(known.people))

    def centre(self, world: World, app: Litestar, client: httpx.AsyncClient) -> Centre:
        """Return the centre in this organisation, its people logged in."""
        known = self.opened
        desks = {name: Desk(client, dict(desk.headers), desk.someone) for name, desk in known.desks.items()}
        return Centre(world, app, client, known.service, dict(known.ivr), desks=desks)


@cache
def on_sqlite() -> Standing:
    """Return the centre in an SQLite file."""
    folder = tempfile.mkdtemp(prefix="occ-standing-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "standing.sqlite3"
    opened = _opened(sqlite_at(path))
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Standing(opened, path, {})


@cache
def on_postgresql(databases: Databases) -> Standing:
    """Return the centre as it stands in these databases."""
    with databases.used() as url:
        return Standing(_opened(url), None, rows_of(url))


def _opened(url: str) -> Centre:
    """Open a centre without an application, on a loop of its own: here another one may be running."""

    async def begun() -> Centre:
        database = open_database(url, ManualClock())
        try:
            await database.run(ensure_epoch)
            nobody = cast(Any, None)
            return await Centre.open(await World.begin(database), nobody, nobody)
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(begun())).result()
