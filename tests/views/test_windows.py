"""Several windows of one person: if these fail, one stays open, two tell the same, or a search is gone."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from occ_contract.notices import NoticeKind
from occ_contract.people import Role
from occ_desktop.bootstrap.rooms import rooms
from occ_desktop.bootstrap.windows import Windows
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import NoticeGroup, NoticesArrived
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tray import Tray
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.shell.window import ShellWindow
from support.server_thread import ServerThread
from support.waiting import until
from support.world import PHONE
from views.conftest import LogIn
from views.shell_world import Opened

ASSIGNING = frozenset({Place.ASSIGNMENT})
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
async def opened() -> Opened:
    return Opened()


@pytest.fixture
async def windows(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, opened: Opened
) -> AsyncIterator[Windows]:
    server.run(lambda centre: centre.waiting(3, name="김하나"))
    server.run(lambda centre: centre.given(centre.ann, name="이둘"))
    tray = Tray()
    made = Windows(await log_in("boss"), tasks, tray, opened.doors, rooms)
    made.open()
    yield made
    made.drop()
    tray.stop()


def restarted(services: Services, tasks: TaskOwner, opened: Opened) -> Windows:
    """Return the windows of the next start of the same person."""
    return Windows(services, tasks, Tray(), opened.doors, rooms)


def room(window: ShellWindow, place: Place) -> Any:
    if window.place is not place:
        window.navigate(Target(place))
    return window.host.room(place)


def main(windows: Windows) -> ShellWindow:
    assert windows.main is not None
    return windows.main


async def test_two_windows_hold_different_rooms_and_close_in_one_order(
    windows: Windows, services: Services
) -> None:
    further = windows.open_further(ASSIGNING)
    assert further.places == (Place.ASSIGNMENT,)
    assert further.view.rail.isHidden()
    assert len(main(windows).places) > 1
    listed, assigning = room(main(windows), Place.CALLBACK_LIST), room(further, Place.ASSIGNMENT)
    await until(lambda: listed.model.total == 4 and assigning.view.rows.model.total == 3)
    shown = [main(windows), further]
    windows.drop()
    assert [window.isVisible() for window in shown] == [False, False]
    assert [window.host.room(window.place or Place.OUTBOX) for window in shown] == [None, None]
    assert (windows.main, windows.further) == (None, ())
    assert services.workplace.open, "closing windows is not logging out"


async def test_the_same_rooms_are_one_window(windows: Windows) -> None:
    assert windows.open_further(ASSIGNING) is windows.open_further(ASSIGNING)
    assert len(windows.further) == 1


async def test_closing_a_further_window_ends_its_rooms_and_nothing_else(windows: Windows) -> None:
    ended: list[bool] = []
    windows.ended.connect(lambda: ended.append(True))
    further = windows.open_further(ASSIGNING)
    await until(lambda: room(further, Place.ASSIGNMENT).view.rows.model.total == 3)
    further.close()
    assert windows.further == ()
    assert further.host.room(Place.ASSIGNMENT) is None
    assert ended == []
    main(windows).leave()
    assert ended == [True]


async def test_what_happened_is_told_once_however_many_windows_are_open(
    windows: Windows, opened: Opened, services: Services
) -> None:
    further = windows.open_further(ASSIGNING)
    services.preferences.change(sound=True)
    group = NoticeGroup(NoticeKind.CALLBACK_RECEIVED, 1, (), services.clock.now(), ("n1",), ("c1",))
    both = (main(windows), further)
    before = [len(window.messages.toasts) for window in both]  # the centre has news of its own
    services.bus.publish(NoticesArrived((group,)))
    assert opened.chimes == [True]
    after = [len(window.messages.toasts) for window in both]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 0]


async def test_another_language_keeps_searches_checks_and_drafts_in_each(
    windows: Windows, server: ServerThread
) -> None:
    further = windows.open_further(ASSIGNING)
    listed, assigning = room(main(windows), Place.CALLBACK_LIST), room(further, Place.ASSIGNMENT)
    await until(lambda: listed.model.total == 4 and assigning.view.rows.model.total == 3)
    wanted = Conditions(PeriodChoice(PeriodPreset.ALL), text="김하나")
    listed.presenter.search(wanted)
    await until(lambda: listed.model.total == 3 and not listed.model.loading)
    listed.view.table.go_to(0)
    await until(lambda: listed.panel.loaded is not None)
    listed.panel.view.foot.note._edit.setPlainText("쓰다 만 메모")
    chosen = Checked(ids=frozenset({assigning.view.rows.model.id_at(0)}))
    assigning.view.rows.table.set_checked(chosen)
    windows.renew()
    again = windows.further[0]
    assert again is not further
    listed, assigning = room(main(windows), Place.CALLBACK_LIST), room(again, Place.ASSIGNMENT)
    await until(lambda: listed.model.total == 3 and assigning.view.rows.model.total == 3)
    assert listed.presenter.conditions == wanted
    assert assigning.view.rows.table.checked == chosen
    await until(lambda: listed.panel.view.foot.note.text == "쓰다 만 메모")


async def test_what_leads_elsewhere_leads_to_the_main_window(windows: Windows) -> None:
    further = windows.open_further(ASSIGNING)
    await until(lambda: room(further, Place.ASSIGNMENT).view.rows.model.total == 3)
    further.navigate(Target(Place.OUTBOX))
    assert further.place is Place.ASSIGNMENT
    assert main(windows).place is Place.OUTBOX


async def test_a_window_whose_rooms_the_person_may_no_longer_enter_goes(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, opened: Opened
) -> None:
    tray = Tray()
    services = await log_in("amy")  # an agent who may assign
    made = Windows(services, tasks, tray, opened.doors, rooms)
    made.open()
    further = made.open_further(ASSIGNING)
    assert further.place is Place.ASSIGNMENT

    async def no_more_assigning(centre: Any) -> None:
        await centre.world.grant(centre.amy.id, centre.service, Role.AGENT, PHONE)

    server.run(no_more_assigning)
    await until(lambda: made.further == ())
    made.drop()
    tray.stop()


async def test_further_windows_stand_again_after_a_restart(
    windows: Windows, services: Services, tasks: TaskOwner, opened: Opened
) -> None:
    further = windows.open_further(ASSIGNING)
    further.setGeometry(0, 90, 1024, 640)
    windows.open_further({Place.OUTBOX})
    windows.drop()  # without closing them one by one, as a program that ends does
    again = restarted(services, tasks, opened)
    again.open()
    await until(lambda: len(again.further) == 2)
    assert [window.places for window in again.further] == [(Place.ASSIGNMENT,), (Place.OUTBOX,)]
    stands = again.further[0].geometry()
    assert (stands.y(), stands.height()) == (90, 640), "across, the screen of the test is too narrow to tell"
    await until(lambda: room(again.further[0], Place.ASSIGNMENT).view.rows.model.total == 3)
    again.drop()


async def test_further_windows_wait_until_the_main_one_has_its_rows(
    windows: Windows, services: Services, tasks: TaskOwner, opened: Opened
) -> None:
    """Who left three windows open would otherwise wait in the morning for all of them."""
    windows.open_further(ASSIGNING)
    windows.drop()
    again = restarted(services, tasks, opened)
    stood: list[int] = []
    model = again.open().findChild(TableView).model()
    model.loading_changed.connect(lambda loading: None if loading else stood.append(len(again.further)))
    await until(lambda: again.further and stood)
    assert stood[0] == 0
    again.drop()


async def test_a_window_the_person_closed_stays_closed(
    windows: Windows, services: Services, tasks: TaskOwner, opened: Opened
) -> None:
    windows.open_further(ASSIGNING)
    windows.open_further({Place.OUTBOX}).close()
    windows.drop()
    again = restarted(services, tasks, opened)
    again.open()
    await until(lambda: again.further)
    assert [window.places for window in again.further] == [(Place.ASSIGNMENT,)]
    again.drop()


async def test_windows_of_another_person_or_of_an_unknown_room_do_not_stand(
    windows: Windows, services: Services, tasks: TaskOwner, opened: Opened
) -> None:
    me = services.session.me
    assert me is not None
    kept = services.preferences.keep_further_windows
    kept("somebody-else", ((Place.CALLBACK_LIST.value,),))
    kept(me.id, (("a-room-of-a-newer-version",), (Place.OUTBOX.value, "another-such-room")))
    windows.drop()
    again = restarted(services, tasks, opened)
    again.open()
    await until(lambda: again.further)
    assert [window.places for window in again.further] == [(Place.OUTBOX,)]
    again.drop()


async def test_a_window_whose_monitor_is_gone_comes_back_onto_a_screen(
    windows: Windows, services: Services, tasks: TaskOwner, opened: Opened
) -> None:
    windows.open_further(ASSIGNING).move(9_000, 7_000)
    windows.drop()
    again = restarted(services, tasks, opened)
    again.open()
    await until(lambda: again.further)
    head = again.further[0].frameGeometry()
    head.setHeight(40)
    assert any(screen.availableGeometry().intersects(head) for screen in QGuiApplication.screens())
    again.drop()


async def test_a_window_lost_with_its_right_stands_again_with_it(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, opened: Opened
) -> None:
    services = await log_in("amy")
    made = restarted(services, tasks, opened)
    made.open()
    made.open_further(ASSIGNING)

    async def no_more_assigning(centre: Any) -> None:
        await centre.world.grant(centre.amy.id, centre.service, Role.AGENT, PHONE)

    server.run(no_more_assigning)
    await until(lambda: made.further == ())
    made.drop()
    assert services.session.me is not None
    assert services.preferences.further_windows(services.session.me.id) == ((Place.ASSIGNMENT.value,),)
