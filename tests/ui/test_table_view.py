"""The table under keys and mouse: buttons reachable, checks kept, columns remembered, place kept."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.action_cells import action_rects
from occ_desktop.ui.tables.checked import ALL_MATCHING, NONE_CHECKED, Checked
from occ_desktop.ui.tables.column_layout import ColumnLayout, MemoryTableSettings
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.theme import Theme
from tests.support.waiting import until
from tests.ui.samples import HugeSource, ListSource, Row, columns, row_id, rows

KEYS = Qt.Key


class Desk:
    """A table on the screen with its source."""

    def __init__(self, owner: TaskOwner, source: ListSource, settings: MemoryTableSettings) -> None:
        self.owner = owner
        self.source = source
        self.model: WindowModel[Row] = WindowModel(columns(), row_id, owner)
        self.view = TableView("list", self.model, settings, owner)
        self.view.resize(900, 400)

    async def open(self) -> None:
        self.view.show()
        self.model.set_source(self.source)
        await until(lambda: self.model.row(0) is not None and not self.owner.active)
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.view, key, modifier)

    def click(self, row: int, column: int, at: QPoint | None = None) -> None:
        rect = self.view.visualRect(self.model.index(row, column))
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=at or rect.center())


@pytest.fixture
async def desk(owner: TaskOwner, theme: Theme) -> AsyncIterator[Desk]:
    made = Desk(owner, ListSource(rows(500)), MemoryTableSettings())
    await made.open()
    yield made
    await owner.aclose()
    made.view.close()
    made.view.deleteLater()


async def test_arrows_home_and_end_walk_the_rows(desk: Desk) -> None:
    seen: list[object] = []
    desk.view.current_changed.connect(seen.append)
    desk.view.stand_on(0, 1)
    desk.press(KEYS.Key_Down, KEYS.Key_Down)
    assert desk.view.current_id == "r2"
    desk.press(KEYS.Key_End)
    assert desk.view.currentIndex().row() == 499
    desk.press(KEYS.Key_Home)
    assert desk.view.current_id == "r0"
    assert seen[-1] == "r0"


async def test_every_row_button_is_reached_and_pressed_by_keyboard(desk: Desk) -> None:
    pressed: list[tuple[str, str]] = []
    desk.view.action_triggered.connect(lambda action, row: pressed.append((action, row)))
    desk.view.stand_on(0, 5)
    desk.press(KEYS.Key_Right, KEYS.Key_Return, KEYS.Key_Right, KEYS.Key_Space)
    assert pressed == [("connect", "r0"), ("complete", "r0")]
    desk.press(KEYS.Key_Left, KEYS.Key_Left)
    assert desk.view.currentIndex().column() == 5


async def test_a_row_button_answers_a_click_but_not_a_press_that_slides_off(desk: Desk) -> None:
    pressed: list[tuple[str, str]] = []
    desk.view.action_triggered.connect(lambda action, row: pressed.append((action, row)))
    cell = desk.view.visualRect(desk.model.index(3, 6))
    on_connect = QPoint(cell.left() + 30, cell.center().y())
    desk.click(3, 6, on_connect)
    QTest.mousePress(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=on_connect)
    QTest.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=on_connect + QPoint(0, 64))
    assert pressed == [("connect", "r3")]


async def test_enter_opens_the_row_when_no_button_is_meant(desk: Desk) -> None:
    opened: list[str] = []
    desk.view.row_activated.connect(opened.append)
    desk.view.stand_on(4, 1)
    desk.press(KEYS.Key_Return)
    assert opened == ["r4"]


async def test_space_checks_and_shift_space_checks_the_range(desk: Desk) -> None:
    desk.view.stand_on(2, 1)
    desk.press(KEYS.Key_Space)
    desk.view.stand_on(5, 1)
    desk.press(KEYS.Key_Space, modifier=Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: desk.view.checked == Checked(ids=frozenset({"r2", "r3", "r4", "r5"})))


async def test_a_click_on_the_box_checks_only_that_row(desk: Desk) -> None:
    desk.click(1, 0)
    desk.click(7, 0)
    desk.click(1, 0)
    assert desk.view.checked == Checked(ids=frozenset({"r7"}))


async def test_all_that_match_is_a_description_not_a_million_ids(owner: TaskOwner, theme: Theme) -> None:
    desk = Desk(owner, HugeSource(), MemoryTableSettings())
    await desk.open()
    desk.press(KEYS.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.view.checked == ALL_MATCHING
    assert desk.view.checked.count(desk.model.total) == 1_000_000
    desk.view.stand_on(0, 1)
    desk.press(KEYS.Key_Space)
    assert desk.view.checked.count(desk.model.total) == 999_999
    assert "r0" not in desk.view.checked
    await owner.aclose()
    desk.view.close()
    desk.view.deleteLater()


async def test_the_head_box_checks_all_and_then_none(desk: Desk) -> None:
    changes: list[Checked] = []
    desk.view.checked_changed.connect(changes.append)
    desk.view.toggle_all()
    desk.view.toggle_all()
    assert changes == [ALL_MATCHING, NONE_CHECKED]


async def test_a_click_on_a_head_asks_for_the_order_and_again_for_the_other_way(desk: Desk) -> None:
    asked: list[tuple[str, bool]] = []
    desk.view.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    head = desk.view.horizontalHeader()
    middle = QPoint(head.sectionViewportPosition(1) + 40, 10)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    desk.view.show_sorted("name", descending=False)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert asked == [("name", False), ("name", True)]


async def test_a_narrow_window_drops_whole_columns_in_their_order(desk: Desk) -> None:
    def visible() -> set[str]:
        return {desk.model.columns[number].id for number in desk.view.visual_columns()}

    everything = visible()
    desk.view.resize(700, 400)
    narrower = visible()
    desk.view.resize(600, 400)
    narrowest = visible()
    assert everything - narrower == {"done"}
    assert narrower - narrowest == {"service"}
    desk.view.resize(900, 400)
    assert visible() == everything


async def test_columns_and_density_are_remembered(owner: TaskOwner, theme: Theme) -> None:
    settings = MemoryTableSettings()
    desk = Desk(owner, ListSource(rows(3)), settings)
    await desk.open()
    desk.view._columns.on_column_toggled("service", False)
    desk.view.set_density(40)
    desk.view.horizontalHeader().resizeSection(1, 150)
    await until(lambda: settings.load_table("list") is not None)
    desk.view.close()
    again = Desk(owner, ListSource(rows(3)), settings)
    await again.open()
    assert again.view.isColumnHidden(3)
    assert again.view.density == 40
    assert again.view.verticalHeader().defaultSectionSize() == 40
    assert again.view.columnWidth(1) == 150
    again.view.close()
    await owner.aclose()
    for view in (desk.view, again.view):
        view.deleteLater()


def test_a_saved_state_of_another_version_does_no_harm() -> None:
    state = {
        "order": ["gone", "tries", "name"],
        "widths": {"name": "wide", "tries": 5},
        "hidden": ["name", 3],
    }
    layout = ColumnLayout.from_state(state, columns())
    assert layout.order[:2] == ["tries", "name"]
    assert set(layout.order) == {column.id for column in columns()}
    assert layout.widths == {}
    assert layout.hidden == set()
    assert ColumnLayout.from_state({"order": 3, "density": 1}, columns()) == ColumnLayout.first(columns())


async def test_the_place_is_kept_by_id_when_rows_come_in_above(desk: Desk) -> None:
    desk.view.stand_on(120, 1)
    top = desk.view.rowAt(0)
    top_id = desk.model.id_at(top)
    desk.source.data[:0] = [Row(f"n{number}", "new") for number in range(4)]
    desk.model.reload()
    await until(lambda: desk.model.total == 504 and desk.view.current_id == "r120")
    assert desk.model.id_at(desk.view.rowAt(0)) == top_id


async def test_the_mouse_only_colours_the_ground(desk: Desk) -> None:
    before = desk.view.visualRect(desk.model.index(2, 1))
    QTest.mouseMove(desk.view.viewport(), before.center())
    desk.view._input.mouse_moved(before.center())
    assert desk.view._look.hovered_row == 2
    assert desk.view.visualRect(desk.model.index(2, 1)) == before


async def test_the_column_menu_opens_without_blocking(desk: Desk) -> None:
    desk.view._columns.on_head_menu(QPoint(10, 10))
    menu = desk.view._head._menu
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.isCheckable()][:2] == ["Name", "Message"]
    menu.close()


def highlighted(desk: Desk) -> str | None:
    """Return the id of the row the person sees tinted."""
    row = desk.view._look.current_row
    return desk.model.id_at(row) if row >= 0 else None


async def test_after_another_search_the_row_in_hand_is_the_same_row(desk: Desk) -> None:
    seen: list[object] = []
    desk.view.stand_on(3, 1)
    desk.view.current_changed.connect(seen.append)
    desk.model.set_source(ListSource(rows(500)[::-1]))
    await until(lambda: desk.model.id_at(0) == "r499" and not desk.owner.active)
    assert desk.view.currentIndex().row() == 496
    assert desk.view.current_id == "r3"
    assert desk.view.rowAt(0) == 0, "a new search shows its first row"
    assert seen == []


async def test_a_row_another_search_does_not_find_is_no_longer_in_hand(desk: Desk) -> None:
    seen: list[object] = []
    desk.view.stand_on(3, 1)
    desk.view.current_changed.connect(seen.append)
    desk.model.set_source(ListSource(rows(500)[10:]))
    await until(lambda: desk.model.total == 490 and not desk.owner.active)
    assert highlighted(desk) is None
    assert desk.view.current_id is None
    assert seen == [None]


async def test_a_shorter_list_never_puts_another_row_in_hand(desk: Desk) -> None:
    seen: list[object] = []
    desk.view.stand_on(3, 1)
    desk.view.current_changed.connect(seen.append)
    desk.model.set_source(ListSource([rows(500)[3], rows(500)[7]]))
    await until(lambda: desk.model.total == 2 and not desk.owner.active)
    assert (highlighted(desk), desk.view.current_id) == ("r3", "r3")
    assert seen == []


async def test_a_row_still_on_its_way_is_in_hand_once_it_is_here(desk: Desk) -> None:
    seen: list[object] = []
    desk.view.stand_on(0, 1)
    desk.view.current_changed.connect(seen.append)
    desk.model._pages.clear()
    desk.source.gate = asyncio.Event()
    desk.press(KEYS.Key_End)
    assert desk.view.current_id is None, "nothing may be done to a row nobody has seen"
    desk.source.gate.set()
    await until(lambda: desk.view.current_id == "r499")
    assert seen == [None, "r499"]


async def test_a_row_that_moves_while_it_is_looked_for_is_found_or_nothing_is(desk: Desk) -> None:
    class Moving(ListSource):
        async def position(self, row_id: str) -> int | None:
            place = await super().position(row_id)
            if len(self.data) < 503:
                self.data.insert(0, Row(f"n{len(self.data)}", "new"))
            return place

    desk.model.set_source(Moving(rows(500)))
    await until(lambda: not desk.owner.active)
    place = await desk.model.seek("r300")
    assert place is not None
    assert desk.model.id_at(place) == "r300"
    assert await desk.model.seek("nobody") is None


async def test_a_button_belongs_to_the_row_it_was_pressed_on(desk: Desk) -> None:
    pressed: list[tuple[str, str]] = []
    desk.view.action_triggered.connect(lambda action, row: pressed.append((action, row)))
    rect = desk.view.visualRect(desk.model.index(1, 6))
    inside = action_rects(desk.model.columns[6], rect)[0].center()
    QTest.mousePress(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    desk.source.data[:1] = []
    desk.model.reload()
    await until(lambda: desk.model.total == 499 and not desk.owner.active)
    QTest.mouseRelease(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=inside)
    assert pressed == []


async def test_going_from_no_row_to_one_on_its_way_is_told(desk: Desk) -> None:
    """Somebody called up from elsewhere may be in hand: not any more, once a row is stood on."""
    seen: list[object] = []
    desk.view.stand_nowhere()
    desk.view.current_changed.connect(seen.append)
    desk.model._pages.clear()
    desk.source.gate = asyncio.Event()
    desk.press(KEYS.Key_End)
    assert seen == [None]
    desk.source.gate.set()
    await until(lambda: seen == [None, "r499"])
