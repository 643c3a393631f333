"""Transactions. If these fail, a change can be skipped by everybody's feed for ever."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Update, delete, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from occ_contract.sync import Entity
from occ_server.feed.state import head
from occ_server.feed.tables import feed
from occ_server.kit.announcements import Announcement, FeedMoved
from occ_server.kit.columns import to_micros
from occ_server.kit.db import Database, async_url, may_retry
from occ_server.kit.log import OneLine
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import organisations, services
from occ_server.topics import open_database
from occ_server.visibility.scopes import service_keys
from support.clock import ManualClock
from support.databases import waits_for_a_lock
from support.looking import anywhere
from support.world import World

PATIENCE = 30.0  # seconds; what takes longer waits for something that never comes


def touch(uow: UnitOfWork, world: World, service_id: str) -> None:
    uow.touch(Entity.SERVICE, service_id, service_keys(service_id), world.organisation_id)


def ticketless(service_id: str) -> Update:
    return anywhere(update(services).where(services.c.id == service_id).values(auto_ticket=False))


async def seqs(database: Database) -> dict[str, int]:
    async with database.read() as conn:
        rows = await conn.execute(select(feed.c.entity_id, feed.c.seq).where(feed.c.entity == Entity.SERVICE))
        return {row.entity_id: row.seq for row in rows}


async def present(database: Database, world: World) -> int:
    async with database.read() as conn:
        return await head(conn, world.organisation_id)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_numbers_follow_the_order_of_commits_not_of_beginnings(
    database: Database, world: World
) -> None:
    """Two open transactions: the one begun first commits last, and no reader skips it."""
    slow, quick = await world.service("slow"), await world.service("quick")
    before = await present(database, world)
    looked_at = before
    async with asyncio.timeout(PATIENCE), database.write() as first:
        await first.conn.execute(ticketless(slow))
        touch(first, world, slow)
        async with database.write() as second:
            await second.conn.execute(ticketless(quick))
            touch(second, world, quick)
        looked_at = await present(database, world)  # a client pulls here
        assert (await seqs(database))[quick] == looked_at == before + 1
    assert (await seqs(database))[slow] == before + 2 > looked_at


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_stamped_transaction_holds_up_the_next_stamp_until_its_commit(
    database: Database, world: World
) -> None:
    one, two = await world.service("one"), await world.service("two")
    before = await present(database, world)
    stamped = asyncio.Event()

    async def other() -> None:
        async with database.write() as uow:
            touch(uow, world, two)
            stamped.set()

    async with database.write() as uow:
        touch(uow, world, one)
        await uow.stamp()  # number before + 1 is taken, its transaction still open
        task = asyncio.create_task(other())
        await stamped.wait()
        async with asyncio.timeout(PATIENCE):
            waits = await waits_for_a_lock(database, task)
        assert waits, "the number after an uncommitted one was given out"
        assert await present(database, world) == before
    await task
    found = await seqs(database)
    assert (found[one], found[two]) == (before + 1, before + 2)


async def test_no_reader_ever_skips_a_change_under_many_writers(database: Database, world: World) -> None:
    """Sixteen writers, one reader that follows the head: every change is seen."""
    ids = [await world.service(f"service {n}") for n in range(16)]
    start = await present(database, world)
    seen: set[int] = set()
    done = asyncio.Event()

    async def writer(service_id: str) -> None:
        for _ in range(6):
            async with database.write() as uow:
                await uow.conn.execute(ticketless(service_id))
                touch(uow, world, service_id)

    async def reader() -> None:
        cursor = start
        while True:
            last = done.is_set()
            async with database.read() as conn:
                upto = await head(conn, world.organisation_id)
                query = select(feed.c.seq).where(feed.c.seq > cursor, feed.c.seq <= upto)
                found = set((await conn.execute(query)).scalars())
            # touched again since: then its newer number is in this page or a later one
            seen.update(found)
            cursor = upto
            if last:
                return
            await asyncio.sleep(0)

    async with asyncio.timeout(2 * PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(reader())
        await asyncio.gather(*map(writer, ids))
        done.set()
    assert await present(database, world) == start + 96
    final = await seqs(database)
    assert set(final.values()) <= seen


async def test_a_failed_unit_of_work_leaves_nothing_and_tells_nobody(
    database: Database, world: World
) -> None:
    before = await present(database, world)
    heard: list[Announcement] = []

    async def failing() -> None:
        async with database.write() as uow:
            await uow.conn.execute(anywhere(update(organisations).values(name="changed")))
            uow.touch(Entity.SERVICE, "x", ["k"], world.organisation_id)
            raise KeyError

    with database.announcer.listening(heard.append), pytest.raises(KeyError):
        await failing()
    assert heard == []
    assert await present(database, world) == before


async def test_listeners_hear_of_a_commit_once_it_happened(database: Database, world: World) -> None:
    service = await world.service()
    heard: list[Announcement] = []
    finished: list[str] = []
    with database.announcer.listening(heard.append):
        async with database.write() as uow:
            touch(uow, world, service)
            uow.after_commit(lambda: finished.append("yes"))
            assert heard == []
    keys = service_keys(service)
    seq, at = await present(database, world), to_micros(database.clock.now())
    assert heard == [FeedMoved(world.organisation_id, seq, keys, committed_at=at)]
    assert finished == ["yes"]


async def test_a_commit_that_fails_is_told_to_nobody(database: Database, world: World) -> None:
    """Else desks come for a change that is not there, and whoever waited for it does what follows it."""
    service = await world.service()
    before, heard = await present(database, world), list[object]()

    def refused(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, ConnectionResetError())

    async def write() -> None:
        async with database.write() as uow:
            touch(uow, world, service)
            uow.after_commit(lambda: heard.append("done"))

    event.listen(database._writer.sync_engine, "commit", refused)
    try:
        with database.announcer.listening(heard.append), pytest.raises(OperationalError):
            await write()
    finally:
        event.remove(database._writer.sync_engine, "commit", refused)
    assert heard == []
    assert await present(database, world) == before


async def test_a_read_is_one_snapshot_whatever_is_committed_meanwhile(
    database: Database, world: World
) -> None:
    async with database.read() as conn:
        first = await head(conn, world.organisation_id)
        await world.service()
        assert await head(conn, world.organisation_id) == first
    assert await present(database, world) == first + 1


async def test_nothing_can_be_written_through_a_read(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as conn:
            await conn.execute(anywhere(delete(organisations)))


async def test_a_touched_unit_of_work_cannot_be_touched_after_its_stamp(
    database: Database, world: World
) -> None:
    service = await world.service()
    async with database.write() as uow:
        touch(uow, world, service)
        await uow.stamp()
        assert uow.seq(world.organisation_id) is not None
        with pytest.raises(RuntimeError):
            touch(uow, world, service)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_deadlock_is_tried_again(database: Database, world: World) -> None:
    one, two = await world.service("one"), await world.service("two")
    arrived = asyncio.Barrier(2)
    tries = 0

    async def cross(first: str, second: str) -> None:
        nonlocal tries
        waited = False

        async def work(uow: UnitOfWork) -> None:
            nonlocal tries, waited
            tries += 1
            await uow.conn.execute(ticketless(first))
            if not waited:
                waited = True
                await arrived.wait()
            await uow.conn.execute(ticketless(second))

        await database.run(work)

    await asyncio.gather(cross(one, two), cross(two, one))
    assert tries == 3


def locked(file: Path) -> sqlite3.Error:
    """Return what SQLite says of a file that another process writes into."""
    with closing(sqlite3.connect(file)) as writer, closing(sqlite3.connect(file, timeout=0)) as other:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.Error) as refused:
            other.execute("BEGIN IMMEDIATE")
    return refused.value


async def test_only_the_neighbours_fault_is_worth_another_try(
    database: Database, world: World, tmp_path: Path
) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.write() as uow:
            await uow.conn.execute(insert(organisations).values(id=world.organisation_id, name="x"))
    assert not may_retry(caught.value)
    assert not may_retry(ValueError())
    assert may_retry(OperationalError("", {}, locked(tmp_path / "locked.sqlite3")))
    assert may_retry(OperationalError("", {}, psycopg.errors.SerializationFailure()))


async def test_a_failed_statement_says_nothing_of_what_it_carried(database: Database, world: World) -> None:
    number = "01012345678"
    with pytest.raises(DBAPIError) as caught:
        async with database.write() as uow:
            await uow.conn.execute(insert(organisations).values(id=world.organisation_id, name=number))
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "failed", (), (caught.type, caught.value, caught.tb)
    )
    line = OneLine().format(record)
    assert "IntegrityError" in line
    assert number not in line


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_commit_on_sqlite_outlives_a_power_cut(database: Database) -> None:
    """A lost one would give its sequence number out again; readers have nothing to lose."""
    full, normal = 2, 1
    pragma = text("PRAGMA synchronous")
    async with database.write() as uow:
        assert (await uow.conn.execute(pragma)).scalar_one() == full
    async with database.read() as conn:
        assert (await conn.execute(pragma)).scalar_one() == normal


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_unusable_database_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|unsupported database"):
        open_database(url, ManualClock())


def test_urls_get_the_drivers_we_use() -> None:
    assert async_url("sqlite:///x").drivername == "sqlite+aiosqlite"
    assert async_url("postgresql://h/x").drivername == "postgresql+psycopg"
