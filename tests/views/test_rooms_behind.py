"""Rooms opened once and left cost nothing: the one reader is for what is on the screen."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.ui.frame import Place
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.cancellation.room import CancellationRoom
from occ_desktop.views.outbox.room import OutboxRoom
from occ_desktop.views.shell.room_host import RoomHost
from occ_desktop.views.stats.room import StatsRoom
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame
from views.reads import reads_of
from views.test_every_room import _nothing

BEHIND = (Place.CALLBACK_LIST, Place.ASSIGNMENT, Place.CANCELLATION, Place.STATISTICS)
FACTORIES: dict[Place, Any] = {
    Place.CALLBACK_LIST: partial(CallbacksRoom, download=_nothing),
    Place.ASSIGNMENT: AssignmentRoom,
    Place.CANCELLATION: CancellationRoom,
    Place.STATISTICS: partial(StatsRoom, download=_nothing),
    Place.OUTBOX: OutboxRoom,
}


def resting(host: RoomHost) -> bool:
    """Tell whether no room has anything under way."""
    return not any(owner.active for owner in host._owners.values())


async def test_twenty_changes_a_second_cost_rooms_out_of_sight_no_read(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Callable[..., Any]
) -> None:
    (first, *_more) = server.run(lambda centre: centre.waiting(5))
    services = await log_in("boss")
    host = RoomHost(services, tasks, frame, FACTORIES)
    shown(host, 1376, 760)
    for place in BEHIND:
        host.enter(place, {})
        await until(lambda: resting(host))
    host.enter(Place.OUTBOX, {})
    await until(lambda: resting(host))

    asked = reads_of(host._owners.values(), services)
    change = ChangeSet(ids={Entity.CALLBACK: frozenset({first})})
    for _ in range(20):
        services.bus.publish(change)
        services.bus.publish(DirectoryChanged())
        services.bus.publish(SyncStatus(state=SyncState.IDLE))
    assert not any(host._owners[place].active for place in BEHIND)
    await until(lambda: resting(host))
    assert asked == []
    host.enter(Place.ASSIGNMENT, {})
    await until(lambda: "outstanding_by_agent" in asked or "counters" in asked)
    await until(lambda: resting(host))
    host.close_rooms()


@pytest.mark.parametrize("place", sorted(FACTORIES))
async def test_a_room_that_a_failing_test_left_open_hides_nothing(
    server: ServerThread,
    log_in: LogIn,
    tasks: TaskOwner,
    frame: StandInFrame,
    shown: Callable[..., Any],
    place: Place,
) -> None:
    """Nobody closes it here, as after a wait in vain: without widgets it may not hear the services end."""
    room = FACTORIES[place](await log_in("boss"), tasks, frame)
    shown(room)
    room.entered({})
