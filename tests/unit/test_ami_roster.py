"""Agents in the PBX's queues. If these fail, calls are offered to whoever is at lunch, or to nobody."""

from collections.abc import Iterable

from occ_contract.cti import CtiState
from occ_server.telephony.asterisk.messages import MessageReader
from occ_server.telephony.asterisk.roster import Roster, Seat, Told

ANN, BEN = "01a22c8c-ea20-7241-a1d2-4dadd395d214", "01a22c8c-ea20-7241-a1d2-4dadd395d215"
QUEUES = ("sales", "support")
READY, LUNCH = Seat("PJSIP/1001", CtiState.READY), Seat("PJSIP/1001", CtiState.BREAK)


def joined(roster: Roster, queue: str, name: str, *, paused: str = "0", membership: str = "dynamic") -> None:
    said = f"Event: QueueMemberAdded\r\nQueue: {queue}\r\nMemberName: {name}\r\nInterface: PJSIP/1001\r\n"
    for event in MessageReader().feed(f"{said}Membership: {membership}\r\nPaused: {paused}\r\n\r\n".encode()):
        roster.hear(event)


def done(roster: Roster, orders: Iterable[Told]) -> list[str]:
    """Have the PBX agree; return what it was told."""
    told = []
    for order in list(orders):
        roster.told(order)
        fields = dict(order.fields)
        told.append(f"{order.action} {fields.get('Queue', '*')} {fields.get('Paused', '')}".strip())
    return told


def test_an_agent_joins_once_and_is_told_only_what_changes() -> None:
    roster = Roster()
    assert done(roster, roster.seating(ANN, Seat("PJSIP/1001"), QUEUES)) == [
        "QueueAdd sales 1",
        "QueueAdd support 1",
    ]
    assert done(roster, roster.seating(ANN, READY, QUEUES)) == ["QueuePause * false"]
    assert done(roster, roster.seating(ANN, READY, QUEUES)) == []
    assert done(roster, roster.seating(ANN, LUNCH, QUEUES)) == ["QueuePause * true"]
    assert roster.of(ANN)[0].reason == "break"
    assert done(roster, roster.unseating(ANN, None)) == ["QueueRemove sales", "QueueRemove support"]
    assert roster.of(ANN) == []


def test_a_call_on_the_line_changes_nothing_in_the_queues() -> None:
    roster = Roster()
    done(roster, roster.seating(ANN, READY, QUEUES))
    assert done(roster, roster.seating(ANN, Seat("PJSIP/1001"), QUEUES)) == []


def test_a_seat_somebody_never_left_is_the_next_ones() -> None:
    roster = Roster()
    done(roster, roster.seating(BEN, READY, ("sales",)))
    assert done(roster, roster.seating(ANN, READY, ("sales",))) == ["QueueRemove sales", "QueueAdd sales 0"]
    assert (roster.of(BEN), [m.queue for m in roster.of(ANN)]) == ([], ["sales"])


def test_who_moves_leaves_the_old_telephone() -> None:
    roster = Roster()
    done(roster, roster.seating(ANN, READY, ("sales",)))
    moved = Seat("PJSIP/1002", CtiState.READY)
    assert done(roster, roster.seating(ANN, moved, ("sales",))) == ["QueueRemove sales", "QueueAdd sales 0"]
    assert [m.interface for m in roster.of(ANN)] == ["PJSIP/1002"]


def test_whom_the_pbx_has_by_its_own_configuration_is_paused_and_not_removed() -> None:
    roster = Roster()
    joined(roster, "sales", "Agent 1001", membership="static")
    assert done(roster, roster.seating(ANN, LUNCH, ())) == ["QueuePause * true"]
    assert done(roster, roster.seating(ANN, READY, ())) == ["QueuePause * false"]
    assert done(roster, roster.unseating(ANN, "PJSIP/1001")) == ["QueuePause * true"]


def test_what_the_pbx_made_of_an_agent_counts_where_all_queues_say_so() -> None:
    roster = Roster()
    done(roster, roster.seating(ANN, READY, QUEUES))
    assert (roster.otherwise(ANN, READY), roster.otherwise(BEN, READY)) == (None, None)
    joined(roster, "sales", ANN, paused="1")
    assert roster.otherwise(ANN, READY) is None  # in one queue only: no break
    joined(roster, "support", ANN, paused="1")
    assert (roster.otherwise(ANN, READY), roster.otherwise(ANN, LUNCH)) == (CtiState.BREAK, None)
    done(roster, roster.seating(ANN, READY, QUEUES))
    assert roster.otherwise(ANN, LUNCH) is CtiState.READY
    assert roster.otherwise(ANN, Seat("PJSIP/1001")) is None


def test_a_complete_list_replaces_what_was_known() -> None:
    roster = Roster()
    done(roster, roster.seating(ANN, READY, QUEUES))
    row = f"Event: QueueMember\r\nQueue: sales\r\nName: {ANN}\r\nLocation: PJSIP/1001\r\n"
    more = "Membership: dynamic\r\nPaused: 1\r\nPausedReason: lunch\r\n\r\n"
    roster.replace(MessageReader().feed(f"{row}{more}".encode()))
    assert [(m.queue, m.paused, m.reason) for m in roster.of(ANN)] == [("sales", True, "lunch")]
