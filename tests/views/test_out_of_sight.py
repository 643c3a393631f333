"""A room out of sight does no work: if these fail, rooms opened once slow down the list one works in."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.cancellation.room import CancellationRoom
from occ_desktop.views.outbox.room import OutboxRoom
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.sms_history.room import SmsHistoryRoom
from occ_desktop.views.stats.room import StatsRoom
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame
from views.reads import reads_of

ROOMS = {
    "callbacks": CallbacksRoom,
    "assignment": AssignmentRoom,
    "cancellation": CancellationRoom,
    "stats": StatsRoom,
    "sms_history": SmsHistoryRoom,
    "outbox": OutboxRoom,
}


async def at_rest(tasks: TaskOwner, room: Any) -> None:
    """Let everything that was begun come to its end."""
    await until(lambda: not [name for name in room._tasks.active if "follow" not in str(name)])
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize("name", ROOMS)
async def test_a_room_that_was_left_reads_nothing_until_it_is_in_front_again(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
    name: str,
) -> None:
    given = server.run(lambda centre: centre.given(centre.boss, name="김하나"))
    server.run(lambda centre: centre.waiting(3))
    services = await log_in("boss")
    room = ROOMS[name](services, tasks, frame)
    shown(room, 1376, 700)
    room.entered({})
    await at_rest(tasks, room)
    room.left()
    await at_rest(tasks, room)
    reads = reads_of([room._tasks], services)
    for _ in range(5):
        texts = dict.fromkeys((Entity.SMS_MESSAGE, Entity.SMS_TEMPLATE, Entity.SMS_LINK), frozenset("m"))
        services.bus.publish(ChangeSet(ids={Entity.CALLBACK: frozenset({given}), **texts}, outbox=True))
        for _ in range(20):
            await asyncio.sleep(0)
    assert reads == []
    room.entered({})
    await until(lambda: reads)
    await at_rest(tasks, room)
    room.closed()


async def test_a_change_made_behind_another_room_shows_when_one_comes_back(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
) -> None:
    ids = server.run(lambda centre: centre.waiting(3))
    room = AssignmentRoom(await log_in("boss"), tasks, frame)
    shown(room)
    room.entered({})
    await until(lambda: room.view.rows.model.total == 3)
    room.left()
    server.run(lambda centre: centre.amy.assign(ids[:1], [centre.ann], "manual"))
    await until(lambda: room._gate._waiting)
    assert room.view.rows.model.total == 3
    room.entered({})
    room.view.conditions.setFocus()  # whoever walks the rows keeps them in place
    await until(lambda: room.view.rows.model.total == 2)
    room.closed()


def test_what_is_asked_for_twice_behind_is_done_once_in_front() -> None:
    gate, done = InFront(), []
    gate.do("a", lambda: done.append("at first"))
    gate.do("b", lambda: done.append("b"))
    gate.do("a", lambda: done.append("a"))
    assert done == []
    gate.enter()
    assert done == ["a", "b"]
    gate.do("a", lambda: done.append("now"))
    assert done[-1] == "now"
    gate.leave()
    gate.do("a", lambda: done.append("later"))
    assert done[-1] == "now"
