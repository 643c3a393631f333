"""The sample centre: if these fail, the first thing anybody sees of the product is broken or unbelievable."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import msgspec
import pytest
from litestar import Litestar
from sqlalchemy import func, select

from occ_contract.callbacks import ASSIGNABLE, Callback, CallbackStatus
from occ_contract.cti import CallState
from occ_contract.phone import normalise
from occ_server.auth.passwords import Passwords
from occ_server.callbacks.tables import callbacks
from occ_server.demo.calendar import Calendar
from occ_server.demo.centre import SampleCentre, build_centre
from occ_server.demo.history import Crew, Historian, History
from occ_server.demo.life import Life
from occ_server.demo.staff import sample_staff
from occ_server.demo.trades import TRADES
from occ_server.kit.db import Database
from support.clock import START, ManualClock
from support.looking import anywhere

SEOUL = ZoneInfo("Asia/Seoul")


def invented(seed: int = 3, now: datetime = START, total: int = 4000) -> History:
    crews = tuple(Crew(f"service{n}", (f"a{n}", f"b{n}", f"c{n}"), (f"s{n}",)) for n in range(3))
    return Historian(Random(seed), crews, now, SEOUL).write(90, total)


# -- the invented history ------------------------------------------------------------------------------------


def test_the_same_seed_invents_the_same_history() -> None:
    assert invented() == invented()
    assert invented() != invented(seed=4)


def test_the_history_is_about_as_large_as_promised_and_mostly_done() -> None:
    rows = invented(total=20_000).callbacks
    assert 19_000 <= len(rows) <= 21_000
    open_rows = sum(row.status is not CallbackStatus.COMPLETED for row in rows)
    assert 0.002 <= open_rows / len(rows) <= 0.03
    assert {row.status for row in rows} == set(CallbackStatus) - {CallbackStatus.UNKNOWN}


def test_monday_mornings_are_busy_and_sundays_quiet() -> None:
    rows = invented(total=10_000).callbacks
    days = Counter(row.received_at.astimezone(SEOUL).weekday() for row in rows)
    hours = Counter(row.received_at.astimezone(SEOUL).hour for row in rows)
    assert days[0] > days[2] > days[5] > days[6]
    assert hours[10] > hours[12] > hours[20] > hours[3]


@pytest.mark.parametrize(
    ("day", "hour", "waiting", "in_hand", "stale"),
    [
        (23, 9, (30, 110), (40, 140), 4),  # Monday morning: somebody has been at work all night
        (25, 15, (30, 90), (40, 140), 2),
        (26, 23, (10, 60), (20, 90), 2),
        (29, 23, (30, 110), (40, 140), 4),  # Sunday night
    ],
)
def test_the_backlog_is_what_a_centre_has_at_that_hour(
    day: int, hour: int, waiting: tuple[int, int], in_hand: tuple[int, int], stale: int
) -> None:
    """``stale``: after so many days nothing waits to be assigned, and hardly anything is unfinished."""
    now = datetime(2026, 11, day, hour, 1, tzinfo=SEOUL)
    rows = invented(now=now, total=20_000).callbacks
    open_rows = [row for row in rows if row.status in ASSIGNABLE]
    outstanding = [row for row in rows if row.status is CallbackStatus.ASSIGNED]
    assert waiting[0] <= len(open_rows) <= waiting[1]
    assert in_hand[0] <= len(outstanding) <= in_hand[1]
    old = now - timedelta(days=stale)
    assert sum(row.received_at < old for row in open_rows) <= 2
    assert sum(row.received_at < old for row in outstanding) <= 15
    today = [row for row in rows if row.received_at.astimezone(SEOUL).date() == now.date()]
    assert len(today) >= 10


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T09:00", "2026-11-23T11:30", 2.5),
        ("2026-11-23T21:00", "2026-11-24T09:00", 2.0),
        ("2026-11-21T13:00", "2026-11-23T09:00", 2.0),  # Saturday noon to Monday morning
        ("2026-11-22T03:00", "2026-11-22T20:00", 0.0),
        ("2026-11-16T00:00", "2026-11-23T00:00", 75.0),
    ],
)
def test_only_hours_at_the_desks_count(start: str, end: str, hours: float) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=SEOUL) for text in (start, end))
    calendar = Calendar(last + timedelta(days=30), SEOUL)
    assert calendar.open_hours(first, last) == hours
    desk = calendar.at_work(Random(1), last)
    assert calendar.open_hours(last, desk) <= 0.75
    assert calendar.open_hours(desk, desk + timedelta(seconds=3)) > 0


@pytest.mark.parametrize(
    "now", [START, datetime(2026, 11, 21, 15, 30, tzinfo=UTC), datetime(2027, 1, 31, 23, 59, tzinfo=UTC)]
)
def test_nothing_in_the_history_contradicts_itself(now: datetime) -> None:
    history = invented(now=now)
    assert history.callbacks
    for row in history.callbacks:
        _check_row(row, now)
    known = {row.id: row for row in history.callbacks}
    for ticket in history.tickets:
        row = known[ticket.callback_id or ""]
        assert (ticket.service_id, ticket.phone) == (row.service_id, row.phone)
        assert row.received_at < ticket.created_at <= now
    assert len({row.id for row in history.callbacks}) == len(history.callbacks)


def _check_row(row: Callback, now: datetime) -> None:
    assert row.received_at <= now
    assert normalise(row.phone) == row.phone
    assert row.attempts == len(row.calls)
    held = row.status in {CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED}
    assert (row.assignee_id is not None) == (row.assigned_at is not None) == held
    at = row.received_at
    if row.assigned_at is not None:
        assert at < row.assigned_at <= now
        at = row.assigned_at
    for call in row.calls:
        assert call.state is CallState.ENDED
        assert call.ended_at is not None
        assert at <= call.started_at <= call.ended_at <= now
        assert (call.talk_seconds is not None) == (call.answered_at is not None)
        at = call.ended_at
    assert (row.completed_at is not None) == (row.status is CallbackStatus.COMPLETED)
    if row.completed_at is not None:
        assert at < row.completed_at <= now


def test_customers_write_whole_korean_sentences_without_a_gap_to_fill() -> None:
    rows = invented(total=10_000).callbacks
    texts = [row.message for row in rows if row.message]
    assert len(set(texts)) > 150
    assert not [text for text in texts if "{" in text or "}" in text]
    again = Counter(row.phone for row in rows)
    assert sum(count > 1 for count in again.values()) > 300  # the customer panel has something to show


def test_the_staff_is_forty_agents_and_three_supervisors_with_names_of_their_own() -> None:
    staff = sample_staff(Random(1))
    assert len([p for p in staff if p.supervises]) == 3
    assert len([p for p in staff if not p.supervises]) == 40
    assert len({p.name for p in staff}) == len({p.username for p in staff}) == 43
    for place in range(len(TRADES)):
        assert sum(p.phones_in(place) for p in staff) >= 7


# -- the centre in a database --------------------------------------------------------------------------------


async def small_centre(database: Database) -> SampleCentre:
    passwords = Passwords.cheap()
    try:
        return await build_centre(database, passwords, seed=2, days=20, total=400)
    finally:
        passwords.close()


async def entered(client: httpx.AsyncClient, account: Any) -> dict[str, str]:
    body = {"username": account["username"], "password": account["password"], "device": "tests"}
    answer = await client.post("/v1/auth/login", json=body)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def everything(client: httpx.AsyncClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    params: dict[str, str] = {}
    while True:
        page = (await client.get("/v1/sync", params=params, headers=headers)).json()
        changes += page["changes"]
        params = {"cursor": page["cursor"]}
        if not page["has_more"]:
            return changes


async def test_each_account_sees_through_the_feed_what_the_search_shows_it(
    database: Database, app: Litestar, client: httpx.AsyncClient
) -> None:
    centre = await small_centre(database)
    by_name = {a.username: a for a in centre.organisation.accounts}
    assert {p.value for p in by_name["agent02"].permissions} >= {"phone", "callback.assign"}
    for username in ("supervisor1", "agent01", "agent02", "agent03"):
        headers = await entered(client, msgspec.to_builtins(by_name[username]))
        fed = {c["id"]: c for c in await everything(client, headers) if c["entity"] == "callback"}
        params: dict[str, Any] = {"limit": 500}
        found = (await client.get("/v1/callbacks", params=params, headers=headers)).json()
        assert found["next_cursor"] is None
        assert {row["id"]: row for row in found["items"]} == {i: c["body"] for i, c in fed.items()}
        assert found["items"]
        sums = (await client.get("/v1/sync/checksums", headers=headers)).json()
        held = Counter(key for c in fed.values() for key in c["keys"])
        assert {i["key"]: i["count"] for i in sums["items"] if i["entity"] == "callback"} == held


async def test_a_second_start_keeps_the_history_and_gives_new_passwords(
    database: Database, app: Litestar, client: httpx.AsyncClient
) -> None:
    first = (await small_centre(database)).organisation
    again = (await small_centre(database)).organisation
    assert (again.id, again.service_ids, again.is_new) == (first.id, first.service_ids, False)
    old = msgspec.to_builtins(first.accounts[0])
    answer = await client.post(
        "/v1/auth/login", json={"username": old["username"], "password": old["password"]}
    )
    assert answer.status_code == 401
    await entered(client, msgspec.to_builtins(again.accounts[0]))
    body = {"service_id": again.service_ids[0], "phone": "01012345678"}
    for key, status in ((first.integration_key, 401), (again.integration_key, 201)):
        answer = await client.post("/v1/callbacks", json=body, headers={"X-Api-Key": key})
        assert answer.status_code == status


async def test_a_start_days_later_continues_the_history_with_other_customers(
    database: Database, app: Litestar, clock: ManualClock
) -> None:
    await small_centre(database)
    asked: list[set[str | None]] = []
    for _ in range(2):
        clock.move(2 * 86_400)
        centre = await small_centre(database)
        asked.append({centre.historian.request(0, clock.now())[0].external_id for _ in range(20)})
    assert not asked[0] & asked[1], "an external id that came before makes no new callback"
    async with database.read() as conn:
        moments = (await conn.execute(anywhere(select(callbacks.c.received_at)))).scalars().all()
    days = Counter((moment - START).days for moment in moments if moment > START)
    assert set(days) == {0, 1, 2, 3}
    assert max(moments) <= clock.now()


async def by_status(database: Database) -> dict[CallbackStatus, int]:
    query = select(callbacks.c.status, func.count()).group_by(callbacks.c.status)
    async with database.read() as conn:
        return {row[0]: row[1] for row in await conn.execute(anywhere(query))}


async def test_the_centre_lives_requests_come_are_spread_called_and_completed(
    database: Database, app: Litestar, clock: ManualClock
) -> None:
    whole = await small_centre(database)
    centre = replace(whole, colleagues=whole.colleagues[:5])
    before = await by_status(database)
    life = Life(database, centre, seed=2, pace=4)
    life.start()
    try:
        async with asyncio.timeout(120):
            while True:
                await clock.advance(20, step=1.0)
                await asyncio.sleep(0.01)  # let the database's threads answer
                counts = await by_status(database)
                if (
                    sum(counts.values()) >= sum(before.values()) + 5
                    and counts[CallbackStatus.COMPLETED] >= before[CallbackStatus.COMPLETED] + 2
                ):
                    break
    finally:
        await life.close()


# -- the command ---------------------------------------------------------------------------------------------


@asynccontextmanager
async def demo(*options: str, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run ``occ-server demo`` with its temporary files in ``folder``."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from occ_server.cli import main; main()",
        "demo",
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(folder), "PYTHONWARNINGS": "default"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob("occ-demo-*"))


async def test_the_command_says_how_to_enter_serves_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with demo("--still", "--seed", "7", folder=tmp_path) as process:
        assert process.stdout is not None
        async with asyncio.timeout(120):
            ready = msgspec.json.decode(await process.stdout.readline())
        assert set(ready) == {"url", "accounts", "integration_key"}
        assert {a["role"] for a in ready["accounts"]} == {"supervisor", "agent"}
        assert all(
            set(a) >= {"username", "password", "role", "permissions", "services"} for a in ready["accounts"]
        )
        async with httpx.AsyncClient(base_url=ready["url"]) as client:
            headers = await entered(client, ready["accounts"][0])
            me = (await client.get("/v1/me", headers=headers)).json()
            assert {m["service_id"] for m in me["memberships"]} == set(ready["accounts"][0]["services"])
            assert len(me["memberships"]) == 3
            body = {"service_id": ready["accounts"][0]["services"][0], "phone": "01012345678"}
            keyed = {"X-Api-Key": ready["integration_key"]}
            assert (await client.post("/v1/callbacks", json=body, headers=keyed)).status_code == 201
            assert len((await client.get("/v1/agents", headers=headers)).json()["items"]) == 43
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            rest, errors = await process.communicate()
        assert (process.returncode, rest) == (0, b"")
        assert b"Traceback" not in errors
        assert left_in(tmp_path) == []


async def test_the_command_stopped_while_it_still_prepares_leaves_nothing_behind(tmp_path: Path) -> None:
    async with demo("--still", folder=tmp_path) as process:
        assert process.stderr is not None
        async with asyncio.timeout(120):
            await process.stderr.readline()  # the organisation is ready, the history is not
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            out, _ = await process.communicate()
        assert (process.returncode, out) == (0, b"")
        assert left_in(tmp_path) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.10", "example.com", "::"])
async def test_the_command_refuses_to_listen_to_a_network(tmp_path: Path, host: str) -> None:
    async with demo("--host", host, folder=tmp_path) as process:
        async with asyncio.timeout(30):
            out, errors = await process.communicate()
        assert process.returncode == 2
        assert out == b""
        assert b"loopback" in errors
