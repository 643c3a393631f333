"""Sums that follow a busy feed. If these fail, desks rebuild what was right, or the server sums all day."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from occ_contract.sync import Entity, KeyChecksum
from occ_server.feed.state import head as read_head
from occ_server.feed.sums import MOST_STEPS, KeySums
from occ_server.feed.tables import feed, feed_counters
from occ_server.feed.writing import Mark, write_stamp
from occ_server.kit.db import Database
from support.cache import Cache
from support.centre import Centre, Desk
from support.world import World

KEYS = ("s:a:callbacks", "s:a:open", "s:b:callbacks")


async def stamped(database: Database, organisation: str, *marks: Mark) -> int:
    async with database.write() as uow:
        return await write_stamp(uow, organisation, marks, [])


def stands(row: int, key: str = KEYS[0], *, gone: bool = False) -> Mark:
    return Mark(Entity.CALLBACK, f"row{row}", key, gone)


async def asked(
    sums: KeySums, database: Database, organisation: str, head: int, epoch: str = "e"
) -> tuple[KeyChecksum, ...]:
    async with database.read() as conn:
        return await sums.checksums(conn, organisation, head, KEYS, epoch)


@contextmanager
def whole_sums() -> Iterator[list[str]]:
    """Note the statements that read everything under a key."""
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, _p: Any, _x: Any, _m: bool) -> None:
        if "sum(" in statement and "prior" not in statement:
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_new_head_costs_what_changed_and_not_everything(database: Database, world: World) -> None:
    org, sums = world.organisation_id, KeySums([])
    head = await stamped(database, org, *(stands(row, key) for row in range(50) for key in KEYS))
    await asked(sums, database, org, head)
    with whole_sums() as seen:
        for row in range(5):
            head = await stamped(database, org, stands(row), stands(row, KEYS[1], gone=True))
            found = await asked(sums, database, org, head)
    assert not seen
    assert found == await asked(KeySums([]), database, org, head)


async def test_how_much_a_first_fill_will_bring_is_told_without_counting_it_again(centre: Centre) -> None:
    """Else a hall that starts on Monday counts everything once for each desk."""

    async def filled(desk: Desk) -> Cache:
        return await Cache(centre.client, desk.headers, limit=10).pull()

    ids = await centre.waiting(25)
    for desk in centre.desks.values():  # of each key somebody asks first
        await filled(desk)
    await centre.boss.assign(ids[:12], [centre.ann, centre.ben])
    await centre.waiting(5)
    with whole_sums() as seen:
        for desk in centre.desks.values():
            cache = await filled(desk)
            first = cache.pages[0]
            assert (first["remaining"] or 0) == len(cache.rows) - len(first["changes"])
    assert not seen


async def test_sums_are_exact_whatever_comes_goes_and_changes_twice(database: Database, world: World) -> None:
    rng, org, sums = random.Random(5), world.organisation_id, KeySums([])
    for _ in range(150):
        rows = rng.sample(range(12), rng.randint(1, 4))
        marks = [stands(row, key, gone=rng.random() < 0.4) for row in rows for key in rng.sample(KEYS, 2)]
        head = await stamped(database, org, *marks)
        if rng.random() < 0.6:
            exact = await asked(KeySums([]), database, org, head)
            assert await asked(sums, database, org, head) == exact


async def test_a_snapshot_a_moment_older_than_what_is_known_gets_its_own_sums(
    database: Database, world: World
) -> None:
    org, sums = world.organisation_id, KeySums([])
    first = await stamped(database, org, stands(1), stands(2))
    await asked(sums, database, org, first)
    async with database.read() as conn:
        assert await read_head(conn, org) == first
        await stamped(database, org, stands(3))
        newer = await stamped(database, org, stands(4), stands(1, gone=True))
        await asked(sums, database, org, newer)
        found = await sums.checksums(conn, org, first, KEYS, "e")
    assert [(item.count, item.seq_sum) for item in found] == [(2, 2 * first)]


async def test_numbers_of_restored_data_are_not_mixed_with_those_of_before(
    database: Database, world: World
) -> None:
    org, sums = world.organisation_id, KeySums([])
    head = await stamped(database, org, stands(1), stands(2))
    await asked(sums, database, org, head, "before")
    async with database.write() as uow:
        await uow.conn.execute(feed.delete())
    assert await asked(sums, database, org, head, "after") == ()


async def test_what_went_wrong_unseen_lasts_only_for_some_steps(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of before the column ``prior``, updated last, overwrites entries without it."""
    assert MOST_STEPS <= 500
    monkeypatch.setattr("occ_server.feed.sums.MOST_STEPS", 3)
    org, sums = world.organisation_id, KeySums([])
    head = await stamped(database, org, stands(1))
    await asked(sums, database, org, head)
    async with database.write() as uow:
        await uow.conn.execute(feed.update().values(seq=head + 1, prior=None))
    await stamped(database, org)
    for _ in range(4):
        head = await stamped(database, org, stands(2))
        found = await asked(sums, database, org, head)
    assert found == await asked(KeySums([]), database, org, head)


async def test_sums_of_before_the_horizon_are_not_carried_on(database: Database, world: World) -> None:
    """Who comes back from a month's leave: the exits of that time are forgotten."""
    org, sums = world.organisation_id, KeySums([])
    await asked(sums, database, org, await stamped(database, org, stands(1), stands(2)))
    head = await stamped(database, org, stands(1, gone=True))
    async with database.write() as uow:
        await uow.conn.execute(feed.delete().where(feed.c.entity_id == "row1"))
        counter = feed_counters.c.organisation_id == org
        await uow.conn.execute(update(feed_counters).where(counter).values(horizon=head))
    assert await asked(sums, database, org, head) == await asked(KeySums([]), database, org, head)
