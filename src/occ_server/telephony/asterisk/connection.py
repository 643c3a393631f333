"""One connection to the manager interface: questions and their answers, lists, and events as they come.

It knows no call and no queue, and never connects again by itself.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from occ_server.telephony.asterisk.address import PbxAddress
from occ_server.telephony.asterisk.messages import Message, MessageReader, encoded

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 8.0  # an answer that is not there by then never comes: the connection is given up
EVENTS = "system,call,agent,user"  # the classes we read: no dialplan (variables), no RTCP, no log
LISTED_LIMIT = 200_000  # rows of one list
_CHUNK = 64 * 1024
_OURS = "occ-"
_BANNER = b"Asterisk Call Manager/"

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Unreachable(Exception):
    """There is no connection (any more); says why in words."""


class NotAsterisk(Unreachable):
    """Something answers there, and it is no manager interface."""


class NotTold(Unreachable):
    """There was no connection to say it over: the PBX knows nothing of it."""


class Refused(Exception):
    """The PBX answered with an error; the text is the PBX's, behind what it was asked."""

    def __init__(self, action: str, words: str) -> None:
        super().__init__(f"{action}: {words}")
        self.words = words


@dataclass(slots=True)
class _Waiting:
    answer: asyncio.Future[Message]
    whole: asyncio.Future[list[Message]] | None = None  # of a list
    rows: list[Message] = field(default_factory=list)


class AmiConnection:
    """A connection that is open; :meth:`read` has to run for answers to arrive."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_event: Callable[[Message], None],
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._on_event = on_event
        self._answer_seconds = answer_seconds
        self._numbers = count(1)
        self._waiting: dict[str, _Waiting] = {}
        self._messages = MessageReader()
        self._over: Unreachable | None = None

    @classmethod
    async def opened(
        cls,
        address: PbxAddress,
        on_event: Callable[[Message], None],
        answer_seconds: float = ANSWER_SECONDS,
    ) -> "AmiConnection":
        """Connect and hear the greeting.

        :raises Unreachable: when nobody, or somebody else, answers there.
        """
        writer: asyncio.StreamWriter | None = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(address.host, address.port)
                greeting = await reader.readline()
        except (OSError, TimeoutError, ValueError) as error:
            if writer is None:
                raise Unreachable(f"nobody answers at {address.where} ({_words(error)})") from error
            greeting = b""
        if not greeting.startswith(_BANNER):
            writer.transport.abort()
            raise NotAsterisk(f"what answers at {address.where} is no Asterisk Manager Interface")
        return cls(reader, writer, on_event, answer_seconds)

    async def read(self) -> None:
        """Take in what arrives until the connection ends, which ends every question too.

        :raises Unreachable: always.
        """
        try:
            while arrived := await self._reader.read(_CHUNK):
                for message in self._messages.feed(arrived):
                    self._take(message)
            self._end(Unreachable("the PBX closed the connection"))
        except OSError as error:
            self._end(Unreachable(f"the connection broke ({_words(error)})"))
        assert self._over is not None
        raise self._over

    async def ask(self, action: str, *fields: tuple[str, str], action_id: str | None = None) -> Message:
        """Say something and return the answer.

        :raises Refused: by the PBX.
        :raises NotTold: it was not said at all.
        :raises Unreachable: no answer came; whether it was heard is not known.
        """
        named, waiting = self._say(action, fields, action_id)
        try:
            return await self._answered(action, waiting)
        finally:
            self._waiting.pop(named, None)

    async def listed(self, action: str, *fields: tuple[str, str]) -> list[Message]:
        """Ask for a list and return its rows, without its end.

        :raises Refused: by the PBX.
        :raises Unreachable: when the answer, or the list's end, does not come.
        """
        named, waiting = self._say(action, fields, None)
        waiting.whole = asyncio.get_running_loop().create_future()
        try:
            answer = await self._answered(action, waiting)
            if answer["EventList"].lower() != "start":
                return []
            return await self._in_time(waiting.whole)
        finally:
            self._waiting.pop(named, None)
            waiting.whole.cancel()

    async def close(self) -> None:
        """Leave; harmless when the connection is gone."""
        self._end(Unreachable("the connection was closed"))
        self._writer.transport.abort()  # what was not sent by now is not to be sent any more

    def _say(
        self, action: str, fields: tuple[tuple[str, str], ...], action_id: str | None
    ) -> tuple[str, _Waiting]:
        if self._over is not None:
            raise NotTold(str(self._over))
        named = action_id or f"{_OURS}{next(self._numbers)}"
        waiting = _Waiting(asyncio.get_running_loop().create_future())
        said = encoded(action, (("ActionID", named), *fields))
        self._waiting[named] = waiting
        self._writer.write(said)
        return named, waiting

    async def _answered(self, action: str, waiting: _Waiting) -> Message:
        answer = await self._in_time(waiting.answer)
        if answer["Response"].lower() == "error":
            raise Refused(action, answer["Message"] or "refused without a reason")
        return answer

    async def _in_time(self, future: "asyncio.Future[T]") -> T:
        try:
            async with asyncio.timeout(self._answer_seconds):
                return await future
        except TimeoutError as error:
            raise Unreachable(f"no answer within {self._answer_seconds:g} s") from error

    def _take(self, message: Message) -> None:
        named = message["ActionID"]
        waiting = self._waiting.get(named) if named else None
        if "Response" in message and "Event" not in message:
            if waiting is not None and not waiting.answer.done():
                waiting.answer.set_result(message)
        elif waiting is not None and waiting.whole is not None:
            self._take_row(waiting, waiting.whole, message)
        elif named.startswith(_OURS):
            logger.debug("a row of a list nobody waits for any more")
        elif "Event" in message:
            self._on_event(message)

    def _take_row(self, waiting: _Waiting, whole: "asyncio.Future[list[Message]]", row: Message) -> None:
        if row["EventList"].lower() in {"complete", "cancelled"}:
            if not whole.done():
                whole.set_result(waiting.rows)
        elif len(waiting.rows) < LISTED_LIMIT:
            waiting.rows.append(row)

    def _end(self, why: Unreachable) -> None:
        if self._over is None:
            self._over = why
        for waiting in self._waiting.values():
            for future in (waiting.answer, waiting.whole):
                if future is not None and not future.done():
                    future.set_exception(self._over)
                    future.exception()  # whoever waits is told; if nobody does, that is no news


def _words(error: BaseException) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else (str(error) or type(error).__name__)
