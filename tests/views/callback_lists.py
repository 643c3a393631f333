"""The callback room of somebody, opened and read, for the tests of its parts."""

from collections.abc import Callable
from typing import Any

from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Shown = Callable[..., Any]


async def opened(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, who: str, rows: int, **arguments: str
) -> CallbacksRoom:
    services = await log_in(who)
    room = CallbacksRoom(services, tasks, frame)
    shown(room, 1376, 700)
    room.entered(arguments)
    await until(lambda: room.model.total == rows and not room.model.loading)
    await until(lambda: not rows or room.model.row(0) is not None)
    return room


def rows_of(room: CallbacksRoom) -> list[CallbackRow]:
    return [row for place in range(room.model.total) if (row := room.model.row(place)) is not None]


def place_of(room: CallbacksRoom, callback_id: str) -> int:
    place = room.model.position(callback_id)
    assert place is not None
    return place


def text_at(room: CallbacksRoom, callback_id: str, column_id: str) -> str:
    column = next(n for n, c in enumerate(room.model.columns) if c.id == column_id)
    cell = room.model.cell(place_of(room, callback_id), column)
    assert cell is not None
    return cell.text or " ".join(a.label if a.enabled else f"({a.label})" for a in cell.actions if a)
