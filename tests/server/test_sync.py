"""The feed as a client sees it. If these fail, somebody misses a change, or keeps a row they may not see."""

import asyncio
import random
from typing import Any

import httpx
from sqlalchemy import update

from occ_contract.people import Permission, Role
from occ_server.callbacks.rows import touch
from occ_server.callbacks.tables import callbacks
from occ_server.feed.state import begin_epoch
from occ_server.feed.tables import feed_counters
from occ_server.kit.db import Database
from support.cache import Cache, assert_converged
from support.centre import Centre, Desk, refusal
from support.clock import ManualClock
from support.looking import anywhere
from support.world import PHONE, PHONE_AND_ASSIGN, World

AGENT, SUPERVISOR = Role.AGENT, Role.SUPERVISOR


def caches(centre: Centre, limit: int = 500) -> dict[str, Cache]:
    return {name: Cache(centre.client, desk.headers, limit) for name, desk in centre.desks.items()}


async def test_first_fill_brings_everything_a_person_may_see_and_nothing_else(centre: Centre) -> None:
    other = await centre.world.service("샘플카드")
    hidden = await centre.received(service=other)
    mine = await centre.given(centre.ann)
    waiting = await centre.received()
    held = {name: await cache.pull() for name, cache in caches(centre).items()}
    assert held["boss"].ids("callback") == {mine, waiting}
    assert held["amy"].ids("callback") == {mine, waiting}
    assert held["ann"].ids("callback") == {mine}
    assert held["ben"].ids("callback") == set()
    assert all(hidden not in cache.ids("callback") for cache in held.values())
    assert held["ann"].ids("service") == {centre.service}
    assert held["ann"].ids("agent") == {desk.id for desk in centre.desks.values()}


async def test_remaining_counts_down_to_the_end_of_the_first_fill(centre: Centre) -> None:
    await centre.waiting(25)
    cache = await Cache(centre.client, centre.boss.headers, limit=10).pull()
    left = [page["remaining"] for page in cache.pages]
    assert left[-1] is None
    assert left[:-1] == sorted(left[:-1], reverse=True)
    assert left[0] == len(cache.rows) - len(cache.pages[0]["changes"])


async def test_a_page_never_splits_one_transaction(centre: Centre) -> None:
    ids = await centre.waiting(30)
    cache = await Cache(centre.client, centre.boss.headers, limit=5).pull()
    await centre.boss.assign(ids, [centre.ann, centre.ben])
    await cache.pull()
    for page in cache.pages:
        assigned = [c for c in page["changes"] if c["entity"] == "callback"]
        assert len(assigned) in {0, 30}
    await assert_converged(cache)


async def test_a_reassigned_callback_leaves_the_first_cache_and_enters_the_second(centre: Centre) -> None:
    callback = await centre.given(centre.ann)
    ann, ben = Cache(centre.client, centre.ann.headers), Cache(centre.client, centre.ben.headers)
    await ann.pull()
    await ben.pull()
    await centre.boss.cancel([callback])
    await centre.boss.assign([callback], [centre.ben], "manual")
    await ann.pull()
    await ben.pull()
    gone = [c for page in ann.pages for c in page["changes"] if c["entity"] == "callback"]
    assert [(c["id"], c["gone"], c["body"]) for c in gone] == [(callback, True, None)]
    assert ann.ids("callback") == set()
    assert ben.ids("callback") == {callback}


async def test_a_row_that_moves_between_two_keys_of_one_person_stays(centre: Centre) -> None:
    callback = await centre.received()
    amy = await Cache(centre.client, centre.amy.headers).pull()
    await centre.boss.assign([callback], [centre.amy], "manual")
    await centre.amy.complete(callback, "done")  # leaves the open key, stands under the assignee's
    await amy.pull()
    assert amy.rows["callback", callback].body["status"] == "completed"
    await assert_converged(amy)


async def test_a_page_in_the_middle_of_a_move_does_not_drop_the_row(centre: Centre) -> None:
    callback = await centre.given(centre.amy)
    amy = await Cache(centre.client, centre.amy.headers, limit=1).pull()
    await centre.amy.complete(callback)  # exit from "open", then touched again later under "assignee"
    for _ in range(3):
        await centre.received()
    while (await amy.page())["has_more"]:
        assert ("callback", callback) in amy.rows
    await assert_converged(amy)


async def test_a_gained_right_brings_the_older_rows_page_by_page(centre: Centre) -> None:
    await centre.waiting(40)
    ann = await Cache(centre.client, centre.ann.headers, limit=7).pull()
    assert ann.ids("callback") == set()
    await centre.world.grant(centre.ann.id, centre.service, AGENT, PHONE_AND_ASSIGN)
    await centre.waiting(3)
    await ann.pull()
    assert len(ann.ids("callback")) == 43
    assert any(page["remaining"] for page in ann.pages)
    await assert_converged(ann)


async def test_changes_made_between_two_backfill_pages_are_not_lost(centre: Centre) -> None:
    ids = await centre.waiting(30)
    ann = await Cache(centre.client, centre.ann.headers, limit=5).pull()
    await centre.world.grant(centre.ann.id, centre.service, AGENT, PHONE_AND_ASSIGN)
    await ann.page()
    await centre.boss.assign(ids[:20], [centre.ben], "manual")
    for callback in ids[:3]:
        await centre.ben.complete(callback)
    await assert_converged(ann)
    assert len(ann.ids("callback")) == 27


async def test_a_lost_right_is_named_and_its_rows_purged(centre: Centre) -> None:
    mine = await centre.given(centre.amy)
    await centre.waiting(5)
    amy = await Cache(centre.client, centre.amy.headers).pull()
    assert len(amy.ids("callback")) == 6
    await centre.world.grant(centre.amy.id, centre.service, AGENT, PHONE)
    await amy.pull()
    assert amy.pages[0]["lost_keys"] == [f"s:{centre.service}:open"]
    assert amy.ids("callback") == {mine}
    await assert_converged(amy)


async def test_a_right_lost_and_given_back_between_two_pulls_leaves_no_hole(centre: Centre) -> None:
    ids = await centre.waiting(5)
    amy = await Cache(centre.client, centre.amy.headers).pull()
    await centre.world.grant(centre.amy.id, centre.service, AGENT, PHONE)
    await centre.boss.assign(ids[:2], [centre.ben], "manual")
    await centre.ben.complete(ids[0])
    await centre.world.grant(centre.amy.id, centre.service, AGENT, PHONE_AND_ASSIGN)
    await assert_converged(amy)
    assert amy.ids("callback") == set(ids[1:])


async def test_a_right_lost_during_its_backfill_brings_no_more_rows(centre: Centre) -> None:
    await centre.waiting(20)
    ann = await Cache(centre.client, centre.ann.headers, limit=5).pull()
    await centre.world.grant(centre.ann.id, centre.service, AGENT, PHONE_AND_ASSIGN)
    await ann.page()
    await centre.world.grant(centre.ann.id, centre.service, AGENT, PHONE)
    await assert_converged(ann)
    assert ann.ids("callback") == set()


async def test_a_right_gained_during_the_first_fill_is_complete(centre: Centre) -> None:
    await centre.waiting(20)
    ann = Cache(centre.client, centre.ann.headers, limit=1)
    await ann.page()
    await centre.world.grant(centre.ann.id, centre.service, SUPERVISOR, ())
    await assert_converged(ann)
    assert len(ann.ids("callback")) == 20


async def test_each_change_of_people_and_services_reaches_every_cache(centre: Centre) -> None:
    """State and feed together equal a fresh state, for each kind of change."""
    world = centre.world
    other = await world.service("샘플카드")
    held = list(caches(centre).values())
    await centre.given(centre.ann)
    await assert_converged(*held)
    newcomer = await world.agent("newcomer", centre.service)
    await assert_converged(*held)
    await world.grant(newcomer.id, other, SUPERVISOR)
    await world.grant(centre.ann.id, other, AGENT, PHONE)
    await assert_converged(*held)
    await world.revoke(newcomer.id, centre.service)
    await assert_converged(*held)
    assert held[0].rows["agent", newcomer.id].body["services"] == [], "only the name stays here"
    for switches in ({"name": "새 이름"}, {"auto_ticket": False}, {"callback_enabled": False}):
        await world.switch(centre.service, **switches)
        await assert_converged(*held)
    assert all(not cache.ids("callback") for cache in held)
    await world.switch(centre.service, callback_enabled=True)
    await assert_converged(*held)
    assert len(held[0].ids("callback")) == 1
    await world.disable(centre.ben.id)
    boss, ben = held[0], centre.ben.id
    await assert_converged(boss)
    assert boss.rows["agent", ben].body["active"] is False


async def test_a_change_whose_number_is_given_but_not_committed_is_not_looked_past(
    centre: Centre, database: Database
) -> None:
    callback = await centre.given(centre.ann)
    cursor, _ = await centre.ann.pull()
    async with asyncio.timeout(30), database.write() as uow:
        late = update(callbacks).where(callbacks.c.id == callback).values(note="늦은 메모")
        await uow.conn.execute(anywhere(late))
        touch(uow, centre.world.organisation_id, callback)
        await uow.stamp()
        cursor, changes = await centre.ann.pull(cursor)
        assert changes == []
    (change,) = (await centre.ann.pull(cursor))[1]
    assert (change["id"], change["body"]["note"]) == (callback, "늦은 메모")


async def test_random_changes_leave_every_cache_equal_to_a_fresh_one(centre: Centre) -> None:
    chance = random.Random(20261123)
    held = caches(centre, limit=3)
    ids = await centre.waiting(6)
    standings = [
        (AGENT, frozenset[Permission]()),
        (AGENT, PHONE),
        (AGENT, PHONE_AND_ASSIGN),
        (SUPERVISOR, PHONE),
    ]
    for step in range(60):
        desk = centre.desks[chance.choice(["ann", "ben", "amy"])]
        match chance.randrange(7):
            case 0:
                ids.append(await centre.received())
            case 1 | 2:
                await centre.boss.assign(chance.sample(ids, 3), [desk], "manual")
            case 3:
                await centre.boss.cancel(chance.sample(ids, 2))
            case 4:
                await centre.boss.complete(chance.choice(ids))
            case 5:
                await centre.world.grant(desk.id, centre.service, *chance.choice(standings))
            case 6:
                for _ in range(chance.randrange(4)):
                    await held[chance.choice(list(held))].page()
        if step % 15 == 14:
            await assert_converged(*held.values())


async def test_old_notices_are_not_part_of_a_first_fill(centre: Centre, clock: ManualClock) -> None:
    await centre.received()
    await clock.advance(4 * 24 * 3600, step=24 * 3600)
    await centre.received()
    cache = Cache(centre.client, await centre.world.headers(centre.boss.someone))
    await cache.pull()
    assert len(cache.ids("callback")) == 2
    assert len(cache.ids("notice")) == 1


async def test_a_gained_right_does_not_bring_notices_of_before(centre: Centre) -> None:
    outsider = await centre.seat(await centre.world.agent("outsider", centre.service, permissions=()))
    cache = await Cache(centre.client, outsider.headers).pull()
    await centre.received()
    await cache.pull()
    await centre.world.grant(outsider.id, centre.service, AGENT, PHONE)
    await cache.pull()
    assert cache.ids("notice") == set()
    await centre.received()
    await cache.pull()
    assert len(cache.ids("notice")) == 1


async def test_a_cursor_of_before_a_restore_must_resync(centre: Centre, database: Database) -> None:
    cache = await Cache(centre.client, centre.boss.headers).pull()
    fresh = await database.run(begin_epoch)
    answer = await centre.boss.get("/v1/sync", cursor=cache.cursor)
    assert refusal(answer)["code"] == "resync_required"
    again = await Cache(centre.client, centre.boss.headers).pull()
    assert again.pages[0]["epoch"] == fresh
    assert again.state() == cache.state()


async def test_a_cursor_nobody_can_read_must_resync(centre: Centre) -> None:
    for cursor in ("nonsense", "e30", "AAAA", "ÿ", "eyJ4IjoxfQ"):
        answer = await centre.boss.get("/v1/sync", cursor=cursor)
        assert refusal(answer)["code"] == "resync_required", cursor


async def test_a_cursor_of_another_person_must_resync(centre: Centre) -> None:
    cache = await Cache(centre.client, centre.boss.headers).pull()
    answer = await centre.ann.get("/v1/sync", cursor=cache.cursor)
    assert refusal(answer)["code"] == "resync_required"


async def test_a_cursor_of_the_future_must_resync(
    centre: Centre, database: Database, client: httpx.AsyncClient
) -> None:
    """A restored backup without a new epoch is noticed all the same."""
    cache = await Cache(client, centre.boss.headers).pull()
    async with database.write() as uow:
        await uow.conn.execute(anywhere(feed_counters.update().values(value=feed_counters.c.value - 1)))
    answer = await centre.boss.get("/v1/sync", cursor=cache.cursor)
    assert refusal(answer)["code"] == "resync_required"


async def _under(desk: Desk, key: str, limit: int = 500) -> list[dict[str, Any]]:
    """Return every row the server names under one key."""
    changes: list[dict[str, Any]] = []
    params: dict[str, Any] = {"key": key, "limit": limit}
    while True:
        answer = await desk.get("/v1/sync/key", **params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        changes += page["changes"]
        params["cursor"] = page["cursor"]
        if not page["has_more"]:
            return changes


async def test_one_key_alone_brings_its_rows_as_the_feed_does(centre: Centre) -> None:
    await centre.waiting(7)
    await centre.given(centre.amy)
    await centre.given(centre.ann)
    held = await Cache(centre.client, centre.amy.headers).pull()
    for key in {key for row in held.rows.values() for key in row.keys}:
        found = {
            (c["entity"], c["id"]): (c["seq"], c["keys"]) for c in await _under(centre.amy, key, limit=2)
        }
        assert found == {
            at: (row.seq, sorted(row.keys))
            for at, row in held.rows.items()
            if key in row.keys and at[0] != "notice"
        }


async def test_a_row_that_moves_while_its_key_is_read_is_left_to_the_feed(centre: Centre) -> None:
    first, *_ = await centre.waiting(4)
    key = f"s:{centre.service}:open"
    page = (await centre.amy.get("/v1/sync/key", key=key, limit=1)).json()
    late = await centre.received()
    await centre.boss.complete(first)
    rest = (await centre.amy.get("/v1/sync/key", key=key, cursor=page["cursor"])).json()
    assert late not in {c["id"] for c in rest["changes"]}
    assert rest["upto"] == page["upto"]
    assert not any(c["gone"] for c in rest["changes"])


async def test_a_key_one_does_not_hold_is_refused_and_cursors_serve_their_key_alone(centre: Centre) -> None:
    await centre.waiting(3)
    theirs = f"s:{centre.service}:assignee:{centre.ben.id}"
    for key in (theirs, f"s:{centre.service}:callbacks", "nonsense", ""):
        assert refusal(await centre.ann.get("/v1/sync/key", key=key))["code"] == "forbidden", key
    assert refusal(await centre.ann.get("/v1/sync/key"))["code"] == "validation_failed"
    page = (await centre.boss.get("/v1/sync/key", key=f"s:{centre.service}:callbacks", limit=1)).json()
    other = await centre.boss.get("/v1/sync/key", key=f"s:{centre.service}:people", cursor=page["cursor"])
    assert refusal(other)["code"] == "resync_required"
    feed = (await centre.boss.get("/v1/sync")).json()["cursor"]
    mixed = await centre.boss.get("/v1/sync/key", key=f"s:{centre.service}:people", cursor=feed)
    assert refusal(mixed)["code"] == "resync_required"


async def test_an_unusable_limit_is_refused(centre: Centre) -> None:
    for limit in ("0", "-1", "5001", "x"):
        answer = await centre.boss.get("/v1/sync", limit=limit)
        assert refusal(answer)["code"] == "validation_failed", limit


async def test_two_organisations_share_nothing(centre: Centre, database: Database) -> None:
    elsewhere = await World.begin(database, "다른센터")
    service = await elsewhere.service("샘플몰")
    stranger = await elsewhere.supervisor("stranger", service)
    await centre.received()
    cache = await Cache(centre.client, await elsewhere.headers(stranger)).pull()
    assert cache.ids("service") == {service}
    assert cache.ids("agent") == {stranger.id}
    assert cache.ids("callback") == set()


async def test_the_last_page_says_what_a_cache_that_took_it_must_hold(centre: Centre) -> None:
    await centre.waiting(3)
    page = (await centre.boss.get("/v1/sync", checksums="true", limit=2)).json()
    assert page["has_more"]
    assert page.get("checksums") is None
    while page["has_more"]:
        page = (await centre.boss.get("/v1/sync", cursor=page["cursor"], checksums="true")).json()
    alone = (await centre.boss.get("/v1/sync/checksums")).json()
    assert (page["head"], page["checksums"]) == (alone["head"], alone["items"])
    unasked = (await centre.boss.get("/v1/sync", cursor=page["cursor"])).json()
    assert unasked.get("checksums") is None
