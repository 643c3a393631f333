"""Work beside the requests. If these fail, a server goes deaf, or stops tidying, and nobody hears of it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from occ_server.kit.figures import TASK_FAILURES
from occ_server.kit.health import Health, PartState
from occ_server.kit.tasks import Supervisor, attempt
from support.clock import ManualClock


class Trouble(Exception):
    pass


class Turns:
    """Pauses that take no time, remembered; ``settled`` waits until the supervisor paused so often."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._reached = asyncio.Condition()

    async def pause(self, seconds: float) -> None:
        async with self._reached:
            self.pauses.append(seconds)
            self._reached.notify_all()
        await asyncio.sleep(0)

    async def after(self, count: int) -> None:
        async with asyncio.timeout(10), self._reached:
            await self._reached.wait_for(lambda: len(self.pauses) >= count)


@pytest.fixture
def health(clock: ManualClock) -> Health:
    return Health(clock)


def failures(task: str) -> float:
    return TASK_FAILURES.labels(task)._value.get()


@asynccontextmanager
async def kept(health: Health, loop: Callable[[], object], name: str) -> AsyncIterator[Turns]:
    turns = Turns()
    supervisor = Supervisor(health, pause=turns.pause)
    async with supervisor.keeping(name, loop, longest=8.0):  # type: ignore[arg-type]
        yield turns


async def test_a_loop_that_fails_is_begun_again_with_growing_pauses_counted_and_shown(
    health: Health, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> None:
        raise Trouble

    before = failures("failing")
    async with kept(health, fails, "failing") as turns:
        await turns.after(3)
        assert health.parts["failing"].state is PartState.DEGRADED
        await turns.after(12)
        part = health.parts["failing"]
    assert part.state is PartState.FAILED
    assert part.word.startswith("Trouble, ")
    assert failures("failing") - before >= 12
    for n, pause in enumerate(turns.pauses[:12]):
        full = min(8.0, 2.0**n)
        assert full / 2 <= pause <= full
    assert len(set(turns.pauses)) > 6, "noise: desks of many processes do not come at once"
    traced = [r for r in caplog.records if r.exc_info]
    assert len(traced) == 1, "the traceback once, not every few seconds"
    assert "failing" not in health.parts, "ended on purpose"


async def test_a_loop_that_just_returns_has_failed_too(health: Health) -> None:
    async def returns() -> None:
        return

    async with kept(health, returns, "returning") as turns:
        await turns.after(2)
        assert health.parts["returning"].word.startswith("ended, ")


async def test_a_loop_somebody_else_cancels_goes_on(health: Health) -> None:
    """Libraries cancel the task they run in now and then; that must not end the watcher for ever."""

    async def cancels_itself() -> None:
        raise asyncio.CancelledError

    async with kept(health, cancels_itself, "cancelled") as turns:
        await turns.after(2)
        assert health.parts["cancelled"].word.startswith("CancelledError, ")


async def test_a_loop_that_works_again_is_well_again(health: Health) -> None:
    times, well = 0, asyncio.Event()

    async def fails_twice() -> None:
        nonlocal times
        times += 1
        if times <= 2:
            raise Trouble
        well.set()
        await asyncio.Event().wait()

    turns = Turns()
    supervisor = Supervisor(health, pause=turns.pause, settled_after=0.0)
    async with supervisor.keeping("mending", fails_twice):
        await turns.after(2)
        assert health.parts["mending"].state is PartState.DEGRADED
        await well.wait()
        for _ in range(10):
            await asyncio.sleep(0)
        assert health.parts["mending"].state is PartState.OK
        assert health.all_well


async def test_the_end_of_the_server_ends_the_loop_and_waits_for_its_clean_up(health: Health) -> None:
    closed = asyncio.Event()

    async def holds_something() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            closed.set()

    async with kept(health, holds_something, "holding"):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert closed.is_set()


async def test_a_loop_that_fails_while_it_is_ended_keeps_nobody(health: Health) -> None:
    async def fails_at_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise Trouble

    async with kept(health, fails_at_the_end, "ending"):
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_a_step_is_repeated_sooner_after_a_failure_and_well_when_it_worked(
    health: Health, clock: ManualClock
) -> None:
    done: list[str] = []

    async def step() -> None:
        done.append("tried")
        if len(done) <= 2:
            raise Trouble

    supervisor = Supervisor(health)
    async with supervisor.repeating("stepping", step, 3600.0, clock):
        for _ in range(5):
            await asyncio.sleep(0)
        await clock.advance(3599, step=3599)
        assert done == []
        await clock.advance(1)
        assert (len(done), health.parts["stepping"].state) == (1, PartState.DEGRADED)
        await clock.advance(1)
        assert len(done) == 2
        await clock.advance(2)
        assert (len(done), health.parts["stepping"].state) == (3, PartState.OK)
        await clock.advance(3599, step=3599)
        assert len(done) == 3
        await clock.advance(1)
        assert len(done) == 4


async def test_a_failed_step_of_a_loop_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise Trouble

    before = failures("an order")
    assert not await attempt(fails, "an order")
    assert failures("an order") == before + 1
    assert [r.levelno for r in caplog.records] == [logging.ERROR]


def test_how_long_a_part_has_been_ill_does_not_move_with_each_report(
    health: Health, clock: ManualClock
) -> None:
    health.report("part", PartState.OK)
    began = clock.now()
    clock.move(10)
    health.report("part", PartState.OK, "still")
    assert health.parts["part"].since == began
    health.report("part", PartState.FAILED)
    clock.move(10)
    health.report("part", PartState.FAILED, "again")
    assert (clock.now() - health.parts["part"].since).total_seconds() == 10
