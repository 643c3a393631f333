"""Asking without blocking: the loop goes on, answers come back, nothing stays open by accident."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton, QWidget

from occ_desktop.ui import dialogs
from occ_desktop.ui.dialogs import AskDialog, Option
from occ_desktop.ui.theme.theme import Theme
from support.waiting import PATIENCE
from tests.support.waiting import until


@pytest.fixture
async def window(theme: Theme) -> AsyncIterator[QWidget]:
    made = QWidget()
    made.resize(800, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    await asyncio.sleep(0)


def shown() -> QDialog | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()), None)


async def opened() -> AskDialog:
    await until(shown)
    dialog = shown()
    assert isinstance(dialog, AskDialog)
    return dialog


def press(dialog: QDialog, text: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == text).click()


async def test_other_work_goes_on_while_a_question_is_open(window: QWidget) -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0.001)

    heart = asyncio.ensure_future(beat())
    asking = asyncio.ensure_future(dialogs.confirm(window, "Cancel 3?", "", accept="Cancel 3"))
    dialog = await opened()
    before = beats
    await until(lambda: beats > before + 20)
    press(dialog, "Cancel 3")
    assert await asking is True
    heart.cancel()


async def test_escape_and_the_harmless_answer_both_mean_no(window: QWidget) -> None:
    for way in ("escape", "button"):
        asking = asyncio.ensure_future(
            dialogs.confirm(window, "Cancel 3?", "", accept="Cancel 3", kind="danger-solid", reject="Back")
        )
        dialog = await opened()
        if way == "escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            press(dialog, "Back")
        assert await asking is False


async def test_enter_does_not_destroy_anything(window: QWidget) -> None:
    asking = asyncio.ensure_future(
        dialogs.confirm(window, "Cancel 3?", "", accept="Cancel 3", kind="danger-solid", reject="Back")
    )
    dialog = await opened()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert await asking is False


async def test_a_cancelled_task_takes_its_question_away(window: QWidget) -> None:
    asking = asyncio.ensure_future(dialogs.confirm(window, "Sure?", "", accept="Yes"))
    await opened()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert shown() is None


async def test_a_question_ends_with_its_window(theme: Theme) -> None:
    window = QWidget()
    window.show()
    asking = asyncio.ensure_future(dialogs.confirm(window, "Sure?", "", accept="Yes"))
    await opened()
    window.close()
    window.deleteLater()
    assert await asyncio.wait_for(asking, PATIENCE) is False


async def test_one_of_several_answers_comes_back(window: QWidget) -> None:
    options = (Option("keep", "Keep"), Option("drop", "Drop", "danger"), Option("send", "Send", "primary"))
    asking = asyncio.ensure_future(dialogs.choose(window, "What now?", "", options))
    press(await opened(), "Drop")
    assert await asking == "drop"


async def test_a_form_that_is_not_right_stays_open_with_what_was_typed(window: QWidget) -> None:
    field = QLineEdit()
    asking = asyncio.ensure_future(
        dialogs.fill_form(window, "Purpose", field, accept="Save", validate=lambda: bool(field.text()))
    )
    dialog = await opened()
    press(dialog, "Save")
    assert dialog.isVisible()
    field.setText("monthly report")
    press(dialog, "Save")
    assert await asking is True


async def test_the_save_dialog_does_not_block_either(window: QWidget, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    asking = asyncio.ensure_future(
        dialogs.save_file(window, "Save", folder / "list.xlsx", name_filter="Excel (*.xlsx)", suffix="xlsx")
    )
    await until(lambda: isinstance(shown(), QFileDialog))
    dialog = shown()
    assert isinstance(dialog, QFileDialog)
    dialog.findChildren(QLineEdit)[0].setText("out")
    dialog.accept()
    assert await asking == folder / "out.xlsx"


async def test_two_questions_in_a_row_leave_nothing_behind(window: QWidget) -> None:
    for _ in range(2):
        asking = asyncio.ensure_future(dialogs.tell(window, "Done", "All is well."))
        press(await opened(), "Close")
        await asking
    await asyncio.sleep(0)
    assert shown() is None
    assert [child for child in window.children() if type(child).__name__ == "_Scrim"] == []
