"""A backend that hangs. If these fail, commands wait for ever while the operator is told that all is well."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import organisations
from support.clock import ManualClock
from support.looking import anywhere
from support.world import World


async def part(client: httpx.AsyncClient, name: str) -> tuple[str, str]:
    """Return how a part is, and its word."""
    answer = await client.get("/healthz")
    assert answer.status_code == 200
    found = answer.json()
    state, word = found["parts"][name]["state"], found["parts"][name]["word"]
    assert found["status"] == "degraded" or state == "ok"
    return state, word


async def test_a_transaction_that_hangs_is_named_until_it_is_over(
    client: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    async with database.write():
        clock._now += timedelta(seconds=29)
        assert await part(client, "database writes") == ("ok", "")
        clock._now += timedelta(seconds=3)
        state = "failed" if database.is_sqlite else "degraded"  # one connection writes there
        word = "1 open for more than 30 s, the longest for 32 s"
        assert await part(client, "database writes") == (state, word)
    assert await part(client, "database writes") == ("ok", "")


async def test_a_writer_that_waits_for_a_connection_is_named_too(
    client: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    most = database.pools()["write"]["most"]
    async with AsyncExitStack() as held:
        for _ in range(most):
            await held.enter_async_context(database.write())

        async def wait() -> None:
            async with database.write():
                pass

        waiting = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        clock._now += timedelta(seconds=31)
        state, word = await part(client, "database writes")
        assert (state, word.partition(" ")[0]) == ("failed", str(most + 1))
    await waiting


async def test_a_read_that_hangs_is_named(
    client: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    async with database.read():
        clock._now += timedelta(seconds=40)
        assert (await part(client, "database reads"))[0] == "degraded"
    assert (await part(client, "database reads"))[0] == "ok"


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_commands_that_wait_in_vain_for_a_lock_are_told(
    client: httpx.AsyncClient, database: Database, world: World, clock: ManualClock
) -> None:
    """Before a hanging transaction is old enough to be named, those who wait for it fail."""
    change = anywhere(organisations.update().values(name="센터"))

    async def wait(uow: UnitOfWork) -> None:
        await uow.conn.exec_driver_sql("SET LOCAL lock_timeout = 10")
        await uow.conn.execute(change)

    async with database.write() as hanging:
        await hanging.conn.execute(change)
        with pytest.raises(OperationalError):
            await database.run(wait)
        told = ("degraded", "1 ended at a time-out within a minute")
        assert await part(client, "database writes") == told
    clock.move(61)
    assert (await part(client, "database writes"))[0] == "ok"
