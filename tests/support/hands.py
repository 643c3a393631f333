"""A person's mouse and keyboard on the virtual desktop, for a client that runs in the test's own process.

Where a widget is, the client says; what happens to it comes through the X server and the window manager, as
from a real mouse. The loop turns meanwhile: a drag is a loop of its own inside the client.
"""

import asyncio

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from support.desktop import run
from support.waiting import until

_INTO = 4  # pixels into a table: its first column, whichever that is
_STEPS = 8  # of a drag: a toolkit takes one jump for no drag at all


class Hands:
    """Used at one window; its dialogs get the keys while they are open."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    async def sit_down(self) -> None:
        """Bring the window to the front."""
        await _do("windowactivate", "--sync", str(int(self._window.winId())))
        await until(self._window.isActiveWindow, why="for the window to be active")

    async def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on a widget: its middle, or a point of it."""
        await _do("mousemove", *_place(widget, at or widget.rect().center()), "click", "1")

    async def choose_row(self, table: QTableView, row: int) -> None:
        """Click on a row of a table, once it is painted."""
        first = table.columnAt(_INTO)
        await until(lambda: table.rowHeight(row) > 0)
        await self.click(table.viewport(), table.visualRect(table.model().index(row, first)).center())

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, as xdotool names them."""
        await _do("key", "--clearmodifiers", *keys)

    async def type(self, text: str) -> None:
        """Type Latin text."""
        await _do("type", "--delay", "12", text)

    async def drag(self, widget: QWidget, begin: QPoint, end: QPoint) -> None:
        """Drag from one point of a widget to another, in steps, and let go there."""
        command = ["mousemove", *_place(widget, begin), "mousedown", "1", "sleep", "0.2"]
        for step in range(1, _STEPS + 1):
            between = begin + (end - begin) * step / _STEPS
            command += ["mousemove", *_place(widget, between), "sleep", "0.05"]
        await _do(*command, "sleep", "0.2", "mouseup", "1")


def row_of(view: QAbstractItemView, text: str) -> QRect:
    """Return where the row with this text stands in a view's viewport."""
    model, waiting = view.model(), [view.rootIndex()]
    while waiting:
        above = waiting.pop(0)
        for row in range(model.rowCount(above)):
            index = model.index(row, 0, above)
            if index.data() == text:
                return view.visualRect(index)
            waiting.append(index)
    raise AssertionError(f"no row {text!r}")


def _place(widget: QWidget, at: QPoint) -> tuple[str, str]:
    there = widget.mapToGlobal(at)
    return str(there.x()), str(there.y())


async def _do(*command: str) -> None:
    await asyncio.to_thread(run, "xdotool", *command)
