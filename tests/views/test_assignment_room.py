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
from occ_desktop.ui.tables.checked import ALL_MATCHING, Checked
from occ_desktop.ui.tables.states import StateKind
from occ_desktop.views.assignment.room import AssignmentRoom
from support.server_thread import ServerThread
from support.world import PHONE
from views.conftest import LogIn, StandInFrame, until

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


async def test_a_row_somebody_else_takes_loses_its_check_before_the_press(
    server: ServerThread, opened: Opener
) -> None:
    ids = server.run(lambda centre: centre.waiting(3))
    room = await opened(3)
    room.view.rows.table.setFocus()
    await choose(room, server, "ben", Checked(ids=frozenset(ids)))
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    await until(lambda: room.view.rows.table.checked.count(3) == 2 and room.presenter.plan.total == 2)
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
    clock.move(20 * 24 * 3600)
    room = await opened(0)
    await until(lambda: room.view.rows.table.overlay.shown is not None)
    state = room.view.rows.table.overlay.shown
    assert state is not None
    assert state.kind is StateKind.EMPTY
    room.view.rows.table.overlay.action_triggered.emit(state.actions[-1].id)
    await until(lambda: room.view.rows.model.total == 1)
    room.closed()


async def test_an_agent_of_another_service_is_named_before_the_press(
    server: ServerThread, opened: Opener
) -> None:
    async def a_second_service(centre: Any) -> None:
        other = await centre.world.service("샘플카드")
        stranger = await centre.world.agent("kim", other, permissions=PHONE, name="김카드")
        await centre.seat(stranger)
        await centre.world.grant(centre.boss.id, other, Role.SUPERVISOR)

    server.run(a_second_service)
    server.run(lambda centre: centre.waiting(2))
    room = await opened(2)
    await until(lambda: room.view.agents.model.total >= 4)
    await choose(room, server, "ann kim", ALL_MATCHING)
    await until(lambda: room.presenter.plan.problem is not None)
    problem = room.presenter.plan.problem
    assert isinstance(problem, Refused)
    assert problem.code is ErrorCode.AGENT_NOT_ELIGIBLE
    assert problem.params["names"] == ["김카드"]
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
