"""Sessions that end by themselves. If these fail, a desk left open stays so, or one at work is thrown out."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import select

from occ_contract.errors import ErrorCode
from occ_server.app import create_app
from occ_server.audit.tables import audit_entries
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import (
    SessionLimits,
    end_expired_sessions,
    refresh_session,
)
from occ_server.auth.tables import sessions
from occ_server.auth.watch import look_after_entrance
from occ_server.kit.db import Database
from occ_server.settings import Settings, load_settings
from occ_server.topics import open_database
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.serving import listening
from support.world import Someone, World, log_in

HOUR = 3600
PATIENCE = 10.0


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service(), name="김관리")


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url, login_limit=1000, session_idle_minutes=120, session_days=2)


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def refresh(client: httpx.AsyncClient, tokens: dict[str, Any]) -> httpx.Response:
    return await client.post("/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]})


async def endings(database: Database) -> list[tuple[str, str]]:
    """Return who and why, from the trail."""
    async with database.read() as conn:
        query = select(audit_entries).where(audit_entries.c.action == "session.ended")
        return [
            (row.actor_name, row.details["reason"]) for row in (await conn.execute(anywhere(query))).all()
        ]


async def reasons(database: Database) -> list[str | None]:
    async with database.read() as conn:
        query = select(sessions.c.end_reason).order_by(sessions.c.id)
        return list((await conn.execute(query)).scalars().all())


async def look(app: Litestar) -> None:
    """Do what the server does every minute."""
    await look_after_entrance(app.state.database, app.state.entrance.sessions)


async def test_a_desk_nobody_refreshed_for_long_is_logged_out_and_told_that_its_login_ran_out(
    client: httpx.AsyncClient, app: Litestar, kim: Someone, database: Database, clock: ManualClock
) -> None:
    tokens = (await log_in(client, "kim")).json()
    clock.move(2 * HOUR)
    await look(app)
    await look(app)
    assert await reasons(database) == ["idle"]
    assert await endings(database) == [("김관리", "idle")], "noted once"
    for answer in (await client.get("/v1/me", headers=bearer(tokens)), await refresh(client, tokens)):
        assert refusal(answer) == {"status_code": 401, "code": "token_expired"}


async def test_a_session_is_over_on_the_second_even_before_anybody_looked(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    tokens = (await log_in(client, "kim")).json()
    clock.move(2 * HOUR)
    assert refusal(await refresh(client, tokens))["code"] == "token_expired"


async def test_a_desk_that_refreshes_goes_on_until_the_absolute_limit(
    client: httpx.AsyncClient, app: Litestar, kim: Someone, database: Database, clock: ManualClock
) -> None:
    tokens = (await log_in(client, "kim")).json()
    for _ in range(31):
        clock.move(1.5 * HOUR)
        await look(app)
        tokens = (await refresh(client, tokens)).json()
        assert (await client.get("/v1/me", headers=bearer(tokens))).status_code == 200
    clock.move(1.5 * HOUR - 60)
    tokens = (await refresh(client, tokens)).json()
    assert tokens["expires_in"] == 60, "its last access token ends with the session"
    clock.move(60)
    await look(app)
    assert await reasons(database) == ["absolute"]
    assert await endings(database) == [("김관리", "absolute")]
    for answer in (await client.get("/v1/me", headers=bearer(tokens)), await refresh(client, tokens)):
        assert refusal(answer) == {"status_code": 401, "code": "token_expired"}


async def test_a_limit_made_shorter_holds_from_the_next_refresh(
    client: httpx.AsyncClient, kim: Someone, database: Database, clock: ManualClock
) -> None:
    tokens = (await log_in(client, "kim")).json()
    clock.move(HOUR)
    shorter, token = SessionLimits(absolute=timedelta(minutes=30)), tokens["refresh_token"]
    answer = await database.run(lambda uow: refresh_session(uow, token, limits=shorter))
    assert answer is ErrorCode.TOKEN_EXPIRED


async def test_the_stream_of_an_ended_session_closes(
    world: World, kim: Someone, database: Database, settings: Settings, clock: ManualClock
) -> None:
    built = create_app(settings, database, passwords=Passwords.cheap())
    async with listening(built) as (_, url), httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client:
        tokens = (await log_in(client, "kim")).json()
        async with client.stream("GET", "/v1/stream", headers=bearer(tokens)) as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == "event: poke"
            clock.move(2 * HOUR)
            async with asyncio.timeout(PATIENCE):
                async for _ in lines:  # the minute's look ends it
                    pass
    assert await reasons(database) == ["idle"]


async def test_two_processes_end_a_session_once(
    client: httpx.AsyncClient, kim: Someone, database: Database, database_url: str, clock: ManualClock
) -> None:
    for _ in range(5):
        await log_in(client, "kim")
    clock.move(2 * HOUR)
    limits = SessionLimits(idle=timedelta(hours=2))
    other = open_database(database_url, clock)
    await asyncio.gather(
        *(d.run(lambda uow: end_expired_sessions(uow, limits)) for d in (database, other) for _ in range(3))
    )
    await other.close()
    assert await reasons(database) == ["idle"] * 5
    assert len(await endings(database)) == 5


@pytest.mark.parametrize("name", ["SESSION_IDLE_MINUTES", "SESSION_DAYS"])
def test_a_limit_that_would_throw_out_people_at_work_is_refused(name: str) -> None:
    """An open desk refreshes every ten minutes."""
    with pytest.raises(ValueError, match=name.lower()):
        load_settings({f"OCC_{name}": "0"})
    with pytest.raises(ValueError, match="session_idle_minutes"):
        load_settings({"OCC_SESSION_IDLE_MINUTES": "14"})
    assert load_settings({"OCC_SESSION_IDLE_MINUTES": "15"}).session_idle_minutes == 15
