"""A database that cannot write. If these fail, its log fills what is left of the disk, line by line."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from occ_server.kit.db import Database
from occ_server.kit.repeated import Repeated
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.looking import anywhere

Fill = Callable[..., Awaitable[str]]
DISK_FULL = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{state}'; END $$
"""
FULL, READ_ONLY = "53100", "25006"


@pytest.fixture
async def full(database: Database) -> AsyncIterator[Fill]:
    """Have every write of a customer's request refused as on a full disk; returns the database's word."""

    async def fill(state: str = FULL) -> str:
        async with database.write() as uow:
            if database.is_sqlite:
                await uow.conn.exec_driver_sql("PRAGMA max_page_count = 1")
                return "SQLITE_FULL"
            await uow.conn.exec_driver_sql(DISK_FULL.format(state=state))
            for table in ("callbacks", "audit_entries"):
                trigger = f"CREATE TRIGGER disk_full BEFORE INSERT ON {table} EXECUTE FUNCTION disk_full()"
                await uow.conn.execute(anywhere(text(trigger)))
        return "DiskFull" if state == FULL else "ReadOnlySqlTransaction"

    yield fill
    if not database.is_sqlite:
        async with database.write() as uow:
            await uow.conn.exec_driver_sql("DROP FUNCTION disk_full CASCADE")


async def refused(centre: Centre, times: int) -> list[httpx.Response]:
    """Return the answers to so many requests that found no room."""
    found: list[httpx.Response] = []
    while len(found) < times:
        answer = await centre.ask(message="가" * 1900)
        if answer.status_code != 201:  # SQLite fills the page it has
            found.append(answer)
    return found


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "occ_server.kit.problems"]


def told(text: str, word: str) -> float:
    for line in text.splitlines():
        if line.startswith(f'occ_unavailable_total{{missing="{word}"}} '):
            return float(line.rpartition(" ")[2])
    return 0.0


async def test_a_full_disk_is_said_once_a_minute_and_counted(
    centre: Centre,
    client: httpx.AsyncClient,
    full: Fill,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = (await client.get("/metrics")).text
    word = await full()
    answers = [refusal(answer) for answer in await refused(centre, 5)]
    assert {(a["status_code"], a["code"], a["retry_after"]) for a in answers} == {(503, "unavailable", 5)}
    (number,) = {a["number"] for a in answers}
    (line,) = lines(caplog)
    assert line.startswith(f"unavailable {number}: {word} in POST /v1/callbacks")
    assert not [r for r in caplog.records if r.exc_info]
    clock.move(61)
    await refused(centre, 1)
    assert lines(caplog)[1].endswith("(4 more since it was last said)")
    assert told((await client.get("/metrics")).text, word) - told(before, word) == 6


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_standby_is_unavailable_and_no_failure_of_ours(
    centre: Centre, full: Fill, caplog: pytest.LogCaptureFixture
) -> None:
    word = await full(READ_ONLY)
    answer = refusal(await centre.ask())
    assert (answer["status_code"], answer["code"]) == (503, "unavailable")
    assert f": {word} in" in lines(caplog)[0]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_what_cannot_be_written_down_on_a_full_disk_is_said_once_too(
    centre: Centre, full: Fill, caplog: pytest.LogCaptureFixture
) -> None:
    await full()
    for number in range(3):
        assert (await centre.ask(phone=f"nobody {number}")).status_code == 422
        assert (await centre.boss.get("/v1/callbacks", phone="1234567")).status_code == 503
    errors = [
        r for r in caplog.records if r.levelno >= logging.ERROR and "cannot write" not in r.getMessage()
    ]
    assert len(errors) == 2
    assert not [r for r in errors if r.exc_info]


def test_each_kind_has_a_minute_of_its_own(clock: ManualClock) -> None:
    repeated = Repeated(clock)
    first, is_news = repeated.met("full")
    assert is_news
    assert repeated.met("gone")[1]
    assert repeated.met("full") == (first, False)
    clock.move(60)
    second, is_news = repeated.met("full")
    assert (is_news, second.before) == (True, 1)
    assert second.number != first.number
