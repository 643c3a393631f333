"""The lawful purge. If these fail, the trail grows for ever, goes too early, or its end hides a theft."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import Row, select, text
from sqlalchemy.exc import DBAPIError

from occ_server.audit import purge as purging
from occ_server.audit.chain import Finding
from occ_server.audit.purge import purge, purge_before
from occ_server.audit.service import Who, entries, record, record_many
from occ_server.audit.tables import audit_purges
from occ_server.audit.verify import ChainCheck, holds
from occ_server.kit.db import Database
from occ_server.maintenance import purge_trail
from occ_server.settings import Settings, load_settings
from support.clock import ManualClock
from support.databases import waits_for_a_lock
from support.looking import anywhere
from support.tampering import tamper

DAY = timedelta(days=1)
YEARS = 730 * DAY
ORGANISATION = "0190a000-0000-7000-8000-00000000000a"
OTHER = "0190a000-0000-7000-8000-00000000000b"
KIM = Who("person", "0190a000-0000-7000-8000-000000000001", "kim", None, ORGANISATION)


async def daily(
    database: Database, clock: ManualClock, days: int, organisation_id: str = ORGANISATION
) -> None:
    """Record one entry a day."""
    for n in range(days):
        async with database.write() as uow:
            await record(uow, KIM, "test", subject=("day", str(n)), organisation_id=organisation_id)
        clock.move(DAY.total_seconds())


async def checked(
    database: Database, organisation_id: str = ORGANISATION
) -> tuple[ChainCheck, list[Finding]]:
    check = ChainCheck(organisation_id)
    async with database.read() as conn:
        return check, [finding async for finding in check.run(conn)]


async def left(database: Database) -> list[Row[Any]]:
    async with database.read() as conn:
        return list(reversed(await entries(conn, limit=1000)))


async def purged(database: Database, older_than: datetime, **how: Any) -> int:
    return await database.run(lambda uow: purge(uow, older_than, **how))


async def test_what_is_past_its_time_goes_and_the_rest_still_verifies(
    database: Database, clock: ManualClock
) -> None:
    start = clock.now()
    await daily(database, clock, 10)
    clock.move(YEARS.total_seconds() - 4 * DAY.total_seconds())
    assert await purged(database, purge_before(clock.now(), YEARS)) == 6
    check, findings = await checked(database)
    assert (findings, check.entries, check.place.number) == ([], 5, 11)
    rows = await left(database)
    assert [row.subject_id for row in rows] == ["6", "7", "8", "9", None]
    assert rows[0].at == start + 6 * DAY
    assert (rows[-1].action, rows[-1].actor_kind) == ("audit.purged", "server")
    async with database.read() as conn:
        anchor = (await conn.execute(anywhere(select(audit_purges)))).one()
    assert rows[-1].details == {
        "number": 6,
        "hash": anchor.hash,
        "removed": 6,
        "newest_at": (start + 5 * DAY).isoformat(),
    }
    assert (anchor.number, anchor.removed, anchor.purged_at) == (6, 6, clock.now())


async def test_a_chain_goes_on_through_purge_after_purge(database: Database, clock: ManualClock) -> None:
    for _ in range(4):
        await daily(database, clock, 5)
        clock.move(YEARS.total_seconds())
        while await purged(database, purge_before(clock.now(), YEARS)):
            pass
        check, findings = await checked(database)
        assert (findings, check.entries) == ([], 1)  # the purge's own entry
    assert check.place.number == 24


async def test_nothing_younger_and_no_second_purge_on_the_same_day(
    database: Database, clock: ManualClock
) -> None:
    await daily(database, clock, 3)
    clock.move(YEARS.total_seconds() - 3 * DAY.total_seconds() - 1)
    assert await purged(database, purge_before(clock.now(), YEARS)) == 0
    clock.move(DAY.total_seconds() + 1)
    assert await purged(database, purge_before(clock.now(), YEARS)) == 1
    clock.move(3600)
    assert await purged(database, purge_before(clock.now(), YEARS)) == 0


async def test_a_purge_stops_at_the_first_entry_that_must_stay_whatever_comes_behind(
    database: Database, clock: ManualClock
) -> None:
    await daily(database, clock, 2)
    clock.move(-10 * DAY.total_seconds())  # a server's clock that was set back
    await daily(database, clock, 2)
    clock.move(YEARS.total_seconds())
    assert await purged(database, datetime.fromisoformat("2026-11-24T00:00:00Z")) == 1
    check, findings = await checked(database)
    assert (check.entries, findings) == (4, [])


async def test_each_organisation_is_purged_in_its_own_chain(database: Database, clock: ManualClock) -> None:
    await daily(database, clock, 3)
    await daily(database, clock, 2, OTHER)
    clock.move(YEARS.total_seconds())
    older_than = purge_before(clock.now(), YEARS)
    assert [await purged(database, older_than) for _ in range(3)] == [3, 2, 0]
    for organisation_id in (ORGANISATION, OTHER):
        assert (await checked(database, organisation_id))[1] == []


async def test_a_long_backlog_goes_in_steps(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "STEP", 40)
    async with database.write() as uow:
        await record_many(uow, KIM, "test", "n", ((str(n), {}) for n in range(100)))
    clock.move(YEARS.total_seconds() + DAY.total_seconds())
    older_than = purge_before(clock.now(), YEARS)
    assert [await purged(database, older_than) for _ in range(4)] == [40, 40, 20, 0]
    check, findings = await checked(database)
    assert (check.entries, findings) == (3, [])


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_two_processes_that_purge_at_once_remove_each_entry_once(
    database: Database, clock: ManualClock
) -> None:
    await daily(database, clock, 5)
    clock.move(YEARS.total_seconds())
    older_than = purge_before(clock.now(), YEARS)
    reached, let_go = asyncio.Event(), asyncio.Event()

    async def first() -> int:
        async with database.write() as uow:
            removed = await purge(uow, older_than)
            reached.set()
            await let_go.wait()
        return removed

    async with asyncio.TaskGroup() as group:
        one = group.create_task(first())
        await reached.wait()
        other = group.create_task(purged(database, older_than))
        assert await waits_for_a_lock(database, other)
        let_go.set()
    assert (one.result(), other.result()) == (5, 0)
    check, findings = await checked(database)
    assert (check.entries, findings) == (1, [])


async def test_an_ordinary_delete_still_fails_after_a_purge(database: Database, clock: ManualClock) -> None:
    await daily(database, clock, 5)
    clock.move(YEARS.total_seconds() - 2 * DAY.total_seconds())
    assert await purged(database, purge_before(clock.now(), YEARS)) == 3
    for statement in (
        "DELETE FROM audit_entries",
        "DELETE FROM audit_entries WHERE number = 4",
        "DELETE FROM audit_purges",
        "UPDATE audit_purges SET number = 5",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.write() as uow:
                await uow.conn.execute(anywhere(text(statement)))


async def test_not_even_a_purge_removes_what_is_less_than_a_year_old(
    database: Database, clock: ManualClock
) -> None:
    await daily(database, clock, 3)
    clock.move(100 * DAY.total_seconds())
    with pytest.raises(DBAPIError, match="kept_a_year"):
        await purged(database, clock.now())
    assert len(await left(database)) == 3


async def test_a_theft_from_the_beginning_dressed_up_as_a_purge_is_found(
    database: Database, clock: ManualClock, database_url: str
) -> None:
    await daily(database, clock, 5)
    tamper(
        database_url,
        "INSERT INTO audit_purges SELECT organisation_id, number, hash, 3, at, at + 31536000000000 "
        "FROM audit_entries WHERE number = 3",
        "DELETE FROM audit_entries WHERE number <= 3",
    )
    _, findings = await checked(database)
    assert [(finding.trouble.value, finding.number) for finding in findings] == [("purge", 3)]


async def test_what_stands_where_a_purge_has_been_is_found(
    database: Database, clock: ManualClock, database_url: str
) -> None:
    await daily(database, clock, 5)
    clock.move(YEARS.total_seconds() - 2 * DAY.total_seconds())
    await purged(database, purge_before(clock.now(), YEARS))
    tamper(database_url, "UPDATE audit_entries SET number = 2 WHERE number = 4")
    _, findings = await checked(database)
    assert [(finding.trouble.value, finding.number) for finding in findings][:2] == [
        ("inserted", 2),
        ("removed", 4),
    ]


async def test_a_place_noted_before_a_purge_is_recognised_if_the_purge_ended_there(
    database: Database, clock: ManualClock
) -> None:
    await daily(database, clock, 5)
    noted = (await checked(database))[0].place
    clock.move(YEARS.total_seconds())
    await purged(database, purge_before(clock.now(), YEARS))
    async with database.read() as conn:
        assert await holds(conn, [ORGANISATION], noted)


async def test_a_broken_chain_is_kept_as_evidence_until_somebody_decides(
    database: Database, clock: ManualClock, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await daily(database, clock, 5)
    await daily(database, clock, 2, OTHER)
    gone = f"DELETE FROM audit_entries WHERE number = 2 AND organisation_id = '{ORGANISATION}'"
    tamper(database_url, gone)
    clock.move(YEARS.total_seconds())
    older_than = purge_before(clock.now(), YEARS)
    with caplog.at_level(logging.ERROR):
        assert [await purged(database, older_than) for _ in range(2)] == [2, 0]  # the other one's
    assert "entry 2 is missing: removed" in caplog.text
    assert [row.number for row in await left(database) if row.organisation_id == ORGANISATION] == [1, 3, 4, 5]
    assert await purged(database, older_than, even_broken=True) == 4
    (told,) = [row for row in await left(database) if row.organisation_id == ORGANISATION]
    assert told.details["broken"] == ["entry 2 is missing: removed"]
    assert (await checked(database))[1] == []


async def test_tidying_purges_by_the_setting_and_leaves_the_heads_in_the_log(
    database: Database, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    await daily(database, clock, 3)
    clock.move(400 * DAY.total_seconds())
    await purge_trail(database, 730 * DAY)
    assert len(await left(database)) == 3
    with caplog.at_level(logging.INFO, "occ_server.maintenance"):
        await purge_trail(database, 365 * DAY)
    check, findings = await checked(database)
    assert (check.entries, findings) == (1, [])
    assert f"{ORGANISATION} is at {check.place.number}:{check.place.hash}" in caplog.text


def test_a_retention_the_law_does_not_know_is_refused_in_a_sentence() -> None:
    assert Settings().audit_retention_days == 730
    for days in ("365", "1095"):
        assert load_settings({"OCC_AUDIT_RETENTION_DAYS": days}).audit_retention_days == int(days)
    for days in ("364", "1096", "0", "-1"):
        with pytest.raises(msgspec.ValidationError, match=f"from 365 to 1095 days .* not {days}"):
            load_settings({"OCC_AUDIT_RETENTION_DAYS": days})
