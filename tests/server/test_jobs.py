"""Jobs: if these fail, what followed a commit is lost, done twice, or never tried again."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy
from sqlalchemy import event

from occ_server.kit.db import Database
from occ_server.kit.figures import TASK_FAILURES
from occ_server.kit.health import Health
from occ_server.kit.jobs.kinds import Attempt, External, GiveUp, JobKind, Postponed, Retry, Transactional
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.jobs.runner import LOOP, Runner
from occ_server.kit.tasks import Supervisor
from occ_server.kit.unit import UnitOfWork
from occ_server.topics import open_database
from support.clock import START, ManualClock
from support.errands import WRITE, Errand, done, make_effects, note, put, rows, taken, write_down
from support.waiting import eventually, until

PATIENCE = 60.0  # seconds


@pytest.fixture
async def database(database: Database) -> Database:
    await make_effects(database)
    return database


def failing(error: Exception, times: int = 1_000_000, retry: Retry | None = None) -> JobKind[Errand]:
    """Return a kind whose first runs write their trace and then fail."""
    failures = iter([error] * times)

    async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
        await note(uow, errand.what)
        if (failure := next(failures, None)) is not None:
            raise failure

    return JobKind("test.failing", Errand, Transactional(effect), retry or Retry(attempts=3))


async def test_what_a_transaction_asked_for_is_done_once_and_leaves_no_row(database: Database) -> None:
    await put(database, WRITE, "a", "b")
    await Runner(database, [WRITE]).settled()
    assert await done(database) == {"a": 1, "b": 1}
    assert await rows(database) == []


async def test_who_waits_for_what_is_due_misses_nothing_that_is_just_being_taken(database: Database) -> None:
    runner = Runner(database, [WRITE])
    async with runner.running():
        for n in range(20):
            await put(database, WRITE, f"errand {n}")  # which wakes the runner
            await runner.settled()
            assert len(await done(database)) == n + 1


async def test_a_cause_that_is_rolled_back_leaves_no_job(database: Database) -> None:
    async def failing_cause() -> None:
        async with database.write() as uow:
            await enqueue(uow, WRITE, Errand())
            raise KeyError

    with pytest.raises(KeyError):
        await failing_cause()
    assert await rows(database) == []


async def test_eight_processes_do_200_jobs_exactly_once(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    names = [f"errand {n}" for n in range(200)]
    begun: list[str] = []

    async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
        begun.append(errand.what)
        await note(uow, errand.what)

    kind = JobKind("test.shared", Errand, Transactional(effect))

    async def work(uow: UnitOfWork) -> None:
        for name in names:
            await enqueue(uow, kind, Errand(name))

    await database.run(work)
    processes = [open_database(database_url, clock) for _ in range(8)]
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(Runner(process, [kind]).settled() for process in processes))
        await Runner(database, [kind]).settled()
    for process in processes:
        await process.close()
    assert await done(database) == dict.fromkeys(names, 1)
    assert sorted(begun) == sorted(names)  # nobody begins what another has
    assert await rows(database) == []


async def test_work_begins_at_once_without_waiting_for_the_next_look(database: Database) -> None:
    begun = asyncio.Event()

    async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
        begun.set()

    kind = JobKind("test.begun", Errand, Transactional(effect))
    async with Runner(database, [kind]).running():
        await put(database, kind, "now")  # the clock stands still: nobody looks by himself
        async with asyncio.timeout(PATIENCE):
            await begun.wait()


def _loops() -> list[asyncio.Task[object]]:
    return [task for task in asyncio.all_tasks() if "Runner._loop" in repr(task)]


async def test_the_looking_for_work_goes_on_after_its_loop_was_cut_and_says_that_it_was(
    database: Database, clock: ManualClock
) -> None:
    health = Health(clock)
    turns = iter([None])

    async def pause(_: float) -> None:
        next(turns)

    before = TASK_FAILURES.labels(LOOP)._value.get()
    async with (
        Runner(database, [WRITE]).running(Supervisor(health, pause=pause)),
        asyncio.timeout(PATIENCE),
    ):
        await until(_loops, why="the loop did not begin")
        (loop,) = _loops()
        loop.cancel()
        await asyncio.wait({loop})
        await put(database, WRITE, "later")
        await eventually(lambda: done(database))
        assert health.parts[LOOP].word.startswith("CancelledError")
    assert TASK_FAILURES.labels(LOOP)._value.get() == before + 1


async def test_work_of_another_process_is_found_within_a_second(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    other = open_database(database_url, clock)
    runner = Runner(database, [WRITE])
    async with runner.running(), asyncio.timeout(PATIENCE):
        await put(other, WRITE, "theirs")
        while not await done(database):
            await clock.advance(1)
    await other.close()


async def test_a_look_that_fails_is_made_again(database: Database, clock: ManualClock) -> None:
    failed = 0

    def unreachable(*_: object) -> None:
        nonlocal failed
        if failed < 3:
            failed += 1
            raise sqlalchemy.exc.OperationalError("", {}, OSError())

    runner = Runner(database, [WRITE])
    async with runner.running(), asyncio.timeout(PATIENCE):
        await put(database, WRITE, "after all", due_at=START + timedelta(seconds=5))
        event.listen(database._asker.sync_engine, "before_cursor_execute", unreachable)
        while failed < 3:
            await clock.advance(1)
        while not await done(database):
            await clock.advance(1)
        assert runner.silence() is not None


async def test_work_for_later_waits_for_its_time(database: Database, clock: ManualClock) -> None:
    await put(database, WRITE, "later", due_at=START + timedelta(minutes=5))
    runner = Runner(database, [WRITE])
    clock.move(299)
    await runner.settled()
    assert await done(database) == {}
    clock.move(1)
    await runner.settled()
    assert await done(database) == {"later": 1}


async def test_a_failed_attempt_leaves_nothing_of_its_effect_and_is_tried_again_later(
    database: Database, clock: ManualClock
) -> None:
    kind = failing(ValueError(), times=2)
    await put(database, kind, "at last")
    runner = Runner(database, [kind], random=lambda: 0.0)
    for pause in (2, 4):
        await runner.settled()
        assert await done(database) == {}
        clock.move(pause - 0.001)
        await runner.settled()
        assert await done(database) == {}
        clock.move(0.001)
    await runner.settled()
    assert await done(database) == {"at last": 1}
    assert await rows(database) == []


def test_pauses_grow_to_a_limit_and_are_spread_by_noise() -> None:
    retry = Retry(first=timedelta(seconds=2), longest=timedelta(minutes=1), noise=0.5)
    assert [retry.pause(n, 0.0).total_seconds() for n in (1, 2, 3, 6, 99)] == [2, 4, 8, 60, 60]
    assert [retry.pause(n, 1.0).total_seconds() for n in (1, 2, 99)] == [1, 2, 30]


async def test_what_always_fails_is_set_aside_and_keeps_nobody_waiting(
    database: Database, clock: ManualClock
) -> None:
    kind = failing(ValueError("010-1234-5678 cannot be reached"))
    await put(database, kind, "poison")
    await put(database, WRITE, "next")
    runner = Runner(database, [kind, WRITE])
    for _ in range(5):
        await runner.settled()
        clock.move(600)
    (row,) = await rows(database, kind)
    assert (row.attempts, row.error, row.failed_at is not None, row.token) == (3, "ValueError", True, None)
    assert await done(database) == {"next": 1}
    assert "1234" not in repr([value for name, value in row._mapping.items() if name != "payload"])


async def test_what_cannot_succeed_is_set_aside_at_once_with_its_reason(database: Database) -> None:
    kind = failing(GiveUp("the carrier does not know this sender number"))
    await put(database, kind, "hopeless")
    await Runner(database, [kind]).settled()
    (row,) = await rows(database, kind)
    assert (row.attempts, row.error) == (1, "GiveUp")
    assert row.error_text == "the carrier does not know this sender number"


async def test_what_it_carries_must_be_readable(database: Database) -> None:
    class Older(Errand, frozen=True):
        what: int = 0  # type: ignore[assignment]

    old = JobKind(WRITE.name, Older)
    await database.run(lambda uow: enqueue(uow, old, Older(7)))
    await Runner(database, [WRITE]).settled()
    (row,) = await rows(database)
    assert (row.error, row.failed_at is not None) == ("GiveUp", True)


async def test_what_is_postponed_comes_back_without_spending_an_attempt(
    database: Database, clock: ManualClock
) -> None:
    kind = failing(Postponed(timedelta(seconds=30)), times=7)
    await put(database, kind, "patient")
    runner = Runner(database, [kind])
    for _ in range(7):
        await runner.settled()
        (row,) = await rows(database)
        assert (row.attempts, row.failed_at, row.error) == (0, None, None)
        clock.move(30)
    await runner.settled()
    assert await done(database) == {"patient": 1}


async def test_a_kind_of_a_newer_server_is_left_alone(database: Database, clock: ManualClock) -> None:
    newer = JobKind("test.newer", Errand, Transactional(write_down))
    await put(database, newer, "theirs")
    runner = Runner(database, [WRITE])
    clock.move(24 * 3600)
    await runner.settled()
    (row,) = await rows(database)
    assert (row.kind, row.attempts, row.failed_at) == ("test.newer", 0, None)
    (counted,) = await runner.figures()
    assert (counted.kind, counted.known, counted.waiting) == ("test.newer", False, 1)


async def test_a_backlog_of_one_kind_does_not_keep_the_others_waiting(database: Database) -> None:
    order: list[str] = []

    async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
        order.append(errand.what)

    many, urgent = (JobKind(name, Errand, Transactional(effect)) for name in ("test.many", "test.urgent"))
    await put(database, many, *["many"] * 20)
    await put(database, urgent, "urgent")
    await Runner(database, [many, urgent], slots=2).settled()
    assert order.index("urgent") <= 3


class TestKey:
    """The same work, asked for several times."""

    async def test_what_waits_already_is_asked_for_once(self, database: Database) -> None:
        await put(database, WRITE, "first", key="k", due_at=START + timedelta(hours=1))
        await put(database, WRITE, "second", key="k")
        await put(database, WRITE, "third", key="k", due_at=START + timedelta(hours=2))
        await put(database, WRITE, "other", key="l")
        await Runner(database, [WRITE]).settled()
        assert await done(database) == {"third": 1, "other": 1}

    async def test_what_changed_while_it_ran_is_looked_at_again_and_not_beside_it(
        self, database: Database
    ) -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()
        running = most = 0

        async def errand(database: Database, errand: Errand, attempt: Attempt) -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            begun.set()
            await go_on.wait()
            running -= 1

        kind = JobKind("test.keyed", Errand, External(errand, repeating="nothing"))
        await put(database, kind, "one", key="k")
        runner = Runner(database, [kind])
        async with asyncio.timeout(PATIENCE):
            work = asyncio.ensure_future(runner.settled())
            await begun.wait()
            await put(database, kind, "two", key="k")
            await put(database, kind, "three", key="k")
            assert len(await rows(database)) == 2
            await Runner(database, [kind]).settled()  # another process leaves it to wait
            go_on.set()
            await work
        assert most == 1
        assert await rows(database) == []

    async def test_one_that_is_tried_again_gives_way_to_one_that_waits(
        self, database: Database, clock: ManualClock
    ) -> None:
        async def effect(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
            await note(uow, errand.what)
            if errand.what == "one":
                raise ValueError

        kind = JobKind("test.keyed", Errand, Transactional(effect))
        await put(database, kind, "one", key="k")
        await taken(database, kind)
        await put(database, kind, "two", key="k")
        clock.move(31)  # whoever took the first one is never heard of again
        runner = Runner(database, [kind])
        await runner.settled()
        await runner.settled()
        assert await done(database) == {"two": 1}
        assert await rows(database) == []

    @pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
    async def test_nobody_starts_it_before_the_newest_cause_is_committed(self, database: Database) -> None:
        await put(database, WRITE, "old cause", key="k")
        async with database.write() as uow:
            await enqueue(uow, WRITE, Errand("new cause"), key="k")
            await Runner(database, [WRITE]).settled()
            assert await done(database) == {}
        await Runner(database, [WRITE]).settled()
        assert await done(database) == {"new cause": 1}
