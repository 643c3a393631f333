"""Figures: if these fail, a supervisor judges people by numbers that do not add up."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from litestar import Litestar

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.people import Role
from occ_server.demo.history import Crew, Historian
from occ_server.demo.load import Loader
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.world import World

COUNTED = {CallbackStatus.ASSIGNED, CallbackStatus.COMPLETED}


async def filled(centre: Centre, zone: str, *, days: int, total: int, now: datetime) -> list[Callback]:
    """Load an invented history into the centre's service; return it."""
    ids = tuple(desk.id for desk in centre.desks.values())
    crews = tuple(Crew(centre.service, ids, ids) for _ in range(3))
    history = Historian(random.Random(5), crews, now, ZoneInfo(zone)).write(days, total)

    async def work(uow: UnitOfWork) -> None:
        await Loader(uow.conn, centre.world.organisation_id).load(history)

    await centre.world.database.run(work)
    return history.callbacks


def counted(rows: list[Callback], zone: str, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Count by hand: local day of the assignment -> (assigned, completed)."""
    assigned: Counter[str] = Counter()
    completed: Counter[str] = Counter()
    for row in rows:
        if row.status in COUNTED and row.assigned_at is not None:
            day = row.assigned_at.astimezone(ZoneInfo(zone)).date()
            if first <= day <= last:
                assigned[day.isoformat()] += 1
                completed[day.isoformat()] += row.status is CallbackStatus.COMPLETED
    return {day: (assigned[day], completed[day]) for day in assigned}


def figures(body: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {row["period"]: (row["assigned"], row["completed"]) for row in body["rows"] if row["assigned"]}


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York", "Australia/Lord_Howe"])
async def test_the_figures_equal_a_count_by_hand_also_over_a_change_of_clocks(
    database: Database, app: Litestar, client: httpx.AsyncClient, clock: ManualClock, zone: str
) -> None:
    world = await World.begin(database, f"centre in {zone}", zone)
    centre = await Centre.open(world, app, client)
    rows = await filled(centre, zone, days=60, total=700, now=clock.now())
    last = clock.now().astimezone(ZoneInfo(zone)).date()
    first = last - timedelta(days=59)
    by_hand = counted(rows, zone, first, last)
    asked = {"from": first.isoformat(), "to": last.isoformat()}
    body = (await centre.boss.get("/v1/callbacks/stats", by="day", **asked)).json()
    assert figures(body) == by_hand
    assert [row["period"] for row in body["rows"]] == [
        (first + timedelta(days=n)).isoformat() for n in range(60)
    ]
    months: Counter[str] = Counter()
    for day, (assigned, _) in by_hand.items():
        months[day[:7]] += assigned
    body = (await centre.boss.get("/v1/callbacks/stats", by="month", **asked)).json()
    assert {row["period"]: row["assigned"] for row in body["rows"]} == months
    total = body["total"]
    assert total["assigned"] == sum(a for a, _ in by_hand.values())
    assert total["outstanding"] == total["assigned"] - total["completed"]
    assert total["completion_rate"] == round(total["completed"] / total["assigned"] * 100, 1)


async def test_each_filter_narrows_the_figures(centre: Centre, clock: ManualClock) -> None:
    rows = await filled(centre, "Asia/Seoul", days=10, total=200, now=clock.now())
    first, last = date(2026, 11, 14), date(2026, 11, 23)
    asked = {"from": first.isoformat(), "to": last.isoformat()}
    anns = [row for row in rows if row.assignee_id == centre.ann.id]
    body = (await centre.boss.get("/v1/callbacks/stats", assignee_id=centre.ann.id, **asked)).json()
    assert figures(body) == counted(anns, "Asia/Seoul", first, last)
    routed = [row for row in rows if row.route_code in {"2", "3"}]
    body = (await centre.boss.get("/v1/callbacks/stats", route=["2", "3"], **asked)).json()
    assert figures(body) == counted(routed, "Asia/Seoul", first, last)
    other = await centre.world.service("샘플카드")
    await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR)
    body = (await centre.boss.get("/v1/callbacks/stats", service_id=other, **asked)).json()
    assert body["total"]["assigned"] == 0


async def test_nothing_assigned_has_no_rate(centre: Centre) -> None:
    body = (await centre.boss.get("/v1/callbacks/stats", **{"from": "2026-11-22", "to": "2026-11-23"})).json()
    assert [row["completion_rate"] for row in body["rows"]] == [None, None]
    assert body["total"] == {
        "period": "total",
        "assigned": 0,
        "completed": 0,
        "outstanding": 0,
        "completion_rate": None,
    }


async def test_a_withdrawn_assignment_no_longer_counts_and_a_new_one_counts_on_its_day(
    centre: Centre, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann)
    clock.move(86_400)
    centre.boss.headers = await centre.world.headers(centre.boss.someone)
    await centre.boss.cancel([callback])
    asked = {"from": "2026-11-23", "to": "2026-11-24"}
    assert figures((await centre.boss.get("/v1/callbacks/stats", **asked)).json()) == {}
    await centre.boss.assign([callback], [centre.ben], "manual")
    assert figures((await centre.boss.get("/v1/callbacks/stats", **asked)).json()) == {"2026-11-24": (1, 0)}


async def test_without_dates_the_last_thirty_days_are_shown(centre: Centre) -> None:
    body = (await centre.boss.get("/v1/callbacks/stats")).json()
    assert len(body["rows"]) == 30
    assert body["rows"][-1]["period"] == "2026-11-23"


async def test_moments_name_the_local_day_they_fall_on(centre: Centre) -> None:
    asked = {"from": "2026-11-22T15:00:00Z", "to": "2026-11-23T14:59:59Z"}
    body = (await centre.boss.get("/v1/callbacks/stats", **asked)).json()
    assert [row["period"] for row in body["rows"]] == ["2026-11-23"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"from": "2026-11-23", "to": "2026-11-22"}, "bad_range"),
        ({"from": "2001-01-01"}, "bad_range"),
        ({"from": "soon"}, "validation_failed"),
        ({"to": "0001-01-01"}, "validation_failed"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "validation_failed"),
        ({"from": "9999-12-31", "to": "9999-12-31"}, "validation_failed"),
        ({"by": "year"}, "validation_failed"),
        ({"assignee_id": "ann"}, "validation_failed"),
    ],
)
async def test_a_period_that_makes_no_sense_is_refused(
    centre: Centre, params: dict[str, str], code: str
) -> None:
    refused = refusal(await centre.boss.get("/v1/callbacks/stats", **params))
    assert (refused["status_code"], refused["code"]) == (422, code)


async def test_figures_are_for_supervisors(centre: Centre) -> None:
    for desk in (centre.ann, centre.amy):
        refused = refusal(await desk.get("/v1/callbacks/stats"))
        assert (refused["status_code"], refused["code"]) == (403, "forbidden")
