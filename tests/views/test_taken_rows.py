"""Rows others take while somebody chooses: if these fail, a supervisor loses rows out of a choice without a
word, presses on a row that moved up under the pointer, or assigns callbacks they never saw."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.checked import ALL_MATCHING, NONE_CHECKED, Checked
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.cancellation.room import CancellationRoom
from occ_desktop.views.parts.list_panel import ListPanel
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Enter = Callable[[type[Any], int], Awaitable[Any]]


@pytest.fixture
def enter(log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]) -> Enter:
    """Enter a room as the supervisor, whose hands are beside the rows: at the agents and the plan."""

    async def entered(kind: type[Any], rows: int) -> Any:
        room = kind(await log_in("boss"), tasks, frame)
        shown(room)
        room.entered({})
        await until(lambda: room.view.rows.model.total == rows and room.view.agents.model.total > 1)
        room.view.agents.table.setFocus()
        return room

    return entered


def text_of(panel: ListPanel, row_id: str, column_id: str) -> str:
    column = next(n for n, column in enumerate(panel.model.columns) if column.id == column_id)
    place = panel.model.position(row_id)
    cell = panel.model.cell(place, column) if place is not None else None
    return cell.text if cell is not None else ""


def said(panel: ListPanel) -> str:
    return "" if panel.taken_line.isHidden() else panel.taken_line.accessibleName()


def checked(panel: ListPanel) -> frozenset[str]:
    return panel.table.checked.ids


async def test_a_chosen_row_somebody_else_takes_stays_in_place_and_the_choice_says_so(
    server: ServerThread, enter: Enter
) -> None:
    ids = server.run(lambda centre: centre.waiting(3))
    room = await enter(AssignmentRoom, 3)
    panel = room.view.rows
    before = [panel.model.id_at(place) for place in range(3)]
    panel.table.set_checked(Checked(ids=frozenset(ids)))
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    await until(lambda: said(panel))
    assert said(panel) == "Of 3 selected, 1 was taken by others"
    assert checked(panel) == frozenset(ids[1:])
    await until(lambda: text_of(panel, ids[0], "message") == f"{server.centre.ann.someone.name} has it")
    assert [panel.model.id_at(place) for place in range(3)] == before
    await until(lambda: room.view.conditions.fresh_offered)
    panel.taken_line.action_clicked.emit()
    await until(lambda: panel.model.total == 2)
    assert not said(panel)
    assert checked(panel) == frozenset(ids[1:])
    room.closed()


async def test_a_row_that_comes_back_is_chosen_again(server: ServerThread, enter: Enter) -> None:
    ids = server.run(lambda centre: centre.waiting(2))
    room = await enter(AssignmentRoom, 2)
    panel = room.view.rows
    panel.table.set_checked(Checked(ids=frozenset(ids)))
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    await until(lambda: said(panel))
    server.run(lambda centre: centre.amy.cancel(ids[:1]))
    await until(lambda: not said(panel))
    assert checked(panel) == frozenset(ids)
    room.closed()


async def test_who_takes_the_choice_off_lets_the_list_come_to_rest(
    server: ServerThread, enter: Enter
) -> None:
    ids = server.run(lambda centre: centre.waiting(3))
    room = await enter(AssignmentRoom, 3)
    panel = room.view.rows
    panel.table.set_checked(Checked(ids=frozenset(ids)))
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    await until(lambda: said(panel))
    panel.table.set_checked(NONE_CHECKED)
    assert not said(panel)
    assert panel.model.total == 3
    panel._rest.timeout.emit()
    await until(lambda: panel.model.total == 2)
    assert not room.view.conditions.fresh_offered
    room.closed()


async def test_all_means_those_in_the_list_and_not_who_came_since(server: ServerThread, enter: Enter) -> None:
    ids = server.run(lambda centre: centre.waiting(3))
    room = await enter(AssignmentRoom, 3)
    panel = room.view.rows
    panel.table.set_checked(ALL_MATCHING)
    await until(lambda: room.presenter.rows._all is not None)
    server.run(lambda centre: centre.waiting(1))
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    await until(lambda: said(panel))
    assert said(panel) == "Of 3 selected, 1 was taken by others"
    assert await room.presenter.rows.chosen_ids() == tuple(ids[1:])
    assert panel.model.total == 3
    room.presenter.rows.take_in()
    await until(lambda: panel.model.total == 3 and panel.model.position(ids[0]) is None)
    await until(lambda: len(room.presenter.rows._all or ()) == 3)
    assert len(await room.presenter.rows.chosen_ids()) == 3, "it is in the list by now"
    room.closed()


async def test_a_chosen_callback_its_agent_completes_stays_in_place_in_the_cancellation_room(
    server: ServerThread, enter: Enter
) -> None:
    ids = [server.run(lambda centre: centre.given(centre.ann)) for _ in range(3)]
    room = await enter(CancellationRoom, 3)
    panel = room.view.rows
    panel.table.set_checked(Checked(ids=frozenset(ids)))
    server.run(lambda centre: centre.ann.complete(ids[0]))
    await until(lambda: said(panel))
    assert said(panel) == "Of 3 selected, 1 is no longer open or went to somebody else"
    assert checked(panel) == frozenset(ids[1:])
    await until(lambda: text_of(panel, ids[0], "message").endswith("completed it"))
    assert panel.model.total == 3
    room.closed()


async def test_who_went_to_another_agent_is_not_taken_back_from_the_one_listed(
    server: ServerThread, enter: Enter
) -> None:
    ids = [server.run(lambda centre: centre.given(centre.ann)) for _ in range(2)]
    room = await enter(CancellationRoom, 2)
    room.presenter.rows.choose_agent(server.centre.ann.id)
    panel = room.view.rows
    await until(lambda: not panel.model.loading)
    panel.table.set_checked(Checked(ids=frozenset(ids)))

    async def moved(centre: Any) -> None:
        await centre.amy.cancel(ids[:1])
        await centre.amy.assign(ids[:1], [centre.ben], "manual")

    server.run(moved)
    await until(lambda: said(panel) and checked(panel) == frozenset(ids[1:]))
    await until(lambda: text_of(panel, ids[0], "message") == f"{server.centre.ben.someone.name} has it")
    assert panel.model.total == 2
    room.closed()
