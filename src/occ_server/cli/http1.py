"""HTTP/1.1 as clients really send it: Uvicorn's, which keeps the body of a request that offers HTTP/2.

Java's HTTP client offers it with each request over plain HTTP (``Upgrade: h2c``). A server may ignore the
offer (RFC 9110, 7.8), and Uvicorn does, but httptools takes the body for the other protocol's: the request
arrives empty (Kludex/uvicorn issue 2722). Here the head is read once more, without the offer, and what
follows it is its body.
"""

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

REFUSED = "Invalid HTTP request received."


class OfferIgnoringProtocol(HttpToolsProtocol):
    """One connection."""

    def data_received(self, data: bytes) -> None:
        """Parse what arrived."""
        self._unset_keepalive_if_required()
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

    def on_headers_complete(self) -> None:
        """Begin the request, unless its head is to be read again."""
        if not self.parser.should_upgrade():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End the request's body, which an offer hides from the parser."""
        if not self.parser.should_upgrade():
            super().on_message_complete()

    def _head_without_offer(self) -> bytes:
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        lines += [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join((*lines, b"", b""))
