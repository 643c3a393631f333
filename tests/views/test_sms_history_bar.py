"""The bar above the history: if these fail, a whole line of a small screen is spent on one button."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.theme.theme import Theme
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.views.sms_history.choices import Choices
from occ_desktop.views.sms_history.search_bar import HistoryBar

TODAY = date(2026, 11, 30)
SERVICES = [Choice("a", "샘플몰"), Choice("b", "샘플카드")]


def lines(bar: HistoryBar) -> int:
    return 2 if bar._laid is not None and bar._laid[1] else 1


async def test_reset_and_download_become_icons_before_a_second_line_is_taken(
    theme: Theme, shown: Callable[..., Any]
) -> None:
    window = QWidget()
    bar = HistoryBar(TODAY, window)
    shown(window, 2000, 200)
    bar.show_choices(Choices([], [], [], SERVICES))
    conditions = [chip for chip in bar._conditions if not chip.isHidden()]
    words = sum(chip.sizeHint().width() + 8 for chip in (*conditions, bar.reset, bar.download, bar.search))
    bar.resize(words + 2 * 16, bar.height())
    assert (lines(bar), bar.reset.isVisible(), bar.reset_icon.isVisible()) == (1, True, False)
    bar.resize(words + 2 * 16 - 10, bar.height())
    assert (lines(bar), bar.reset.isVisible(), bar.download.isVisible()) == (1, False, False)
    assert (bar.reset_icon.isVisible(), bar.download_icon.isVisible()) == (True, True)
    pressed = QSignalSpy(bar.download_pressed)
    bar.download_icon.click()
    assert pressed.count() == 1
    bar.resize(words // 2, bar.height())
    assert (lines(bar), bar.reset.isVisible(), bar.download.isVisible()) == (2, True, True)
    bar.offer_download(False)
    assert not bar.download.isVisible()
    assert not bar.download_icon.isVisible()
