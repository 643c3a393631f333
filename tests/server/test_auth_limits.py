"""The limit on log-ins per address. If it fails, passwords of many accounts can be guessed from one place."""

import httpx
import pytest

from occ_server.auth.limits import PlaceLimit
from occ_server.kit.problems import ApiError
from occ_server.settings import Settings
from support.centre import refusal
from support.clock import ManualClock
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


def test_addresses_do_not_take_each_others_tries_and_are_forgotten() -> None:
    clock = ManualClock()
    limit = PlaceLimit(clock, 1)
    for n in range(20_000):
        limit.count(f"10.0.{n // 256}.{n % 256}")
        clock.move(0.01)
    with pytest.raises(ApiError):
        limit.count("10.0.78.31")
    assert len(limit._seen) <= 10_001
