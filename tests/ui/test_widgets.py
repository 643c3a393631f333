"""The small controls: pressed once, heard by a screen reader, nothing cut off, nothing typed lost."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt, QTranslator
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from occ_desktop.ui.status import LOOKS, StatusPill, look_of, status_width
from occ_desktop.ui.tables.states import State, StateAction, StateKind, StateOverlay
from occ_desktop.ui.theme.fonts import BODY, font
from occ_desktop.ui.theme.theme import Theme, token_colour
from occ_desktop.ui.widgets.badge import Badge, badge_text
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.ui.widgets.date_field import DateField
from occ_desktop.ui.widgets.figure_box import FigureBox, Level
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.ui.widgets.load_bar import paint_load_bar
from occ_desktop.ui.widgets.nav_rail import NavRail, RailItem
from occ_desktop.ui.widgets.password_field import PasswordField
from occ_desktop.ui.widgets.room_tabs import RoomTab, RoomTabs
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.ui.widgets.side_panel import SidePanel
from occ_desktop.ui.widgets.status_line import StatusLine
from occ_desktop.ui.widgets.text_chip import TextChip
from occ_desktop.ui.widgets.toggle_switch import ToggleSwitch
from occ_desktop.ui.widgets.undo_line import UndoLine
from tests.support.clipping import cut_texts
from tests.support.gallery import build_gallery


@pytest.fixture
async def window(theme: Theme) -> AsyncIterator[QWidget]:
    made = QWidget()
    made.resize(1440, 400)
    QVBoxLayout(made)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    await asyncio.sleep(0)


def place(window: QWidget, widget: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(widget)
    layout.activate()
    widget.show()


async def test_a_busy_button_takes_no_second_press_and_keeps_its_width(window: QWidget) -> None:
    button = BusyButton("Send to 238", "Sending…")
    place(window, button)
    presses: list[int] = []
    button.clicked.connect(lambda: presses.append(1))
    button.clicked.connect(lambda: button.set_busy(True))
    width = button.width()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    button.click()
    assert presses == [1]
    assert button.text() == "Sending…"
    assert button.width() == width
    assert button.isEnabled()
    button.set_busy(False)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert presses == [1, 1]


async def test_a_busy_button_is_free_again_after_an_error(window: QWidget) -> None:
    button = BusyButton("Save", "Saving…")
    place(window, button)

    def fail() -> None:
        with button.working():
            assert button.busy
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert not button.busy
    assert button.text() == "Save"


async def test_an_error_stands_under_its_field_and_nothing_typed_is_lost(window: QWidget) -> None:
    edit = QLineEdit("02-120")
    field = FormField("Phone", edit, hint="Digits only")
    place(window, field)
    field.set_error("10 to 13 digits are needed.")
    assert edit.text() == "02-120"
    assert edit.property("invalid") is True
    assert edit.accessibleDescription() == "10 to 13 digits are needed."
    assert field.error == "10 to 13 digits are needed."
    field.set_error(None)
    assert edit.property("invalid") is False
    assert edit.accessibleDescription() == "Digits only"


async def test_caps_lock_is_noticed_from_what_is_typed(window: QWidget) -> None:
    field = PasswordField("Password")
    place(window, field)
    told: list[bool] = []
    field.caps_lock_changed.connect(told.append)
    QTest.keyClick(field, "A")
    QTest.keyClick(field, "a")
    QTest.keyClick(field, "B", Qt.KeyboardModifier.ShiftModifier)
    assert told == [True, False]
    assert field.text() == "AaB"


async def test_a_shown_password_is_hidden_again_when_one_leaves(window: QWidget) -> None:
    field, other = PasswordField("Password"), QLineEdit()
    place(window, field)
    place(window, other)
    field.setFocus()
    field._reveal.setChecked(True)
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    other.setFocus()
    assert field.echoMode() == QLineEdit.EchoMode.Password


async def test_choosing_tells_and_being_told_does_not(window: QWidget) -> None:
    control = SegmentedControl([Segment("d", "Day"), Segment("m", "Month"), Segment("y", "Year")], "By")
    place(window, control)
    told: list[str] = []
    control.chosen.connect(told.append)
    control.choose("d")
    assert told == []
    QTest.keyClick(control, Qt.Key.Key_Right)
    assert control.value == "m"
    control.set_available("y", False, "not yet")
    QTest.keyClick(control, Qt.Key.Key_Right)
    assert told == ["m"]
    control.choose(None)
    assert control.value is None


async def test_the_rail_says_where_one_is_and_what_waits(window: QWidget) -> None:
    rail = NavRail(
        "OC", [RailItem("callbacks", "Callbacks", "phone-call"), RailItem("sms", "Text", "chat-text")]
    )
    place(window, rail)
    told: list[str] = []
    rail.chosen.connect(told.append)
    rail.show_count("callbacks", 9, "9 open")
    button = next(b for b in rail.findChildren(QAbstractButton) if b.text() == "Text")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (rail.value, told) == ("sms", ["sms"])
    rail.set_items([RailItem("callbacks", "Callbacks", "phone-call")])
    assert rail.items == ("callbacks",)
    await asyncio.sleep(0.01)
    first = next(b for b in rail.findChildren(QAbstractButton) if b.text() == "Callbacks" and b.isVisible())
    assert first.accessibleDescription() == "9 open"


async def test_tabs_come_and_go_with_rights_and_turn_round_the_corner(window: QWidget) -> None:
    tabs = RoomTabs([RoomTab("list", "List"), RoomTab("assign", "Assign"), RoomTab("cancel", "Cancel")])
    place(window, tabs)
    tabs.choose("cancel")
    tabs.choose_next()
    assert tabs.value == "list"
    tabs.choose_next(-1)
    assert tabs.value == "cancel"
    tabs.set_tabs([RoomTab("list", "List")])
    assert tabs.tabs == ("list",)
    tabs.choose_next()
    assert tabs.value == "list"


async def test_the_panel_floats_in_a_narrow_window_and_escape_closes_it(window: QWidget) -> None:
    body, panel = QWidget(), QLabel("panel")
    split = SidePanel(body, panel, width=308)
    place(window, split)
    assert split.is_open
    assert body.width() == split.width() - 308
    window.resize(1280, 400)
    assert not split.is_open
    assert body.width() == split.width()
    split.toggle()
    assert split.is_open
    assert body.width() == split.width() - 308, (
        "columns under the panel would be cut in the middle of a figure"
    )
    QTest.keyClick(split, Qt.Key.Key_Escape)
    assert not split.is_open


async def test_the_status_line_keeps_what_matters_when_it_is_narrow(window: QWidget) -> None:
    line = StatusLine()
    place(window, line)
    line.show_item("sync", "Synchronised", glyph="check-circle", glyph_ink="green")
    line.show_keys([("F2", "Connect"), ("F4", "Complete"), ("F6", "History")])
    line.show_clock("14:32:08")
    window.resize(330, 400)
    assert line.text("sync") == "Synchronised"
    assert [hint.isVisible() for hint in line._hints] == [False, False, False]
    window.resize(1200, 400)
    assert [hint.isVisible() for hint in line._hints] == [True, True, True]
    line.show_item(
        "sync", "Connected, and what is said of it takes nearly all of the room there is here " * 4
    )
    assert [hint.isVisible() for hint in line._hints] == [False, False, False], "no cut word instead"
    line.show_item("sync", "")
    assert [hint.isVisible() for hint in line._hints] == [True, True, True]
    assert line.text("sync") == ""


def test_a_tinted_bar_leaves_the_accent_as_it_is(theme: Theme) -> None:
    before = QColor(token_colour("accent"))
    picture = QPixmap(100, 12)
    painter = QPainter(picture)
    paint_load_bar(painter, QRectF(0, 0, 100, 12), 40, 0, 100, good=True)
    painter.end()
    assert token_colour("accent") == before, "every accent of the program would fade"


def test_every_status_keeps_its_whole_label(theme: Theme) -> None:
    label = "처리중 · 예약"
    for code in LOOKS:
        pill = StatusPill(code, label)
        metrics = QFontMetricsF(font(BODY, bold=True))
        assert pill.sizeHint().width() >= metrics.horizontalAdvance(label) * 0.95 + 26
        assert status_width(look_of(code), label) == pill.sizeHint().width()
        assert pill.accessibleName() == label


def test_a_status_of_a_newer_server_shows_as_unknown() -> None:
    assert look_of("callback.something_new") == LOOKS["unknown"]


def test_open_work_is_filled_and_finished_work_is_not() -> None:
    filled = {code for code, look in LOOKS.items() if look.form == "filled"}
    assert {"callback.received", "callback.assigned", "outbox.waiting", "sms.failed"} <= filled
    assert not filled & {"callback.completed", "callback.cancelled", "sms.completed", "call.connected"}


async def test_a_badge_is_gone_at_zero(window: QWidget) -> None:
    badge = Badge("red")
    place(window, badge)
    badge.show_count(0, "none")
    assert badge.isHidden()
    badge.show_count(1200, "1200 open")
    assert not badge.isHidden()
    assert badge_text(badge.count) == "999+"


async def test_the_card_of_a_conflict_keeps_the_text_in_view(window: QWidget) -> None:
    card = ConflictCard("Not sent", "Reassigned.", [StateAction("keep", "Keep")], kept_text="my note")
    place(window, card)
    chosen: list[str] = []
    card.action_triggered.connect(chosen.append)
    assert any(label.text() == "my note" for label in card.findChildren(QLabel))
    QTest.mouseClick(card.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert chosen == ["keep"]


async def test_an_empty_list_offers_a_way_on(window: QWidget) -> None:
    overlay = StateOverlay(window)
    chosen: list[str] = []
    overlay.action_triggered.connect(chosen.append)
    state = State(
        StateKind.ERROR, "Not read", ["Disk full."], [StateAction("retry", "Retry")], number="7F3K-20"
    )
    overlay.show_state(state)
    assert overlay.isVisible()
    retry = next(b for b in overlay.findChildren(QAbstractButton) if b.text() == "Retry")
    QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    assert chosen == ["retry"]
    overlay.show_state(None)
    assert overlay.isHidden()


async def test_levels_differ_by_more_than_colour(window: QWidget) -> None:
    pictures = set()
    for level in Level:
        box = FigureBox()
        box.setFixedSize(120, 46)
        place(window, box)
        box.show_figure("71.2", level, level)
        grey = box.grab().toImage().convertToFormat(box.grab().toImage().Format.Format_Grayscale8)
        pictures.add(bytes(grey.constBits()))
    assert len(pictures) == len(Level)


async def test_focus_shows_by_keyboard_only(window: QWidget) -> None:
    first, second = ToggleSwitch("One"), ToggleSwitch("Two")
    place(window, first)
    place(window, second)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    await asyncio.sleep(0.01)
    assert first.property("keyfocus") is True
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert second.isChecked()


async def test_every_control_of_the_gallery_has_a_name(theme: Theme) -> None:
    page = build_gallery()
    page.show()
    nameless = []
    for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox):
        for control in page.findChildren(kind):
            text = control.text() if isinstance(control, QAbstractButton) else ""
            inner = control.objectName().startswith("qt_") or isinstance(control.parent(), QAbstractSpinBox)
            sample = isinstance(control, QLineEdit | QComboBox) and control.parent() is not None
            if not (control.accessibleName() or text or inner or sample or control.toolTip()):
                nameless.append(type(control).__name__)
    page.close()
    page.deleteLater()
    assert [name for name in nameless if name != "QRadioButton"] == []


async def test_no_text_of_the_gallery_is_cut(theme: Theme) -> None:
    page = build_gallery()
    page.resize(1440, 900)
    page.show()
    cut = cut_texts(page)
    page.close()
    page.deleteLater()
    assert cut == []


@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_nothing_is_cut_on_a_scaled_screen(tmp_path: Path, scale: str) -> None:
    command = [sys.executable, "-m", "tests.support.gallery", str(tmp_path), scale]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert QImage(str(tmp_path / "components-dark.png")).width() == int(1440 * float(scale))


async def test_a_language_change_reaches_the_controls(window: QWidget) -> None:
    class Shout(QTranslator):
        def isEmpty(self) -> bool:
            return False

        def translate(self, _context: str, source: str, *_rest: object) -> str:
            return source.upper()

    line, overlay, chip = UndoLine(), StateOverlay(), TextChip("Phone", "part")
    for widget in (line, overlay, chip):
        place(window, widget)
    translator = Shout()
    QCoreApplication.installTranslator(translator)
    QCoreApplication.sendPostedEvents()
    await asyncio.sleep(0.01)
    spoken = [line._close.accessibleName(), overlay._copy.text(), chip._mark.accessibleName()]
    QCoreApplication.removeTranslator(translator)
    await asyncio.sleep(0.01)
    assert spoken == ["CLOSE", "COPY", "CLEAR"]


async def test_a_calendar_names_month_and_year_in_one_and_keeps_up(theme: Theme, qtbot: Any) -> None:
    field = DateField("From", date(2026, 11, 23))
    qtbot.addWidget(field)
    calendar = field.calendarWidget()
    buttons = {b.objectName(): b for b in calendar.findChildren(QToolButton)}
    english = QLocale(QLocale.Language.English)
    before = QLocale()
    QLocale.setDefault(english)
    try:
        calendar.setCurrentPage(2026, 12)
        assert buttons["qt_calendar_monthbutton"].text() == "December 2026"
        calendar.showNextMonth()
        assert buttons["qt_calendar_monthbutton"].text() == "January 2027"
    finally:
        QLocale.setDefault(before)
    assert buttons["qt_calendar_yearbutton"].isHidden()
