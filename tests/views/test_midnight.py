"""Over midnight "today" is another day, in every room, in front or behind.

If one fails, a night shift or whoever left the program open works through yesterday's list and believes that
nothing came in.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.cancellation.room import CancellationRoom
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.stats.room import StatsRoom
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

DAY = 24 * 3600


def _listed(room: Any) -> int:
    model = room.model if isinstance(room, CallbacksRoom) else room.view.rows.model
    return int(model.total)


async def _midnight(room: Any, clock: DeskClock, server: ServerThread, *, behind: bool) -> None:
    """Let a day pass; the room is in front, or comes there again afterwards."""
    if behind:
        room.left()
    server.move(DAY)
    clock.move(DAY)
    if behind:
        room.entered({})
    else:
        room.findChild(DayTurn).look()


Enter = Callable[[type[Any]], Awaitable[Any]]


@pytest.fixture
async def entered(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
) -> Enter:
    """Enter a room as the supervisor, before midnight: one callback is assigned, two wait."""
    server.run(lambda c: c.given(c.ann))
    server.run(lambda c: c.waiting(2))

    async def enter(kind: type[Any]) -> Any:
        room = kind(await log_in("boss"), tasks, frame)
        shown(room)
        room.entered({})
        return room

    return enter


def _search_today(room: Any) -> None:
    today = SearchConditions(PeriodChoice(PeriodPreset.TODAY))
    if isinstance(room, CallbacksRoom):
        room.presenter.search(room.presenter.conditions.with_period(PeriodPreset.TODAY))
    elif isinstance(room, AssignmentRoom):
        room.presenter.search(today)
    else:
        room.presenter.rows.search(today)


@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
@pytest.mark.parametrize("kind", [AssignmentRoom, CancellationRoom, CallbacksRoom])
async def test_the_list_of_a_room_is_todays_after_midnight(
    kind: type[Any], behind: bool, entered: Enter, server: ServerThread, clock: DeskClock
) -> None:
    room = await entered(kind)
    _search_today(room)
    await until(lambda: _listed(room) > 0)
    await _midnight(room, clock, server, behind=behind)
    await until(lambda: _listed(room) == 0)


@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
async def test_figures_are_todays_after_midnight(
    behind: bool, entered: Enter, services: Services, server: ServerThread, clock: DeskClock
) -> None:
    room = await entered(StatsRoom)
    counted: list[object] = []
    room.view.counted.connect(counted.append)
    await until(lambda: counted)
    counted.clear()
    await _midnight(room, clock, server, behind=behind)
    await until(lambda: counted)
    assert counted[-1] == services.clock.now()


async def test_who_was_chosen_before_midnight_stays_chosen(
    entered: Enter, server: ServerThread, clock: DeskClock
) -> None:
    room = await entered(AssignmentRoom)
    _search_today(room)
    await until(lambda: _listed(room) == 2)
    chosen = Checked(ids=frozenset({room.view.rows.model.id_at(0)}))
    room.view.rows.table.set_checked(chosen)
    await _midnight(room, clock, server, behind=False)
    await until(lambda: _listed(room) == 0)
    assert room.view.rows.table.checked == chosen
