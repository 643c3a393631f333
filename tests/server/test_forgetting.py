"""Old exits and news are forgotten. If these fail, first fills grow slower for ever."""

import asyncio

import pytest
from sqlalchemy import func, select, update

from occ_server.feed.forget import HORIZON, forget_old
from occ_server.feed.tables import feed
from occ_server.kit.db import Database
from occ_server.notices.tables import notices
from occ_server.topics import feed_sources
from support.cache import Cache, assert_converged
from support.centre import Centre, refusal
from support.clock import ManualClock
from support.databases import waits_for_a_lock
from support.looking import anywhere
from support.world import World

DAY = 24 * 3600


async def exits(database: Database) -> int:
    async with database.read() as conn:
        query = select(func.count()).select_from(feed).where(feed.c.gone_at.is_not(None))
        return int((await conn.execute(query)).scalar_one())


async def forget(database: Database) -> None:
    await forget_old(database, list(feed_sources()))


async def test_exits_behind_the_horizon_go_and_a_desk_from_before_it_begins_anew(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    callback = await centre.given(centre.ann)
    old, _ = await centre.ann.pull()
    await centre.boss.cancel([callback])
    clock.move(2 * 3600)
    await forget(database)
    for desk in (centre.ann, centre.boss):
        desk.headers |= await centre.world.headers(desk.someone)
    young, _ = await centre.ann.pull()
    assert await exits(database) > 0
    clock.move(HORIZON.total_seconds() + DAY)
    centre.ann.headers |= await centre.world.headers(centre.ann.someone)
    centre.boss.headers |= await centre.world.headers(centre.boss.someone)
    await forget(database)
    assert await exits(database) == 0
    assert refusal(await centre.ann.get("/v1/sync", cursor=old))["code"] == "resync_required"
    assert (await centre.ann.get("/v1/sync", cursor=young)).status_code == 200
    await assert_converged(
        Cache(centre.client, centre.ann.headers), Cache(centre.client, centre.boss.headers)
    )


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_callback_given_back_at_that_moment_is_not_forgotten(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    """Who was given it again would never have seen it, since the centre's own book had lost it."""
    callback = await centre.given(centre.ann)
    await centre.boss.cancel([callback])
    clock.move(2 * 3600)
    await forget(database)
    clock.move(HORIZON.total_seconds() + DAY)
    for desk in (centre.ann, centre.boss):
        desk.headers |= await centre.world.headers(desk.someone)
    async with asyncio.timeout(30), database.write() as uow:
        again = update(feed).where(feed.c.entity_id == callback, feed.c.gone_at.is_not(None))
        await uow.conn.execute(again.values(gone_at=None))  # as assigning writes it
        forgetting = asyncio.create_task(forget(database))
        assert await waits_for_a_lock(database, forgetting)
    await forgetting
    assert await exits(database) == 0
    _, changes = await centre.ann.pull()
    assert any(change["id"] == callback for change in changes)


async def test_nothing_young_is_forgotten(centre: Centre, database: Database, clock: ManualClock) -> None:
    callback = await centre.given(centre.ann)
    old, _ = await centre.ann.pull()
    await centre.boss.cancel([callback])
    for _ in range(3):
        clock.move(DAY)
        await forget(database)
    centre.ann.headers |= await centre.world.headers(centre.ann.someone)
    _, changes = await centre.ann.pull(old)
    assert any(change["id"] == callback and change["gone"] for change in changes)


async def test_old_news_is_forgotten_and_nobody_is_woken_for_it(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    await centre.waiting(3)
    clock.move(7 * DAY)
    centre.boss.headers |= await centre.world.headers(centre.boss.someone)
    cursor, _ = await centre.boss.pull()
    await forget(database)
    async with database.read() as conn:
        left = (await conn.execute(anywhere(select(func.count()).select_from(notices)))).scalar_one()
    assert left == 0
    _, changes = await centre.boss.pull(cursor)
    assert changes == []


async def test_news_that_arrives_during_a_first_fill_that_had_none_is_told(
    centre: Centre, clock: ManualClock
) -> None:
    """A floor once computed from all organisations hid it for good."""
    await centre.waiting(3)
    clock.move(5 * DAY)
    headers = await centre.world.headers(centre.boss.someone)
    cache = Cache(centre.client, headers, limit=2)
    await cache.page()
    assert cache.ids("notice") == set()
    await centre.received()
    await cache.pull()
    assert len(cache.ids("notice")) == 1


async def test_young_news_elsewhere_brings_no_old_news_into_a_first_fill(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    """Each organisation counts for itself: another's youngest number says nothing of one's own."""
    elsewhere = await Centre.open(
        await World.begin(database, "다른센터"), centre.app, centre.client, prefix="other-"
    )
    await centre.waiting(6)
    clock.move(5 * DAY)
    await elsewhere.received()  # by its number older than what is old here
    cache = Cache(centre.client, await centre.world.headers(centre.boss.someone))
    await cache.pull()
    assert len(cache.ids("callback")) == 6
    assert cache.ids("notice") == set()
    theirs = Cache(centre.client, await elsewhere.world.headers(elsewhere.boss.someone))
    assert len((await theirs.pull()).ids("notice")) == 1


async def test_a_first_fill_begins_with_the_newest(centre: Centre) -> None:
    ids = await centre.waiting(12)
    cache = Cache(centre.client, centre.boss.headers, limit=6)
    await cache.page()
    first = cache.ids("callback")
    assert first
    assert first == set(ids[-len(first) :])
    await cache.pull()
    assert cache.ids("callback") == set(ids)
