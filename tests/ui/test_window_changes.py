"""Rows that change under an open table: each is shown as it is, read seldom, and moves nothing."""

import asyncio
import dataclasses

import msgspec

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.window_model import WindowModel
from tests.support.waiting import until
from tests.ui.samples import ListSource, Row, columns, make, row_id, rows


async def test_changes_are_read_at_most_four_times_a_second(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(50))
    model.set_source(source)
    await until(lambda: not owner.active)
    loop = asyncio.get_running_loop()
    end = loop.time() + 0.6
    while loop.time() < end:
        model.touch([source.change(0, tries=source.data[0].tries + 1)])
        await asyncio.sleep(0.005)
    await until(lambda: model.row(0) == source.data[0])
    await until(lambda: not owner.active)
    assert 2 <= len(source.ids_read) <= 4


async def test_a_change_flashes_its_cell_and_moves_no_row(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(50))
    model.set_source(source)
    await until(lambda: not owner.active)
    model.show_range(0, 20)
    source.data.insert(0, Row("newest", "newest"))
    source.change(6, tries=2)
    model.touch()
    await until(lambda: model.row(5) == Row("r5", "name 5", 2))
    assert model.flashes.active("r5", "tries")
    assert not model.flashes.active("r5", "name")
    assert model.id_at(0) == "r0"
    assert model.total == 50


async def test_a_change_out_of_sight_costs_the_screen_no_cell_and_is_there_once_scrolled_to(
    owner: TaskOwner,
) -> None:
    formatted: list[str] = []

    def name(row: Row) -> str:
        formatted.append(row.id)
        return row.name

    told = [msgspec.structs.replace(c, formatter=name) if c.id == "name" else c for c in columns()]
    model, source = WindowModel(told, row_id, owner), ListSource(rows(50))
    model.set_source(source)
    await until(lambda: not owner.active)
    model.show_range(0, 20)
    before = model.cell(40, 1)
    formatted.clear()
    source.change(40, name="another")
    source.change(5, name="another")
    model.touch()
    await until(lambda: model.row(40) == Row("r40", "another"))
    assert set(formatted) <= {f"r{n}" for n in range(21)}
    assert "r5" in formatted
    assert model.cell(40, 1) != before


class Snapshots(ListSource):
    """A page holds the rows as they were when its read began, as those of the cache do."""

    async def page(self, offset: int, limit: int) -> list[Row]:
        seen = self.data[offset : offset + limit]
        self.pages_read.append(offset)
        if self.gate is not None:
            await self.gate.wait()
        return seen


async def test_a_row_that_changes_while_the_first_page_is_read_is_shown_as_it_is(owner: TaskOwner) -> None:
    source = Snapshots(rows(50))
    source.gate = asyncio.Event()
    model = WindowModel(columns(), row_id, owner)
    model.set_source(source)
    await until(lambda: source.pages_read)
    model.touch([source.change(3, name="정정")])
    await until(lambda: not model._refresh_soon._timer.isActive())  # it is due, and finds nothing here yet
    source.gate.set()
    await until(lambda: model.row(3) is not None and model.row(3).name == "정정")


async def test_a_row_that_changes_while_a_further_page_is_read_is_shown_as_it_is(owner: TaskOwner) -> None:
    source = Snapshots(rows(1000))
    model = WindowModel(columns(), row_id, owner)
    model.set_source(source)
    await until(lambda: model.row(0) is not None and model.row(300) is not None)
    source.gate = asyncio.Event()
    model.show_range(700, 720)
    await until(lambda: 600 in source.pages_read)
    model.touch([source.change(705, name="정정")])
    source.change(710, name="모두")
    model.touch(None)
    source.gate.set()
    await until(lambda: model.row(705) is not None and model.row(705).name == "정정")
    await until(lambda: model.row(710).name == "모두")


async def test_a_row_that_changes_while_it_is_sought_is_shown_as_it_is(owner: TaskOwner) -> None:
    """A find or a notice leads to it: what it shows then is what a person acts on."""
    source = Snapshots(rows(1000))
    model = WindowModel(columns(), row_id, owner)
    model.set_source(source)
    await until(lambda: model.row(0) is not None and model.row(300) is not None)
    await until(lambda: not owner.active)
    source.gate = asyncio.Event()
    owner.start(model.seek("r850"), name="seek")
    await until(lambda: 800 in source.pages_read)
    model.touch([source.change(850, name="정정"), source.change(3, name="여기")])
    await until(lambda: model.row(3).name == "여기")  # a read of its own that begins and ends meanwhile
    source.gate.set()
    await until(lambda: model.row(850) is not None)
    model.show_range(840, 860)
    await until(lambda: model.row(850).name == "정정")


async def test_what_changed_before_a_page_was_read_costs_no_second_read(owner: TaskOwner) -> None:
    source = Snapshots(rows(1000))
    model = WindowModel(columns(), row_id, owner)
    model.set_source(source)
    await until(lambda: model.row(0) is not None and model.row(300) is not None)
    model.touch([source.change(705, name="정정")])
    await until(lambda: not model._refresh_soon._timer.isActive())
    model.show_range(700, 720)
    await until(lambda: model.row(705) is not None)
    assert model.row(705).name == "정정"
    assert not source.ids_read


async def test_rows_far_from_the_screen_are_not_read_again(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(1000))
    model.set_source(source)
    await until(lambda: not owner.active)
    model.show_range(600, 620)
    await until(lambda: not owner.active)
    model.touch()
    await until(lambda: source.ids_read)
    assert "r0" not in source.ids_read[0]
    assert "r610" in source.ids_read[0]


async def test_a_change_out_of_sight_is_read_once_it_is_looked_at(owner: TaskOwner) -> None:
    """Twenty thousand changes while somebody scrolls: reading all that was ever looked at holds the loop."""
    model, source = make(owner), ListSource(rows(1000))
    model.set_source(source)
    await until(lambda: not owner.active)
    model.show_range(600, 620)
    await until(lambda: not owner.active)
    source.data[3] = dataclasses.replace(source.data[3], name="정정")
    model.touch([f"r{number}" for number in range(1000)])
    await until(lambda: source.ids_read and not owner.active)
    assert all("r3" not in ids for ids in source.ids_read)
    model.show_range(0, 20)
    await until(lambda: model.row(3).name == "정정")


async def test_a_page_of_changes_is_told_to_the_view_at_once(owner: TaskOwner) -> None:
    model, source = make(owner), ListSource(rows(300))
    model.set_source(source)
    await until(lambda: not owner.active)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.touch([f"r{number}" for number in range(20, 120)])
    await until(lambda: told)
    assert told == [(20, 119)]
