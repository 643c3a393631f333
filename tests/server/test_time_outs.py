"""What PostgreSQL ends by itself. If these fail, one frozen statement or lock holds a whole centre up."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.callbacks.tables import callbacks
from occ_server.kit import db
from occ_server.kit.db import Database
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.centre import Centre, Desk, refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.serving import client_of, started

SHORT, PATIENCE = 0.3, 20.0  # seconds
CANCELLED, LOCK_NOT_AVAILABLE = "57014", "55P03"


@pytest.fixture
def backend() -> str:
    return "postgresql"


@pytest.fixture
async def hasty(
    database_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Database]:
    """The same database, whose limits a test need not wait ten seconds for."""
    monkeypatch.setattr(db, "STATEMENT_SECONDS", 4 * SHORT)
    monkeypatch.setattr(db, "LOCK_SECONDS", SHORT)
    opened = open_database(database_url, clock)
    yield opened
    await opened.close()


@pytest.fixture
async def hasty_app(settings: Settings, hasty: Database) -> AsyncIterator[Litestar]:
    async with started(create_app(settings, hasty, passwords=Passwords.cheap())) as app:
        yield app


async def shown(conn: AsyncConnection) -> dict[str, str]:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    return {name: str((await conn.execute(text(f"SHOW {name}"))).scalar_one()) for name in names}


async def test_every_pool_has_every_limit(database: Database) -> None:
    limits = {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "5s",
    }
    async with database.write() as uow:
        assert await shown(uow.conn) == limits
    for pool in (database.read, database.ask):
        async with pool() as conn:
            assert await shown(conn) == limits


async def test_a_statement_that_does_not_end_is_ended_in_every_pool(hasty: Database) -> None:
    async def writing() -> None:
        async with hasty.write() as uow:
            await uow.conn.execute(text("SELECT pg_sleep(60)"))

    async def reading() -> None:
        async with hasty.read() as conn:
            await conn.execute(text("SELECT pg_sleep(60)"))

    async def asking() -> None:
        async with hasty.ask() as conn:
            await conn.execute(text("SELECT pg_sleep(60)"))

    for work in (writing, reading, asking):
        with pytest.raises(DBAPIError) as ended:
            async with asyncio.timeout(PATIENCE):
                await work()
        assert getattr(ended.value.orig, "sqlstate", None) == CANCELLED


async def test_who_waits_for_a_row_somebody_holds_for_ever_is_told_to_come_again(
    centre: Centre, database: Database, hasty_app: Litestar
) -> None:
    """The row's holder is at work (not idle, which is ended sooner): a colleague's press must not hang."""
    callback = await centre.given(centre.ann)
    held, done = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with database.write() as uow:
            row = select(callbacks.c.id).where(callbacks.c.id == callback).with_for_update()
            await uow.conn.execute(anywhere(row))
            held.set()
            await done.wait()

    async with client_of(hasty_app) as client, asyncio.TaskGroup() as group:
        group.create_task(hold())
        await held.wait()
        boss = Desk(client, centre.boss.headers, centre.boss.someone)
        async with asyncio.timeout(PATIENCE):
            answer = await boss.post("/v1/callbacks/cancel-assignment", {"callback_ids": [callback]})
        done.set()
    found = refusal(answer)
    assert (found["status_code"], found["code"]) == (503, "unavailable")
    assert (await centre.boss.cancel([callback])).status_code == 200  # nothing of it was done or is left


async def test_waiting_for_a_lock_ends_before_the_whole_statement_does(
    centre: Centre, database: Database, hasty: Database
) -> None:
    callback = await centre.received()
    row = anywhere(select(callbacks.c.id).where(callbacks.c.id == callback).with_for_update())
    async with database.write() as uow:
        await uow.conn.execute(row)
        with pytest.raises(DBAPIError) as ended:
            async with hasty.write() as other:
                await other.conn.execute(row)
    assert getattr(ended.value.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE
