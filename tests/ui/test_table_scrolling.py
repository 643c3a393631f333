"""A list one scrolls moves what it shows and paints what came into view.

If this fails, wheel and keys stutter on a modest machine while changes come in, or the list keeps traces of
what stood there before.
"""

import asyncio

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent

from occ_desktop.ui.tables.checked import Checked
from occ_desktop.ui.theme.theme import Theme, ThemeChoice
from tests.ui.samples import ListSource, rows
from tests.ui.test_table_view import Desk
from tests.ui.test_table_view import desk as desk

ROW = 32


class Paints(QObject):
    """How many rows high what is painted of a table is, paint by paint."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.heights: list[float] = []
        desk.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height() / ROW)
        return super().eventFilter(watched, event)


async def settled() -> None:
    """Let what was asked for be painted."""
    for _ in range(5):
        await asyncio.sleep(0.002)


def as_it_stands(desk: Desk) -> object:
    """Return the table as the person has it before them, however it came to be painted."""
    return desk.view.screen().grabWindow(desk.view.winId()).toImage()


async def test_scrolling_paints_only_what_came_into_view(desk: Desk, theme: Theme) -> None:
    theme.choose(ThemeChoice.DARK)  # dressed anew, it still moves
    await settled()
    paints = Paints(desk)
    for place in (20, 40, 60):
        desk.view.verticalScrollBar().setValue(place)
        await settled()
    assert paints.heights
    assert max(paints.heights) <= 1


async def test_what_was_scrolled_looks_as_if_it_had_been_painted_there(desk: Desk) -> None:
    desk.view.set_checked(Checked(ids=frozenset({"r3", "r14"})))
    desk.view.stand_on(5, 1)
    await settled()
    for place in (7, 90, 300, 290, 171):
        desk.view.verticalScrollBar().setValue(place)
        await settled()
    moved = as_it_stands(desk)
    desk.view.viewport().update()
    await settled()
    assert moved == as_it_stands(desk)


async def test_a_list_that_became_short_leaves_nothing_below_it(desk: Desk) -> None:
    await settled()
    full = as_it_stands(desk)
    desk.model.show_rows(rows(2))
    await settled()
    short = as_it_stands(desk)
    assert short != full
    desk.model.set_source(ListSource(rows(2)))
    desk.view.hide()
    desk.view.show()
    await settled()
    assert short == as_it_stands(desk)
