"""The text of the manager interface. If these fail, a bad line silences the PBX, or a value gives orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ_server.telephony.asterisk.messages import (
    LINE_LIMIT,
    LINES_LIMIT,
    Message,
    MessageReader,
    Unsayable,
    encoded,
)

STREAM = (
    b"Response: Success\r\nActionID: occ-1\r\nMessage: Authentication accepted\r\n\r\n"
    b"Event: Hangup\r\nChannel: PJSIP/1001-0000000c\r\nCause: 16\r\nCause-txt: Normal Clearing\r\n\r\n"
    b"Event: UserEvent\r\nUserEvent: CallbackRequest\r\nPhone: 01012340001\r\nNote: a: b\r\nNote: \r\n\r\n"
)


def read(stream: bytes, piece: int = 65536) -> list[Message]:
    reader = MessageReader()
    return [m for at in range(0, len(stream), piece) for m in reader.feed(stream[at : at + piece])]


def test_messages_are_read_whatever_the_case_of_their_names_and_repeated_values_are_kept() -> None:
    answer, hangup, request = read(STREAM)
    assert (answer["response"], answer["ActionID"], answer["Nothing"]) == ("Success", "occ-1", "")
    assert (hangup["CAUSE-TXT"], "cause" in hangup, "Nothing" in hangup) == ("Normal Clearing", True, False)
    assert (request.every("Note"), request["Note"], request.every("Nothing")) == (["a: b", ""], "a: b", [])


@given(st.integers(1, len(STREAM)))
def test_pieces_of_any_size_are_the_same_messages(piece: int) -> None:
    assert [repr(m) for m in read(STREAM, piece)] == [repr(m) for m in read(STREAM)]


def test_a_line_without_a_name_or_in_no_known_letters_costs_itself_only() -> None:
    stream = b"Event: Newchannel\r\nno name here\r\n: nor here\r\nCallerIDName: \xbf\xc0\r\n\r\nEvent: B\n\n"
    first, second = read(stream)
    assert (first["Event"], first.broken, first["CallerIDName"]) == ("Newchannel", 2, "\ufffd\ufffd")
    assert second["Event"] == "B"


@pytest.mark.parametrize("piece", [1000, 10_000_000])
def test_an_endless_line_is_left_out_and_takes_no_room(piece: int) -> None:
    reader = MessageReader()
    stream = b"Event: A\r\nHuge: " + b"x" * (LINE_LIMIT * 5) + b"\r\nAfter: 1\r\n\r\nEvent: B\r\n\r\n"
    found = []
    for at in range(0, len(stream), piece):
        found += list(reader.feed(stream[at : at + piece]))
        assert len(reader._rest) <= LINE_LIMIT + piece
    assert [(m["Event"], m["After"], "Huge" in m) for m in found] == [("A", "1", False), ("B", "", False)]
    assert (reader.broken, found[0].broken) == (1, 1)


def test_a_message_without_an_end_takes_no_more_room_than_a_long_one() -> None:
    stream = b"Event: A\r\n" + b"Output: x\r\n" * (LINES_LIMIT + 500) + b"\r\n"
    (found,) = read(stream)
    assert (len(found.every("Output")), found.broken) == (LINES_LIMIT - 1, 501)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_no_stream_whatever_ends_the_reading(noise: bytes, piece: int) -> None:
    found = read(noise + b"\r\n\r\n" + STREAM, piece)
    assert found[-1]["UserEvent"] == "CallbackRequest"


@pytest.mark.parametrize("value", ["1\r\nAction: Ping", "1\nx", "1\r", "\0", "a\x1b"])
def test_a_value_cannot_carry_an_order_of_its_own(value: str) -> None:
    with pytest.raises(Unsayable) as refused:
        encoded("Originate", [("Exten", value)])
    assert value not in str(refused.value)


@pytest.mark.parametrize("name", ["", "A:B", "A B", "1", "Ä", "A\r\nB"])
def test_a_name_is_a_name(name: str) -> None:
    with pytest.raises(Unsayable):
        encoded("Ping", [(name, "x")])


def test_a_line_the_pbx_would_cut_off_is_not_sent() -> None:
    with pytest.raises(Unsayable):
        encoded("Ping", [("A", "가" * 400)])
    assert encoded("Ping", [("A", "가:b")]) == "Action: Ping\r\nA: 가:b\r\n\r\n".encode()
