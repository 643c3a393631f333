"""Pages of the feed: applied twice or late they do no harm; what a person lost is gone from the machine."""

from datetime import timedelta

import msgspec
from sqlalchemy import Connection, select

from occ_contract.callbacks import CallbackStatus
from occ_contract.notices import Notice, NoticeKind
from occ_contract.people import Agent, Membership, Role, Service
from occ_contract.sync import Change, Entity, KeyChecksum
from occ_contract.tickets import Ticket
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.store import Cache, callbacks, checksums, feed, notices, people, schema, tickets
from occ_desktop.store.times import stored
from store.builders import ME, NEVER, START, callback, change, gone, page

OWN = "s:1:assignee:agent-1"


async def _apply(cache: Cache, *changes: Change) -> feed.ChangeSet:
    return await cache.write(feed.apply_rows, changes, ME)


async def test_a_row_is_shown_in_its_latest_state(cache: Cache) -> None:
    await _apply(cache, change(callback(1)))
    told = await _apply(cache, change(callback(1, attempts=2, seq=9)))
    row = await cache.read(callbacks.get, callback(1).id)
    assert row is not None
    assert row.callback.attempts == 2
    assert told.ids == {Entity.CALLBACK: frozenset({row.id})}


async def test_rows_that_changed_in_different_ways_are_all_found_by_what_they_are_now(cache: Cache) -> None:
    await _apply(cache, *(change(callback(no)) for no in range(4)))
    now = [
        callback(0, attempts=3, seq=9),
        callback(1, status=CallbackStatus.ASSIGNED, assignee_id="agent-7", assigned_at=START, seq=9),
        callback(2, received_at=START + timedelta(days=9), route_code="8", seq=9),
        callback(3, seq=9),
    ]
    await _apply(cache, *(change(row) for row in now))

    def kept(conn: Connection) -> list[tuple[object, ...]]:
        c = schema.callbacks.c
        names = schema.names
        whom = select(names.c.value).where(names.c.no == c.assignee_no).scalar_subquery()
        route = select(names.c.value).where(names.c.no == c.route_no).scalar_subquery()
        found = conn.execute(select(c.id, c.seq, c.attempts, c.received_at, c.assigned_at, whom, route))
        return sorted(tuple(row) for row in found)

    wanted = [
        (r.id, 9, r.attempts, stored(r.received_at), stored(r.assigned_at), r.assignee_id or "", r.route_code)
        for r in now
    ]
    assert await cache.read(kept) == sorted(wanted)
    for row in now:
        shown = await cache.read(callbacks.get, row.id)
        assert shown is not None
        assert shown.callback == row


async def test_a_late_or_doubled_row_changes_nothing(cache: Cache) -> None:
    await _apply(cache, change(callback(1, attempts=2, seq=9)))
    told = await _apply(cache, change(callback(1, attempts=2, seq=9)), change(callback(1, attempts=1, seq=8)))
    row = await cache.read(callbacks.get, callback(1).id)
    assert row is not None
    assert row.callback.attempts == 2
    assert told == feed.ChangeSet()


async def test_a_row_that_left_is_gone_and_found_no_more(cache: Cache) -> None:
    mine = callback(1, status=CallbackStatus.ASSIGNED, assignee_id=ME)
    await _apply(cache, change(mine), change(callback(2)))
    told = await _apply(cache, gone(mine.id, 20), gone("never seen", 20))
    assert told.gone == {Entity.CALLBACK: frozenset({mine.id})}
    assert told.withdrawn == {mine.id}
    assert await cache.read(callbacks.get, mine.id) is None
    assert await cache.read(callbacks.count, CallbackFilter(phone=mine.phone)) == 0


async def test_a_corrected_number_is_found_and_the_wrong_one_no_more(cache: Cache) -> None:
    await _apply(cache, change(callback(1, phone="01011112222")))
    await _apply(cache, change(callback(1, phone="01033334444", name="새이름", seq=9)))
    assert await cache.read(callbacks.count, CallbackFilter(phone="2222")) == 0
    assert await cache.read(callbacks.count, CallbackFilter(phone="3333")) == 1
    assert await cache.read(callbacks.count, CallbackFilter(text="새이름")) == 1


async def test_a_lost_key_purges_what_was_seen_only_through_it(cache: Cache) -> None:
    await _apply(cache, change(callback(1), "s:1:open"), change(callback(2), "s:1:open", OWN))
    agent = Agent(id="a", name="이상담", role=Role.AGENT, seq=3)
    await _apply(cache, change(agent, "s:1:open", entity=Entity.AGENT))
    told = await cache.write(feed.end_page, page(head=30, lost_keys=("s:1:open",)), ME, NEVER)
    assert await cache.read(callbacks.get, callback(1).id) is None
    assert await cache.read(callbacks.get, callback(2).id) is not None
    assert await cache.read(people.all_agents) == ()
    assert told.gone[Entity.CALLBACK] == {callback(1).id}
    # and the other one goes once its own key goes as well
    await cache.write(feed.end_page, page(head=31, lost_keys=(OWN,)), ME, NEVER)
    assert await cache.read(callbacks.total) == 0


async def test_nothing_of_a_purged_row_stays_in_any_table(cache: Cache) -> None:
    await _apply(cache, change(callback(1, name="홍길동", phone="01098765432"), OWN))
    await cache.write(feed.purge, [OWN], ME)

    def everything(conn: Connection) -> str:
        tables = [*schema.metadata.sorted_tables, schema.callback_search]
        return repr([conn.execute(select(table)).all() for table in tables])

    left = await cache.read(everything)
    assert "홍길동" not in left
    assert "98765432" not in left


async def test_the_same_row_seen_through_another_key_stays_when_the_first_goes(cache: Cache) -> None:
    row = callback(1)
    await _apply(cache, change(row, "s:1:open"))
    await _apply(cache, change(row, "s:1:open", OWN))  # a backfill: same seq, more keys
    await cache.write(feed.purge, ["s:1:open"], ME)
    assert await cache.read(callbacks.get, row.id) is not None


async def test_the_cursor_moves_with_the_page_and_the_fill_ends_with_the_last(cache: Cache) -> None:
    await cache.write(feed.end_page, page(head=9, has_more=True, cursor="c4"), ME, NEVER)
    halfway = await cache.read(feed.position)
    assert (halfway.cursor, halfway.filled) == ("c4", False)
    await cache.write(feed.end_page, page(head=9), ME, NEVER)
    whole = await cache.read(feed.position)
    assert (whole.epoch, whole.cursor, whole.head, whole.filled) == ("e1", "c9", 9, True)
    assert whole.synced_at == NEVER


async def test_an_unknown_kind_of_row_passes_by(cache: Cache) -> None:
    strange = Change(entity=Entity.UNKNOWN, id="x", seq=1, body=msgspec.Raw(b"{}"))
    assert await _apply(cache, strange) == feed.ChangeSet()


async def test_services_agents_and_tickets_are_kept(cache: Cache) -> None:
    shop = Service(id="s1", name="샘플몰", callback_enabled=True, sms_enabled=False, cti_enabled=True, seq=1)
    ann = Agent(id="a1", name="이상담", role=Role.AGENT, seq=2)
    told = Ticket(
        id="t1", service_id="s1", subject="환불", created_at=START, created_by="a1", phone="0101", seq=3
    )
    await _apply(
        cache,
        change(shop, entity=Entity.SERVICE),
        change(ann, entity=Entity.AGENT),
        change(told, entity=Entity.TICKET),
    )
    assert await cache.read(people.all_services) == (shop,)
    assert await cache.read(people.all_agents) == (ann,)
    assert await cache.read(tickets.by_phone, "0101") == (told,)


async def test_a_colleague_seen_through_fewer_services_is_taken_although_their_row_is_no_newer(
    cache: Cache,
) -> None:
    """Memberships are cut to what the viewer shares: lost rights make other content of the same seq."""
    shared = tuple(Membership(service_id=service, role=Role.AGENT) for service in ("s1", "s2"))
    ann = Agent(id="a1", name="이상담", role=Role.AGENT, memberships=shared, seq=2)
    ben = Agent(id="a2", name="박상담", role=Role.AGENT, memberships=shared[:1], seq=3)
    for agent, keys in ((ann, ("s:1:people", "s:2:people")), (ben, ("s:1:people",))):
        await _apply(cache, change(agent, *keys, entity=Entity.AGENT))
    less = msgspec.structs.replace(ann, memberships=shared[1:])
    cut = page(change(less, "s:2:people", entity=Entity.AGENT), head=9, lost_keys=("s:1:people",))
    _taken, told = await cache.write(feed.last_rows, cut.changes, cut, ME, NEVER)
    assert await cache.read(people.all_agents) == (less,)
    assert told.gone == {Entity.AGENT: frozenset({"a2"})}
    assert told.touches(Entity.AGENT)
    await _apply(cache, gone("a1", 10, Entity.AGENT))
    assert await cache.read(people.all_agents) == ()


async def test_word_that_a_row_left_which_came_back_since_removes_nothing(cache: Cache) -> None:
    ann = Agent(id="a1", name="이상담", role=Role.AGENT, seq=8)
    await _apply(cache, change(callback(1, seq=8)), change(ann, entity=Entity.AGENT))
    await _apply(cache, gone(callback(1).id, 7), gone("a1", 7, Entity.AGENT))
    assert await cache.read(callbacks.get, callback(1).id) is not None
    assert await cache.read(people.all_agents) == (ann,)


async def test_a_notice_is_told_and_read_once_however_often_it_comes(cache: Cache) -> None:
    def notice(no: int, seq: int) -> Change:
        at = START + timedelta(minutes=no)
        body = Notice(id=f"n{no}", kind=NoticeKind.CALLBACK_RECEIVED, created_at=at, service_id="s1", seq=seq)
        return change(body, entity=Entity.NOTICE)

    await _apply(cache, notice(1, 1), notice(2, 2))
    assert [n.id for n in await cache.read(notices.untold)] == ["n1", "n2"]
    await cache.write(notices.mark_told, ["n1", "n2"], NEVER)
    assert await cache.write(notices.mark_read, ["n1"], NEVER) == 1
    await _apply(cache, notice(1, 7), notice(2, 8))
    assert await cache.read(notices.untold) == ()
    assert await cache.read(notices.unread_count) == 1
    recent = await cache.read(notices.recent, 10)
    assert [(row.notice.id, row.read_at) for row in recent] == [("n2", None), ("n1", NEVER)]
    assert await cache.write(notices.mark_read, None, NEVER) == 1


async def test_a_missing_row_shows_in_the_checksum(cache: Cache) -> None:
    await _apply(cache, change(callback(1, seq=5), "k", "m"), change(callback(2, seq=6), "k"))
    right = (
        KeyChecksum(key="k", entity=Entity.CALLBACK, count=2, seq_sum=11),
        KeyChecksum(key="m", entity=Entity.CALLBACK, count=1, seq_sum=5),
    )
    assert await cache.read(checksums.differing, right) == []
    wrong = (*right, KeyChecksum(key="n", entity=Entity.TICKET, count=1, seq_sum=1))
    assert await cache.read(checksums.differing, wrong) == [("n", Entity.TICKET)]
    assert await cache.read(checksums.differing, right[:1]) == [("m", Entity.CALLBACK)]
