"""발송 내역 of a million messages: first page of any search and a jump, beside SQL by hand on the same file.

Both sides count what matches and end with the same 200 decoded messages, their texts put back; the peer is
told the index that suits its search. What differs is our query building, the choice of the way and the way to
the database thread. The ratio is of what both compute, in all threads: on a busy machine a way to another
thread and back waits for its turn at the processor, and that says nothing of us. The limit is by the clock.
"""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import sqlcipher3
from sqlalchemy import Connection, insert

from benchmarks import sample
from benchmarks.measure import Line, computed, paired, seconds
from occ_contract.sms import MessageStage, MessageStatus, SendingKind, SmsMessage, TextType
from occ_desktop.domain.message_filters import MessageFilter, MessageSort, MessageSortColumn
from occ_desktop.store import messages
from occ_desktop.store.cache import READER_MEMORY, Cache, CacheOwner
from occ_desktop.store.interning import KeySets, Names
from occ_desktop.store.message_bodies import cut, keep_texts, whole
from occ_desktop.store.message_rows import columns
from occ_desktop.store.schema_texting import MESSAGE_INDEXES, message_search, sms_messages
from occ_desktop.store.times import stored

PAGE, ROWS, LIMIT = 200, 1_000_000, 0.060
OWNER = CacheOwner(server="bench", person_id="bench")
_CHUNK = 20_000
_STATUSES = (MessageStatus.DONE,) * 17 + (
    MessageStatus.FAILED,
    MessageStatus.PROCESSING,
    MessageStatus.CANCELLED,
)
_BY_TIME = "ix_sms_messages_by_registered_at"


def _messages(count: int) -> Iterator[SmsMessage]:
    start = sample.END - timedelta(seconds=20 * count)
    for n in range(count):
        registered = start + timedelta(seconds=20 * (n - n % 10))
        yield SmsMessage(
            id=f"0190{n:08x}-0000-7000-8000-000000000000",
            request_id=f"0190{n // 10:08x}-1000-7000-8000-000000000000",
            service_id=sample.SERVICES[n % 3],
            agent_id=sample.AGENTS[n // 10 * 13 % len(sample.AGENTS)],
            registered_at=registered,
            type=TextType.MMS if n // 10 % 7 == 0 else TextType.SMS,
            kind=SendingKind.RESERVED if n // 10 % 11 == 0 else SendingKind.IMMEDIATE,
            sender=f"1588{n // 10 % 6:04}",
            recipient=f"010{n * 7919 % 100_000_000:08}",
            body=f"[한빛몰] 주문하신 상품이 오늘 출발했습니다. 문의 1588-{n // 10 % 60:04}",
            status=_STATUSES[n * 7 % len(_STATUSES)],
            stage=MessageStage.ENDED,
            template_id=f"template-{n // 10 % 60}",
            template_name=f"배송 안내 {n // 10 % 60}",
            sent_at=registered + timedelta(seconds=n % 90),
            seq=n + 1,
        )


def _load(conn: Connection, count: int) -> None:
    keyset, names = KeySets(conn).no(("key",)), Names(conn)
    for index in MESSAGE_INDEXES:
        index.drop(conn, checkfirst=True)
    rows: list[dict[str, object]] = []
    found: list[dict[str, object]] = []

    def write() -> None:
        conn.execute(insert(sms_messages), rows)
        conn.execute(insert(message_search), found)
        rows.clear()
        found.clear()

    numbers: dict[bytes, int] = {}
    for no, message in enumerate(_messages(count), 1):
        part = cut(msgspec.json.encode(message))
        if part.text not in numbers:
            numbers |= keep_texts(conn, (part.text,))
        row = {"no": no, "id": message.id, "seq": message.seq, "keyset": keyset, "body": part.rest}
        rows.append(row | {"text_no": numbers[part.text], "text_at": part.at} | columns(message, names))
        found.append({"rowid": no, "phone": message.recipient})
        if len(rows) == _CHUNK:
            write()
    if rows:
        write()
    for index in MESSAGE_INDEXES:
        index.create(conn)
    conn.exec_driver_sql("PRAGMA optimize")


def _no(name: str) -> str:
    return f"(SELECT no FROM names WHERE value = '{name}')"


def _searches(count: int) -> dict[str, tuple[MessageFilter, MessageSort, int, str, str, str]]:
    """Return our search with its offset, and the peer's index, condition and order."""
    newest, down = MessageSort(), "registered_at DESC, no DESC"
    start = sample.END - timedelta(seconds=20 * count)
    week = sample.END - timedelta(days=7)
    failed = "status = 3"
    agent, template = sample.AGENTS[3], "template-7"
    number = "no IN (SELECT rowid FROM message_search WHERE message_search MATCH 'phone : \"7919\"')"
    of_week = f"registered_at >= {stored(week)}"
    whole_time = f"registered_at >= {stored(start)}"
    return {
        "first page": (MessageFilter(registered_from=start), newest, 0, _BY_TIME, whole_time, down),
        "jump to the middle": (MessageFilter(), newest, count // 2, _BY_TIME, "1", down),
        "a week": (MessageFilter(registered_from=week), newest, 0, _BY_TIME, of_week, down),
        "failed": (
            MessageFilter(statuses=(MessageStatus.FAILED,)), newest, 0,
            "ix_sms_messages_of_status", failed, down,
        ),
        "a template": (
            MessageFilter(templates=(template,)), newest, 0,
            "ix_sms_messages_of_template_no", f"template_no = {_no(template)}", down,
        ),
        "an agent's failed long ones": (
            MessageFilter(agents=(agent,), statuses=(MessageStatus.FAILED,), type=TextType.MMS), newest, 0,
            "ix_sms_messages_of_agent_no", f"agent_no = {_no(agent)} AND {failed} AND type = 2", down,
        ),
        "a sender's reserved ones": (
            MessageFilter(senders=("15880002",), kind=SendingKind.RESERVED), newest, 0,
            "ix_sms_messages_of_kind", f"kind = 2 AND sender_no = {_no('15880002')}", down,
        ),
        "digits of a number": (MessageFilter(recipient="7919"), newest, 0, "", number, down),
        "by recipient": (
            MessageFilter(), MessageSort(MessageSortColumn.RECIPIENT, descending=False), 0,
            "ix_sms_messages_by_recipient", "1", "recipient, no",
        ),
    }  # fmt: skip


def _by_hand(raw: sqlcipher3.Connection, query: str) -> list[SmsMessage]:
    decoder = msgspec.json.Decoder(SmsMessage)
    return [decoder.decode(whole(rest, at, text)) for rest, at, text in raw.execute(query)]


def run(*, small: bool) -> Iterator[Line]:
    """Yield each search beside hand-written SQL, and beside its limit."""
    count, rounds = (20_000, 3) if small else (ROWS, 15)
    key = os.urandom(32)
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        path = Path(folder) / "cache.db"
        cache = runner.run(Cache.open(path, key, OWNER))
        try:
            runner.run(cache.write(_load, count))
            with closing(sqlcipher3.connect(str(path))) as raw:
                raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                raw.execute(f"PRAGMA cache_size={-READER_MEMORY // 1024}")
                for name, search in _searches(count).items():
                    yield from _beside(name, search, cache, raw, runner, rounds)
        finally:
            runner.run(cache.close())


def _beside(
    name: str,
    search: tuple[MessageFilter, MessageSort, int, str, str, str],
    cache: Cache,
    raw: sqlcipher3.Connection,
    runner: asyncio.Runner,
    rounds: int,
) -> Iterator[Line]:
    wanted, sort, offset, index, condition, order = search
    hint = f"INDEXED BY {index}" if index else "NOT INDEXED"
    query = (
        f"SELECT body, text_at, text FROM (SELECT no AS n FROM sms_messages {hint} WHERE {condition} "
        f"ORDER BY {order} LIMIT {PAGE} OFFSET {offset}) JOIN sms_messages ON no = n "
        f"LEFT JOIN sms_texts t ON t.no = text_no ORDER BY {order.replace('no', 'sms_messages.no')}"
    ).replace("JOIN sms_messages ON no", "JOIN sms_messages ON sms_messages.no")

    def ours() -> object:
        return runner.run(cache.read(messages.counted_page, wanted, sort, offset, PAGE))

    def peer() -> object:
        raw.execute(f"SELECT count(*) FROM sms_messages {hint} WHERE {condition}").fetchone()
        return _by_hand(raw, query)

    mine, other = paired(ours, peer, rounds, timed=computed)
    yield Line(f"history, {name}, with the count", mine, other, "hand-written SQL", 1.5)

    def page_alone() -> object:
        return runner.run(cache.read(messages.page, wanted, sort, offset, PAGE))

    alone = statistics.median(seconds(page_alone) for _ in range(rounds))
    yield Line(f"history, {name}", alone, LIMIT, "limit", 1.0)
