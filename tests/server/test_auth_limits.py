"""The limit on log-ins per address. If it fails, passwords of many accounts can be guessed from one place."""

import httpx
import pytest
from sqlalchemy import select

from occ_server.audit.tables import audit_entries
from occ_server.auth.limits import PlaceLimit
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.settings import Settings
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.world import World, log_in


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, login_limit=3)


async def test_one_address_may_try_only_so_many_log_ins_a_minute(
    client: httpx.AsyncClient, world: World, clock: ManualClock
) -> None:
    await world.supervisor("kim", await world.service())
    for n in range(3):
        assert (await log_in(client, f"somebody {n}")).status_code == 401
    answer = await log_in(client, "kim")
    assert refusal(answer) == {"status_code": 429, "code": "rate_limited", "retry_after": 60}
    clock.move(60)
    assert (await log_in(client, "kim")).status_code == 200


async def test_tries_of_an_address_that_used_up_its_limit_are_in_the_trail_once_a_minute(
    client: httpx.AsyncClient, world: World, database: Database, clock: ManualClock
) -> None:
    async def told() -> list[tuple[str, int]]:
        async with database.read() as conn:
            query = select(audit_entries.c.address, audit_entries.c.details, audit_entries.c.actor_kind)
            query = query.where(audit_entries.c.action == "login.limited").order_by(audit_entries.c.number)
            rows = (await conn.execute(anywhere(query))).all()
        assert {row.actor_kind for row in rows} <= {"unknown"}
        return [(row.address, row.details["unsaid_before"]) for row in rows]

    for n in range(33):
        await log_in(client, f"somebody {n}")
    ((address, unsaid),) = await told()
    assert (bool(address), unsaid) == (True, 0)
    clock.move(60)
    for n in range(10):
        await log_in(client, f"somebody {n}")
    assert await told() == [(address, 0), (address, 29)]


def test_addresses_do_not_take_each_others_tries_and_are_forgotten() -> None:
    clock = ManualClock()
    limit = PlaceLimit(clock, 1)
    for n in range(20_000):
        limit.count(f"10.0.{n // 256}.{n % 256}")
        limit.note_refusal(f"10.0.{n // 256}.{n % 256}")
        clock.move(0.01)
    with pytest.raises(ApiError):
        limit.count("10.0.78.31")
    assert len(limit._seen) <= 10_001
    assert len(limit._refused) <= 10_001
