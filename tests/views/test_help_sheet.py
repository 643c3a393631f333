"""The key sheet: if these fail, people cannot learn the keys, or read about keys that do something else."""

from PySide6.QtWidgets import QDialog, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.help.sheet import open_key_sheet
from occ_desktop.views.parts.keys import key_map, sheet_keys
from occ_desktop.views.parts.rooms import Section
from support.waiting import until
from views.conftest import Open


def test_no_key_is_listed_twice_in_a_group() -> None:
    seen = [(key.group, key.cap) for key in sheet_keys(key_map({}))]
    assert len(seen) == len(set(seen))


def test_the_whole_callback_by_keyboard_is_listed() -> None:
    caps = {key.cap for key in sheet_keys(key_map({}))}
    assert {"F2", "F8", "F4", "Ctrl N", "F6", "Shift F2", "Ctrl K", "F1"} <= caps


async def test_the_keys_of_the_frame_are_on_the_sheet(open_as: Open) -> None:
    shell = await open_as("boss")
    listed = {key.cap for key in sheet_keys(key_map({}))}
    own = {key.cap for key in shell.window.keys.keyboard.entries()}
    ranges = {f"{modifier} {n}" for modifier in ("Ctrl", "Alt") for n in range(1, len(Section) + 1)}
    assert own - ranges <= listed


async def test_the_sheet_opens_once_and_closes(tasks: TaskOwner, shown: object) -> None:
    window = QWidget()
    shown(window, 1000, 600)  # type: ignore[operator]
    open_key_sheet(tasks, window)
    open_key_sheet(tasks, window)
    await until(lambda: window.findChildren(QDialog))
    assert len(window.findChildren(QDialog)) == 1
    dialog = window.findChildren(QDialog)[0]
    assert dialog.width() >= dialog.sizeHint().width()
    dialog.reject()
    await until(lambda: not window.findChildren(QDialog))


def test_the_sheet_prints_the_keys_a_person_chose() -> None:
    caps = {key.cap for key in sheet_keys(key_map({"connect": "F12", "cti-2": "F11"}))}
    assert {"F12", "Alt 1 · F11 · Alt 3"} <= caps
    assert "F2" not in caps


def test_saved_keys_that_make_no_sense_leave_the_defaults() -> None:
    for saved in ({"connect": "F4"}, {"connect": "q"}, {"nobody": "F12"}, {"connect": ""}, {"find": "F5"}):
        assert key_map(saved).changed == {}
    swapped = key_map({"connect": "F4", "complete": "F2"})
    assert swapped.keys_of("connect") == "F4"
