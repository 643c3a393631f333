"""Wrong passwords. If these fail, somebody guesses one, or shuts people out of their own accounts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import func, select

from occ_contract.auth import Login
from occ_server.audit.tables import audit_entries
from occ_server.auth.limits import PlaceLimit
from occ_server.auth.login import Entrance, unlock
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import SessionLimits
from occ_server.auth.tables import known_devices, login_tries
from occ_server.auth.throttle import CEILING, FREE_TRIES, count_try, forget_tries
from occ_server.auth.watch import look_after_entrance
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.topics import open_database
from support.centre import refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.said import said
from support.serving import client_of
from support.world import PASSWORD, Someone, World, log_in

THERE = "198.51.100.7"


@pytest.fixture
async def kim(world: World) -> Someone:
    return await world.supervisor("kim", await world.service(), name="김관리")


@pytest.fixture
async def elsewhere(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at another address."""
    async with client_of(app, THERE) as opened:
        yield opened


async def guess(client: httpx.AsyncClient, times: int, username: str = "kim") -> list[str]:
    """Try wrong passwords one after another; return the codes."""
    return [refusal(await log_in(client, username, f"guess {n}"))["code"] for n in range(times)]


async def trail(database: Database, action: str) -> list[dict[str, Any]]:
    async with database.read() as conn:
        query = select(audit_entries).where(audit_entries.c.action == action).order_by(audit_entries.c.number)
        return [row._asdict() for row in (await conn.execute(anywhere(query))).all()]


async def test_wrong_passwords_say_how_many_tries_remain_then_make_their_place_wait(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    for remaining in (4, 3, 2, 1, 0):
        found = refusal(await log_in(client, "kim", "wrong password"))
        assert found == {"status_code": 401, "code": "wrong_credentials", "remaining": remaining}
    answer = await log_in(client, "kim")
    assert refusal(answer) == {"status_code": 423, "code": "account_locked", "retry_after": 60}
    assert answer.headers["Retry-After"] == "60"
    clock.move(59)
    assert refusal(await log_in(client, "kim"))["retry_after"] == 1
    clock.move(1)
    assert (await log_in(client, "kim")).status_code == 200
    assert refusal(await log_in(client, "kim", "wrong password"))["remaining"] == 4


async def test_who_goes_on_guessing_waits_longer_each_time_and_an_hour_at_most(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    await guess(client, 5)
    waits = []
    for _ in range(8):
        waits.append(refusal(await log_in(client, "kim", "wrong"))["retry_after"])
        clock.move(waits[-1])
        assert await guess(client, 1) == ["wrong_credentials"]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


async def test_a_right_password_from_another_address_gets_in_while_one_place_guesses(
    client: httpx.AsyncClient, elsewhere: httpx.AsyncClient, kim: Someone
) -> None:
    await guess(client, 8)
    assert (await log_in(elsewhere, "kim")).status_code == 200
    assert refusal(await log_in(client, "kim"))["code"] == "account_locked", "the guesser goes on waiting"


async def test_a_known_device_gets_in_while_a_neighbour_behind_its_address_guesses(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    token = (await log_in(client, "kim")).json()["device_token"]
    await guess(client, 8)
    answer = await log_in(client, "kim", device_token=token)
    assert answer.status_code == 200
    assert answer.json()["device_token"] is None, "it keeps the one it has"
    assert refusal(await log_in(client, "kim"))["code"] == "account_locked"


async def test_a_device_known_to_one_account_is_a_stranger_to_another(
    client: httpx.AsyncClient, world: World, kim: Someone
) -> None:
    await world.supervisor("lim", await world.service("샘플카드"))
    token = (await log_in(client, "lim")).json()["device_token"]
    await guess(client, 5)
    for invented in (token, "x" * 43):
        answer = await log_in(client, "kim", device_token=invented)
        assert refusal(answer)["code"] == "account_locked"
    assert refusal(await log_in(client, "kim", device_token="x" * 101))["code"] == "validation_failed"


async def test_a_device_that_guesses_waits_too(client: httpx.AsyncClient, kim: Someone) -> None:
    token = (await log_in(client, "kim")).json()["device_token"]
    codes = [refusal(await log_in(client, "kim", f"guess {n}", device_token=token))["code"] for n in range(6)]
    assert codes == ["wrong_credentials"] * 5 + ["account_locked"]


async def test_a_device_is_forgotten_after_long_absence_and_only_so_many_are_kept(
    client: httpx.AsyncClient, kim: Someone, database: Database, clock: ManualClock
) -> None:
    first = (await log_in(client, "kim")).json()["device_token"]
    clock.move(1)
    for _ in range(20):
        await log_in(client, "kim")
    async with database.read() as conn:
        assert (await conn.execute(select(func.count()).select_from(known_devices))).scalar_one() == 20
    assert (await log_in(client, "kim", device_token=first)).json()["device_token"] is not None
    last = (await log_in(client, "kim")).json()["device_token"]
    clock.move(91 * 24 * 3600)
    assert (await log_in(client, "kim", device_token=last)).json()["device_token"] is not None


async def test_twelve_right_log_ins_at_once_all_get_in(client: httpx.AsyncClient, kim: Someone) -> None:
    answers = await asyncio.gather(*(log_in(client, "kim") for _ in range(12)))
    assert [answer.status_code for answer in answers] == [200] * 12


async def test_twenty_guesses_at_once_get_no_more_than_in_turn(
    client: httpx.AsyncClient, kim: Someone
) -> None:
    answers = await asyncio.gather(*(log_in(client, "kim", f"guess {n}") for n in range(20)))
    codes = [refusal(answer)["code"] for answer in answers]
    assert (codes.count("wrong_credentials"), codes.count("account_locked")) == (5, 15)


async def test_several_processes_give_a_guesser_no_more_guesses_than_one(
    database: Database, database_url: str, kim: Someone, clock: ManualClock
) -> None:
    checking = Passwords.cheap()
    others = [open_database(database_url, clock) for _ in range(2)]
    doors = [Entrance(d, checking, PlaceLimit(clock, 1000)) for d in (database, *others)]

    async def knock(door: Entrance, n: int) -> str:
        try:
            await door.log_in(Login(username="kim", password=f"guess {n}"), THERE)
        except ApiError as error:
            return error.code.value
        return "in"

    codes = await asyncio.gather(*(knock(doors[n % 3], n) for n in range(24)))
    assert (codes.count("wrong_credentials"), codes.count("account_locked")) == (5, 19)
    right = Login(username="kim", password=PASSWORD)
    await asyncio.gather(*(doors[n % 3].log_in(right, "192.0.2.9") for n in range(12)))
    for opened in others:
        await opened.close()
    checking.close()


async def test_a_try_of_a_process_that_died_counts_as_wrong(
    client: httpx.AsyncClient, app: Litestar, kim: Someone, database: Database, clock: ManualClock
) -> None:
    await guess(client, 1)
    async with database.read() as conn:
        row = (await conn.execute(select(login_tries))).one()
    asking = await app.state.entrance._look_up(Login(username="kim", password="x"), "127.0.0.1")
    assert asking.pair.guesser_hash == row.guesser_hash
    for _ in range(3):  # counted, and never answered
        await database.run(lambda uow: count_try(uow, asking.pair, kim.id, None))
    clock.move(11)
    assert refusal(await log_in(client, "kim", "wrong"))["remaining"] == 0


async def test_an_attack_on_every_account_from_one_address_keeps_nobody_out(
    client: httpx.AsyncClient, elsewhere: httpx.AsyncClient, world: World, app: Litestar, clock: ManualClock
) -> None:
    """300 wrong log-ins over 24 accounts while an agent logs in: seen to shut all 24 out in a minute."""
    service = await world.service()
    names = [(await world.agent(f"agent{n:02}", service)).username for n in range(24)]
    app.state.entrance.limit._limit = 120
    attack = asyncio.gather(*(log_in(client, names[n % 24], f"guess {n}") for n in range(300)))
    entered = [(await log_in(elsewhere, name)).status_code for name in names]
    codes = [refusal(answer)["code"] for answer in await attack]
    assert entered == [200] * 24
    assert codes.count("wrong_credentials") == 120
    assert codes.count("rate_limited") == 180
    assert [(await log_in(elsewhere, name)).status_code for name in names] == [200] * 24


async def test_a_known_device_is_heard_where_its_address_has_used_up_its_tries(
    client: httpx.AsyncClient, kim: Someone, app: Litestar
) -> None:
    token = (await log_in(client, "kim")).json()["device_token"]
    app.state.entrance.limit._limit = 3
    assert await guess(client, 4, "nobody") == ["wrong_credentials"] * 3 + ["rate_limited"]
    assert (await log_in(client, "kim", device_token=token)).status_code == 200


async def test_a_right_password_gets_in_where_somebody_used_up_the_tries_of_its_usual_address(
    client: httpx.AsyncClient, elsewhere: httpx.AsyncClient, kim: Someone, world: World, app: Litestar
) -> None:
    """An office has one address; who sits at another desk today has no known device."""
    await world.person("park")
    assert (await log_in(client, "kim")).status_code == 200
    assert (await log_in(elsewhere, "park")).status_code == 200
    app.state.entrance.limit._limit = 3
    assert await guess(client, 4, "nobody") == ["wrong_credentials"] * 3 + ["rate_limited"]
    assert (await log_in(client, "kim")).status_code == 200
    assert (await log_in(client, "kim", device_token="x" * 43)).status_code == 200
    # whoever never came from here is one of the guesser's tries as before
    assert refusal(await log_in(client, "park"))["code"] == "rate_limited"


async def test_past_an_address_limit_few_passwords_are_checked_and_no_answer_tells_whose(
    client: httpx.AsyncClient, kim: Someone, app: Litestar, clock: ManualClock
) -> None:
    checked = []
    verify = app.state.entrance.passwords._matches
    app.state.entrance.passwords._matches = lambda *what: checked.append(what) or verify(*what)
    assert (await log_in(client, "kim")).status_code == 200
    app.state.entrance.limit._limit = 3
    await guess(client, 3, "nobody")
    checked.clear()
    told = [refusal(await log_in(client, "kim", f"guess {n}")) for n in range(40)]
    strangers = [refusal(await log_in(client, "lee", f"guess {n}")) for n in range(40)]
    assert told == strangers
    assert {one["code"] for one in told} == {"rate_limited"}
    assert len(checked) <= FREE_TRIES


async def test_a_morning_of_right_log_ins_uses_up_no_address(
    client: httpx.AsyncClient, kim: Someone, app: Litestar
) -> None:
    app.state.entrance.limit._limit = 3
    assert [(await log_in(client, "kim")).status_code for _ in range(10)] == [200] * 10


async def spread_guesses(app: Litestar, count: int) -> None:
    """Guess once from each of so many addresses."""
    async with AsyncExitStack() as stack:
        for n in range(count):
            botnet = await stack.enter_async_context(client_of(app, f"203.0.113.{n + 1}"))
            assert await guess(botnet, 1) == ["wrong_credentials"]


async def test_guessing_from_many_addresses_is_slowed_and_still_keeps_nobody_out(
    client: httpx.AsyncClient, elsewhere: httpx.AsyncClient, kim: Someone, app: Litestar, clock: ManualClock
) -> None:
    assert (await log_in(client, "kim")).status_code == 200  # a place the account comes from
    await spread_guesses(app, CEILING)
    async with client_of(app, "203.0.113.200") as botnet:
        found = refusal(await log_in(botnet, "kim", "wrong"))
        assert (found["code"], found["remaining"]) == ("wrong_credentials", 0), "one try instead of five"
        assert await guess(botnet, 1) == ["account_locked"]
    assert (await log_in(elsewhere, "kim")).status_code == 200, "right at the first try"
    assert refusal(await log_in(client, "kim", "typed wrong"))["remaining"] == 4
    assert (await log_in(client, "kim")).status_code == 200
    clock.move(3601)
    async with client_of(app, "203.0.113.201") as later:
        assert refusal(await log_in(later, "kim", "wrong"))["remaining"] == 4


async def test_one_ipv6_subscriber_is_one_guesser(app: Litestar, kim: Someone) -> None:
    codes = []
    for n in range(6):
        async with client_of(app, f"2001:db8:1:2::{n + 1}") as same:
            codes += await guess(same, 1)
    assert codes[-1] == "account_locked"
    async with client_of(app, "2001:db8:1:3::1") as other:
        assert (await log_in(other, "kim")).status_code == 200


async def test_an_unknown_account_answers_exactly_like_a_known_one(
    client: httpx.AsyncClient, kim: Someone, database: Database
) -> None:
    for _ in range(7):
        known, unknown = await log_in(client, "kim", "wrong"), await log_in(client, "lim", "wrong")
        assert known.content == unknown.content
    async with database.read() as conn:
        stored = str((await conn.execute(select(login_tries))).all())
    assert "lim" not in stored


async def test_an_unknown_account_costs_the_same_statements_as_a_known_one(
    client: httpx.AsyncClient, kim: Someone, database: Database
) -> None:
    """Who may count milliseconds learns no names."""
    for name in ("kim", "lim"):  # the first entry of a trail begins it
        await log_in(client, name, "wrong")
    for _ in range(6):
        counts = []
        for name in ("kim", "lim"):
            with said(database._writer, database._reader) as heard:
                await log_in(client, name, "wrong")
            counts.append(heard)
        assert counts[0], "what a log-in says was heard"
        assert counts[0] == counts[1]


async def test_tries_while_waiting_stand_in_the_trail_once_with_their_number(
    client: httpx.AsyncClient, kim: Someone, database: Database, clock: ManualClock
) -> None:
    await guess(client, 5 + 40)
    await guess(client, 5 + 3, "nobody")
    await look_after_entrance(database, SessionLimits())
    assert await trail(database, "login.throttled") == []
    clock.move(60)
    for _ in range(2):
        await look_after_entrance(database, SessionLimits())
    found = await trail(database, "login.throttled")
    noted = {(e["actor_name"], e["subject_id"], e["details"]["tries"]) for e in found}
    assert (len(found), noted) == (2, {("", None, 3), ("김관리", kim.id, 40)})
    assert {e["address"] for e in found} == {"127.0.0.1"}


async def test_what_was_refused_unchecked_is_noted_before_the_next_try_too(
    client: httpx.AsyncClient, kim: Someone, database: Database, clock: ManualClock
) -> None:
    await guess(client, 5 + 7)
    clock.move(60)
    assert (await log_in(client, "kim")).status_code == 200
    (found,) = await trail(database, "login.throttled")
    assert found["details"]["tries"] == 7


async def test_the_operator_lets_somebody_in_who_is_waiting(
    client: httpx.AsyncClient, kim: Someone, database: Database
) -> None:
    await guess(client, 8)
    await database.run(lambda uow: unlock(uow, " KIM"))
    assert (await log_in(client, "kim")).status_code == 200


async def test_tidying_takes_nothing_from_under_somebody_who_logs_in(
    client: httpx.AsyncClient, kim: Someone, database: Database, clock: ManualClock
) -> None:
    """Seen: the row of a try vanished between making sure of it and reading it, and the answer was a 500."""
    for _ in range(8):
        clock.move(100 * 24 * 3600)
        answers = await asyncio.gather(database.run(forget_tries), *(log_in(client, "kim") for _ in range(3)))
        assert [answer.status_code for answer in answers[1:]] == [200] * 3  # type: ignore[union-attr]


async def test_wrong_tries_are_forgotten_after_a_day(
    client: httpx.AsyncClient, kim: Someone, clock: ManualClock
) -> None:
    await guess(client, 4)
    clock.move(24 * 3600 + 1)
    assert refusal(await log_in(client, "kim", "wrong"))["remaining"] == 4
