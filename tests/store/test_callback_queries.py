"""Every filter and every order finds exactly the rows a person means, page by page."""

import unicodedata
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Connection

from occ_contract.callbacks import ASSIGNABLE, Callback, CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from occ_desktop.store import Cache, callback_ways, callbacks
from occ_desktop.store.times import stored
from store.builders import callback
from store.builders import callbacks as some_callbacks
from store.searches import FILTERS, SORTS
from support.bulk import bulk_load

ROWS = some_callbacks(600)
_ORDER = {s: n for n, s in enumerate(CallbackStatus)}


def _fits(f: CallbackFilter, row: Callback) -> bool:
    """The filter's meaning, written a second time."""
    words = f"{row.name} {row.message}"
    in_time = (f.received_from is None or row.received_at >= f.received_from) and (
        f.received_to is None or row.received_at < f.received_to
    )
    return (
        (in_time or (f.open_too and row.status is not CallbackStatus.COMPLETED))
        and (not f.services or row.service_id in f.services)
        and (not f.routes or row.route_code in f.routes)
        and (not f.service_routes or (row.service_id, row.route_code) in f.service_routes)
        and (not f.statuses or row.status in f.statuses)
        and (not f.assigners or row.assigner_id in f.assigners)
        and (not f.assignees or row.assignee_id in f.assignees)
        and (not f.service_assignees or (row.service_id, row.assignee_id) in f.service_assignees)
        and f.phone in row.phone
        and all(word in words for word in f.text.split())
    )


def _expected(f: CallbackFilter, sort: CallbackSort) -> list[str]:
    def value(row: Callback) -> Any:
        found = getattr(row, sort.column.value)
        if sort.column is SortColumn.STATUS:
            return _ORDER[found]
        return found if isinstance(found, int | str) else stored(found)

    rows = sorted((r for r in ROWS if _fits(f, r)), key=lambda r: (value(r), r.id), reverse=sort.descending)
    return [row.id for row in rows]


@pytest.fixture
async def full(cache: Cache) -> Cache:
    await bulk_load(cache, ROWS)
    return cache


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("size", ["few", "some", "many"])
async def test_a_search_finds_exactly_what_was_meant_in_every_order(
    full: Cache, name: str, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows a condition leaves: a few here stand for what many are elsewhere."""
    f = FILTERS[name]
    monkeypatch.setattr(callback_ways, "FEW", 2_000 if size == "few" else -1)
    monkeypatch.setattr(callback_ways, "SOME", -1 if size == "many" else 50_000)

    def look(conn: Connection, sort: CallbackSort) -> None:
        expected = _expected(f, sort)
        assert [r.id for r in callbacks.page(conn, f, sort, 0, 1000)] == expected
        assert list(callbacks.ids(conn, f, sort, 50)) == expected[:50]
        assert [r.id for r in callbacks.page(conn, f, sort, 40, 25)] == expected[40:65]
        if len(expected) > 30:
            last = callbacks.page(conn, f, sort, 29, 1)[0]
            after = callbacks.page_after(conn, f, sort, last, 20)
            assert [r.id for r in after] == expected[30:50]
            assert callbacks.position(conn, f, sort, expected[30]) == 30
        missing = next((r.id for r in ROWS if r.id not in set(expected)), None)
        if missing:
            assert callbacks.position(conn, f, sort, missing) is None

    expected = len(_expected(f, SORTS[0]))
    assert await full.read(callbacks.count, f) == expected
    first = await full.read(callbacks.page, f, SORTS[0], 1, 3)
    assert await full.read(callbacks.counted_page, f, SORTS[0], 1, 3) == (expected, first)
    for sort in SORTS:
        await full.read(look, sort)


async def test_counters_tell_assigned_from_unassigned(full: Cache) -> None:
    found = await full.read(callbacks.count_by_status, FILTERS["one service"])
    mine = [r.status for r in ROWS if r.service_id == "service-1"]
    assert found == {status: mine.count(status) for status in set(mine)}


async def test_outstanding_counts_are_per_agent_and_service(full: Cache) -> None:
    found = await full.read(callbacks.outstanding_by_agent, ("service-2",))
    expected: dict[str, int] = {}
    for row in ROWS:
        if row.status is CallbackStatus.ASSIGNED and row.service_id == "service-2" and row.assignee_id:
            expected[row.assignee_id] = expected.get(row.assignee_id, 0) + 1
    assert found == expected


async def test_outstanding_counts_tell_a_persons_services_apart(full: Cache) -> None:
    found = await full.read(callbacks.outstanding, ("service-1", "service-2"))
    held = [r for r in ROWS if r.status is CallbackStatus.ASSIGNED and r.assignee_id]
    counted = Counter((r.assignee_id, r.service_id) for r in held)
    assert found == {pair: count for pair, count in counted.items() if pair[1] in {"service-1", "service-2"}}


async def test_what_is_chosen_to_be_assigned_is_counted_by_service(full: Cache) -> None:
    chosen = ROWS[::3]
    found = await full.read(callbacks.assignable_by_service, [row.id for row in chosen])
    assert found == Counter(row.service_id for row in chosen if row.status in ASSIGNABLE)


async def test_a_customers_earlier_callbacks_are_found_newest_first(full: Cache) -> None:
    found = await full.read(callbacks.by_phone, ROWS[5].phone)
    same = [r for r in ROWS if r.phone == ROWS[5].phone]
    assert [r.id for r in found] == [r.id for r in sorted(same, key=lambda r: r.received_at, reverse=True)]
    assert await full.read(callbacks.by_phone, ROWS[5].phone, ("elsewhere",)) == ()


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("홍길동", unicodedata.normalize("NFD", "홍길동")),
        ("홍길동", unicodedata.normalize("NFD", "길동")),
        ("홍길동", unicodedata.normalize("NFD", "홍")),
        ("주문 20231", "\uff12\uff10\uff12\uff13"),
        ("주문 20231", "\uff12\uff10"),
        ("ABC\u3000물류", "\uff21\uff22\uff23 물류"),
        ("\uff12\uff10\uff12\uff13번", "2023"),
        (unicodedata.normalize("NFD", "홍길동"), "홍길동"),
        ("홍\u200b길동", "홍길동"),
        ("홍길동", "홍\u2060길동"),
    ],
)
async def test_what_reads_the_same_is_found_the_same(cache: Cache, written: str, typed: str) -> None:
    await bulk_load(cache, [callback(1, name=written), callback(2, name="다른 사람", message="다른 말")])
    assert await cache.read(callbacks.count, CallbackFilter(text=typed)) == 1
    rows = await cache.read(callbacks.page, CallbackFilter(text=typed), CallbackSort(), 0, 10)
    assert [row.callback.name for row in rows] == [written]
