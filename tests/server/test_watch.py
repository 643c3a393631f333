"""Hearing of other processes, whatever happens to the database. If these fail, a process is deaf for ever."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.feed.writing import next_seq
from occ_server.kit.db import IDLE_IN_TRANSACTION_SECONDS, Database
from occ_server.topics import open_database
from support.centre import Centre
from support.clock import ManualClock
from support.databases import Databases, administer
from support.looking import anywhere
from support.said import COMMIT, said
from support.world import World

PATIENCE = 30.0


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_nobody_is_refused_after_every_connection_was_cut(
    database: Database, world: World, database_url: str, request: pytest.FixtureRequest
) -> None:
    """The first request after a restart of PostgreSQL is an agent's: it must not meet a dead connection."""
    databases: Databases = request.getfixturevalue("postgres")

    async def read() -> int:
        async with database.read() as conn:
            return int((await conn.execute(anywhere(text("SELECT count(*) FROM people")))).scalar_one())

    await asyncio.gather(*(read() for _ in range(12)))
    for turn in range(2):
        name = database_url.rpartition("/")[2]
        cut = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
        administer(databases.cluster, cut)
        assert await world.service(f"몰 {turn}")
        assert await asyncio.gather(*(read() for _ in range(12))) == [0] * 12


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_one_frozen_transaction_holds_nobody_for_long(
    centre: Centre, database_url: str, clock: ManualClock
) -> None:
    """A process frozen between taking the counter and its commit once stopped intake, and even log-ins."""
    frozen = open_database(database_url, clock)
    async with frozen._writer.connect() as conn:
        await conn.begin()
        await next_seq(conn, centre.world.organisation_id)
        asked = [asyncio.create_task(centre.ask()) for _ in range(30)]
        async with asyncio.timeout(5):
            assert (await centre.boss.get("/v1/me")).status_code == 200, "reading waits for no writer"
        async with asyncio.timeout(IDLE_IN_TRANSACTION_SECONDS + PATIENCE):
            answers = await asyncio.gather(*asked)
        assert {answer.status_code for answer in answers} == {201}
        await conn.invalidate()
    await frozen.close()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_connections_stay_within_the_setting(
    centre: Centre, database_url: str, clock: ManualClock
) -> None:
    for size in (4, 10, 25):
        small = open_database(database_url, clock, pool_size=size)
        pools = [small._writer.pool, small._reader.pool, small._asker.pool]
        assert sum(pool.size() for pool in pools) + 1 <= size  # type: ignore[attr-defined]
        await small.close()


async def test_behind_the_counter_stand_writes_alone(centre: Centre, database: Database) -> None:
    """Others wait for the counter meanwhile: the answer is read, and others are told, after the commit."""
    ids = await centre.waiting(20)
    given = await centre.given(centre.ann)

    def behind(statements: list[str]) -> list[str]:
        begins = next(n for n, s in enumerate(statements) if "INSERT INTO feed_counters" in s)
        return statements[begins + 1 : statements.index(COMMIT, begins)]

    key = "01920000-0000-7000-8000-00000000000"
    with said(database._writer) as heard:
        await centre.ann.post(f"/v1/callbacks/{given}/complete", {"note": "x"}, key=f"{key}1")
    after = behind(heard)
    at_once = not database.is_sqlite  # entries and rows in the counter's own statement
    expected = [] if at_once else ["INSERT", "UPDATE"]
    assert [s.split()[0] for s in after if "audit" not in s] == expected, after
    body = {"callback_ids": ids, "agent_ids": [centre.ann.id, centre.ben.id], "method": "equal"}
    with said(database._writer) as heard:
        await centre.boss.post("/v1/callbacks/assign", body, key=f"{key}2")
    after = [s for s in behind(heard) if "audit" not in s]
    assert len(after) == (1 if at_once else 4), after  # feed rows, callbacks, notices, the batch


async def test_an_empty_pull_is_one_statement_beyond_the_authentication(
    centre: Centre, database: Database
) -> None:
    cursor, _ = await centre.boss.pull()
    with said(database._reader) as heard:
        await centre.boss.get("/v1/sync", cursor=cursor)
    statements = [one for one in heard if not one.startswith(("BEGIN", "PRAGMA", COMMIT))]
    authenticating = 1 if database.is_sqlite else 0  # PostgreSQL: over other connections
    assert len(statements) == authenticating + 1, statements


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_the_writing_connection_waits_for_the_disk(database: Database) -> None:
    """A commit lost in a power cut would give its sequence number out again, for something else."""

    async def asked(conn: AsyncConnection) -> int:
        return int((await conn.execute(text("PRAGMA synchronous"))).scalar_one())

    async with database.write() as uow:
        assert await asked(uow.conn) == 2
