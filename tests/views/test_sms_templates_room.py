"""템플릿 관리: if these fail, a supervisor loses a template they wrote, or lays theirs over a colleague's."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from occ_desktop.runtime.tasks import TaskOwner
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame
from views.template_room import Opener, Templates, answer, catalogue, open_room


@pytest.fixture
async def opened(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]
) -> AsyncIterator[Opener]:
    made: list[Templates] = []

    async def enter(username: str = "boss", *, filled: bool = True) -> Templates:
        found = server.run(catalogue) if filled else None
        at = await open_room(await log_in(username), server, tasks, frame, found)
        shown(at.room, 1312, 660)
        made.append(at)
        return at

    yield enter
    for at in made:
        at.room.closed()


async def test_look(opened: Opener) -> None:
    at = await opened()
    assert at.names[:3] == ["배송", "출고·배송 안내", "출고 예정 안내"]
    await at.open("출고 예정 안내")
    at.room.grab().save("/tmp/rtpl/a.png")
