"""HTTP/1.1 as clients really send it: Uvicorn's, which keeps the body of a request that offers HTTP/2.

Java's HTTP client offers it with each request over plain HTTP (``Upgrade: h2c``). A server may ignore the
offer (RFC 9110, 7.8), and Uvicorn does, but httptools takes the body for the other protocol's: the request
arrives empty (Kludex/uvicorn issue 2722). Here the head is read once more, without the offer, and what
follows it is its body.

And as clients do not send it: one that begins nothing, or does not go on with what it began, is hung up on.
Uvicorn has a limit only between requests. How long a body may take that somebody waits for is
``kit.body_pace``'s; what is left of one that was answered before its end is watched here.
"""

import asyncio
from functools import partial

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from occ_server.live.direct import EXTENSION

REFUSED = "Invalid HTTP request received."
OWED_SECONDS = 60.0  # of silence, while a head or the rest of a body is owed; a whole head may take as long


def _write(cycle: RequestResponseCycle, body: bytes) -> bool:
    """Write one part of a chunked answer as Uvicorn would, without its task (see ``live.direct``).

    Not to a client that is behind with reading: its answer waits in order, and is bounded, where it is made.
    """
    if (
        not cycle.chunked_encoding
        or not cycle.response_started
        or cycle.response_complete
        or cycle.disconnected
        or cycle.flow.write_paused
        or cycle.transport.is_closing()
    ):
        return False
    cycle.transport.write(b"%x\r\n%b\r\n" % (len(body), body))
    return True


class OfferIgnoringProtocol(HttpToolsProtocol):
    """One connection."""

    owed_seconds = OWED_SECONDS
    _owed_since: float | None = None  # in the loop's seconds; None: nothing is owed
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; the client is to send a request."""
        super().connection_made(transport)
        self._owe()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived."""
        self._unset_keepalive_if_required()
        if self._owed_since is not None and self._in_body:
            self._owed_since = self.loop.time()
        rest: bytes | None = data
        while rest is not None:
            rest = self._parsed(rest)

    def _parsed(self, data: bytes) -> bytes | None:
        """Hand data to the parser; return what it is to read instead, where it stopped at an offer."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            if any(name == b"upgrade" for name, _ in self.headers):
                return self._head_without_offer() + data[offer.args[0] :]
            self.send_400_response(REFUSED)  # CONNECT: what follows is another protocol's
        except httptools.HttpParserError:
            self.send_400_response(REFUSED)
        return None

    _in_body = False

    def on_message_begin(self) -> None:
        """Begin a request: its head is owed."""
        super().on_message_begin()
        self._in_body = False
        self._owe()

    def on_headers_complete(self) -> None:
        """Begin the request, unless its head is to be read again."""
        if not self.parser.should_upgrade():
            self._in_body = True
            self._owe()
            super().on_headers_complete()
            if self.scope["method"] == "GET":  # its task has not begun yet
                self.scope["extensions"] = {EXTENSION: partial(_write, self.cycle)}  # type: ignore[dict-item]

    def on_message_complete(self) -> None:
        """End the request's body, which an offer hides from the parser."""
        if not self.parser.should_upgrade():
            self._owed_since = None
            super().on_message_complete()

    def _owe(self) -> None:
        self._owed_since = self.loop.time()
        if self._watch is None:
            self._watch = self.loop.call_later(self.owed_seconds, self._look)

    def _look(self) -> None:
        """Hang up on a client that owes too long; what we do not read meanwhile, it cannot send."""
        self._watch = None
        if self._owed_since is None:
            return
        if self.flow.read_paused:
            self._owed_since = self.loop.time()
        due = self._owed_since + self.owed_seconds
        if due <= self.loop.time():
            self.transport.close()
        else:
            self._watch = self.loop.call_at(due, self._look)

    def _head_without_offer(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        lines += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join((*lines, b"", b""))
