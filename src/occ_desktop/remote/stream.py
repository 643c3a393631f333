"""Listens to the server's one event stream: tells typed events, hears heartbeats, comes back after silence.

What an event means is for those who are told; a lost one costs time only, so nothing here raises for the
network's sake.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import msgspec

from occ_contract.base import Wire
from occ_desktop.domain.failures import LoggedOut, Refused, Unreachable
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.faults import refusal
from occ_desktop.remote.link import Link
from occ_desktop.remote.pulse import Pulse

if TYPE_CHECKING:
    import httpx
    from httpx_sse import ServerSentEvent

_log = logging.getLogger(__name__)
PATH = "/v1/stream?accept=page,agents"  # an older server passes over what it does not know
SILENCE_SECONDS = 30.0  # three heartbeats missed
LATE_SECONDS = 15.0  # one, and half a beat for the way
T = TypeVar("T")


class _Heartbeat(Wire, frozen=True, kw_only=True):
    time: Annotated[datetime, msgspec.Meta(tz=True)]


class Told(Generic[T]):
    """A kind of event: the Struct it carries, and who is told of it."""

    def __init__(self, shape: type[T], tell: Callable[[T], None]) -> None:
        self.read = msgspec.json.Decoder(shape).decode
        self.tell = tell


class EventStream:
    """``events`` says by name who is told of what; names that are not in it pass by.

    ``on_unreadable`` hears that an event of a known name could not be read, ``on_live`` whether the stream
    speaks, ``on_time`` what the server's clock showed when this was sent, which may be long ago. ``report``
    hears of a fault of our own, which ends the response that met it only. ``silence`` (seconds): how long
    nothing may come, headers included, before the stream is given up; ``late``: how long before ``on_late``
    hears that a heartbeat is missing. That holds through every new try, until something is heard again.
    """

    def __init__(
        self,
        link: Link,
        events: Mapping[str, Told[Any]],
        *,
        on_unreadable: Callable[[], None],
        on_live: Callable[[bool], None],
        on_time: Callable[[datetime], None],
        on_late: Callable[[bool], None] = lambda _late: None,
        report: Callable[[BaseException], None] | None = None,
        backoff: Backoff | None = None,
        silence: float = SILENCE_SECONDS,
        late: float = LATE_SECONDS,
    ) -> None:
        self._link = link
        self._events = {"heartbeat": Told(_Heartbeat, self._on_heartbeat), **events}
        self._on_unreadable = on_unreadable
        self._on_live = on_live
        self._on_time = on_time
        self._report = report or (lambda bug: _log.error("event stream failed", exc_info=bug))
        self._backoff = backoff or Backoff(first=1.0, most=30.0)
        self._reopenings = Backoff(first=0.1, most=30.0)
        self._silence = silence
        self._pulse = Pulse(late, on_late)
        self._patience: asyncio.Timeout | None = None
        self._again = False

    def reopen(self) -> None:
        """End the present response: what only an opened stream brings (a snapshot) is wanted anew.

        The stream comes back at once, later and later if it is asked for again and again.
        """
        if self._patience is not None and not self._patience.expired():
            self._again = True
            self._patience.reschedule(asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Listen until cancelled or the session ends; come back after every interruption, with noise."""
        self._pulse.start()
        try:
            await self._keep_open()
        finally:
            self._pulse.stop()

    async def _keep_open(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._again, opened, asked = False, loop.time(), 0.0
            try:
                await self._listen()
            except LoggedOut:
                return
            except (Unreachable, Refused) as failure:
                _log.debug("event stream: %s", failure)
                asked = failure.wait_seconds if isinstance(failure, Refused) else 0.0
            except TimeoutError:
                if not self._again:
                    _log.info("event stream: silent for %.0f s, opened anew", self._silence)
            except Exception as bug:  # noqa: BLE001 - the border: our fault must not leave a desk without news
                self._report(bug)
            finally:
                self._on_live(False)
            await asyncio.sleep(max(asked, self._pause(loop.time() - opened)))

    def _pause(self, lasted: float) -> float:
        """Return the seconds until the stream is opened again."""
        if not self._again:
            return self._backoff.next()
        if lasted >= self._silence:
            self._reopenings.reset()
        return self._reopenings.next()

    async def _listen(self) -> None:
        """Open the stream and hear it to its end.

        The silence counts from the request on: a proxy may take it and never answer.
        """
        token = await self._link.auth.token()
        try:
            async with asyncio.timeout(self._silence) as self._patience:
                async with self._link.http.stream(PATH, token=token) as response:
                    await self._check(response, token)
                    await self._hear(response, self._patience)
        finally:
            self._patience = None

    async def _check(self, response: "httpx.Response", token: str) -> None:
        if response.status_code >= 400:
            body = await response.aread()
            head = response.headers
            failure = refusal(
                response.status_code, head.get("content-type", ""), body, head.get("retry-after")
            )
            if isinstance(failure, Refused):
                await self._link.auth.renew_after(failure, token)
            raise failure
        if "date" in response.headers:
            try:
                told = parsedate_to_datetime(response.headers["date"])
            except ValueError:
                _log.debug("event stream: unreadable Date header")
                return
            self._on_time(told if told.tzinfo else told.replace(tzinfo=UTC))  # HTTP knows no other zone

    async def _hear(self, response: "httpx.Response", patience: asyncio.Timeout) -> None:
        from httpx_sse import EventSource, SSEError

        loop = asyncio.get_running_loop()
        try:
            async with aclosing(EventSource(response).aiter_sse()) as events:
                async for event in events:
                    patience.reschedule(loop.time() + self._silence)
                    self._backoff.reset()
                    self._pulse.heard()
                    self._on_live(True)
                    self._tell(event)
                    if self._again:
                        return
        except SSEError as error:
            raise Unreachable("protocol") from error

    def _tell(self, event: "ServerSentEvent") -> None:
        told = self._events.get(event.event)
        if told is None:
            return
        try:
            found = told.read(event.data)
        except (msgspec.DecodeError, ValueError):
            _log.warning("event stream: unreadable %s", event.event)
            self._on_unreadable()
            return
        told.tell(found)

    def _on_heartbeat(self, beat: _Heartbeat) -> None:
        self._on_time(beat.time)
