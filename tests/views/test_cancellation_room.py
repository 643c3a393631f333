"""If these fail, assignments are withdrawn unasked, or the wrong ones, or a caller loses their callback."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from occ_contract.people import Role
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.dialogs import AskDialog
from occ_desktop.ui.frame import Place
from occ_desktop.ui.tables.checked import ALL_MATCHING, Checked
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.cancellation.holders import DEPARTED, EVERYBODY
from occ_desktop.views.cancellation.room import CancellationRoom
from support.centre import Centre
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Opener = Callable[..., Awaitable[CancellationRoom]]


@pytest.fixture
def opened(log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]) -> Opener:
    async def open_room(rows: int, **arguments: str) -> CancellationRoom:
        services = await log_in("boss")
        room = CancellationRoom(services, tasks, frame)
        shown(room)
        room.entered(arguments)
        await until(lambda: room.view.rows.model.total == rows and room.view.agents.model.total > 1)
        return room

    return open_room


async def hand_out(centre: Centre) -> list[str]:
    """Two callbacks for ann, one for ben."""
    ids = await centre.waiting(3, name="구미란")
    await centre.boss.assign(ids[:2], [centre.ann], "manual")
    await centre.boss.assign(ids[2:], [centre.ben], "manual")
    return ids


def question() -> AskDialog | None:
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible()), None
    )


async def answer(last: bool) -> str:
    """Press the last (accepting) or first button of the question; return the label pressed."""
    await until(question)
    dialog = question()
    assert dialog is not None
    buttons = [button for button in dialog.findChildren(Button) if button.isVisible()]
    button = buttons[-1 if last else 0]
    label = button.text()
    button.click()
    return label


async def test_the_question_names_the_count_and_yes_makes_them_assignable_again(
    server: ServerThread, opened: Opener, frame: StandInFrame
) -> None:
    server.run(hand_out)
    room = await opened(3)
    room.view.rows.table.set_checked(ALL_MATCHING)
    QTest.keyClick(room.view.rows.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "3" in await answer(last=True)
    await until(lambda: room.view.rows.model.total == 0 and room.view.spoken)
    rows = server.run(lambda centre: centre.boss.get("/v1/callbacks", status="cancelled")).json()["items"]
    assert len(rows) == 3
    room.view.reassign_wanted.emit()
    await until(lambda: frame.targets)
    assert frame.targets[-1].place is Place.ASSIGNMENT
    room.closed()


async def test_no_leaves_everything_as_it_is(server: ServerThread, opened: Opener) -> None:
    server.run(hand_out)
    room = await opened(3)
    room.view.rows.table.set_checked(ALL_MATCHING)
    room.presenter.cancel()
    await answer(last=False)
    await until(lambda: question() is None)
    rows = server.run(lambda centre: centre.boss.get("/v1/callbacks", status="assigned")).json()["items"]
    assert len(rows) == 3
    assert room.view.rows.table.checked == ALL_MATCHING
    room.closed()


async def test_an_agent_chosen_at_the_left_shows_exactly_their_rows(
    server: ServerThread, opened: Opener
) -> None:
    server.run(hand_out)
    room = await opened(3)
    agents = room.view.agents.model
    counts = {agents.index(row, 0).data(): agents.index(row, 2).data() for row in range(agents.total)}
    assert counts["이상담"] == "2"
    assert counts["박상담"] == "1"
    place = agents.position(server.centre.ann.id)
    assert place is not None
    room.view.agents.table.go_to(place)
    await until(lambda: room.view.rows.model.total == 2)
    room.closed()


async def test_a_link_with_an_agent_opens_on_their_rows(server: ServerThread, opened: Opener) -> None:
    server.run(hand_out)
    room = await opened(1, agent=server.centre.ben.id)
    assert room.view.agents.agent == server.centre.ben.id
    room.closed()


async def test_a_callback_in_a_call_is_left_alone_and_named(server: ServerThread, opened: Opener) -> None:
    ids = server.run(hand_out)

    async def call(centre: Centre) -> None:
        await centre.ann.sit_down("2041")
        assert (await centre.ann.connect(ids[0])).status_code == 200

    server.run(call)
    room = await opened(3)
    room.view.rows.table.set_checked(Checked(ids=frozenset(ids)))
    room.presenter.cancel()
    await answer(last=True)
    await until(lambda: room.view.spoken)
    assert "구미란" in room.view.spoken
    await until(lambda: room.view.rows.model.total == 1)
    room.closed()


async def test_without_the_server_the_button_says_why_it_cannot_be_pressed(
    server: ServerThread, opened: Opener
) -> None:
    server.run(hand_out)
    room = await opened(3)
    room.view.rows.table.set_checked(ALL_MATCHING)
    assert room.view.rows.button.isEnabled()
    server.stop()
    await until(lambda: not room.view.rows.button.isEnabled())
    assert room.view.rows.reason
    room.closed()


async def test_nothing_open_is_praise_not_an_error(opened: Opener) -> None:
    room = await opened(0)
    await until(lambda: room.view.rows.table.overlay.shown is not None)
    state = room.view.rows.table.overlay.shown
    assert state is not None
    assert state.kind is StateKind.DONE
    room.closed()


async def ann_leaves(centre: Centre) -> None:
    await centre.world.revoke(centre.ann.id, centre.service)


async def ann_is_disabled(centre: Centre) -> None:
    await centre.world.disable(centre.ann.id)


async def ann_loses_the_telephone(centre: Centre) -> None:
    await centre.world.grant(centre.ann.id, centre.service, Role.AGENT)


def left_list(room: CancellationRoom) -> list[tuple[str, str]]:
    """Return name and count of each line at the left."""
    model = room.view.agents.model
    return [(model.index(row, 0).data(), model.index(row, 2).data()) for row in range(model.total)]


@pytest.mark.parametrize("leave", [ann_leaves, ann_is_disabled, ann_loses_the_telephone])
async def test_what_people_who_left_hold_is_listed_and_taken_back_with_one_press(
    server: ServerThread, opened: Opener, frame: StandInFrame, leave: Callable[..., Any]
) -> None:
    ids = server.run(hand_out)
    server.run(leave)
    room = await opened(3)
    agents = room.view.agents
    await until(lambda: agents.model.position(DEPARTED) == 1)
    assert left_list(room)[1][1] == "2"
    assert left_list(room)[2] == ("이상담", "2"), "by name, below their sum"
    assert ("박상담", "1") in left_list(room)[3:]
    agents.table.go_to(1)
    await until(lambda: room.view.rows.model.total == 2 and room.view.rows.button.isEnabled())
    assert room.view.rows.model.index(0, 9).data() == "이상담", "the rows keep the name, too"
    QTest.keyClick(room.view.rows.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await answer(last=True)
    await until(lambda: room.view.spoken)
    rows = server.run(lambda centre: centre.boss.get("/v1/callbacks", status="cancelled")).json()["items"]
    assert {row["id"] for row in rows} == set(ids[:2])
    room.view.reassign_wanted.emit()
    await until(lambda: frame.targets)
    target = frame.targets[-1]
    assert (target.place, set(target.arguments["ids"].split())) == (Place.ASSIGNMENT, set(ids[:2]))
    await until(lambda: room.view.rows.model.total == 1 and agents.model.position(DEPARTED) is None)
    assert agents.agent == EVERYBODY
    room.closed()


async def test_of_the_departed_only_the_checked_ones_are_taken_back_where_some_are(
    server: ServerThread, opened: Opener
) -> None:
    ids = server.run(hand_out)
    server.run(ann_leaves)
    room = await opened(3)
    await until(lambda: room.view.agents.model.position(DEPARTED) == 1)
    room.view.agents.table.go_to(1)
    await until(lambda: room.view.rows.model.total == 2)
    room.view.rows.table.set_checked(Checked(ids=frozenset(ids[:1])))
    room.presenter.cancel()
    assert "1" in await answer(last=True)
    await until(lambda: room.view.rows.model.total == 1)
    room.closed()


async def test_while_everybody_is_there_no_departed_are_listed(server: ServerThread, opened: Opener) -> None:
    server.run(hand_out)
    room = await opened(3)
    assert room.view.agents.model.position(DEPARTED) is None
    server.run(ann_leaves)
    await until(lambda: room.view.agents.model.position(DEPARTED) == 1)
    room.closed()
