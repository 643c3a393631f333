"""Search conditions: what is set shows, what is locked stays, and all of it works by keyboard."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QListWidget, QWidget

from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.choice_chip import Choice, ChoiceChip
from occ_desktop.ui.widgets.date_field import DateField
from occ_desktop.ui.widgets.period_chip import CUSTOM, Period, PeriodChip
from occ_desktop.ui.widgets.popover import Popover
from occ_desktop.ui.widgets.text_chip import TextChip
from tests.support.waiting import until

STATES = [Choice("received", "접수"), Choice("assigned", "할당"), Choice("completed", "완료")]
PRESETS = [Choice("today", "오늘"), Choice("week", "최근 7일")]


TODAY = date(2026, 11, 23)


def days(preset: str, today: date) -> tuple[date, date]:
    return (today - timedelta(days=6) if preset == "week" else today, today)


class Bar:
    def __init__(self) -> None:
        self.window = QWidget()
        self.window.resize(900, 600)
        row = QHBoxLayout(self.window)
        self.state = ChoiceChip("상태", "전체", STATES)
        self.agent = ChoiceChip("담당자", "전체", [Choice(f"a{n}", f"상담원 {n:02}") for n in range(40)])
        self.kind = ChoiceChip("유형", "전체", STATES, multiple=False)
        self.period = PeriodChip("기간", PRESETS, default="today", today=TODAY, days=days)
        self.phone = TextChip("전화번호", "일부만 입력")
        for chip in (self.state, self.agent, self.kind, self.period, self.phone):
            row.addWidget(chip)

    def panel(self) -> Popover:
        return next(p for p in self.window.findChildren(Popover) if p.isVisible())

    def panels(self) -> list[Popover]:
        return [p for p in self.window.findChildren(Popover) if p.isVisible()]


@pytest.fixture
async def bar(theme: Theme) -> AsyncIterator[Bar]:
    made = Bar()
    made.window.show()
    made.window.activateWindow()
    yield made
    made.window.close()
    made.window.deleteLater()
    await asyncio.sleep(0)


async def test_several_values_are_chosen_by_keyboard(bar: Bar) -> None:
    told: list[frozenset[str]] = []
    bar.state.value_changed.connect(told.append)
    QTest.keyClick(bar.state, Qt.Key.Key_Down)
    rows = bar.panel().findChild(QListWidget)
    assert rows is not None
    QTest.keyClick(rows, Qt.Key.Key_Space)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Space)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    await until(lambda: not bar.panels())
    assert told[-1] == {"received", "assigned"}
    assert bar.state.value_text == "접수, 할당"
    assert bar.state.is_set


async def test_one_value_closes_the_panel_at_once(bar: Bar) -> None:
    QTest.mouseClick(bar.kind, Qt.MouseButton.LeftButton)
    rows = bar.panel().findChild(QListWidget)
    assert rows is not None
    rows.setCurrentRow(2)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert bar.kind.value == {"completed"}
    assert not bar.panels()


async def test_a_long_list_can_be_searched(bar: Bar) -> None:
    QTest.keyClick(bar.agent, Qt.Key.Key_Return)
    search = bar.panel().findChild(QLineEdit)
    rows = bar.panel().findChild(QListWidget)
    assert search is not None
    assert rows is not None
    assert not search.isHidden()
    search.setText("17")
    left = [rows.item(n).text() for n in range(rows.count()) if not rows.isRowHidden(n)]
    assert left == ["상담원 17"]
    bar.panel().close_panel()


async def test_the_cross_clears_and_tells(bar: Bar) -> None:
    told: list[frozenset[str]] = []
    bar.state.set_value({"received"})
    bar.state.value_changed.connect(told.append)
    QTest.mouseClick(bar.state, Qt.MouseButton.LeftButton, pos=bar.state._mark_rect().center())
    assert told == [frozenset()]
    assert not bar.state.is_set
    assert not bar.panels()


async def test_delete_clears_by_keyboard(bar: Bar) -> None:
    bar.state.set_value({"received"})
    QTest.keyClick(bar.state, Qt.Key.Key_Delete)
    assert bar.state.value == frozenset()


async def test_a_locked_condition_cannot_be_changed(bar: Bar) -> None:
    bar.agent.set_value({"a3"})
    bar.agent.lock(True, "본인 것만 볼 수 있습니다")
    QTest.mouseClick(bar.agent, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.agent, Qt.MouseButton.LeftButton, pos=bar.agent._mark_rect().center())
    QTest.keyClick(bar.agent, Qt.Key.Key_Delete)
    QTest.keyClick(bar.agent, Qt.Key.Key_Return)
    assert bar.agent.value == {"a3"}
    assert not bar.panels()
    assert bar.agent.toolTip() == "본인 것만 볼 수 있습니다"


async def test_a_preset_or_a_range_of_days(bar: Bar) -> None:
    told: list[Period] = []
    bar.period.value_changed.connect(told.append)
    QTest.keyClick(bar.period, Qt.Key.Key_Return)
    bar.period._on_picked(Period("week"))
    assert bar.period.value_text == "최근 7일"
    QTest.keyClick(bar.period, Qt.Key.Key_Return)
    first, last = bar.panel().findChildren(DateField)
    first.set_value(date(2026, 11, 10))
    last.set_value(date(2026, 11, 23))
    bar.panel().content._on_apply()
    assert told[-1] == Period(CUSTOM, date(2026, 11, 10), date(2026, 11, 23))
    assert bar.period.value_text == "2026.11.10 – 11.23"
    assert not bar.panels()


async def test_a_range_of_ones_own_begins_with_the_days_in_force(bar: Bar) -> None:
    bar.period.set_value(Period("week"))
    QTest.keyClick(bar.period, Qt.Key.Key_Down)
    first, last = bar.panel().findChildren(DateField)
    assert (first.value, last.value) == (date(2026, 11, 17), TODAY)
    QTest.keyClick(bar.panel(), Qt.Key.Key_Escape)


async def test_a_range_that_runs_backwards_is_refused_in_words(bar: Bar) -> None:
    QTest.keyClick(bar.period, Qt.Key.Key_Return)
    first, last = bar.panel().findChildren(DateField)
    first.set_value(date(2026, 11, 23))
    last.set_value(date(2026, 11, 1))
    bar.panel().content._on_apply()
    assert bar.panels()
    assert not bar.panel().content._error.isHidden()
    assert bar.period.value == Period("today")
    bar.panel().close_panel()


async def test_part_of_a_number_is_told_once_when_typing_ends(bar: Bar) -> None:
    told: list[str] = []
    submitted: list[bool] = []
    bar.phone.value_changed.connect(told.append)
    bar.phone.submitted.connect(lambda: submitted.append(True))
    edit = bar.phone.findChild(QLineEdit)
    assert edit is not None
    QTest.keyClicks(edit, "4471")
    assert told == []
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert told == ["4471"]
    assert submitted == [True]
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert told == ["4471", ""]


async def test_a_panel_closes_on_a_click_elsewhere_and_on_escape(bar: Bar) -> None:
    QTest.keyClick(bar.state, Qt.Key.Key_Return)
    QTest.mouseClick(bar.window, Qt.MouseButton.LeftButton, pos=QPoint(5, 590))
    assert not bar.panels()
    QTest.keyClick(bar.state, Qt.Key.Key_Return)
    QTest.keyClick(bar.panel(), Qt.Key.Key_Escape)
    assert not bar.panels()
    assert QApplication.focusWidget() is bar.state


async def test_a_second_click_on_the_chip_closes_its_panel(bar: Bar) -> None:
    QTest.mouseClick(bar.state, Qt.MouseButton.LeftButton)
    assert bar.panels()
    QTest.mouseClick(bar.state, Qt.MouseButton.LeftButton)
    assert not bar.panels()


async def test_a_screen_reader_hears_name_and_value(bar: Bar) -> None:
    bar.state.set_value({"assigned"})
    assert bar.state.accessibleName() == "상태: 할당"


async def test_a_refresh_of_the_same_conditions_leaves_a_half_typed_number_alone(bar: Bar) -> None:
    bar.phone.setFocus()
    edit = bar.phone.findChild(QLineEdit)
    assert edit is not None
    await until(edit.hasFocus)
    QTest.keyClicks(edit, "0104")
    bar.phone.set_value("")
    assert bar.phone.value == "0104"
    bar.phone.set_value("02")
    assert bar.phone.value == "02"
