"""The connection that comes back by itself: logged in, in accord with the PBX, and asked at a slow beat.

It knows when there is a connection and hands what is heard to who deals with it; it tells the PBX nothing of
its own.
"""

import asyncio
import logging
import random
from datetime import datetime
from typing import Protocol

from occ_server.kit.clock import Clock
from occ_server.kit.repeated import Repeated
from occ_server.kit.tasks import TaskOwner, failure_of, first_of, together
from occ_server.telephony.asterisk.address import PbxAddress
from occ_server.telephony.asterisk.connection import (
    ANSWER_SECONDS,
    EVENTS,
    AmiConnection,
    NotTold,
    Refused,
    Unreachable,
)
from occ_server.telephony.asterisk.messages import Message

BEAT_SECONDS = 10.0  # between two comparisons with the PBX
DOUBT_SECONDS = 1.0  # the same where the last one left something open
BOOT_SECONDS = 20.0  # how long Asterisk may load after it answers
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0  # seconds between two tries: it doubles, with noise
REFUSED_PAUSE = 20.0  # after a wrong secret: whoever keeps trying is locked out by the PBX's guard
START_SECONDS = 5.0  # how long the start waits to know whether there is a connection

logger = logging.getLogger(__name__)


class LoginRefused(Unreachable):
    """The PBX does not let this user in."""


class Follower(Protocol):
    """Deals with what a connection brings."""

    def hear(self, event: Message) -> None:
        """Take over an event."""

    async def accord(self, connection: AmiConnection, away_since: datetime | None) -> bool:
        """Compare with the PBX; tell whether something stays open. ``away_since``: the link was away."""

    def linked(self, *, connected: bool) -> None:
        """Hear that the connection, in accord, is there, or is not any more."""


class Link:
    """Keeps one connection while it runs; ``connection`` is there while it is in accord."""

    def __init__(
        self, address: PbxAddress, clock: Clock, follower: Follower, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._address = address
        self._clock = clock
        self._follower = follower
        self._answer_seconds = answer_seconds
        self._tasks = TaskOwner()
        self._repeated = Repeated(clock)
        self._known = asyncio.Event()
        self._away_since: datetime | None = None
        self._booted = asyncio.Event()
        self._hurry = asyncio.Event()
        self.connection: AmiConnection | None = None

    async def start(self) -> None:
        """Begin; return once it is known whether there is a connection, or after a while."""
        self._known.clear()
        self._away_since = self._clock.now()
        self._tasks.start(self._run(), "asterisk link")
        await first_of(self._known.wait(), self._clock.sleep(START_SECONDS))

    async def stop(self) -> None:
        """End the connection and wait until it is gone."""
        await self._tasks.close()
        self.connection = None

    def told(self) -> AmiConnection:
        """Return the connection to say something over.

        :raises NotTold: there is none at the moment.
        """
        if self.connection is None:
            raise NotTold(f"no connection to {self._address.where}")
        return self.connection

    def hurry(self) -> None:
        """Have the next comparison soon."""
        self._hurry.set()

    async def _run(self) -> None:
        failures = 0
        while True:
            error = await failure_of(self._once)
            was_linked, self.connection = self.connection is not None, None
            if was_linked or not self._known.is_set():
                self._away_since = self._away_since or self._clock.now()
                self._follower.linked(connected=False)
            self._known.set()
            failures = 1 if was_linked else failures + 1
            self._tell(error)
            pause = REFUSED_PAUSE if isinstance(error, LoginRefused) else pause_after(failures)
            await self._clock.sleep(pause)

    def _tell(self, error: Exception | None) -> None:
        spell, is_news = self._repeated.met(f"{type(error).__name__}: {error}")
        if is_news:
            expected = isinstance(error, Unreachable | Refused)
            words = f"{error}" if expected else "its link failed"
            logger.warning(
                "Asterisk: %s%s", words, spell.words if spell else "", exc_info=None if expected else error
            )

    async def _once(self) -> None:
        self._booted.clear()
        connection = await AmiConnection.opened(self._address, self._hear, self._answer_seconds)
        try:
            await together(self._work(connection), connection.read())  # a refusal says more than its end
        finally:
            await connection.close()

    async def _work(self, connection: AmiConnection) -> None:
        await log_in(connection, self._address)
        await first_of(self._booted.wait(), self._clock.sleep(BOOT_SECONDS))
        open_ends = await self._follower.accord(connection, self._away_since)
        self._away_since = None
        self.connection = connection
        self._follower.linked(connected=True)
        self._known.set()
        logger.info("Asterisk: connected to %s", self._address.where)
        while True:
            self._hurry.clear()
            seconds = DOUBT_SECONDS if open_ends else BEAT_SECONDS
            await first_of(self._clock.sleep(seconds), self._hurried())
            open_ends = await self._follower.accord(connection, None)

    async def _hurried(self) -> None:
        await self._hurry.wait()
        await self._clock.sleep(DOUBT_SECONDS)

    def _hear(self, event: Message) -> None:
        if event["Event"] == "FullyBooted":
            self._booted.set()
        self._follower.hear(event)


async def log_in(connection: AmiConnection, address: PbxAddress) -> None:
    """Show who we are, and ask for the events we read.

    :raises LoginRefused: with a sentence.
    """
    try:
        await connection.ask(
            "Login", ("Username", address.user), ("Secret", address.secret), ("Events", EVENTS)
        )
    except Refused as error:
        raise LoginRefused(
            f"{address.where} does not let the user {address.user!r} in: the name or the secret is wrong, or"
            " manager.conf does not permit this machine's address"
        ) from error


def pause_after(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: doubled each time, with noise."""
    grown = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 8))
    return grown * random.uniform(0.5, 1.0)  # noqa: S311 - noise, not a secret
