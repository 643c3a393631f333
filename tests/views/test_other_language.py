"""Another language is the same desk: if these fail, choosing it throws away what one was about to do."""

from collections.abc import AsyncIterator

import pytest

from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset, SortColumn
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.frame import Place
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.history.dialog import HistoryDialog
from support.server_thread import ServerThread
from support.typed import draft_of
from support.waiting import eventually, until
from views.conftest import LogIn
from views.renewed_desk import Desk

EVERY = PeriodChoice(PeriodPreset.ALL)


@pytest.fixture
async def desk(server: ServerThread, log_in: LogIn, tasks: TaskOwner) -> AsyncIterator[Desk]:
    server.run(lambda centre: centre.waiting(3, name="김하나"))
    server.run(lambda centre: centre.given(centre.ann, name="이둘"))
    made = Desk(await log_in("boss"), tasks)
    yield made
    made.close()


async def test_search_order_and_the_row_in_hand_stay(desk: Desk) -> None:
    room = desk.room(Place.CALLBACK_LIST)
    await until(lambda: room.model.total == 4)
    room.presenter.order_by(SortColumn.PHONE.value, descending=False)
    room.presenter.search(Conditions(EVERY, text="김하나"))
    await until(lambda: room.model.total == 3 and not room.model.loading)
    room.view.table.go_to(1)
    chosen = room.hand.id
    await until(lambda: room.panel.loaded is not None)
    room.panel.view.foot.note._edit.setPlainText("쓰다 만 메모")
    desk.renew()
    again = desk.room(Place.CALLBACK_LIST)
    assert again is not room
    await until(lambda: again.model.total == 3 and again.panel.loaded is not None)
    assert again.presenter.conditions == Conditions(EVERY, text="김하나")
    assert again.presenter.sort.column is SortColumn.PHONE
    assert again.hand.id == again.view.table.current_id == chosen
    await until(lambda: again.panel.view.foot.note.text == "쓰다 만 메모")


async def test_checked_rows_chosen_agents_and_the_way_back_stay(server: ServerThread, desk: Desk) -> None:
    room = desk.room(Place.ASSIGNMENT)
    await until(lambda: room.view.rows.model.total == 3 and room.view.agents.model.total >= 3)
    ann = server.centre.desks["ann"].id
    room.view.rows.table.set_checked(Checked(ids=frozenset({room.view.rows.model.id_at(0)})))
    room.view.agents.table.set_checked(Checked(ids=frozenset({ann})))
    await until(lambda: room.presenter.plan.ready)
    room.presenter.assign()
    await until(lambda: room.view.outcome.spoken and room.view.rows.model.total == 2)
    left = room.view.rows.model.id_at(0)
    room.view.rows.table.set_checked(Checked(ids=frozenset({left})))
    room.view.agents.table.set_checked(Checked(ids=frozenset({ann})))
    await until(lambda: room.presenter.plan.ready)
    desk.renew()
    again = desk.room(Place.ASSIGNMENT)
    await until(lambda: again.view.rows.model.total == 2 and again.presenter.plan.ready)
    assert again.view.rows.table.checked == Checked(ids=frozenset({left}))
    assert [share.agent_id for share in again.presenter.plan.shares] == [ann]
    again.view.outcome.undo()
    await until(lambda: again.view.rows.model.total == 3)


async def test_a_room_not_entered_since_keeps_what_it_carried(desk: Desk) -> None:
    room = desk.room(Place.CANCELLATION)
    await until(lambda: room.view.rows.model.total == 1)
    row = room.view.rows.model.id_at(0)
    room.view.rows.table.set_checked(Checked(ids=frozenset({row})))
    desk.room(Place.CALLBACK_LIST)
    desk.renew()
    desk.renew()  # the language back again, without ever looking there
    again = desk.room(Place.CANCELLATION)
    await until(lambda: again.view.rows.model.total == 1)
    assert again.view.rows.table.checked == Checked(ids=frozenset({row}))


async def test_what_was_typed_into_an_open_dialog_waits_for_the_next_time(desk: Desk) -> None:
    services, tasks = desk._services, desk._tasks
    dialog = HistoryDialog(services, tasks, desk.window)
    dialog.show()
    await until(lambda: dialog.registration.filled)
    dialog.view.content.setPlainText("반쯤 쓴 이력")
    desk.renew()

    async def kept() -> bool:
        return "반쯤 쓴 이력" in await draft_of(services, "new", DraftKind.HISTORY)

    await eventually(kept)
