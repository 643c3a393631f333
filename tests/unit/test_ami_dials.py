"""What the PBX's events make of a call, as recorded from a real one and in orders it does not always keep.

If these fail, a call ends as what it was not, or never.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_server.telephony.adapter import CallProgress
from occ_server.telephony.asterisk.dials import Dials
from occ_server.telephony.asterisk.messages import Message, MessageReader

CALL, CUSTOMER = "01a22c8c-ea20-7241-a1d2-4dadd395d214", "1796042764.9"
NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)

OWN = f"Uniqueid: {CALL}\r\nLinkedid: {CALL}"
THEIRS = f"Uniqueid: {CUSTOMER}\r\nLinkedid: {CALL}"
TO_CUSTOMER = f"{OWN}\r\nDestUniqueid: {CUSTOMER}\r\nDestLinkedid: {CALL}"
BEGUN = f"Event: Newchannel\r\nChannel: PJSIP/1001-00000000\r\nChannelState: 0\r\n{OWN}"
AGENT_RINGS = f"Event: Newstate\r\nChannelState: 5\r\n{OWN}"
AGENT_ANSWERS = f"Event: OriginateResponse\r\nActionID: dial-{CALL}\r\nResponse: Success\r\nUniqueid: {CALL}"
AGENT_FAILS = f"Event: OriginateResponse\r\nActionID: dial-{CALL}\r\nResponse: Failure\r\nUniqueid: <unknown>"
DIALLED = f"Event: DialBegin\r\n{TO_CUSTOMER}"
RINGS = f"Event: DialState\r\n{TO_CUSTOMER}\r\nDialStatus: RINGING"
ANSWERED = f"Event: DialEnd\r\n{TO_CUSTOMER}\r\nDialStatus: ANSWER"
GONE = f"Event: Hangup\r\n{OWN}\r\nCause: 16"


def heard(dials: Dials, *events: str, at: datetime = NOW) -> list[CallProgress]:
    """Have one event a second."""
    stream = "".join(f"{event}\r\n\r\n" for event in events).encode()
    messages = list(MessageReader().feed(stream))
    assert len(messages) == len(events)
    pairs = enumerate(messages)
    return [progress for place, m in pairs for progress in dials.hear(m, at + timedelta(seconds=place))]


def ordered() -> Dials:
    dials = Dials()
    dials.order(CALL, NOW)
    return dials


def states(found: Sequence[CallProgress]) -> list[CallState]:
    return [progress.state for progress in found]


def row(state: str = "6", bridge: str = "", unique: str = CALL) -> Message:
    fields = {"uniqueid": unique, "linkedid": CALL, "channelstate": state, "bridgeid": bridge}
    return Message(fields)


def test_a_call_that_was_answered_counts_its_ringing_and_its_talking() -> None:
    found = heard(ordered(), BEGUN, AGENT_RINGS, AGENT_ANSWERS, DIALLED, RINGS, ANSWERED, GONE)
    assert states(found) == [CallState.RINGING, CallState.TALKING, CallState.ENDED]
    assert (found[-1].result, found[-1].ring_seconds, found[-1].talk_seconds) == (
        AttemptResult.CONNECTED,
        1,
        1,
    )


@pytest.mark.parametrize(
    ("status", "cause", "result"),
    [
        ("BUSY", "17", AttemptResult.BUSY),
        ("NOANSWER", "16", AttemptResult.NO_ANSWER),
        ("NOANSWER", "1", AttemptResult.FAILED),  # an unallocated number: recorded as "no answer" within 1 ms
        ("CANCEL", "16", AttemptResult.NO_ANSWER),
        ("CONGESTION", "34", AttemptResult.FAILED),
        ("CHANUNAVAIL", "20", AttemptResult.FAILED),
        ("SOMETHING NEW", "0", AttemptResult.FAILED),
    ],
)
def test_what_became_of_the_customers_dial_is_what_became_of_the_call(
    status: str, cause: str, result: AttemptResult
) -> None:
    over = f"Event: DialEnd\r\n{TO_CUSTOMER}\r\nDialStatus: {status}"
    found = heard(ordered(), BEGUN, AGENT_ANSWERS, DIALLED, over, f"Event: Hangup\r\n{OWN}\r\nCause: {cause}")
    assert (states(found), found[-1].result) == ([CallState.ENDED], result)


def test_a_second_carrier_that_gets_through_makes_up_for_the_first() -> None:
    first = f"Event: DialEnd\r\n{TO_CUSTOMER}\r\nDialStatus: CONGESTION"
    found = heard(ordered(), BEGUN, AGENT_ANSWERS, DIALLED, first, DIALLED, ANSWERED, GONE)
    assert found[-1].result is AttemptResult.CONNECTED


@pytest.mark.parametrize("order", list(permutations((AGENT_FAILS, GONE))))
def test_an_agent_who_did_not_answer_is_known_whichever_half_of_the_end_comes_first(
    order: tuple[str, str],
) -> None:
    dials = ordered()
    found = heard(dials, BEGUN, AGENT_RINGS, *order)
    assert [p.result for p in found] == [AttemptResult.AGENT_NO_ANSWER]
    assert CALL not in dials


def test_an_agent_without_a_telephone_never_had_a_channel() -> None:
    assert [p.result for p in heard(ordered(), AGENT_FAILS)] == [AttemptResult.AGENT_UNREACHABLE]


def test_success_says_only_that_the_agent_answered() -> None:
    found = heard(ordered(), BEGUN, AGENT_ANSWERS, GONE)
    assert [p.result for p in found] == [AttemptResult.FAILED]


def test_events_that_come_twice_or_of_other_calls_change_nothing() -> None:
    dials = ordered()
    found = heard(dials, BEGUN, BEGUN, AGENT_ANSWERS, DIALLED, RINGS, RINGS, ANSWERED, ANSWERED)
    assert states(found) == [CallState.RINGING, CallState.TALKING]
    other = [event.replace(CALL, "1796042764.1") for event in (BEGUN, DIALLED, ANSWERED, GONE)]
    assert heard(dials, *other, "Event: QueueCallerJoin\r\nQueue: sales", "Message: no event") == []
    assert (states(heard(dials, GONE, GONE)), len(dials)) == ([CallState.ENDED], 0)


def test_a_call_that_moved_on_unheard_is_found_where_it_is() -> None:
    dials = ordered()
    heard(dials, BEGUN, AGENT_ANSWERS, DIALLED)
    assert states(dials.compare([row(), row("5", unique=CUSTOMER)], NOW)) == [CallState.RINGING]
    talking = dials.compare([row(bridge="b"), row(bridge="b", unique=CUSTOMER)], NOW, away_since=NOW)
    assert states(talking) == [CallState.TALKING]
    (ended,) = heard(dials, GONE)
    assert ended.result is AttemptResult.CONNECTED


def test_a_call_a_process_before_us_asked_for_is_ours_once_it_is_seen() -> None:
    dials = Dials()
    assert states(dials.compare([row(bridge="b"), row(unique="1796042764.1")], NOW)) == [CallState.TALKING]
    assert (CALL in dials, len(dials)) == (True, 1)


def test_after_an_absence_what_is_missing_ended_then_as_far_as_is_known() -> None:
    dials, away = ordered(), NOW + timedelta(seconds=30)
    heard(dials, BEGUN, AGENT_ANSWERS, DIALLED, ANSWERED)
    (ended,) = dials.compare([], NOW + timedelta(minutes=5), away_since=away)
    assert (ended.at, ended.result, ended.talk_seconds) == (away, AttemptResult.CONNECTED, 27)
    again = ordered()
    heard(again, BEGUN, AGENT_ANSWERS, DIALLED)
    assert again.compare([], NOW, away_since=away)[0].result is AttemptResult.UNKNOWN


def test_without_an_absence_a_call_is_missed_twice_before_it_is_over() -> None:
    dials = ordered()
    assert dials.compare([], NOW + timedelta(seconds=1)) == []  # asked for a moment ago: no channel yet
    assert not dials.doubtful
    heard(dials, BEGUN)
    assert (dials.compare([], NOW), dials.doubtful) == ([], True)
    assert dials.compare([row()], NOW) == []  # its events were on their way
    assert not dials.doubtful
    dials.compare([], NOW)
    assert [p.result for p in dials.compare([], NOW)] == [AttemptResult.UNKNOWN]


def test_an_order_of_which_nothing_is_ever_heard_ends_as_unknown() -> None:
    dials, late = ordered(), NOW + timedelta(seconds=6)
    dials.compare([], late)
    assert [p.result for p in dials.compare([], late)] == [AttemptResult.UNKNOWN]


def test_who_hung_up_before_the_own_telephone_was_answered_called_nobody() -> None:
    dials = ordered()
    dials.want_end(CALL)
    assert dials.is_unwanted(CALL)
    assert [p.result for p in heard(dials, BEGUN, AGENT_FAILS, GONE)] == [AttemptResult.FAILED]
    dials.want_end(CALL)  # it is over: nothing to note
    assert not dials.is_unwanted(CALL)
