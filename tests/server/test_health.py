"""What the operator sees. If these fail, a part is ill and nobody is told which, or a chart stays empty."""

import asyncio
import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from occ_contract.callbacks import CallbackStatus
from occ_server.callbacks.tables import callbacks
from occ_server.kit.db import Database
from occ_server.kit.health import Health, PartState
from occ_server.kit.jobs.kinds import Turn
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.tables import receipts
from occ_server.kit.unit import UnitOfWork
from occ_server.kit.writing import Refused
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.world import World, log_in

DASHBOARDS = Path(__file__).resolve().parents[2] / "resources" / "grafana"
TASKS = {
    "cti events",
    "cti owner",
    "cti sweep",
    "feed watcher",
    "feed pusher",
    "sessions",
    "agents' live states",
}


async def test_health_says_how_each_part_is_and_since_when(client: httpx.AsyncClient) -> None:
    found = (await client.get("/healthz")).json()
    assert found["status"] == "ok"
    assert set(found["parts"]) >= {"database", *TASKS}
    assert found["parts"]["database"] == {"state": "ok", "since": "2026-11-23T00:00:00Z", "word": ""}


async def test_a_part_that_is_ill_is_named_while_the_server_goes_on_serving(
    client: httpx.AsyncClient, app: Litestar, clock: ManualClock
) -> None:
    health: Health = app.state.health
    clock.move(60)
    health.report("feed watcher", PartState.FAILED, "OperationalError, 7 in a row")
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["parts"]["feed watcher"] == {
        "state": "failed",
        "since": "2026-11-23T00:01:00Z",
        "word": "OperationalError, 7 in a row",
    }
    assert 'occ_part_state{part="feed watcher"} 2.0' in (await client.get("/metrics")).text


async def unused(database: Database) -> None:
    """Wait until no connection is in use: one that is would be closed by nobody."""
    for _ in range(10_000):
        if not any(pool["in_use"] for pool in database.pools().values()):
            break
        await asyncio.sleep(0)


async def test_a_database_that_does_not_answer_is_named_with_503(
    client: httpx.AsyncClient, database: Database, take_away: Callable[[], None]
) -> None:
    assert (await client.get("/healthz")).json()["status"] == "ok"
    await unused(database)
    await database.close()
    take_away()
    answer = await client.get("/healthz")
    found = refusal(answer)
    assert (found["status_code"], found["code"], found["retry_after"]) == (503, "unavailable", 5)
    assert found["parts"]["database"]["state"] == "failed"
    assert answer.headers["Retry-After"] == "5"
    figures = await client.get("/metrics")
    assert figures.status_code == 200
    assert 'occ_part_state{part="database"} 2.0' in figures.text


async def full(database: Database) -> None:
    """Let the file of this test grow no further, as on a full disk."""
    async with database.write() as uow:
        await uow.conn.exec_driver_sql("PRAGMA max_page_count = 1")


async def emptied(database: Database) -> None:
    """Make room again."""
    async with database.write() as uow:
        await uow.conn.exec_driver_sql("PRAGMA max_page_count = 1000000")


async def writes(client: httpx.AsyncClient) -> tuple[str, str]:
    """Return how the part that writes is, and its word."""
    part = (await client.get("/healthz")).json()["parts"]["database writes"]
    return part["state"], part["word"]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_full_disk_is_named_until_a_write_succeeds(
    centre: Centre, client: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    assert await writes(client) == ("ok", "")
    await full(database)
    refused = [await centre.ask(message="가" * 1900) for _ in range(40)][-1]
    assert refused.status_code == 503
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert await writes(client) == ("failed", "SQLITE_FULL")
    clock.move(11)  # it is tried again, and still is full
    assert await writes(client) == ("failed", "SQLITE_FULL")
    await emptied(database)
    assert await writes(client) == ("failed", "SQLITE_FULL")  # tried a moment ago
    clock.move(11)
    assert await writes(client) == ("ok", "")
    assert 'occ_part_state{part="database writes"} 0.0' in (await client.get("/metrics")).text
    async with database.read() as conn:
        assert (await conn.execute(select(func.count()).select_from(receipts))).scalar_one() == 0


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_database_that_only_reads_is_named(
    client: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    async def on_a_standby(uow: UnitOfWork) -> None:
        await uow.conn.exec_driver_sql("SET TRANSACTION READ ONLY")
        await uow.conn.execute(receipts.delete())

    with pytest.raises(DBAPIError):
        await database.run(on_a_standby)
    assert database.writing.refused == Refused(clock.now(), "ReadOnlySqlTransaction")
    assert await writes(client) == ("ok", "")  # the next one is not


async def test_a_write_refused_for_what_it_says_is_no_illness(
    centre: Centre, client: httpx.AsyncClient, database: Database
) -> None:
    callback = await centre.received()
    twice = callbacks.insert().values(
        id=callback,
        organisation_id=centre.world.organisation_id,
        service_id=centre.service,
        phone="01012345678",
        received_at=database.clock.now(),
        status=CallbackStatus.RECEIVED,
    )
    with pytest.raises(DBAPIError):
        await database.run(lambda uow: uow.conn.execute(twice))
    assert database.writing.refused is None
    assert await writes(client) == ("ok", "")


async def test_a_disk_that_is_nearly_full_is_named_before_it_is(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2**26))
    told = ("degraded", "64 MiB left on its disk") if database.is_sqlite else ("ok", "")
    assert await writes(client) == told


async def test_jobs_nobody_does_are_named(
    client: httpx.AsyncClient, clock: ManualClock, app: Litestar
) -> None:
    async def state() -> str:
        found: str = (await client.get("/healthz")).json()["parts"]["jobs"]["state"]
        return found

    await app.state.jobs.settled()
    assert await state() == "ok"
    clock._now += timedelta(seconds=31)  # nobody wakes: the runner hangs
    assert await state() == "failed"
    await app.state.jobs.settled()
    assert await state() == "ok"


async def test_jobs_that_were_set_aside_are_named(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as uow:
        times = dict.fromkeys(("created_at", "ready_at", "failed_at"), uow.now)
        await uow.conn.execute(jobs.insert().values(id="x", kind="sms.send", payload=Turn(), **times))
    answer = (await client.get("/healthz")).json()
    assert (answer["status"], answer["parts"]["jobs"]["word"]) == ("degraded", "1 set aside")


async def test_a_balancer_that_asks_with_head_hears_what_get_says_without_a_body(
    client: httpx.AsyncClient, database: Database, take_away: Callable[[], None]
) -> None:
    asked, told = await client.get("/healthz"), await client.head("/healthz")
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["content-type"] == asked.headers["content-type"]
    assert told.headers["content-length"] == asked.headers["content-length"]
    await database.close()
    take_away()
    gone = await client.head("/healthz")
    assert (gone.status_code, gone.content, gone.headers["retry-after"]) == (503, b"", "5")


def value(text: str, name: str) -> float:
    """Return the value of one line of Prometheus' text."""
    (line,) = [line for line in text.splitlines() if line.startswith(name + " ")]
    return float(line.rpartition(" ")[2])


async def test_figures_tell_log_ins_that_fail_or_must_wait_and_open_sessions(
    client: httpx.AsyncClient, world: World
) -> None:
    await world.supervisor("kim", await world.service())
    await log_in(client, "kim")
    before = (await client.get("/metrics")).text
    for _ in range(7):
        await log_in(client, "kim", "wrong")
    after = (await client.get("/metrics")).text
    assert value(after, "occ_login_failures_total") - value(before, "occ_login_failures_total") == 5
    waiting = 'occ_logins_throttled_total{limit="pair"}'
    grown = value(after, waiting) - (value(before, waiting) if waiting in before else 0)
    assert grown == 2
    assert value(after, "occ_sessions_open") == 1


async def test_figures_tell_how_long_ago_a_customer_was_taken_in(
    centre: Centre, client: httpx.AsyncClient, clock: ManualClock
) -> None:
    assert "occ_intake_age_seconds{" not in (await client.get("/metrics")).text
    await centre.received()
    clock.move(90)
    assert value((await client.get("/metrics")).text, 'occ_intake_age_seconds{organisation="샘플센터"}') == 90


async def test_figures_tell_how_much_of_each_pool_is_used(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.write():
        text = (await client.get("/metrics")).text
    assert value(text, 'occ_pool_connections{pool="write",state="in_use"}') >= 1
    assert value(text, 'occ_pool_connections{pool="write",state="most"}') >= 1


def expressions(node: Any) -> list[str]:
    """Return every query of a dashboard."""
    if isinstance(node, dict):
        own = [node["expr"]] if isinstance(node.get("expr"), str) else []
        return own + [found for child in node.values() for found in expressions(child)]
    if isinstance(node, list):
        return [found for child in node for found in expressions(child)]
    return []


def dashboard_of(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", sorted(DASHBOARDS.glob("*.json")), ids=lambda file: file.stem)
async def test_every_figure_a_dashboard_charts_is_one_the_server_serves(
    file: Path, client: httpx.AsyncClient, database: Database, take_away: Callable[[], None]
) -> None:
    dashboard = dashboard_of(file)
    await client.get("/healthz")
    text = (await client.get("/metrics")).text
    await unused(database)
    await database.close()
    take_away()
    assert (await client.get("/healthz")).status_code == 503  # errors are counted from the first one on
    text += (await client.get("/metrics")).text
    served = set(re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE))
    served |= {f"{name}_{part}" for name in served for part in ("bucket", "sum", "count")}
    named = {name for query in expressions(dashboard) for name in re.findall(r"\b(?:occ|process)_\w+", query)}
    assert named >= {"occ_streams", "occ_part_state", "occ_login_failures_total"}
    assert named <= served


async def test_every_figure_of_ours_is_charted_somewhere(client: httpx.AsyncClient) -> None:
    text = (await client.get("/metrics")).text
    served = set(re.findall(r"^# TYPE (occ_\S+) ", text, re.MULTILINE))
    served = {name for name in served if not name.endswith("_created")}  # when a counter began
    charted = " ".join(
        query for file in DASHBOARDS.glob("*.json") for query in expressions(dashboard_of(file))
    )
    assert {name for name in served if name not in charted} == set()
