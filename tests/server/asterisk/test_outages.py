"""The PBX, the wire or our own process is gone in the middle of a call.

If these fail, a call that is over stays alive for ever on somebody's line, or one that goes on is let go of.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState, CtiState
from occ_contract.ids import new_id
from occ_server.kit.clock import SystemClock
from occ_server.telephony.adapter import PbxUnavailable
from occ_server.telephony.asterisk.adapter import Asterisk
from support.asterisk.line import Line
from support.asterisk.private import PrivateAsterisk
from support.relay import Relay, relay

PHONE, ANSWERS = "1001", "1"
RIGHT_AGAIN = 5.0  # seconds after the return


@pytest.fixture
async def wire(asterisk: PrivateAsterisk) -> AsyncIterator[Relay]:
    """What can be cut between the PBX and the adapter."""
    with relay(f"tcp://127.0.0.1:{asterisk.address.port}") as between:
        yield between


@pytest.fixture
async def line(asterisk: PrivateAsterisk, wire: Relay) -> AsyncIterator[Line]:
    adapter = Asterisk(SystemClock(), replace(asterisk.address, port=wire.port))
    async with Line.open(adapter) as opened:
        yield opened


def cut(wire: Relay) -> None:
    wire.cut = True
    wire.close()


async def test_a_call_that_goes_on_while_the_wire_is_cut_is_alive_and_still_ours(
    line: Line, wire: Relay
) -> None:
    call = await line.dial(PHONE, ANSWERS)
    await line.reached(call, CallState.TALKING)
    cut(wire)
    await line.linked(True, False)
    assert line.adapter.is_live(call)
    with pytest.raises(PbxUnavailable):
        await line.adapter.find(call)
    with pytest.raises(PbxUnavailable):
        await line.adapter.hangup(call)
    wire.cut = False
    await line.linked(True, False, True)
    assert line.states(call)[-1] is CallState.TALKING
    assert await line.adapter.find(call) == call
    await line.adapter.hangup(call)
    assert (await line.over(call)).result is AttemptResult.CONNECTED


async def test_a_call_whose_end_was_missed_ends_as_it_was_when_the_wire_is_back(
    line: Line, wire: Relay, asterisk: PrivateAsterisk
) -> None:
    call = await line.dial(PHONE, ANSWERS)
    await line.reached(call, CallState.TALKING)
    cut(wire)
    await line.linked(True, False)
    await asyncio.to_thread(asterisk.say, "channel request hangup all")
    wire.cut = False
    back = time.monotonic()
    ended = await line.over(call)
    assert time.monotonic() - back < RIGHT_AGAIN
    assert (ended.result, ended.talk_seconds is not None) == (AttemptResult.CONNECTED, True)
    assert not line.adapter.is_live(call)


async def test_nothing_is_dialled_while_the_wire_is_cut_and_who_asks_is_told_at_once(
    line: Line, wire: Relay
) -> None:
    cut(wire)
    await line.linked(True, False)
    with pytest.raises(PbxUnavailable):
        await line.dial(PHONE, ANSWERS)
    wire.cut = False
    await line.linked(True, False, True)
    call = await line.dial(PHONE, ANSWERS)
    await line.reached(call, CallState.TALKING)
    await line.adapter.hangup(call)
    await line.over(call)


async def test_a_process_that_takes_over_finds_the_call_and_hears_its_end(
    asterisk: PrivateAsterisk,
) -> None:
    async with Line.open(Asterisk(SystemClock(), asterisk.address)) as before:
        call = await before.dial(PHONE, ANSWERS)
        await before.reached(call, CallState.TALKING)
    async with Line.open(Asterisk(SystemClock(), asterisk.address)) as after:
        assert await after.adapter.find(call) == call
        assert await after.adapter.find(new_id()) is None
        assert after.adapter.is_live(call)
        await after.adapter.hangup(call)
        assert (await after.over(call)).result is AttemptResult.CONNECTED


async def test_a_pbx_that_is_killed_mid_call_has_no_call_alive_and_its_agents_back_once_it_returns(
    line: Line, asterisk: PrivateAsterisk
) -> None:
    agent = new_id()
    await line.adapter.login(PHONE, agent)
    await line.adapter.set_state(agent, CtiState.READY)
    call = await line.dial(PHONE, ANSWERS)
    await line.reached(call, CallState.TALKING)
    await asyncio.to_thread(asterisk.kill)
    await line.linked(True, False)
    await asyncio.to_thread(asterisk.start)
    back = time.monotonic()
    assert (await line.over(call)).result is AttemptResult.CONNECTED
    await line.linked(True, False, True)
    assert time.monotonic() - back < RIGHT_AGAIN
    assert agent in await asyncio.to_thread(asterisk.say, "queue show sales")
    again = await line.dial(PHONE, ANSWERS)
    await line.reached(again, CallState.TALKING)
    await line.adapter.hangup(again)
    await line.over(again)
    await line.adapter.logout(agent)


async def test_a_wrong_secret_leaves_the_link_away_and_says_why(
    asterisk: PrivateAsterisk, caplog: pytest.LogCaptureFixture
) -> None:
    async with Line.open(Asterisk(SystemClock(), replace(asterisk.address, secret="wrong"))) as refused:
        await refused.linked(False)
        with pytest.raises(PbxUnavailable):
            await refused.dial(PHONE, ANSWERS)
    assert "the name or the secret is wrong" in caplog.text
    assert "wrong" not in repr(replace(asterisk.address, secret="wrong"))
