"""One connection to a manager interface that misbehaves. If these fail, an order waits for ever, or lies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from occ_server.kit.tasks import ended
from occ_server.telephony.asterisk.checking import check
from occ_server.telephony.asterisk.connection import (
    AmiConnection,
    NotAsterisk,
    NotTold,
    Refused,
    Unreachable,
)
from occ_server.telephony.asterisk.link import BEAT_SECONDS, LONGEST_PAUSE, Link, pause_after
from occ_server.telephony.asterisk.messages import Message
from support.asterisk.scripted import LIST, OK, ScriptedPbx
from support.clock import ManualClock
from support.waiting import until

ROW, END = "Event: Row\r\nActionID: {id}", "Event: RowsComplete\r\nActionID: {id}\r\nEventList: Complete"
SOON = 0.2  # seconds


@asynccontextmanager
async def connected(pbx: ScriptedPbx) -> AsyncIterator[tuple[AmiConnection, list[Message]]]:
    """Connect and read; yield the connection and the events it hears."""
    heard: list[Message] = []
    connection = await AmiConnection.opened(pbx.address, heard.append, SOON)
    reading = asyncio.create_task(connection.read())
    try:
        yield connection, heard
    finally:
        await connection.close()
        reading.exception() if reading.done() else await ended(reading)


async def test_answers_find_their_questions_and_events_nobody_asked_for_are_heard() -> None:
    async with ScriptedPbx.open(A=[], B=[OK], L=[LIST, ROW, "Event: Other", ROW, END]) as pbx:
        async with connected(pbx) as (connection, heard):
            slow = asyncio.create_task(connection.ask("A", action_id="mine"))
            await connection.ask("B")
            rows = await connection.listed("L")
            pbx.say("Response: Success\r\nActionID: mine\r\nMessage: late", "Event: Late\r\nActionID: mine")
            assert (await slow)["Message"] == "late"
            await until(lambda: len(heard) == 2)
        assert ([row["Event"] for row in rows], [m["Event"] for m in heard]) == (
            ["Row", "Row"],
            ["Other", "Late"],
        )


async def test_an_answer_or_a_lists_end_that_does_not_come_is_not_waited_for_for_ever() -> None:
    async with ScriptedPbx.open(L=[LIST, ROW]) as pbx, connected(pbx) as (connection, heard):
        with pytest.raises(Unreachable, match="no answer within"):
            await connection.ask("A")
        with pytest.raises(Unreachable, match="no answer within"):
            await connection.listed("L")
        pbx.say(ROW.replace("{id}", "occ-2"), "Event: After")
        await until(lambda: heard)
        assert [message["Event"] for message in heard] == ["After"]  # rows that came too late are no news


async def test_whoever_waits_is_told_at_once_when_the_connection_ends() -> None:
    async with ScriptedPbx.open(L=[LIST]) as pbx, connected(pbx) as (connection, _):
        asked, listed = asyncio.create_task(connection.ask("A")), asyncio.create_task(connection.listed("L"))
        await until(lambda: pbx.asked == ["A", "L"])
        pbx.go()
        for waiting in (asked, listed):
            with pytest.raises(Unreachable, match="closed the connection"):
                await waiting
        with pytest.raises(NotTold):
            await connection.ask("A")


async def test_a_refusal_is_the_pbxs_own_words() -> None:
    refusal = "Response: Error\r\nActionID: {id}\r\nMessage: No such queue"
    async with ScriptedPbx.open(A=[refusal]) as pbx, connected(pbx) as (connection, _):
        with pytest.raises(Refused, match="A: No such queue"):
            await connection.ask("A")


async def test_somebody_else_is_not_taken_for_an_asterisk() -> None:
    async with ScriptedPbx.open() as pbx:
        for greeting in (b"SSH-2.0-x\r\n", b"x" * 200_000 + b"\n"):
            pbx.greeting = greeting
            with pytest.raises(NotAsterisk):
                await AmiConnection.opened(pbx.address, lambda _event: None)


async def test_an_asterisk_that_is_too_old_is_called_so() -> None:
    commands = (
        f"{OK}\r\nCoreSettings: Show\r\nOriginate: x\r\nHangup: x\r\nCoreShowChannels: x\r\nShowDialPlan: x"
    )
    settings = f"{OK}\r\nAsteriskVersion: 13.38.3"
    dialled = "Event: OriginateResponse\r\nActionID: {id}\r\nResponse: Failure"
    async with ScriptedPbx.open(
        ListCommands=[commands], CoreSettings=[settings], Originate=[OK, dialled], ShowDialPlan=[LIST, END]
    ) as pbx:
        found = await check(pbx.address)
    assert found.wrong == ["Asterisk 13.38.3 is too old: 16 or later is needed"]


def test_the_pauses_between_two_tries_grow_with_noise_and_leave_time_to_be_right_within_five_seconds() -> (
    None
):
    pauses = [[pause_after(failures) for _ in range(50)] for failures in range(1, 12)]
    assert max(pauses[0]) <= 0.2 < min(pauses[-1])
    assert max(max(some) for some in pauses) <= LONGEST_PAUSE <= 2.5
    assert all(len(set(some)) > 10 for some in pauses)


class Follower:
    """Hears of the link, and asks one thing when it is compared."""

    def __init__(self) -> None:
        self.links: list[bool] = []

    def hear(self, event: Message) -> None:
        pass

    async def accord(self, connection: AmiConnection, away_since: datetime | None) -> bool:
        await connection.ask("Ping")
        return False

    def linked(self, *, connected: bool) -> None:
        self.links.append(connected)


async def test_a_pbx_that_falls_silent_without_hanging_up_counts_as_away_until_it_answers_again() -> None:
    clock, follower = ManualClock(), Follower()
    async with ScriptedPbx.open(Ping=[OK]) as pbx:
        link = Link(pbx.address, clock, follower, SOON)
        starting = asyncio.create_task(link.start())
        await until(lambda: follower.links == [True])
        await starting
        pbx.silent = True
        clock.move(BEAT_SECONDS)
        await until(lambda: follower.links == [True, False])
        pbx.silent = False

        def back() -> bool:
            clock.move(1)
            return follower.links == [True, False, True]

        await until(back)
        await link.stop()
