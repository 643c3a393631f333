"""Leases of jobs: if these fail, a dead process keeps work for ever, or two do it at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
from sqlalchemy import event, select

from occ_contract.ids import new_id
from occ_server.kit.clock import SystemClock, ticks
from occ_server.kit.db import Database
from occ_server.kit.jobs.doing import Doing
from occ_server.kit.jobs.keeping import Keeper
from occ_server.kit.jobs.kinds import Attempt, External, Finish, JobKind, Recurring, Transactional
from occ_server.kit.jobs.leases import Lease
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.unit import UnitOfWork
from occ_server.topics import open_database
from support.clock import START, ManualClock
from support.errands import WRITE, Errand, done, make_effects, note, put, rows, taken

PATIENCE = 60.0  # seconds
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def database(database: Database) -> Database:
    await make_effects(database)
    return database


class Outside:
    """An errand outside, which goes on until it is told to end."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.cancelled = 0

    async def __call__(self, database: Database, errand: Errand, attempt: Attempt) -> Finish:
        self.begun.set()
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return lambda uow: note(uow, f"{errand.what}, attempt {attempt.number}")


def outside(name: str = "test.outside") -> tuple[Outside, JobKind[Errand]]:
    errand = Outside()
    return errand, JobKind(name, Errand, External(errand, repeating="it is told again"))


async def test_work_of_a_process_that_died_is_done_by_another_once_its_lease_is_over(
    database: Database, clock: ManualClock
) -> None:
    await put(database, WRITE, "left behind")
    await taken(database, WRITE)
    runner = Runner(database, [WRITE])
    clock.move(29.9)
    await runner.settled()
    assert await done(database) == {}
    clock.move(0.1)
    await runner.settled()
    assert await done(database) == {"left behind": 1}


async def test_work_that_kills_whoever_takes_it_is_set_aside(database: Database, clock: ManualClock) -> None:
    await put(database, WRITE, "deadly")
    for _ in range(3):
        await taken(database, WRITE)
        clock.move(30)
    await Runner(database, [WRITE]).settled()
    (row,) = await rows(database)
    assert (row.attempts, row.error, row.failed_at is not None) == (3, "ProcessDied", True)
    assert await done(database) == {}


async def test_who_was_frozen_while_another_took_over_writes_nothing(
    database: Database, clock: ManualClock
) -> None:
    await put(database, WRITE, "once")
    (job,) = await taken(database, WRITE)
    clock.move(31)
    (again,) = await taken(database, WRITE)
    late, second = (
        Doing(
            database,
            WRITE,
            WRITE.handler,
            one,
            taken=ticks(clock),
            every=None,
            writing=asyncio.Semaphore(),
            random=lambda: 0.0,
        )  # type: ignore[arg-type]
        for one in (job, again)
    )
    await late.run()
    assert await done(database) == {}
    assert (await rows(database))[0].token == again.lease.token
    await second.run()
    await late.run()
    assert await done(database) == {"once": 1}


async def test_a_stop_gives_work_back_at_once_without_spending_an_attempt(database: Database) -> None:
    errand, kind = outside()
    await put(database, kind, "interrupted")
    async with asyncio.timeout(PATIENCE):
        async with Runner(database, [kind]).running():
            await errand.begun.wait()
        (row,) = await rows(database)
        assert (row.token, row.attempts, row.ready_at, errand.cancelled) == (None, 0, START, 1)
        errand.go_on.set()
        await Runner(database, [kind]).settled()
    assert await done(database) == {"interrupted, attempt 1": 1}


async def test_a_stop_in_the_middle_of_an_effect_leaves_nothing_of_it(database: Database) -> None:
    begun = asyncio.Event()

    async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
        await note(uow, "half")
        begun.set()
        await asyncio.Event().wait()

    kind = JobKind("test.half", Errand, Transactional(effect))
    await put(database, kind, "x")
    async with asyncio.timeout(PATIENCE), Runner(database, [kind]).running():
        await begun.wait()
    assert await done(database) == {}
    (row,) = await rows(database)
    assert (row.token, row.attempts) == (None, 0)


async def test_a_lease_is_renewed_as_long_as_its_work_goes_on(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    errand, kind = outside()
    other = open_database(database_url, clock)
    await put(database, kind, "long")
    async with asyncio.timeout(PATIENCE), Runner(database, [kind]).running():
        await errand.begun.wait()
        (before,) = await rows(database)
        for _ in range(12):
            clock.move(10)
            while (await rows(database))[0].ready_at <= clock.now() + timedelta(seconds=15):
                pass
            await Runner(other, [kind]).settled()
        (row,) = await rows(database)
        assert (row.token, row.attempts) == (before.token, 1)
        errand.go_on.set()
        while await rows(database):
            pass
    await other.close()
    assert await done(database) == {"long, attempt 1": 1}


async def test_an_errand_is_stopped_before_another_process_may_begin_it(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    """Its lease cannot be renewed in time: somebody holds the database up."""
    errand, kind = outside()
    other = open_database(database_url, clock)
    await put(database, kind, "cut off")
    async with asyncio.timeout(PATIENCE), Runner(database, [kind]).running():
        await errand.begun.wait()
        async with other.write() as uow:
            await uow.conn.execute(select(jobs.c.id).with_for_update())
            clock.move(30 * 0.89)
            for _ in range(20):
                await rows(other)
            assert not errand.cancelled
            clock.move(30 * 0.02)
            while not errand.cancelled:
                await rows(other)
    await other.close()
    assert await done(database) == {}


async def test_an_errand_another_process_took_over_is_stopped(database: Database, clock: ManualClock) -> None:
    lease = Lease("gone", "gone", 30)
    waiting = asyncio.ensure_future(Keeper(database, lease, ticks(clock)).until_lost())
    await clock.advance(10.1)  # the first renewal
    async with asyncio.timeout(PATIENCE):
        await waiting


async def test_only_who_has_the_means_does_what_needs_them(database: Database) -> None:
    errand, given = outside()
    kind = JobKind(given.name, Errand)
    await put(database, kind, "order")
    runner = Runner(database, [kind])
    await runner.settled()
    assert (await rows(database))[0].token is None
    async with asyncio.timeout(PATIENCE), runner.running():
        async with runner.offering(kind, External(errand, repeating="it is told again")):
            await errand.begun.wait()
        assert errand.cancelled == 1
        (row,) = await rows(database)
        assert (row.token, row.attempts) == (None, 0)
        errand.go_on.set()
        async with runner.offering(kind, External(errand, repeating="it is told again")):
            while await rows(database):
                pass
    assert await done(database) == {"order, attempt 1": 1}


class TestRecurring:
    """Work that comes back."""

    @staticmethod
    def runner(database: Database, *, failures: int = 0) -> Runner:
        left = failures

        async def work(uow: UnitOfWork) -> None:
            nonlocal left
            await note(uow, "turn")
            if left:
                left -= 1
                raise ValueError

        return Runner(database, recurring=[Recurring("test.turn", MINUTE, work)], random=lambda: 0.0)

    async def test_each_turn_is_done_by_one_process(
        self, database: Database, database_url: str, clock: ManualClock
    ) -> None:
        processes = [open_database(database_url, clock) for _ in range(4)]
        runners = [self.runner(one) for one in processes]
        for runner in runners:
            await runner.plan()
        for turn in range(1, 4):
            clock.move(60)
            await asyncio.gather(*(runner.settled() for runner in runners))
            assert await done(database) == {"turn": turn}
        for one in processes:
            await one.close()
        assert len(await rows(database)) == 1

    async def test_turns_missed_while_nobody_served_are_not_made_up_for(
        self, database: Database, clock: ManualClock
    ) -> None:
        await self.runner(database).plan()
        clock.move(3600 + 20)
        again = self.runner(database)  # the server starts again
        await again.plan()
        await again.settled()
        assert await done(database) == {"turn": 1}
        (row,) = await rows(database)
        assert row.due_at == clock.now() + MINUTE

    async def test_it_keeps_its_rhythm_though_it_begins_a_little_late(
        self, database: Database, clock: ManualClock
    ) -> None:
        runner = self.runner(database)
        await runner.plan()
        clock.move(61)
        await runner.settled()
        (row,) = await rows(database)
        assert row.due_at == START + 2 * MINUTE

    async def test_a_turn_that_fails_is_tried_again_and_never_set_aside(
        self, database: Database, clock: ManualClock
    ) -> None:
        runner = self.runner(database, failures=20)
        await runner.plan()
        clock.move(60)
        for _ in range(20):
            await runner.settled()
            (row,) = await rows(database)
            assert (row.failed_at, row.error, row.token) == (None, "ValueError", None)
            clock.move(60)
        await runner.settled()
        assert await done(database) == {"turn": 1}
        (row,) = await rows(database)
        assert (row.attempts, row.error) == (0, None)


class Ahead(SystemClock):
    """The clock of a machine that is an hour ahead of the others."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=1)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
class TestClocksThatDiffer:
    """Machines around one PostgreSQL."""

    @pytest.fixture
    async def right(self, database: Database, database_url: str) -> AsyncIterator[Database]:
        opened = open_database(database_url, SystemClock())
        yield opened
        await opened.close()

    @pytest.fixture
    async def ahead(self, database: Database, database_url: str) -> AsyncIterator[Database]:
        opened = open_database(database_url, Ahead())
        yield opened
        await opened.close()

    async def test_a_machine_ahead_takes_neither_what_is_not_due_nor_what_another_has(
        self, right: Database, ahead: Database
    ) -> None:
        soon = SystemClock().now() + timedelta(minutes=30)
        await put(right, WRITE, "later", due_at=soon)
        await put(right, WRITE, "now")
        (job,) = await taken(right, WRITE)
        await Runner(ahead, [WRITE]).settled()
        assert await done(right) == {}
        assert {row.token for row in await rows(right)} == {None, job.lease.token}

    async def test_what_a_machine_ahead_wants_at_once_is_done_at_once_by_the_others(
        self, right: Database, ahead: Database
    ) -> None:
        await put(ahead, WRITE, "now")
        await Runner(right, [WRITE]).settled()
        assert await done(right) == {"now": 1}


async def test_looking_for_work_and_taking_it_read_no_more_than_there_is_to_do(
    database: Database, backend: str
) -> None:
    """Each statement on the table is explained: none reads it from end to end."""
    async with database.write() as uow:  # enough rows that a plan shows what it will be
        values = {"payload": {}, "created_at": START, "due_at": START, "ready_at": START + 1000 * MINUTE}
        some = [{"id": new_id(), "kind": f"test.kind{n % 40}", "key": f"k{n}", **values} for n in range(4000)]
        await uow.conn.execute(sqlalchemy.insert(jobs), some)
    if backend == "postgresql":
        async with database.write() as uow:
            await uow.conn.execute(sqlalchemy.text("ANALYZE jobs"))
    await put(database, WRITE, "one", key="k")
    await put(database, WRITE, "one", key="l")
    plans: list[str] = []
    explaining = False

    def explain(conn, cursor, statement, parameters, *_) -> None:  # type: ignore[no-untyped-def]
        nonlocal explaining
        if explaining or " jobs" not in statement:
            return
        explaining = True
        prefix = "EXPLAIN QUERY PLAN" if backend == "sqlite" else "EXPLAIN"
        found = conn.exec_driver_sql(f"{prefix} {statement}", parameters).all()
        plans.append(statement + "\n" + "\n".join(str(row[-1]) for row in found))
        explaining = False

    for engine in {e.sync_engine for e in (database._writer, database._reader, database._asker)}:
        event.listen(engine, "before_cursor_execute", explain)
    await Runner(database, [WRITE]).settled()
    await put(database, WRITE, "one", key="k")
    assert {plan.split()[0] for plan in plans} == {"SELECT", "UPDATE", "DELETE", "INSERT"}
    assert any("min(jobs.ready_at)" in plan for plan in plans)
    assert [plan for plan in plans if "Seq Scan" in plan or "SCAN jobs" in plan] == []
