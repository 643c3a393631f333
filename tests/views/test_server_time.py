"""A computer whose clock is wrong. If these fail, its person misses what came today, or is not told why."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.widgets.banner import Banner
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.shell.clock_notice import BANNER
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, Open, StandInFrame


@pytest.mark.parametrize("ahead", [-86_400, 86_400])
async def test_what_came_today_is_in_todays_list_on_a_computer_of_another_day(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
    clock: DeskClock,
    ahead: int,
) -> None:
    server.run(lambda centre: centre.received())
    clock.move(ahead)
    room = CallbacksRoom(await log_in("boss"), tasks, frame)
    shown(room)
    room.entered({})
    await until(lambda: room.model.total == 1)
    server.run(lambda centre: centre.received())
    await until(lambda: room.model.total == 2)
    room.closed()


@pytest.mark.parametrize(("ahead", "said"), [(300, ("5 min", "ahead")), (-86_400, ("24 h", "behind"))])
async def test_a_wrong_clock_is_said_once_and_is_gone_when_it_was_read(
    open_as: Open, server: ServerThread, clock: DeskClock, ahead: int, said: tuple[str, str]
) -> None:
    clock.move(ahead)
    window = (await open_as("ann")).window
    await until(lambda: BANNER in window.messages.banners)
    banner = banner_of(window.messages.banner_area, said)
    next(b for b in banner.findChildren(Button) if not b.isHidden()).click()
    assert BANNER not in window.messages.banners
    server.move(1)  # the server goes on telling its time
    clock.move(-1)
    await until(lambda: abs((window._services.clock.now() - server.now).total_seconds()) < 1)
    assert BANNER not in window.messages.banners


async def test_a_clock_that_is_set_right_needs_no_more_words(
    open_as: Open, server: ServerThread, clock: DeskClock
) -> None:
    clock.move(300)
    window = (await open_as("ann")).window
    await until(lambda: BANNER in window.messages.banners)
    clock.move(-300)
    await until(lambda: BANNER not in window.messages.banners)


def banner_of(area: QObject, said: tuple[str, str]) -> Banner:
    found = area.findChildren(Banner)
    return next(b for b in found if all(word in b._title.text() for word in said))
