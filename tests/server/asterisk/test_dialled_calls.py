"""Click-to-call through a real Asterisk. If these fail, a call says what did not happen to the customer."""

from dataclasses import replace

import pytest

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_contract.ids import new_id
from occ_server.kit.clock import SystemClock
from occ_server.telephony.adapter import PbxUnavailable
from occ_server.telephony.asterisk.adapter import Asterisk
from support.asterisk.configuration import UNREGISTERED
from support.asterisk.line import Line
from support.asterisk.private import PrivateAsterisk

ANSWERS, BUSY, SILENT, LEAVES, REFUSES = "12345"  # what a customer does, by the number's last digit
PHONE, SILENT_PHONE, BUSY_PHONE = "1001", "1002", "1004"


async def test_a_customer_who_answers_is_talked_to_until_we_hang_up(line: Line) -> None:
    call = await line.dial(PHONE, ANSWERS)
    await line.reached(call, CallState.TALKING)
    assert line.adapter.is_live(call)
    await line.adapter.hangup(call)
    ended = await line.over(call)
    assert line.states(call) == [CallState.RINGING, CallState.TALKING, CallState.ENDED]
    assert (ended.result, ended.pbx_call_id) == (AttemptResult.CONNECTED, call)
    assert ended.talk_seconds is not None
    assert not line.adapter.is_live(call)
    await line.adapter.hangup(call)  # already gone is no error


async def test_a_customer_who_hangs_up_ends_the_call(line: Line) -> None:
    ended = await line.over(await line.dial(PHONE, LEAVES))
    assert (ended.result, ended.talk_seconds is not None) == (AttemptResult.CONNECTED, True)


@pytest.mark.parametrize(
    ("customer", "result", "rings"),
    [
        (BUSY, AttemptResult.BUSY, False),
        (SILENT, AttemptResult.NO_ANSWER, True),
        (REFUSES, AttemptResult.FAILED, False),
    ],
)
async def test_a_customer_who_is_not_reached_is_told_apart(
    line: Line, customer: str, result: AttemptResult, rings: bool
) -> None:
    call = await line.dial(PHONE, customer)
    ended = await line.over(call)
    assert (ended.result, ended.talk_seconds) == (result, None)
    assert (CallState.RINGING in line.states(call), ended.ring_seconds is not None) == (rings, rings)
    assert CallState.TALKING not in line.states(call)


@pytest.mark.parametrize(
    ("extension", "result"),
    [
        (SILENT_PHONE, AttemptResult.AGENT_NO_ANSWER),
        (BUSY_PHONE, AttemptResult.AGENT_NO_ANSWER),
        (UNREGISTERED, AttemptResult.AGENT_UNREACHABLE),
        ("1999", AttemptResult.AGENT_UNREACHABLE),
    ],
)
async def test_an_agent_whose_own_telephone_is_not_answered_never_looks_like_a_customer_who_was_called(
    asterisk: PrivateAsterisk, extension: str, result: AttemptResult
) -> None:
    adapter = Asterisk(SystemClock(), replace(asterisk.address, answer_seconds=1))
    async with Line.open(adapter) as line:
        call = await line.dial(extension, ANSWERS)
        assert (await line.over(call)).result is result
    assert line.states(call) == [CallState.ENDED]


async def test_who_hangs_up_while_the_own_telephone_rings_has_called_nobody(line: Line) -> None:
    call = await line.dial(SILENT_PHONE, ANSWERS)
    await line.adapter.hangup(call)
    assert (await line.over(call)).result is AttemptResult.FAILED


async def test_who_hangs_up_while_the_customer_rings_was_not_answered(line: Line) -> None:
    call = await line.dial(PHONE, SILENT)
    await line.reached(call, CallState.RINGING)
    await line.adapter.hangup(call)
    assert (await line.over(call)).result is AttemptResult.NO_ANSWER


async def test_a_call_that_is_asked_for_twice_is_dialled_once(line: Line, asterisk: PrivateAsterisk) -> None:
    call = await line.dial(PHONE, ANSWERS)
    await line.reached(call, CallState.TALKING)
    assert await line.adapter.originate(call, "1003", "01012340001") == call
    line.adapter._dials.forget(call)  # as a process that knows nothing of it: the PBX refuses
    assert await line.adapter.originate(call, "1003", "01012340001") == call
    assert (await line.over(call)).result is AttemptResult.AGENT_UNREACHABLE
    assert asterisk.say("core show channels concise").count("PJSIP/1003") == 0
    await line.adapter.hangup(call)


@pytest.mark.parametrize(
    ("extension", "phone"), [("1001", "0101\r\nAction: Ping"), ("1001,x", "01012340001")]
)
async def test_nothing_but_digits_is_dialled(line: Line, extension: str, phone: str) -> None:
    with pytest.raises(PbxUnavailable):
        await line.adapter.originate(new_id(), extension, phone)
