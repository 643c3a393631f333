"""The table's window: only what is looked at is read, nothing moves by itself, nothing raises."""

import asyncio
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.columns import Column
from occ_desktop.ui.tables.pages import PAGE_ROWS, PAGES_KEPT, Pages
from occ_desktop.ui.tables.window_model import WindowModel
from tests.support.waiting import until
from tests.ui.samples import HugeSource, ListSource, Row, make, row_id, rows


async def test_a_million_rows_open_with_one_page(owner: TaskOwner) -> None:
    model, source = make(owner), HugeSource()
    model.set_source(source)
    await until(lambda: not model.loading)
    await until(lambda: not owner.active)
    assert model.rowCount() == 1_000_000
    assert model.id_at(0) == "r0"
    assert set(source.pages_read) == {0, PAGE_ROWS}


class OneMoment(HugeSource):
    """Rows that come and go: what is counted in one read and listed in another does not fit together."""

    async def count(self) -> int:
        raise AssertionError("counted apart from the page")

    async def counted_page(self, offset: int, limit: int) -> tuple[int, Sequence[Row]]:
        return 150, await self.page(offset, limit)


async def test_a_search_is_opened_by_one_question_whose_count_fits_its_rows(owner: TaskOwner) -> None:
    model = make(owner)
    model.set_source(OneMoment(150))
    await until(lambda: not model.loading)
    await until(lambda: not owner.active)
    assert (model.rowCount(), model.id_at(149)) == (150, "r149")


async def test_a_jump_reads_where_one_lands_and_not_between(owner: TaskOwner) -> None:
    model, source = make(owner), HugeSource()
    model.set_source(source)
    await until(lambda: not owner.active)
    source.pages_read.clear()
    model.show_range(700_000, 700_020)
    await until(lambda: model.row(700_010) is not None)
    await until(lambda: not owner.active)
    assert set(source.pages_read) == {700_000, 700_200, 699_800}


async def test_memory_stays_bounded_while_scrolling(owner: TaskOwner) -> None:
    model = make(owner)
    model.set_source(HugeSource())
    await until(lambda: not owner.active)
    for page in range(0, 120, 2):
        model.show_range(page * PAGE_ROWS, page * PAGE_ROWS + 20)
        await until(lambda: not owner.active)
    assert model._pages.kept <= PAGES_KEPT
    assert model.row(118 * PAGE_ROWS) is not None


async def test_an_old_search_that_answers_late_is_not_shown(owner: TaskOwner) -> None:
    model, old = make(owner), ListSource(rows(5))
    old.gate = asyncio.Event()
    model.set_source(old)
    await asyncio.sleep(0.01)
    model.set_source(ListSource([Row("new", "new")]))
    old.gate.set()
    await until(lambda: not owner.active)
    assert model.total == 1
    assert model.id_at(0) == "new"


async def test_what_was_shown_stays_until_the_new_search_has_rows(owner: TaskOwner) -> None:
    model = make(owner)
    model.set_source(ListSource(rows(3)))
    await until(lambda: not owner.active)
    slow = ListSource(rows(7))
    slow.gate = asyncio.Event()
    model.set_source(slow)
    await asyncio.sleep(0.01)
    assert model.total == 3
    assert model.loading
    slow.gate.set()
    await until(lambda: model.total == 7)


async def test_rows_not_here_yet_are_empty_and_never_raise(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(1000))
    model.set_source(source)
    await until(lambda: not owner.active)
    for row in (0, 999, 5000, -1):
        index = model.index(row, 1)
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, 0x0100, 9999):
            model.data(index, role)
    assert model.data(model.index(999, 1)) is None
    assert model.data(model.index(0, 1)) == "name 0"


async def test_skeletons_appear_only_after_a_fifth_of_a_second(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(1000))
    model.set_source(source)
    await until(lambda: not owner.active)
    source.gate = asyncio.Event()
    began = asyncio.get_running_loop().time()
    model.show_range(800, 820)
    assert not model.skeletons
    await until(lambda: model.skeletons)
    assert asyncio.get_running_loop().time() - began >= 0.18  # a coarse timer is up to a twentieth early
    source.gate.set()
    await until(lambda: not model.skeletons)


async def test_a_faulty_formatter_costs_one_cell(owner: TaskOwner, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_row: Row) -> str:
        raise ZeroDivisionError

    model: WindowModel[Row] = WindowModel([Column("x", "X", 10, broken)], row_id, owner)
    model.set_source(ListSource(rows(1)))
    await until(lambda: not owner.active)
    assert model.data(model.index(0, 0)) == ""
    assert "formatter of column x failed" in caplog.text


async def test_an_error_is_told_and_the_old_rows_stay(
    owner: TaskOwner, caplog: pytest.LogCaptureFixture
) -> None:
    model, source = make(owner), ListSource(rows(3))
    errors: list[object] = []
    model.failed.connect(errors.append)
    model.set_source(source)
    await until(lambda: not owner.active)
    source.error = OSError("disk full")
    model.reload()
    await until(lambda: errors)
    assert isinstance(errors[0], OSError)
    assert model.total == 3
    assert model.id_at(0) == "r0"
    assert "disk full" not in caplog.text


async def test_lost_rows_are_named(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(5))
    lost: list[list[str]] = []
    model.rows_lost.connect(lost.append)
    model.set_source(source)
    await until(lambda: not owner.active)
    del source.data[2]
    model.touch()
    await until(lambda: lost)
    assert lost == [["r2"]]


async def test_a_page_of_the_old_order_is_not_mixed_into_the_new(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(1000))
    model.set_source(source)
    await until(lambda: not owner.active)
    source.gate = asyncio.Event()
    model.show_range(600, 620)
    await asyncio.sleep(0.01)
    source.data.reverse()
    gate, source.gate = source.gate, None
    model.reload()
    await until(lambda: model.id_at(600) == "r399")
    gate.set()
    await until(lambda: not owner.active)
    assert model.id_at(600) == "r399"


async def test_after_a_reload_the_place_is_found_by_id(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(500))
    places: list[tuple[int, int]] = []
    model.set_source(source)
    await until(lambda: not owner.active)
    model.show_range(100, 120)
    model.repositioned.connect(lambda first, current: places.append((first, current)))
    model.note_current("r110")
    source.data[:0] = [Row(f"n{number}", "new") for number in range(3)]
    model.reload()
    await until(lambda: places)
    assert places == [(103, 113)]
    assert model.id_at(113) == "r110"
    assert model.total == 503


async def test_a_reload_says_when_the_current_row_is_gone(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(10))
    places: list[tuple[int, int]] = []
    model.set_source(source)
    await until(lambda: not owner.active)
    model.show_range(0, 9)
    model.repositioned.connect(lambda first, current: places.append((first, current)))
    model.note_current("r4")
    del source.data[4]
    model.reload()
    await until(lambda: places)
    assert places == [(0, -1)]


async def test_a_range_is_checked_across_rows_that_are_not_here(owner: TaskOwner) -> None:
    model = make(owner)
    model.set_source(HugeSource(10_000))
    await until(lambda: not owner.active)
    ids = await model.ids_between(190, 1210)
    assert ids[0] == "r190"
    assert ids[-1] == "r1210"
    assert len(ids) == 1021


def test_the_pages_farthest_from_the_screen_go_first() -> None:
    pages: Pages[Row] = Pages(row_id)
    for page in range(PAGES_KEPT + 5):
        pages.put(page, [Row(f"p{page}", "")], near=page)
    assert pages.row(0) is None
    assert pages.position("p0") is None
    assert pages.row((PAGES_KEPT + 4) * PAGE_ROWS) == Row(f"p{PAGES_KEPT + 4}", "")


async def test_a_list_is_shown_though_it_is_read_anew_faster_than_it_can_be_read(owner: TaskOwner) -> None:
    """In a busy centre something comes with every read; the list must not stay as it was for so long."""

    class Busy(ListSource):
        reads = 0

        async def page(self, offset: int, limit: int) -> list[Row]:
            self.reads += 1
            if self.reads < 20:
                model.reload()
                await asyncio.sleep(0)
            return list(await super().page(offset, limit))

    model, source, shown_after = make(owner), Busy(rows(5)), list[int]()
    model.repositioned.connect(lambda _first, _current: shown_after.append(source.reads))
    model.set_source(source)
    await until(lambda: not owner.active)
    assert shown_after[0] == 1
    assert source.reads >= 20


async def test_who_is_called_up_while_the_rows_are_read_keeps_their_row(owner: TaskOwner) -> None:
    """The read began for the row that was withdrawn; whom one turned to meanwhile is not gone with it."""
    model, source = make(owner), ListSource(rows(6))
    model.set_source(source)
    await until(lambda: not owner.active)
    model.note_current("r2")
    found: list[int] = []
    model.repositioned.connect(lambda _first, current: found.append(current))
    source.gate = asyncio.Event()
    del source.data[2]
    model.reload()
    read = len(source.pages_read)
    await until(lambda: len(source.pages_read) > read)  # where "r2" stands was answered: nowhere
    model.note_current("r4")
    source.gate.set()
    await until(lambda: not owner.active)
    assert found == [3]
