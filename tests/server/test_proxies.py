"""Whose address a request has. If these fail, a stranger chooses it, or everybody shares the proxy's."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from sqlalchemy import select

from occ_server.app import create_app
from occ_server.audit.tables import audit_entries
from occ_server.auth.passwords import Passwords
from occ_server.auth.tables import sessions
from occ_server.kit.client_address import TrustedProxies, place_of
from occ_server.kit.db import Database
from occ_server.settings import Settings, load_settings
from support.centre import refusal
from support.looking import anywhere
from support.serving import client_of, listening, started
from support.world import World, log_in

PROXIES = "10.0.0.0/8, 192.0.2.1,2001:db8:ffff::/48"
PROXY, CLIENT = "10.1.2.3", "198.51.100.7"
TRUSTED = TrustedProxies.parse(PROXIES)

CASES: list[tuple[str, str, list[str], str]] = [
    ("nobody is in front", CLIENT, [], CLIENT),
    ("a stranger's header counts for nothing", CLIENT, ["203.0.113.9"], CLIENT),
    ("the proxy names its client", PROXY, [CLIENT], CLIENT),
    ("what stands left of the client was written by them", PROXY, [f"203.0.113.9, {CLIENT}"], CLIENT),
    ("two proxies", PROXY, [f"{CLIENT}, 192.0.2.1"], CLIENT),
    ("two proxies and a lie", PROXY, [f"127.0.0.1, 10.9.9.9, {CLIENT}, 10.0.0.2"], CLIENT),
    ("several lines are one list", PROXY, ["203.0.113.9", CLIENT], CLIENT),
    ("only proxies: the farthest", PROXY, ["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
    ("a proxy that says nothing", PROXY, [], PROXY),
    ("an empty header", PROXY, [""], PROXY),
    ("a trailing comma", PROXY, [f"{CLIENT},"], PROXY),
    ("garbage at the client's place", PROXY, ["unknown"], PROXY),
    ("garbage ends the walk", PROXY, [f"{CLIENT}, _hidden, 10.0.0.2"], "10.0.0.2"),
    ("a port", PROXY, [f"{CLIENT}:51234"], CLIENT),
    ("IPv6", PROXY, ["2001:db8::7"], "2001:db8::7"),
    ("IPv6 in brackets", PROXY, ["[2001:db8::7]"], "2001:db8::7"),
    ("IPv6 in brackets with a port", PROXY, ["[2001:db8::7]:443"], "2001:db8::7"),
    ("an IPv6 proxy", "2001:db8:ffff::1", [CLIENT], CLIENT),
    ("quotes", PROXY, [f'"{CLIENT}"'], CLIENT),
    ("a dual-stack socket's form of IPv4", f"::ffff:{PROXY}", [f"::ffff:{CLIENT}"], CLIENT),
    ("a zone", "fe80::1%eth0", [CLIENT], "fe80::1"),
    ("a name instead of an address", "testclient", [CLIENT], "testclient"),
    ("other writings of one address", PROXY, ["2001:DB8:0:0::7"], "2001:db8::7"),
]


@pytest.mark.parametrize(("peer", "header", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_client_is_the_first_address_from_the_right_that_is_no_trusted_proxy(
    peer: str, header: list[str], wanted: str
) -> None:
    assert TRUSTED.client_of(peer, header) == wanted


@given(peer=st.one_of(st.none(), st.text(max_size=40)), header=st.lists(st.text(max_size=80), max_size=5))
def test_nothing_a_client_writes_is_a_failure(peer: str | None, header: list[str]) -> None:
    found = TRUSTED.client_of(PROXY if peer is None else peer, header)
    place_of(found)


def test_a_header_as_long_as_one_likes_is_not_read_to_its_beginning() -> None:
    assert TRUSTED.client_of(PROXY, [",".join([CLIENT] + ["10.0.0.1"] * 5000)]) == "10.0.0.1"


def test_without_proxies_nobody_is_trusted() -> None:
    assert not TrustedProxies.parse("")
    assert TrustedProxies.parse(" , ").client_of("127.0.0.1", [CLIENT]) == "127.0.0.1"


def test_one_ipv6_subscriber_is_one_place() -> None:
    assert place_of("2001:db8:1:2:aaaa::1") == place_of("2001:db8:1:2::9") != place_of("2001:db8:1:3::1")
    assert [place_of(x) for x in ("198.51.100.7", "::ffff:198.51.100.7", None)] == [CLIENT, CLIENT, ""]


@pytest.mark.parametrize("wrong", ["10.0.0.300", "proxy.example", "10.0.0.1/8", "0.0.0.0/0", "::/0", "1/33"])
def test_a_wrong_proxy_is_named_and_refuses_the_start(wrong: str) -> None:
    with pytest.raises(ValueError, match="trusted_proxies") as refused:
        load_settings({"OCC_TRUSTED_PROXIES": f"127.0.0.1,{wrong}"})
    assert repr(wrong) in str(refused.value)


@pytest.fixture
def settings(database_url: str) -> Settings:
    proxies = "127.0.0.1, 10.0.0.0/8"
    return Settings(database_url=database_url, login_limit=3, trusted_proxies=proxies, metrics_token="word")


@pytest.fixture
async def proxied(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, PROXY) as opened:
        yield opened


async def test_behind_a_proxy_each_client_has_its_own_limit_session_and_place_in_the_trail(
    proxied: httpx.AsyncClient, world: World, database: Database
) -> None:
    await world.supervisor("kim", await world.service())
    proxied.headers["X-Forwarded-For"] = "203.0.113.9"
    for _ in range(3):
        await log_in(proxied, "kim", "wrong")
    assert refusal(await log_in(proxied, "kim"))["code"] == "rate_limited"
    proxied.headers["X-Forwarded-For"] = f"127.0.0.1, {CLIENT}"
    tokens = (await log_in(proxied, "kim")).json()
    await proxied.post("/v1/auth/logout", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    async with database.read() as conn:
        addresses = (await conn.execute(select(sessions.c.address))).scalars().all()
        query = select(audit_entries.c.action, audit_entries.c.address).where(
            audit_entries.c.address.is_not(None)
        )
        noted = {tuple(row) for row in (await conn.execute(anywhere(query))).all()}
    assert addresses == [CLIENT]
    stranger = {("login.failed", "203.0.113.9"), ("login.limited", "203.0.113.9")}
    assert noted == stranger | {("login", CLIENT), ("logout", CLIENT)}


async def test_a_client_that_writes_the_header_itself_keeps_its_limit(app: Litestar, world: World) -> None:
    await world.supervisor("kim", await world.service())
    async with client_of(app, "203.0.113.9") as stranger:
        codes = []
        for n in range(4):
            stranger.headers["X-Forwarded-For"] = f"198.51.100.{n}"
            codes.append(refusal(await log_in(stranger, "kim", "wrong"))["code"])
    assert codes == ["wrong_credentials"] * 3 + ["rate_limited"]


async def test_garbage_in_the_header_is_no_failure_over_a_real_connection(
    settings: Settings, database: Database
) -> None:
    built = create_app(settings, database, passwords=Passwords.cheap())
    async with listening(built) as (_, url), httpx.AsyncClient(base_url=url) as client:
        for header in (b"\xff\xfe", b",,,", b"[::", b"a" * 4000, b"1.2.3.4:99999, [::1]:x"):
            answer = await client.get("/v1/me", headers={"X-Forwarded-For": header})
            assert refusal(answer) == {"status_code": 401, "code": "unauthenticated"}, header


async def metrics(app: Litestar, address: str, **headers: Any) -> int:
    async with client_of(app, address) as client:
        return (await client.get("/metrics", headers=headers)).status_code


async def test_behind_a_proxy_figures_need_the_token_even_from_this_machine(app: Litestar) -> None:
    for address in ("127.0.0.1", PROXY, CLIENT):
        assert await metrics(app, address) == 404
        assert await metrics(app, address, **{"X-Forwarded-For": "127.0.0.1"}) == 404
        assert await metrics(app, address, Authorization="Bearer wrong") == 404
        assert await metrics(app, address, Authorization="Bearer word") == 200


async def test_behind_a_proxy_without_a_token_nobody_sees_figures_and_the_start_says_so(
    database: Database, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    hidden = Settings(database_url=database_url, trusted_proxies="127.0.0.1")
    built = create_app(hidden, database, passwords=Passwords.cheap())
    async with started(built):
        assert await metrics(built, "127.0.0.1") == 404
        assert await metrics(built, "127.0.0.1", Authorization="Bearer ") == 404
    assert [r.levelname for r in caplog.records if "OCC_METRICS_TOKEN" in r.getMessage()] == ["WARNING"]


async def test_without_a_proxy_figures_are_for_this_machine_whatever_a_header_says(
    database: Database, database_url: str
) -> None:
    built = create_app(Settings(database_url=database_url), database, passwords=Passwords.cheap())
    async with started(built):
        assert await metrics(built, "127.0.0.1") == 200
        assert await metrics(built, CLIENT, **{"X-Forwarded-For": "127.0.0.1"}) == 404


async def test_uvicorn_leaves_the_decision_to_us(database: Database, settings: Settings) -> None:
    """By itself it believes any header that comes from this machine."""
    open_to_us = Settings(database_url=settings.database_url)
    built = create_app(open_to_us, database, passwords=Passwords.cheap())
    async with listening(built) as (_, url), httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/metrics", headers={"X-Forwarded-For": CLIENT})).status_code == 200
