"""One account's way to the API: requests, their envelope, and which failures surely came before the request.

It knows no text. Secrets are in its headers and its address, and in nothing it says.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import msgspec

from occ_contract.sms import CarrierTrouble
from occ_server.kit.apart import Apart
from occ_server.kit.clock import Clock
from occ_server.sms.carriers.nhn.pace import REQUESTS_A_SECOND, AccountPace
from occ_server.sms.carriers.protocol import NotTaken, Unclear

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
PAGE = 1000
MOST_PAGES = 1000
# What httpx and httpcore log has the address, which holds the key, and at its finest the headers.
_TALKATIVE = ("httpx", "httpcore")

# Before a byte of the request: looked up, connected, TLS; or never sent at all.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_OURS = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)
# A server that says so has done nothing with the request; which it is, is for a person to find out.
_NOT_DONE = frozenset({301, 302, 307, 308, 401, 403, 404, 405, 406, 407, 410, 415, 421})
# Of the one request that was sent: too large for whoever stands in between; or not understood there.
_TOO_LARGE = frozenset({413, 414, 431})
_NOT_UNDERSTOOD = frozenset({400, 411, 422})


class Refusal(Exception):
    """The API understood and refused; ``body`` is what came with it."""

    def __init__(self, code: str, body: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.body = body


class NhnLink:
    """Asks the API for one account. ``url`` is its base, without the path."""

    def __init__(
        self,
        url: str,
        app_key: str,
        secret: str,
        clock: Clock,
        *,
        rate: float = REQUESTS_A_SECOND,
        answer_seconds: float = ANSWER_SECONDS,
        apart: Apart | None = None,
    ) -> None:
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._root = f"{url.rstrip('/')}/sms/v3.0/appKeys/{app_key}"
        self.clock = clock
        self._pace = AccountPace(clock, rate)
        self._apart = apart
        self.answered_date = ""  # the Date of the last answer, whatever it was
        self._client = httpx.AsyncClient(
            headers={"X-Secret-Key": secret, "Accept": "application/json"},
            timeout=httpx.Timeout(answer_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
            follow_redirects=False,
        )

    async def post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the body of a successful answer.

        :raises NotTaken: it surely did nothing.
        :raises Refusal: the API refused.
        :raises Unclear: nobody knows.
        """
        content = msgspec.json.encode(body)
        headers = {"Content-Type": "application/json;charset=UTF-8"}
        return _opened(await self._answer("POST", path, content=content, headers=headers))

    async def get(self, path: str, parameters: Mapping[str, str | int]) -> Mapping[str, Any]:
        """Return the body of a successful answer to a question, which changes nothing whatever happens.

        :raises NotTaken: there is no answer; refusals have their code.
        """
        try:
            return _opened(await self._answer("GET", path, params=dict(parameters)))
        except Unclear as unclear:
            raise NotTaken(CarrierTrouble.DOWN, str(unclear)) from unclear
        except Refusal as refusal:
            raise NotTaken(CarrierTrouble.REFUSED, refusal.code) from refusal

    async def pages(
        self, path: str, parameters: Mapping[str, str | int], name: str = "data"
    ) -> AsyncIterator[list[Mapping[str, Any]]]:
        """Yield the rows of each page of a list; rows stand in ``body.data`` or ``body.data.<name>``.

        :raises NotTaken: a page could not be read.
        """
        for number in range(1, MOST_PAGES + 1):
            body = await self.get(path, {**parameters, "pageNum": number, "pageSize": PAGE})
            rows, total = _rows(body, name)
            yield rows
            if total is None:
                if len(rows) < PAGE:
                    return
            elif number * PAGE >= total:
                return
            elif not rows:
                raise NotTaken(CarrierTrouble.DOWN, "a list broke off")

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _answer(self, method: str, path: str, **content: Any) -> httpx.Response:
        await self._pace.turn()
        try:
            answer = await self._client.request(method, self._root + path, **content)
        except _BEFORE as error:
            raise NotTaken(CarrierTrouble.DOWN, type(error).__name__) from error
        except _OURS as error:
            raise NotTaken(CarrierTrouble.REFUSED, type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Unclear(type(error).__name__) from error
        self.answered_date = answer.headers.get("Date", "")
        if self._apart is not None:
            self._apart.hear(self.answered_date)
        if answer.status_code == 429:
            self._pace.too_many(answer.headers.get("Retry-After", ""))
            raise NotTaken(CarrierTrouble.DOWN, "429")
        self._pace.answered()
        if answer.status_code >= 500:
            raise Unclear(f"HTTP {answer.status_code}")
        return answer


def _opened(answer: httpx.Response) -> Mapping[str, Any]:
    """Return the body of an envelope.

    :raises NotTaken: no envelope, and a status that says that nothing was done.
    :raises Refusal: the API says so, or whoever stands in between that it is too large.
    :raises Unclear: what came makes no sense.
    """
    envelope = _envelope(answer)
    if envelope is None:
        status = f"HTTP {answer.status_code}"
        if answer.status_code in _TOO_LARGE:
            raise Refusal(status, {})
        if answer.status_code in _NOT_DONE | _NOT_UNDERSTOOD:
            raise NotTaken(CarrierTrouble.REFUSED, status, alone=answer.status_code in _NOT_UNDERSTOOD)
        raise Unclear(f"no readable answer, {status}")
    header, body = envelope
    code, successful = header.get("resultCode"), header.get("isSuccessful")
    if not isinstance(successful, bool) or not isinstance(code, int) or successful != (code == 0):
        raise Unclear("an answer that says neither yes nor no")
    if not successful:
        raise Refusal(str(code), body)
    if answer.status_code >= 300:
        raise Unclear(f"yes, and HTTP {answer.status_code}")
    return body


def _envelope(answer: httpx.Response) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    try:
        read = msgspec.json.decode(answer.content)
    except msgspec.DecodeError:
        return None
    header = read.get("header") if isinstance(read, dict) else None
    if not isinstance(header, dict):
        return None
    body = read.get("body")
    return header, body if isinstance(body, dict) else {}


def _rows(body: Mapping[str, Any], name: str) -> tuple[list[Mapping[str, Any]], int | None]:
    """Return the rows of a page and how many there are in all, if it says so.

    :raises NotTaken: there is no list: that is not the same as an empty one.
    """
    rows, total = body.get("data"), body.get("totalCount")
    if isinstance(rows, dict):
        total = rows.get("totalCount", total)
        rows = rows.get(name)
    count = total if isinstance(total, int) else None
    if rows is None and count == 0:
        rows = []
    if not isinstance(rows, list):
        raise NotTaken(CarrierTrouble.DOWN, "an answer without its list")
    return [row for row in rows if isinstance(row, dict)], count
