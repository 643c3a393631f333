"""발송 내역 from the cache. If these fail, a text somebody got is not found, or a wrong one is shown."""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, func, select

from occ_contract.sms import MessageStatus, SmsMessage
from occ_contract.sync import Entity, KeyChecksum
from occ_desktop.domain.message_filters import MessageFilter, MessageSortColumn
from occ_desktop.store import Cache, binding, checksums, feed, message_ways, messages, rebuild, repair
from occ_desktop.store.schema_texting import message_search, sms_texts
from occ_desktop.store.times import stored
from store.builders import KEY, ME, OWNER, change, gone
from store.message_builders import BODY, FILTERS, SORTS, message
from store.message_builders import messages as some_messages
from store.plans import plans

COUNT = 240
KIND = Entity.SMS_MESSAGE
VALUES: dict[MessageSortColumn, Callable[[SmsMessage], Any]] = {
    MessageSortColumn.REGISTERED: lambda m: stored(m.registered_at),
    MessageSortColumn.RESERVED: lambda m: stored(m.reserved_at),
    MessageSortColumn.SENT: lambda m: stored(m.sent_at),
    MessageSortColumn.STATUS: lambda m: list(MessageStatus).index(m.status),
    MessageSortColumn.RECIPIENT: lambda m: m.recipient,
}


def put(conn: Connection, *rows: SmsMessage, keys: tuple[str, ...] = ("s:1:texts",)) -> None:
    feed.apply_rows(conn, [change(row, *keys, entity=KIND) for row in rows], ME)


def texts(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(sms_texts)).scalar_one()


@pytest.fixture
async def full(cache: Cache) -> Cache:
    await cache.write(put, *some_messages(COUNT))
    return cache


def meant(f: MessageFilter, m: SmsMessage) -> bool:
    """Say the same in plain words: what a person means by these conditions."""
    return (
        (f.registered_from is None or m.registered_at >= f.registered_from)
        and (f.registered_to is None or m.registered_at < f.registered_to)
        and (not f.services or m.service_id in f.services)
        and (f.kind is None or m.kind is f.kind)
        and (f.type is None or m.type is f.type)
        and (not f.statuses or m.status in f.statuses)
        and (not f.templates or m.template_id in f.templates)
        and (not f.agents or m.agent_id in f.agents)
        and (not f.senders or m.sender in f.senders)
        and f.recipient in m.recipient
        and f.request in {"", m.request_id}
    )


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("few", [True, False])
async def test_each_search_finds_the_same_as_a_look_at_every_message(
    full: Cache, name: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    f = FILTERS[name]
    monkeypatch.setattr(message_ways, "FEW", 2_000 if few else -1)
    for sort in SORTS:
        numbered = list(enumerate(some_messages(COUNT)))
        wanted = [pair for pair in numbered if meant(f, pair[1])]
        wanted.sort(key=lambda pair: (VALUES[sort.column](pair[1]), pair[0]), reverse=sort.descending)
        expected = [m for _, m in wanted]
        listed = await full.read(messages.page, f, sort, 0, COUNT)
        assert [row.message for row in listed] == expected
        assert await full.read(messages.count, f) == len(expected)
        assert await full.read(messages.counted_page, f, sort, 0, COUNT) == (len(expected), listed)
        if len(expected) > 3:
            third = (await full.read(messages.page, f, sort, 2, 1))[0]
            assert third.message == expected[2]
            assert await full.read(messages.position, f, sort, third.id) == 2
            after = await full.read(messages.page_after, f, sort, third, COUNT)
            assert [row.message for row in after] == expected[3:]
        assert await full.read(messages.ids, f, sort, 5) == tuple(m.id for m in expected[:5])


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("few", [True, False])
async def test_no_search_reads_every_message(
    full: Cache, name: str, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan of a million rows would freeze the list; a walk touches an index that holds every condition."""
    monkeypatch.setattr(message_ways, "FEW", 2_000 if few else -1)
    f = FILTERS[name]

    def look(conn: Connection) -> None:
        for sort in SORTS:
            lines = plans(conn, partial(messages.page, conn, f, sort, 0, 200))
            lines += plans(conn, lambda: messages.count(conn, f))
            assert "SCAN sms_messages" not in lines, lines
            if not few and not f.request:  # a thousand rows at most
                assert not [x for x in lines if "sms_messages USING INDEX ix" in x], lines

    await full.read(look)


async def test_of_an_order_without_conditions_only_the_page_is_sorted_again(full: Cache) -> None:
    def look(conn: Connection) -> None:
        for sort in SORTS:
            lines = plans(conn, partial(messages.page, conn, MessageFilter(), sort, 0, 200))
            assert len([line for line in lines if "TEMP B-TREE" in line]) <= 1, lines

    await full.read(look)


async def test_a_text_to_a_thousand_is_kept_once_and_comes_back_to_the_letter(cache: Cache) -> None:
    rows = [message(no, request_id="r", body=BODY) for no in range(1000)]
    await cache.write(put, *rows)
    assert await cache.read(texts) == 1
    found = await cache.read(messages.of_request, "r")
    assert [row.message for row in found] == rows
    odd = message(2000, body='"body":"x" \\ 끝\n', subject='"body":')
    await cache.write(put, odd)
    row = await cache.read(messages.get, odd.id)
    assert row is not None
    assert row.message == odd


async def test_two_texts_with_one_number_stay_two(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number is drawn from the text; should two ever share one, nobody is shown the other's."""
    monkeypatch.setattr("occ_desktop.store.message_bodies.key_of", lambda _text: 7)
    await cache.write(put, message(1, body="하나"), message(2, body="둘"))
    found = await cache.read(messages.get_many, [message(1).id, message(2).id])
    assert [row.message.body for row in found] == ["하나", "둘"]


async def test_a_result_changes_the_row_in_its_place(full: Cache) -> None:
    before = await full.read(messages.get, message(7).id)
    failed = message(7, status=MessageStatus.FAILED, seq=9_000)
    told = await full.write(feed.apply_rows, [change(failed, entity=KIND)], ME)
    assert told.ids == {KIND: frozenset({failed.id})}
    after = await full.read(messages.get, failed.id)
    assert before is not None
    assert after is not None
    assert (after.no, after.message.status) == (before.no, MessageStatus.FAILED)
    await full.write(feed.apply_rows, [change(message(7), entity=KIND)], ME)
    again = await full.read(messages.get, failed.id)
    assert again is not None
    assert again.message.status is MessageStatus.FAILED, "an older row came late and counts for nothing"


async def test_what_a_person_may_no_longer_see_leaves_no_word_behind(cache: Cache) -> None:
    own, others = ("a:me:texts",), ("s:1:texts",)
    await cache.write(lambda conn: put(conn, message(1, body="남의 말"), keys=others))
    await cache.write(lambda conn: put(conn, message(2, body="내 말"), keys=(*own, *others)))
    told = await cache.write(feed.purge, others, ME)
    assert told.gone == {KIND: frozenset({message(1).id})}
    assert await cache.read(messages.count, MessageFilter()) == 1
    assert await cache.read(texts) == 1
    await cache.write(feed.apply_rows, [gone(message(2).id, 99, KIND)], ME)
    assert await cache.read(texts) == 0

    def found(conn: Connection) -> int:
        return conn.execute(select(func.count()).select_from(message_search)).scalar_one()

    assert await cache.read(found) == 0


async def test_the_cache_agrees_with_the_servers_checksum_and_tells_when_it_does_not(full: Cache) -> None:
    seqs = sum(row.seq for row in some_messages(COUNT))
    right = KeyChecksum(key="s:1:texts", entity=KIND, count=COUNT, seq_sum=seqs)
    assert await full.read(checksums.differing, (right,)) == []
    wrong = msgspec.structs.replace(right, count=COUNT + 1)
    assert await full.read(checksums.differing, (wrong,)) == [("s:1:texts", KIND)]
    same = [change(row, "s:1:texts", entity=KIND) for row in some_messages(COUNT)]
    assert await full.write(repair.differing, same) == [], "put together again a body is the same to the byte"


async def test_a_rebuild_takes_messages_out_that_the_server_does_not_have(full: Cache) -> None:
    kept = some_messages(COUNT)[:10]
    await full.write(rebuild.gather, [change(row, "s:1:texts", entity=KIND) for row in kept], "c")
    missing, _end = await full.read(rebuild.missing, KIND, "")
    await full.write(rebuild.leave, KIND, missing)
    assert await full.read(messages.count, MessageFilter()) == 10
    await full.write(rebuild.leave, KIND, [row.id for row in kept])
    assert await full.read(texts) == 0


async def test_a_customers_texts_are_found_in_either_notation_newest_first(cache: Cache) -> None:
    mine = message(1, recipient="01012345678", service_id="a")
    abroad = message(9, recipient="821012345678", service_id="a")
    other = message(10, recipient="01012345678", service_id="b")
    await cache.write(put, mine, abroad, other, message(20))
    found = await cache.read(messages.by_phone, "01012345678", ("a",))
    assert [row.message for row in found] == [abroad, mine]
    assert len(await cache.read(messages.by_phone, "01012345678")) == 3


@pytest.mark.parametrize("typed", ["01012345678", "0101234", "821012345678", "12345678"])
async def test_a_search_finds_a_number_in_either_notation(cache: Cache, typed: str) -> None:
    mine, abroad = message(1, recipient="01012345678"), message(9, recipient="821012345678")
    await cache.write(put, mine, abroad, message(20, recipient="01098761234"))
    assert await cache.read(messages.count, MessageFilter(recipient=typed)) == 2


async def test_withdrawn_templates_and_old_senders_can_still_be_searched_for(cache: Cache) -> None:
    await cache.write(
        put, message(1, template_name="옛 이름"), message(6, template_name="새 이름"), message(5)
    )
    assert await cache.read(messages.seen_templates) == {"template-1": "새 이름"}
    assert await cache.read(messages.seen_senders) == ("15880000", "15880001")


async def test_a_file_from_before_texting_is_not_gathered_anew_for_its_texts(cache: Cache) -> None:
    """The comparison at the start finds what it lacks: all desks of a centre are updated at one time."""
    await cache.write(binding.remember, schema="5")
    await cache.close()
    again = await Cache.open(cache.path, KEY, OWNER)
    assert await again.read(rebuild.under_way) == (False, None)
    await again.close()


async def test_an_empty_text_and_another_spelling_of_the_row_are_kept_too(cache: Cache) -> None:
    raw = msgspec.json.format(msgspec.json.encode(message(3)), indent=1)
    spaced = msgspec.structs.replace(change(message(3), entity=KIND), body=msgspec.Raw(raw))
    await cache.write(feed.apply_rows, [spaced, change(message(4, body=""), entity=KIND)], ME)
    found = await cache.read(messages.get_many, [message(3).id, message(4).id])
    assert [row.message for row in found] == [message(3), message(4, body="")]
