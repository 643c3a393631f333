"""A room out of sight hears nothing, and misses nothing once it is in front again."""

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.bus import Bus
from occ_desktop.services.events import DirectoryChanged, PreferencesChanged
from occ_desktop.services.held_bus import HeldBus

A, B = frozenset({"a"}), frozenset({"b"})


def changed(ids: frozenset[str], **more: bool) -> ChangeSet:
    return ChangeSet(ids={Entity.CALLBACK: ids}, **more)  # type: ignore[arg-type]


class Ears:
    def __init__(self) -> None:
        self.bugs: list[BaseException] = []
        self.outside = Bus(self.bugs.append)
        self.bus = HeldBus(self.outside)
        self.heard: list[object] = []
        for kind in (ChangeSet, SyncStatus, DirectoryChanged, PreferencesChanged):
            self.bus.subscribe(kind, self.heard.append)


def test_in_front_everything_is_heard_at_once() -> None:
    ears = Ears()
    ears.outside.publish(changed(A))
    ears.bus.publish(changed(B))
    assert ears.heard == [changed(A), changed(B)]


def test_what_changed_meanwhile_comes_as_one_change_and_the_last_state() -> None:
    ears = Ears()
    ears.bus.hold()
    for state in (SyncState.SYNCING, SyncState.OFFLINE):
        ears.outside.publish(SyncStatus(state=state))
        ears.outside.publish(changed(A))
    gone = ChangeSet(gone={Entity.CALLBACK: B}, withdrawn=B)
    ears.outside.publish(gone)
    assert ears.heard == []
    ears.bus.release()
    together = ChangeSet(ids={Entity.CALLBACK: A}, gone={Entity.CALLBACK: B}, withdrawn=B)
    assert ears.heard == [SyncStatus(state=SyncState.OFFLINE), together]
    ears.bus.release()
    assert len(ears.heard) == 2


def test_what_cannot_wait_does_not() -> None:
    ears = Ears()
    ears.bus.hold()
    ears.outside.publish(PreferencesChanged(frozenset({"language"})))
    assert ears.heard == [PreferencesChanged(frozenset({"language"}))]


def test_a_room_behind_still_tells_everybody() -> None:
    ears, others = Ears(), []
    ears.outside.subscribe(DirectoryChanged, others.append)
    ears.bus.hold()
    ears.bus.publish(DirectoryChanged())
    assert others == [DirectoryChanged()]


def test_a_closed_room_hears_nothing_and_a_bug_of_one_room_is_reported() -> None:
    ears = Ears()
    ears.bus.subscribe(ChangeSet, lambda _change: 1 / 0)
    ears.outside.publish(changed(A))
    assert [type(bug) for bug in ears.bugs] == [ZeroDivisionError]
    ears.bus.hold()
    ears.outside.publish(changed(A))
    ears.bus.close()
    ears.bus.release()
    ears.outside.publish(changed(B))
    assert ears.heard == [changed(A)]
