"""A stand-in for NHN Cloud Notification SMS API v3.0, strict about what its guide states, on a real socket.

It does on demand what makes the real one ambiguous: ``moods`` says how the next sends go, lists lag,
results come in either documented shape, hooks are misspelt. ``ledger`` has every acceptance by our key of the
message: more than one is a text sent twice.

What the guide does not say, and is assumed here: an unknown application key is -1000, a wrong secret -1001,
what is no JSON -9997; every envelope comes with HTTP 200.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum
from threading import Thread
from typing import Any

import msgspec

from occ_server.kit.clock import Clock
from support.nhn_rules import Refuse, check_send, korean, page_of, picture, window_of
from support.small_http import Answered, Asked, served

APP_KEY, SECRET, HOOK_SECRET = "app-key-of-the-tests", "secret-of-the-tests", "hook-secret-of-the-tests"
SIGNATURE = "X-Toast-Webhook-Signature"


class Mood(Enum):
    """How one send goes."""

    LOSE_ANSWER = "accepted, then the connection breaks"
    HALF_ANSWER = "accepted, then half an answer"
    FAIL_AFTER = "accepted, then HTTP 500"
    FAIL_BEFORE = "HTTP 500, nothing accepted"
    BREAK_BEFORE = "the connection breaks, nothing accepted"
    TOO_MANY = "HTTP 429"
    SYSTEM_ERROR = "-9999, nothing accepted"
    SILENT = "accepted, then no answer until `released`"
    FORGETS_ONE = "accepted, the answer leaves somebody out"
    OTHERS_ANSWER = "accepted, the answer is another request's"
    NOT_JSON = "accepted, the answer is a page of HTML"


@dataclass
class Accepted:
    """One message as the carrier has it."""

    request: str
    seq: int
    kind: str
    key: str
    id: str
    sender: str
    recipient: str
    title: str | None
    body: str
    files: tuple[int, ...]
    user: str
    at: datetime
    status: str = "2"
    code: str = ""
    updated_at: datetime | None = None

    def row(self) -> dict[str, Any]:
        ended = None if self.updated_at is None else f"{korean(self.updated_at)}.0"
        return {
            "requestId": self.request,
            "recipientSeq": self.seq,
            "requestDate": f"{korean(self.at)}.0",
            "resultDate": ended,
            "sendNo": self.sender,
            "recipientNo": self.recipient,
            "body": self.body,
            "title": self.title,
            "msgStatus": self.status,
            "resultCode": self.code or None,
            "messageType": self.kind,
            "userId": self.user,
            "senderGroupingKey": self.key,
            "recipientGroupingKey": self.id,
        }


@dataclass
class StandIn:
    """The carrier of one account."""

    clock: Clock
    url: str = ""
    senders: dict[str, tuple[str, str]] = field(default_factory=lambda: {"0212345678": ("Y", "N")})
    quota: int | None = None
    account_code: int | None = None  # every request is refused with it
    refuse_next: list[int] = field(default_factory=list)  # sends
    refuse_numbers: dict[str, int] = field(default_factory=dict)  # single recipients
    moods: list[Mood] = field(default_factory=list)
    down: bool = False
    lists_lag: bool = False
    lists_broken: bool = False
    results_nested: bool = False
    clock_ahead: timedelta = timedelta()
    released: asyncio.Event = field(default_factory=asyncio.Event)
    messages: list[Accepted] = field(default_factory=list)
    ledger: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, tuple[int, datetime]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # method and path below the key, in order
    requests: int = 0
    hooks: int = 0

    # what a test does

    def deliver(self, *ids: str, code: str = "1000", status: str | None = None) -> None:
        """End these messages (all that are under way without ids)."""
        for one in self.messages:
            if (one.id in ids) if ids else one.updated_at is None:
                one.code, one.updated_at = code, self.clock.now()
                one.status = status or ("3" if code == "1000" else "0")

    def twice(self) -> list[str]:
        """Return our keys of the messages that were accepted more than once."""
        return [message for message, taken in self.ledger.items() if len(taken) > 1]

    def hook(self, *ids: str, misspelt: bool = True, hook_ids: Iterable[str] | None = None) -> bytes:
        """Return the body of a result hook about these messages, as the documented sample spells it."""
        given = iter(hook_ids or ())
        key = "recipientGropuingKey" if misspelt else "recipientGroupingKey"
        words = {"3": "COMPLETED", "0": "FAILED", "4": "CANCEL", "5": "DUPLICATED", "6": "FAILED_AD"}
        hooks = []
        for one in [one for one in self.messages if one.id in ids]:
            assert one.updated_at is not None
            self.hooks += 1
            hooks.append(
                {
                    "hookId": next(given, f"hook-{self.hooks}"),
                    "senderType": "NORMAL_SMS",
                    "requestId": one.request,
                    "recipientSeq": one.seq,
                    "requestDate": korean(one.at).replace(" ", "T"),
                    "receiveDate": korean(one.updated_at).replace(" ", "T"),
                    "sendNo": one.sender,
                    "recipientNo": one.recipient,
                    "messageStatus": words[one.status],
                    key: one.id,
                    "senderGroupingKey": one.key,
                    "resultCode": one.code,
                    "messageCount": 1,
                    "_link" if misspelt else "_links": {"self": {"href": "https://example.com"}},
                }
            )
        envelope = {
            "hooksId": f"hooks-{self.hooks}",
            "webhookConfigId": "config",
            "productName": "SMS",
            "appKey": APP_KEY,
            "event": "MESSAGE_RESULT_UPDATE",
            "hooks": hooks,
        }
        return msgspec.json.encode(envelope)

    # what the carrier does

    async def handle(self, asked: Asked) -> Answered:
        if self.down:
            return Answered(breaks=True)
        date = {"Date": format_datetime((self.clock.now() + self.clock_ahead).astimezone(UTC), usegmt=True)}
        try:
            body = self._opened(asked)
            answer = await self._routed(asked, body)
        except Refuse as refused:
            header = {"isSuccessful": False, "resultCode": refused.code, "resultMessage": refused.message}
            answer = Answered(body=msgspec.json.encode({"header": header, "body": None}))
        headers = {"Content-Type": "application/json;charset=UTF-8"} | date | answer.headers
        return Answered(answer.status, answer.body, headers, answer.breaks, answer.half)

    def _opened(self, asked: Asked) -> Any:
        prefix = "/sms/v3.0/appKeys/"
        if not asked.path.startswith(prefix):
            raise Refuse(-9998)
        app_key, _, below = asked.path.removeprefix(prefix).partition("/")
        self.asked.append(f"{asked.method} /{below}")
        if app_key != APP_KEY:
            raise Refuse(-1000)
        if asked.headers.get("x-secret-key") != SECRET:
            raise Refuse(-1001)
        if self.account_code is not None:
            raise Refuse(self.account_code)
        if asked.method == "GET":
            return None
        if asked.headers.get("content-type", "").replace(" ", "").lower() != "application/json;charset=utf-8":
            raise Refuse(-9996)
        try:
            return msgspec.json.decode(asked.body, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise Refuse(-9997) from error

    async def _routed(self, asked: Asked, body: Any) -> Answered:
        what = self.asked[-1]
        if what in {"POST /sender/sms", "POST /sender/mms"}:
            return await self._send(what.rpartition("/")[2], body)
        known: dict[str, Callable[[], dict[str, Any]]] = {
            "POST /attachfile/binaryUpload": lambda: self._upload(body),
            "GET /sender/sms": lambda: self._list(asked.query, {"SMS"}),
            "GET /sender/mms": lambda: self._list(asked.query, {"LMS", "MMS"}),
            "GET /message-results": lambda: self._results(asked.query),
            "GET /sendNos": lambda: self._numbers(asked.query),
        }
        if what not in known:
            raise Refuse(-9998)
        if self.lists_broken and asked.method == "GET":
            return Answered(503, b"upstream")
        return _yes(known[what]())

    async def _send(self, way: str, body: dict[str, Any]) -> Answered:
        mood = self.moods.pop(0) if self.moods else None
        if mood is Mood.TOO_MANY:
            return Answered(429, b"", {"Retry-After": "2"})
        if mood is Mood.FAIL_BEFORE:
            return Answered(500, b"")
        if mood is Mood.BREAK_BEFORE:
            return Answered(breaks=True)
        if mood is Mood.SYSTEM_ERROR:
            raise Refuse(-9999)
        if self.refuse_next:
            raise Refuse(self.refuse_next.pop(0))
        data = self._accept(way, body)
        if mood is Mood.SILENT:
            await self.released.wait()
        if mood is Mood.FORGETS_ONE:
            data["sendResultList"].pop()
        if mood is Mood.OTHERS_ANSWER:
            data["senderGroupingKey"] = "another"
        if mood is Mood.NOT_JSON:
            return Answered(200, b"<html>please log in</html>")
        if mood is Mood.FAIL_AFTER:
            return Answered(500, b"")
        answer = _yes({"data": data})
        lost = mood is Mood.LOSE_ANSWER
        return Answered(200, answer.body, breaks=lost, half=mood is Mood.HALF_ANSWER)

    def _accept(self, way: str, body: dict[str, Any]) -> dict[str, Any]:
        check_send(way, body, self.senders, self.files, self.clock.now())
        people, files = body["recipientList"], tuple(body.get("attachFileIdList", ()))
        if self.quota is not None:
            if len(people) > self.quota:
                raise Refuse(-2052)
            self.quota -= len(people)
        self.requests += 1
        request = f"20261123{self.requests:012d}"
        kind = "SMS" if way == "sms" else "MMS" if files else "LMS"
        results = []
        for seq, one in enumerate(people, 1):
            id_, phone = one.get("recipientGroupingKey", ""), one["recipientNo"]
            code = self.refuse_numbers.get(phone, 0)
            if code == 0:
                self.ledger[id_].append((request, seq))
                sent = (body["sendNo"], phone, body.get("title"), body["body"], files, body.get("userId", ""))
                key = body.get("senderGroupingKey", "")
                self.messages.append(Accepted(request, seq, kind, key, id_, *sent, self.clock.now()))
            results.append(
                {
                    "recipientNo": phone,
                    "resultCode": code,
                    "resultMessage": "SUCCESS" if code == 0 else "FAIL",
                    "recipientSeq": seq,
                    "recipientGroupingKey": id_,
                }
            )
        return {
            "requestId": request,
            "statusCode": "2",
            "senderGroupingKey": body.get("senderGroupingKey"),
            "sendResultList": results,
        }

    def _upload(self, body: dict[str, Any]) -> dict[str, Any]:
        name, content = picture(body)
        file_id = 1000 + len(self.files)
        self.files[file_id] = (len(content), self.clock.now())
        return {"data": {"fileId": file_id, "fileName": name, "filePath": "toast-mt-2026"}}

    def _list(self, query: dict[str, str], kinds: set[str]) -> dict[str, Any]:
        start, end = window_of(query, "Request", timedelta(days=31), required="requestId" not in query)
        found = [
            one
            for one in self.messages
            if one.kind in kinds
            and not self.lists_lag
            and (start is None or end is None or start <= one.at.replace(microsecond=0) <= end)
            and query.get("senderGroupingKey", one.key) == one.key
            and query.get("recipientGroupingKey", one.id) == one.id
            and query.get("requestId", one.request) == one.request
        ]
        return page_of(query, [one.row() for one in found])

    def _results(self, query: dict[str, str]) -> dict[str, Any]:
        start, end = window_of(query, "Update", timedelta(days=1), required=True)
        kind = query.get("messageType", "")
        if kind not in {"SMS", "LMS", "MMS", "AUTH"}:
            raise Refuse(4)
        assert start is not None
        assert end is not None
        rows = []
        for one in self.messages:
            if one.updated_at is None or one.kind != kind or self.lists_lag:
                continue
            if start <= one.updated_at.replace(microsecond=0) <= end:
                whole = one.row() | {"updateDate": f"{korean(one.updated_at)}.0"}
                for name in ("sendNo", "recipientNo", "body", "title", "msgStatus", "userId"):
                    del whole[name]
                rows.append(whole)
        page = page_of(query, rows)
        if self.results_nested:
            page["data"] = {"resultUpdateList": page["data"]}
        return page

    def _numbers(self, query: dict[str, str]) -> dict[str, Any]:
        rows = [
            {"serviceId": 1, "sendNo": phone, "useYn": used, "blockYn": blocked, "blockReason": None}
            for phone, (used, blocked) in self.senders.items()
        ]
        return page_of(query, rows)


def _yes(body: dict[str, Any]) -> Answered:
    header = {"isSuccessful": True, "resultCode": 0, "resultMessage": "SUCCESS"}
    return Answered(body=msgspec.json.encode({"header": header, "body": body}))


@asynccontextmanager
async def standing_in(clock: Clock) -> AsyncIterator[StandIn]:
    """Run one on a free loopback port; its ``url`` is what a service's carrier is set to."""
    stand_in = StandIn(clock)
    async with served(stand_in.handle) as url:
        stand_in.url = url
        yield stand_in
        stand_in.released.set()


@contextmanager
def standing_in_a_thread(clock: Clock) -> Iterator[StandIn]:
    """Run one beside a program that has a loop of its own, or none: a command, other processes."""
    ready: Future[StandIn] = Future()
    loop, done = asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        async with standing_in(clock) as stand_in:
            ready.set_result(stand_in)
            await done.wait()

    thread = Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    try:
        yield ready.result(timeout=10)
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(timeout=10)
        loop.close()
