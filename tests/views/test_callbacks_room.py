"""The callback list: if these fail, an agent works from a list that is wrong, late, or not theirs."""

from collections.abc import Callable
from typing import Any

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.callbacks.room import CallbacksRoom
from support.server_thread import ServerThread
from views.conftest import LogIn, StandInFrame, until

Shown = Callable[..., Any]


async def opened(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, who: str, rows: int, **size: int
) -> CallbacksRoom:
    services = await log_in(who)
    room = CallbacksRoom(services, tasks, frame)
    shown(room, **size)
    room.entered({})
    await until(lambda: room.model.total == rows and not room.model.loading)
    return room


async def test_a_request_that_comes_in_shows_without_a_press(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    server.run(lambda centre: centre.waiting(3))
    room = await opened(log_in, tasks, frame, shown, "boss", 3)
    server.run(lambda centre: centre.received(name="김영희"))
    await until(lambda: room.model.total == 4)
    assert any("김영희" in str(room.model.data(room.model.index(row, 3))) for row in range(4))
    room.closed()


async def test_an_agent_sees_exactly_their_own(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown
) -> None:
    async def two_of_three(centre: Any) -> None:
        await centre.given(centre.ann)
        await centre.given(centre.ann)
        await centre.given(centre.ben)

    server.run(two_of_three)
    room = await opened(log_in, tasks, frame, shown, "ann", 2)
    assert room.view.bar.assignees.locked
    room.closed()
