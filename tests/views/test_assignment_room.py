"""If these fail, a supervisor spreads work unfairly, assigns what they did not see, or cannot go back."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from occ_contract.callbacks import AssignMethod
from occ_contract.cti import CtiState
from occ_contract.errors import ErrorCode
from occ_contract.live import AgentState, AgentStates
from occ_contract.people import Role
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.checked import ALL_MATCHING, Checked
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.views.assignment.room import AssignmentRoom
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from support.world import PHONE
from views.conftest import LogIn, StandInFrame

Opener = Callable[..., Awaitable[AssignmentRoom]]


@pytest.fixture
def opened(log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]) -> Opener:
    async def open_room(rows: int, who: str = "boss") -> AssignmentRoom:
        services = await log_in(who)
        room = AssignmentRoom(services, tasks, frame)
        shown(room)
        room.entered({})
        await until(lambda: room.view.rows.model.total == rows and room.view.agents.model.total >= 3)
        return room

    return open_room


async def choose(room: AssignmentRoom, server: ServerThread, agents: str, rows: Checked) -> None:
    """Check rows and agents (user names) and wait for the preview."""
    ids = frozenset(server.centre.desks[name].id for name in agents.split())
    room.view.rows.table.set_checked(rows)
    room.view.agents.table.set_checked(Checked(ids=ids))
    await until(lambda: room.presenter.plan.agents == len(ids) and room.presenter.plan.rows > 0)


async def test_all_that_match_go_to_the_chosen_agents_as_the_preview_said(
    server: ServerThread, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(5))
    room = await opened(5)
    await choose(room, server, "ann ben", ALL_MATCHING)
    promised = {share.agent_id: share.count for share in room.presenter.plan.shares}
    assert sorted(promised.values()) == [2, 3]
    QTest.keyClick(room.view.rows.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: room.view.rows.model.total == 0)
    for name in ("ann", "ben"):
        desk = server.centre.desks[name]
        found = server.run(lambda _centre, desk=desk: desk.get("/v1/callbacks", status="assigned")).json()
        assert len(found["items"]) == promised[desk.id]
    await until(lambda: room.view.rows.table.overlay.shown is not None)
    room.closed()


async def test_undo_brings_every_row_back_and_says_how_many(server: ServerThread, opened: Opener) -> None:
    server.run(lambda centre: centre.waiting(3))
    room = await opened(3)
    await choose(room, server, "ann", ALL_MATCHING)
    room.presenter.assign()
    await until(lambda: room.view.outcome.spoken and room.view.rows.model.total == 0)
    QTest.keyClick(room.view.rows.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: room.view.rows.model.total == 3 and "3" in room.view.outcome.spoken)
    room.closed()


async def test_rows_taken_meanwhile_are_skipped_and_named(server: ServerThread, opened: Opener) -> None:
    ids = server.run(lambda centre: centre.waiting(3, name="구미란"))
    room = await opened(3)
    await choose(room, server, "ben", Checked(ids=frozenset(ids)))
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    room.presenter.assign()
    await until(lambda: room.view.outcome.spoken)
    assert "2" in room.view.outcome.spoken
    assert "구미란" in room.view.outcome.spoken
    room.closed()


async def test_manual_assignment_to_two_agents_is_refused_with_the_reason(
    server: ServerThread, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(2)
    await choose(room, server, "ann ben", ALL_MATCHING)
    room.presenter.assign(AssignMethod.MANUAL)
    await until(lambda: room.presenter.plan.problem is not None)
    assert "2" in room.view.agents.plan.reason
    waiting = server.run(lambda centre: centre.boss.get("/v1/callbacks", status="received")).json()
    assert len(waiting["items"]) == 2
    room.closed()


async def test_rows_do_not_move_under_a_person_who_reads_them(server: ServerThread, opened: Opener) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(2)
    room.activateWindow()
    room.view.rows.table.setFocus(Qt.FocusReason.TabFocusReason)
    await until(room.view.rows.table.hasFocus)
    server.run(lambda centre: centre.waiting(1))
    await until(lambda: room.view.conditions.fresh_offered)
    assert room.view.rows.model.total == 2
    QTest.keyClick(room.view.rows.table, Qt.Key.Key_F7)
    await until(lambda: room.view.rows.model.total == 3 and not room.view.conditions.fresh_offered)
    room.closed()


async def test_without_the_server_the_buttons_say_why_they_cannot_be_pressed(
    server: ServerThread, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(1))
    room = await opened(1)
    await choose(room, server, "ann", ALL_MATCHING)
    server.stop()
    await until(lambda: not room.view.agents.plan.can_assign)
    assert room.view.agents.plan.reason
    assert room.presenter.plan.total == 1  # the preview works from the local copy
    room.closed()


async def test_only_agents_whose_telephone_is_logged_in_are_offered_on_request(
    server: ServerThread, services: Services, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(1))
    room = await opened(1)
    await services.workplace.desk.sync.stop()  # what follows is all that is heard
    seated = AgentState(id=server.centre.ann.id, cti_state=CtiState.READY)
    services.bus.publish(AgentStates(version=1, agents=(seated,)))
    room.presenter.show_cti_only(True)
    await until(lambda: room.view.agents.model.total == 1)
    assert room.view.agents.model.id_at(0) == server.centre.ann.id
    room.closed()


async def test_an_empty_search_says_which_wider_period_finds_something(
    server: ServerThread, opened: Opener, clock: Any
) -> None:
    server.run(lambda centre: centre.waiting(1))
    server.move(20 * 24 * 3600)
    clock.move(20 * 24 * 3600)
    room = await opened(0)
    await until(lambda: room.view.rows.table.overlay.shown is not None)
    state = room.view.rows.table.overlay.shown
    assert state is not None
    assert state.kind is StateKind.EMPTY
    room.view.rows.table.overlay.action_triggered.emit(state.actions[-1].id)
    await until(lambda: room.view.rows.model.total == 1)
    room.closed()


async def a_second_service(centre: Any) -> None:
    """The supervisor has another service too; only ``kim`` takes its callbacks, two of which wait."""
    other = await centre.world.service("샘플카드")
    await centre.seat(await centre.world.agent("kim", other, permissions=PHONE, name="김카드"))
    await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR)
    await centre.waiting(2, service=other, name="한카드")
    await centre.received(service=other, phone="010-7777-0001", name=None)


def listed(room: AssignmentRoom) -> list[tuple[str, str]]:
    """Return name and what stands under "may take", from the first to the last agent."""
    model = room.view.agents.model
    columns = [column.id for column in model.columns]
    name, suitable = columns.index("name"), columns.index("suitable")
    return [(model.index(n, name).data(), model.index(n, suitable).data()) for n in range(model.total)]


async def test_of_two_services_each_callback_goes_to_who_may_take_it(
    server: ServerThread, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(4))
    server.run(a_second_service)
    room = await opened(7)
    await choose(room, server, "ann ben kim", ALL_MATCHING)
    await until(lambda: room.presenter.plan.total == 7)
    shares = {share.name: share.count for share in room.presenter.plan.shares}
    assert shares == {"이상담": 2, "박상담": 2, "김카드": 3}
    assert room.view.agents.plan.left == ""
    room.presenter.assign()
    await until(lambda: room.view.rows.model.total == 0 and room.view.outcome.spoken)
    room.closed()


async def test_what_nobody_chosen_may_take_is_named_before_the_press_and_stays_chosen_after_it(
    server: ServerThread, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(2))
    server.run(a_second_service)
    room = await opened(5)
    await choose(room, server, "ann", ALL_MATCHING)
    card = room.view.agents.plan
    await until(lambda: card.left)
    assert "3" in card.left
    assert "한카드" in card.left
    assert "010-7777-0001" in card.left, "a customer without a name is named by number"
    assert room.presenter.plan.total == 2
    room.presenter.assign()
    await until(lambda: room.view.rows.model.total == 3 and room.view.outcome.spoken)
    assert room.view.rows.table.checked.count(3) == 3, "they are at hand for somebody else"
    assert "한카드" in room.view.outcome.spoken
    await choose(room, server, "kim", room.view.rows.table.checked)
    await until(lambda: room.presenter.plan.total == 3)
    room.closed()


async def test_each_agent_shows_how_many_they_may_take_and_who_may_take_none_comes_last(
    server: ServerThread, opened: Opener
) -> None:
    ids = server.run(lambda centre: centre.waiting(2))
    server.run(a_second_service)
    room = await opened(5)
    room.view.rows.table.set_checked(Checked(ids=frozenset(ids)))
    await until(lambda: ("김카드", "0/2") in listed(room))
    assert listed(room)[-1] == ("김카드", "0/2")
    assert {suitable for _, suitable in listed(room)[:-1]} == {"2/2"}
    await choose(room, server, "kim", Checked(ids=frozenset(ids)))
    card = room.view.agents.plan
    assert not card.can_assign
    assert room.presenter.plan.problem is None
    room.view.rows.table.set_checked(ALL_MATCHING)
    await until(lambda: ("김카드", "3/5") in listed(room))
    assert listed(room)[0][0] == "김카드", "who is chosen stays in view"
    room.closed()


async def test_of_several_services_each_callback_names_its_own_in_the_narrowest_window(
    server: ServerThread, opened: Opener
) -> None:
    """Which service it is decides who may take it: at 1,280 pixels, less the rail, it has to stand there."""
    server.run(a_second_service)
    room = await opened(3)
    assert room.width() <= 1216
    table = room.view.rows.table
    place = next(n for n, column in enumerate(room.view.rows.model.columns) if column.id == "service")
    await until(lambda: not table.isColumnHidden(place))
    room.closed()


async def test_the_reason_of_a_refused_press_survives_what_happens_elsewhere(
    server: ServerThread, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(2)
    await choose(room, server, "ann ben", ALL_MATCHING)
    card = room.view.agents.plan
    card.show_failure(Refused(ErrorCode.FORBIDDEN))
    said = card.reason
    card.show_plan(room.presenter.plan, offline=False)
    assert card.reason == said
    await choose(room, server, "ann", ALL_MATCHING)
    assert card.reason != said
    room.closed()


async def test_a_press_that_lacks_a_choice_says_so_once(server: ServerThread, opened: Opener) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(2)
    card = room.view.agents.plan
    room.presenter.assign()
    await until(lambda: "Choose" in card.reason)
    said = [
        label.text() for label in card.findChildren(Label) if label.isVisible() and "Choose" in label.text()
    ]
    assert said == [card.reason]
    await choose(room, server, "ann", ALL_MATCHING)
    assert card._card.isVisible()
    room.closed()


async def test_what_agents_do_is_shown_where_they_stand_and_fades_once_nobody_vouches_for_it(
    server: ServerThread, services: Services, opened: Opener
) -> None:
    server.run(lambda centre: centre.waiting(2))
    room = await opened(2)
    await services.workplace.desk.sync.stop()  # what follows is all that is heard
    agents, ann = room.view.agents.model, server.centre.ann.id
    place = agents.position(ann)
    assert place is not None

    def cti() -> tuple[str | None, str | None]:
        cell = agents.cell(place, 2)
        assert agents.id_at(place) == ann
        return (None, None) if cell is None else (cell.status, cell.ink)

    states = AgentStates(version=1, agents=(AgentState(id=ann, cti_state=CtiState.TALKING),))
    services.bus.publish(states)
    await until(lambda: cti() == ("cti.talking", None))
    services.bus.publish(SyncStatus(live=False))
    await until(lambda: cti() == (None, "text3"))
    room.left()
    services.bus.publish(states)
    room.entered({})
    await until(lambda: cti() == ("cti.talking", None))
    room.closed()


async def test_a_link_with_callbacks_opens_with_them_checked_whenever_they_came(
    server: ServerThread, opened: Opener, clock: DeskClock
) -> None:
    old = server.run(lambda centre: centre.waiting(2))
    server.move(20 * 86400)
    clock.move(20 * 86400)
    room = await opened(0)
    room.entered({"ids": " ".join(old)})
    await until(lambda: room.view.rows.model.total == 2)
    assert room.view.rows.table.checked == Checked(ids=frozenset(old))
    room.closed()
