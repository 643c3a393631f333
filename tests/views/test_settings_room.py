"""Settings: if these fail, a choice does not take effect, or what is wrong with a computer is not said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import UnreachableReason
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.doctor import Check, Finding, Level
from occ_desktop.services.preferences import Density, Language, QuietMode, ThemeChoice
from occ_desktop.system.autostart import XdgAutostart
from occ_desktop.views.settings import findings
from occ_desktop.views.settings.outside import Outside
from occ_desktop.views.settings.room import SettingsRoom
from support.clients import DeskClock
from support.waiting import until
from views.conftest import LogIn, StandInFrame

_NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Around:
    """The outside of the settings, with a real autostart folder."""

    folder: Path
    erased: list[bool] = field(default_factory=list)
    sounds: list[bool] = field(default_factory=list)
    sheets: list[bool] = field(default_factory=list)

    def outside(self) -> Outside:
        return Outside(
            version="0.1.0",
            autostart=XdgAutostart(self.folder),
            command=("occ-desktop", "--profile", "work"),
            tray_shown=lambda: False,
            fonts_found=True,
            try_sound=lambda: self.sounds.append(True),
            erase=lambda: self.erased.append(True),
            show_keys=lambda: self.sheets.append(True),
        )


@pytest.fixture
def around(tmp_path: Path) -> Around:
    return Around(tmp_path / "config")


@pytest.fixture
async def room(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, around: Around, shown: Callable[..., Any]
) -> SettingsRoom:
    services = await log_in("ann")
    made = SettingsRoom(services, tasks, frame, outside=around.outside())
    shown(made)
    made.entered({})
    return made


async def test_every_choice_takes_effect_at_once(room: SettingsRoom, services: Services) -> None:
    view = room.view
    view.language.chosen.emit("en")
    view.theme.chosen.emit("dark")
    view.density.chosen.emit("compact")
    view.new_callbacks.click()
    view.sound.click()
    view.volume.setValue(35)
    view.to_tray.setEnabled(True)
    view.to_tray.click()
    now = services.preferences.value
    assert (now.language, now.theme, now.density) == (Language.ENGLISH, ThemeChoice.DARK, Density.COMPACT)
    assert (now.notify_new_callbacks, now.notify_assignments, now.sound) == (False, True, True)
    assert (now.sound_volume, now.close_to_tray) == (35, False)
    room.closed()


async def test_what_is_changed_elsewhere_shows_here(room: SettingsRoom, services: Services) -> None:
    services.preferences.change(theme=ThemeChoice.LIGHT, notify_assignments=False)
    assert room.view.theme.value == "light"
    assert not room.view.assignments.isChecked()
    room.closed()


async def test_starting_with_the_system_is_set_in_the_system(room: SettingsRoom, around: Around) -> None:
    entry = around.folder / "autostart" / "occ-desktop.desktop"
    room.view.autostart.click()
    await until(entry.is_file)
    assert "--profile work" in entry.read_text(encoding="utf-8")
    await until(room.view.autostart.isChecked)
    room.view.autostart.click()
    await until(lambda: not entry.exists())
    room.closed()


async def test_a_system_that_refuses_autostart_is_said_and_the_switch_goes_back(
    room: SettingsRoom, around: Around
) -> None:
    around.folder.write_text("a file where the folder should be")
    room.view.autostart.click()
    await until(lambda: "refused" in room.view.autostart_problem)
    assert not room.view.autostart.isChecked()
    room.closed()


async def test_do_not_disturb_says_until_when(
    room: SettingsRoom, services: Services, clock: DeskClock
) -> None:
    room.view.quiet_chosen.emit("half_hour")
    assert services.quiet.mode is QuietMode.HALF_HOUR
    assert "09:30" in room.view.quiet_words
    room.closed()


async def test_without_a_tray_the_switch_says_why_it_is_grey(room: SettingsRoom) -> None:
    assert not room.view.to_tray.isEnabled()
    assert "no tray" in room.view.tray_words
    room.closed()


@pytest.mark.parametrize(("agree", "erased"), [(True, [True]), (False, [])])
async def test_erasing_asks_first(
    room: SettingsRoom, around: Around, agree: bool, erased: list[bool]
) -> None:
    room.view.erase_chosen.emit()
    await until(lambda: room.findChildren(QDialog))
    dialog = room.findChildren(QDialog)[0]
    if agree:
        dialog.default_button.click()  # type: ignore[attr-defined]
    else:
        dialog.reject()
    await until(lambda: not room.findChildren(QDialog))
    assert around.erased == erased
    room.closed()


async def test_the_about_page_examines_the_computer_and_its_report_can_be_copied(
    room: SettingsRoom,
) -> None:
    room.entered({"section": "about"})
    await until(lambda: room.view.about.rows)
    levels = {row.name: row.level for row in room.view.about.rows}
    assert levels["Server"] == "fine"
    assert levels["Encryption"] == "fine"
    assert levels["Tray"] == "limited"
    room.view.about.copy.click()
    report = QGuiApplication.clipboard().text()
    assert report.startswith("occ-desktop 0.1.0")
    assert "[limited] tray missing" in report
    room.closed()


async def test_every_control_of_the_settings_has_a_name(room: SettingsRoom) -> None:
    nameless = [
        repr(control)
        for control in room.findChildren(QAbstractButton)
        if not (control.accessibleName() or control.property("text"))
    ]
    assert not nameless
    room.closed()


REASONS = [
    (Check.FOLDERS, "not_writable"),
    *((Check.KEYRING, reason) for reason in ("timeout", "locked", "unavailable", "forgets")),
    *((Check.CIPHER, reason) for reason in ("plain", "disk_full", "unreadable", "locked")),
    (Check.SERVER, "not_set"),
    *((Check.SERVER, v) for k, v in vars(UnreachableReason).items() if k.isupper()),
    (Check.SERVER, ErrorCode.CLIENT_TOO_OLD.value),
    (Check.CLOCK, "skewed"),
    (Check.TRAY, "missing"),
    (Check.FONTS, "missing"),
]


@pytest.mark.parametrize(("check", "reason"), REASONS)
def test_each_thing_the_doctor_finds_has_its_own_sentence(check: Check, reason: str) -> None:
    words = findings.sentence_of(Finding(check, Level.LIMITED, reason))
    others = [
        findings.sentence_of(Finding(c, Level.LIMITED, r)) for c, r in REASONS if (c, r) != (check, reason)
    ]
    assert words
    if check is not Check.CIPHER:
        assert words not in others


@pytest.mark.parametrize("check", list(Check))
def test_each_check_is_named_and_says_when_all_is_well(check: Check) -> None:
    finding = Finding(check, Level.FINE)
    assert findings.name_of(finding)
    assert findings.sentence_of(finding)


def stroke(room: SettingsRoom, key_id: str, key: Qt.Key, held: Qt.KeyboardModifier = _NONE) -> None:
    field = room.view.keys.fields[key_id]
    field.click()
    assert field.listening
    QTest.keyClick(field, key, held)


async def test_a_key_that_clashes_with_the_softphone_is_changed_and_taken_back(room: SettingsRoom) -> None:
    preferences = room.presenter._services.preferences
    stroke(room, "connect", Qt.Key.Key_F12)
    assert preferences.value.keys == {"connect": "F12"}
    assert room.view.keys.fields["connect"].text() == "F12"
    assert not room.view.keys.resets["connect"].isHidden()
    room.view.keys.resets["connect"].click()
    assert preferences.value.keys == {}
    assert room.view.keys.fields["connect"].text() == "F2"


@pytest.mark.parametrize(
    ("key", "held", "why"),
    [
        (Qt.Key.Key_F4, _NONE, "Complete"),
        (Qt.Key.Key_F5, _NONE, "F5 is taken"),
        (Qt.Key.Key_Q, _NONE, "function key"),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier, "function key"),
    ],
)
async def test_keys_that_are_taken_or_type_something_are_refused_with_the_reason(
    room: SettingsRoom, key: Qt.Key, held: Qt.KeyboardModifier, why: str
) -> None:
    stroke(room, "connect", key, held)
    assert why in room.view.keys.problem_of("connect")
    assert room.presenter._services.preferences.value.keys == {}
    assert room.view.keys.fields["connect"].text() == "F2"


async def test_esc_keeps_the_key_as_it_is(room: SettingsRoom) -> None:
    stroke(room, "find", Qt.Key.Key_Escape)
    assert not room.view.keys.fields["find"].listening
    assert room.view.keys.fields["find"].text() == "Ctrl K"
    assert room.view.keys.problem_of("find") == ""
