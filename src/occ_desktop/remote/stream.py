"""Listens to the server's event stream: pokes, heartbeats, and coming back after silence.

A poke carries no data, so a lost one costs time only; nothing here raises for the network's sake.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
import msgspec
from httpx_sse import EventSource, ServerSentEvent, SSEError

from occ_contract.base import Wire
from occ_contract.sync import Poke
from occ_desktop.domain.failures import LoggedOut, Refused, Unreachable
from occ_desktop.remote.backoff import Backoff
from occ_desktop.remote.faults import refusal, unreachable
from occ_desktop.remote.link import Link

_log = logging.getLogger(__name__)
SILENCE_SECONDS = 30.0  # three heartbeats missed


class _Heartbeat(Wire, frozen=True, kw_only=True):
    time: datetime


class EventStream:
    """``on_poke`` hears pokes, ``on_live`` whether the stream is open, ``on_time`` the server's clock."""

    def __init__(
        self,
        link: Link,
        *,
        on_poke: Callable[[Poke], None],
        on_live: Callable[[bool], None],
        on_time: Callable[[datetime], None],
        backoff: Backoff | None = None,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        self._link = link
        self._on_poke = on_poke
        self._on_live = on_live
        self._on_time = on_time
        self._backoff = backoff or Backoff(first=1.0, most=30.0)
        self._silence = silence

    async def run(self) -> None:
        """Listen until cancelled or the session ends; come back after every interruption, with noise."""
        while True:
            try:
                await self._listen()
            except LoggedOut:
                return
            except (Unreachable, Refused) as failure:
                _log.debug("event stream: %s", failure)
            except TimeoutError:
                _log.info("event stream: silent for %.0f s, opened anew", self._silence)
            finally:
                self._on_live(False)
            await asyncio.sleep(self._backoff.next())

    async def _listen(self) -> None:
        """Open the stream and hear it to its end."""
        token = await self._link.auth.token()
        patience = httpx.Timeout(15.0, connect=8.0, read=None)
        try:
            async with self._link.http.stream("/v1/stream", token=token, timeout=patience) as response:
                await self._check(response, token)
                await self._hear(response)
        except (httpx.HTTPError, SSEError) as error:
            if isinstance(error, httpx.HTTPError):
                raise unreachable(error) from error
            raise Unreachable("protocol") from error

    async def _check(self, response: httpx.Response, token: str) -> None:
        if response.status_code >= 400:
            body = await response.aread()
            failure = refusal(response.status_code, response.headers.get("content-type", ""), body)
            if isinstance(failure, Refused):
                await self._link.auth.renew_after(failure, token)
            raise failure
        if "date" in response.headers:
            try:
                self._on_time(parsedate_to_datetime(response.headers["date"]))
            except ValueError:
                _log.debug("event stream: unreadable Date header")

    async def _hear(self, response: httpx.Response) -> None:
        loop = asyncio.get_running_loop()
        async with (
            asyncio.timeout(self._silence) as patience,
            aclosing(EventSource(response).aiter_sse()) as events,
        ):
            async for event in events:
                patience.reschedule(loop.time() + self._silence)
                self._backoff.reset()
                self._on_live(True)
                self._tell(event)

    def _tell(self, event: ServerSentEvent) -> None:
        try:
            if event.event == "poke":
                self._on_poke(msgspec.json.decode(event.data, type=Poke))
            elif event.event == "heartbeat":
                self._on_time(msgspec.json.decode(event.data, type=_Heartbeat).time)
        except (msgspec.DecodeError, ValueError):
            _log.warning("event stream: unreadable %s", event.event)
