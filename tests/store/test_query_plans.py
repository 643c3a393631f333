"""Each filter and sort walks the index named for it: a scan of a million rows would freeze the list."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from occ_desktop.domain.filters import CallbackFilter, CallbackSort, StatsFilter
from occ_desktop.store import Cache, callback_ways, callbacks, stats
from occ_desktop.store.callback_conditions import SEARCH
from occ_desktop.store.callback_ways import way
from store.builders import START
from store.builders import callbacks as some_callbacks
from store.plans import plans
from store.searches import FILTERS, SORTS
from support.bulk import bulk_load

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
async def full(cache: Cache) -> Cache:
    await bulk_load(cache, some_callbacks(300))
    return cache


def _named(index: str) -> str:
    return "SEARCH callbacks USING INTEGER PRIMARY KEY" if index == SEARCH else f"INDEX {index}"


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("few", [True, False])
async def test_each_search_uses_its_index_in_every_order(
    full: Cache, name: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What leaves few rows leads; when it leaves many, an order is walked without reading a row."""
    f = FILTERS[name]
    monkeypatch.setattr(callback_ways, "FEW", 2_000 if few else -1)

    def look(conn: Connection, sort: CallbackSort) -> None:
        pages = plans(conn, lambda: callbacks.page(conn, f, sort, 0, 200))
        assert any(_named(way(conn, f).index(sort)) in line for line in pages), pages
        counted = plans(conn, lambda: callbacks.count(conn, f))
        taken = way(conn, f)
        if taken.alone is not None:
            return
        counting = "COVERING INDEX" if f == CallbackFilter() else _named(taken.counting())
        assert any(counting in line for line in counted), counted
        assert not [line for line in (*pages, *counted) if line == "SCAN callbacks"]
        assert few or not [x for x in pages if "callbacks USING INDEX" in x], pages

    for sort in SORTS:
        await full.read(look, sort)


async def test_walking_on_from_a_row_seeks_instead_of_scanning(full: Cache) -> None:
    def look(conn: Connection) -> None:
        last = callbacks.page(conn, CallbackFilter(), CallbackSort(), 100, 1)[0]
        lines = plans(conn, lambda: callbacks.page_after(conn, CallbackFilter(), CallbackSort(), last, 200))
        assert any(
            "SEARCH callbacks USING COVERING INDEX ix_callbacks_by_received_at ((received_at,id)<(?,?))" in x
            for x in lines
        ), lines
        assert not any("TEMP B-TREE" in line for line in lines[:2]), lines

    await full.read(look)


async def test_an_order_without_narrow_condition_is_never_sorted_again(full: Cache) -> None:
    def look(conn: Connection, sort: CallbackSort) -> None:
        lines = plans(conn, lambda: callbacks.ids(conn, CallbackFilter(), sort, 200))
        assert not any("TEMP B-TREE" in line for line in lines), lines

    for sort in SORTS:
        await full.read(look, sort)


async def test_figures_come_from_one_covering_index(full: Cache) -> None:
    f = StatsFilter(START.date(), START.date(), services=("service-1",), assignees=("agent-1",))

    def look(conn: Connection) -> None:
        lines = plans(conn, lambda: stats.buckets(conn, f, SEOUL))
        assert any("COVERING INDEX ix_callbacks_by_assigned_at (assigned_at>" in line for line in lines), (
            lines
        )

    await full.read(look)


async def test_the_outstanding_counts_come_from_an_index(full: Cache) -> None:
    def look(conn: Connection) -> None:
        lines = plans(conn, lambda: callbacks.outstanding_by_agent(conn))
        assert any("COVERING INDEX ix_callbacks_of_status (status=" in line for line in lines), lines

    await full.read(look)


async def test_a_customers_number_is_found_by_index(full: Cache) -> None:
    def look(conn: Connection) -> None:
        lines = plans(conn, lambda: callbacks.by_phone(conn, "01012345678"))
        assert any("INDEX ix_callbacks_by_phone (phone=" in line for line in lines), lines

    await full.read(look)
