"""The election of one owner: if these fail, two processes dial the same PBX, or none does."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import LeaseLost
from occ_server.kit.jobs.owner import Owner, Term
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.tasks import ended, running
from occ_server.topics import open_database
from support.clock import ManualClock
from support.databases import waits_for_a_lock
from support.errands import done, make_effects, note, rows

PATIENCE = 60.0  # seconds
LEASE = 15.0


class Candidate:
    """One process that stands for the seat, and what it did in office."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.owner = Owner(database, "pbx", self._work, lease_seconds=LEASE)
        self.terms: list[Term] = []
        self.left = 0
        self.fails = False

    async def _work(self, term: Term) -> None:
        self.terms.append(term)
        try:
            if self.fails:
                raise ValueError
            await asyncio.Event().wait()
        finally:
            self.left += 1

    @property
    def is_owner(self) -> bool:
        return self.owner.term is not None


@pytest.fixture
async def candidates(
    database: Database, database_url: str, clock: ManualClock
) -> AsyncIterator[list[Candidate]]:
    await make_effects(database)
    opened = [open_database(database_url, clock) for _ in range(3)]
    yield [Candidate(one) for one in opened]
    for one in opened:
        await one.close()


async def standing(candidate: Candidate) -> "asyncio.Task[None]":
    """Have a process stand for the seat once; return when it is owner, or knows that it is not."""
    task = asyncio.ensure_future(candidate.owner._once())
    async with asyncio.timeout(PATIENCE):
        while not task.done() and not candidate.terms[candidate.left :]:
            await rows(candidate.database)
    return task


async def test_one_of_many_is_owner_and_stays_it(candidates: list[Candidate], clock: ManualClock) -> None:
    tasks = await asyncio.gather(*map(standing, candidates))
    (owner,) = [one for one in candidates if one.is_owner]
    for _ in range(6):
        before = (await rows(owner.database))[0].ready_at
        clock.move(LEASE / 3)
        async with asyncio.timeout(PATIENCE):
            while (await rows(owner.database))[0].ready_at <= before:
                pass
        await asyncio.gather(*(standing(one) for one in candidates if one is not owner))
        assert [one for one in candidates if one.is_owner] == [owner]
    for task in tasks:
        await ended(task)


async def test_an_owner_that_stops_is_followed_at_once(candidates: list[Candidate]) -> None:
    first, second, _ = candidates
    await ended(await standing(first))
    assert (first.left, first.is_owner) == (1, False)
    following = await standing(second)  # the clock stands still
    assert second.is_owner
    assert [term.number for one in (first, second) for term in one.terms] == [1, 2]
    await ended(following)


async def test_an_owner_that_dies_is_followed_once_its_lease_is_over(
    candidates: list[Candidate], clock: ManualClock
) -> None:
    first, second, _ = candidates
    assert await first.database.run(first.owner._elected)
    clock.move(LEASE - 0.1)
    await standing(second)
    assert not second.is_owner
    clock.move(0.1)
    following = await standing(second)
    assert second.is_owner
    await ended(following)


async def test_an_owner_cut_off_from_the_database_stops_before_another_may_begin(
    candidates: list[Candidate], clock: ManualClock
) -> None:
    first, second, _ = candidates
    task = await standing(first)
    async with second.database.write() as uow:  # whoever renews waits for this
        await uow.conn.execute(select(jobs.c.id).with_for_update())
        clock.move(LEASE * 0.89)
        for _ in range(20):
            await rows(second.database)
        assert first.is_owner
        clock.move(LEASE * 0.02)
        async with asyncio.timeout(PATIENCE):
            while not first.left:
                await rows(second.database)
    await task
    clock.move(LEASE * 0.2)
    following = await standing(second)
    assert second.is_owner
    await ended(following)


async def test_whoever_is_not_owner_looks_again_until_he_is(
    candidates: list[Candidate], clock: ManualClock
) -> None:
    first, second, _ = candidates
    assert await first.database.run(first.owner._elected)
    async with running(second.owner.run(), "second"), asyncio.timeout(PATIENCE):
        while not second.terms:
            await clock.advance(0.5)


async def test_what_an_owner_writes_after_it_was_replaced_is_refused(
    candidates: list[Candidate], clock: ManualClock
) -> None:
    """It was frozen, and has not noticed yet."""
    first, second, _ = candidates
    old = await first.database.run(first.owner._elected)
    clock.move(LEASE + 1)
    new = await second.database.run(second.owner._elected)
    assert old is not None
    assert new is not None
    assert new.number > old.number

    async def write(owner: Candidate, term: Term) -> None:
        async with owner.database.write() as uow:
            await term.fence(uow)
            await note(uow, f"term {term.number}")

    with pytest.raises(LeaseLost):
        await write(first, old)
    await write(second, new)
    assert await done(first.database) == {"term 2": 1}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_what_an_owner_is_writing_is_waited_for_by_nobody_and_overtaken_by_nobody(
    candidates: list[Candidate], clock: ManualClock
) -> None:
    first, second, _ = candidates
    term = await first.database.run(first.owner._elected)
    assert term is not None
    async with first.database.write() as uow:
        await term.fence(uow)
        clock.move(LEASE + 1)
        contest = asyncio.ensure_future(second.database.run(second.owner._elected))
        assert not await waits_for_a_lock(second.database, contest)
        assert await contest is None
        await note(uow, "in time")
    assert await second.database.run(second.owner._elected)
    assert await done(first.database) == {"in time": 1}


async def test_work_that_fails_leaves_the_seat_to_whoever_can_do_it(candidates: list[Candidate]) -> None:
    first, second, _ = candidates
    first.fails = True
    with pytest.raises(ValueError):
        await first.owner._once()
    following = await standing(second)
    assert second.is_owner
    await ended(following)
