"""Tasks with an owner: none lost, none running after its widget, no error unseen."""

import asyncio
import gc
from collections.abc import Callable, Coroutine

import pytest
import shiboken6
from PySide6.QtCore import QObject

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from support.waiting import PATIENCE
from tests.support.waiting import until


async def test_a_task_nobody_else_holds_is_not_collected(owner: TaskOwner) -> None:
    done = asyncio.Event()

    async def work() -> None:
        waiting = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.02, waiting.set_result, None)
        await waiting
        done.set()

    owner.start(work(), name="work")
    gc.collect()
    await asyncio.wait_for(done.wait(), PATIENCE)


async def test_pressing_twice_starts_once(owner: TaskOwner) -> None:
    started: list[int] = []

    def work(number: int) -> Callable[[], Coroutine[object, object, None]]:
        async def run() -> None:
            started.append(number)
            await asyncio.sleep(0.01)

        return run

    first = owner.start(work(1), name="send", policy=Policy.DROP)
    second = owner.start(work(2)(), name="send", policy=Policy.DROP)
    assert first is second
    assert first is not None
    await first
    assert started == [1]


async def test_the_latest_search_wins_and_waits_for_the_old_to_clean_up(owner: TaskOwner) -> None:
    events: list[str] = []

    async def old() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(0.01)
            events.append("old cleaned")

    async def new() -> None:
        events.append("new began")

    owner.start(old, name="search", policy=Policy.LATEST)
    await asyncio.sleep(0)
    task = owner.start(new, name="search", policy=Policy.LATEST)
    assert task is not None
    await task
    assert events == ["old cleaned", "new began"]


async def test_queued_saves_keep_their_order(owner: TaskOwner) -> None:
    saved: list[int] = []

    def save(number: int) -> Callable[[], Coroutine[object, object, None]]:
        async def run() -> None:
            await asyncio.sleep(0.01 / (number + 1))
            saved.append(number)

        return run

    tasks = [owner.start(save(number), name="save", policy=Policy.QUEUE) for number in range(5)]
    await asyncio.gather(*(task for task in tasks if task is not None))
    assert saved == [0, 1, 2, 3, 4]


async def test_work_ends_with_its_widget() -> None:
    parent = QObject()
    owner = TaskOwner("widget", parent=parent)
    reached: list[str] = []

    async def work() -> None:
        await asyncio.sleep(0.02)
        reached.append("after")

    task = owner.start(work, name="work")
    await asyncio.sleep(0)
    shiboken6.delete(parent)
    assert task is not None
    with pytest.raises(asyncio.CancelledError):
        await task
    assert reached == []
    assert owner.start(work, name="work") is None


async def test_every_error_reaches_the_door() -> None:
    errors: list[tuple[str, str]] = []
    owner = TaskOwner("room", on_error=lambda error, name: errors.append((str(error), name)))

    async def fail() -> None:
        raise ValueError("broken")

    task = owner.child("list").start(fail, name="load")
    assert task is not None
    await task
    assert errors == [("broken", "room.list.load")]
    await owner.aclose()


async def test_without_a_door_of_its_own_the_error_goes_to_the_loop() -> None:
    seen: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: seen.append(str(context["exception"])))
    owner = TaskOwner("room")

    async def fail() -> None:
        raise ValueError("broken")

    task = owner.start(fail, name="load")
    assert task is not None
    await task
    loop.set_exception_handler(None)
    assert seen == ["broken"]
    await owner.aclose()


async def test_closing_cancels_children_too_and_refuses_more(owner: TaskOwner) -> None:
    child = owner.child("panel")

    async def wait() -> None:
        await asyncio.sleep(10)

    own, theirs = owner.start(wait, name="a"), child.start(wait, name="b")
    assert own is not None
    assert theirs is not None
    await owner.aclose()
    assert own.cancelled()
    assert theirs.cancelled()
    assert owner.active == ()
    assert owner.start(wait(), name="a") is None


async def test_an_owner_may_close_from_its_own_task(owner: TaskOwner) -> None:
    async def close() -> None:
        await owner.aclose()

    task = owner.start(close, name="close")
    assert task is not None
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, PATIENCE)


async def test_a_local_copy_in_trouble_is_no_fault_of_the_program() -> None:
    """The frame says it while it lasts; a number to read out on the phone would send people astray."""
    faults: list[BaseException] = []
    owner = TaskOwner("work", on_error=lambda fault, _name: faults.append(fault))

    async def write() -> None:
        raise CacheFailure("disk_full")

    owner.start(write, name="write")
    await asyncio.wait(owner.active)
    assert not faults
    await owner.aclose()


async def test_work_asked_for_while_it_runs_runs_once_more_and_is_never_cut_short(owner: TaskOwner) -> None:
    """What came in meanwhile is seen, and a flow that never ends keeps nobody from seeing anything."""
    began, ended, go_on = 0, 0, asyncio.Event()

    async def look() -> None:
        nonlocal began, ended
        began += 1
        await go_on.wait()
        ended += 1

    for _ in range(5):
        owner.start(look, name="look", policy=Policy.AGAIN)
        await asyncio.sleep(0)
    assert (began, ended) == (1, 0)
    go_on.set()
    await until(lambda: not owner.active)
    assert (began, ended) == (2, 2)


@pytest.mark.parametrize("policy", list(Policy))
async def test_work_asked_for_right_after_its_forerunner_was_cancelled_is_done(
    owner: TaskOwner, policy: Policy
) -> None:
    """What is dying answers for nothing: another person sits down in the turn in which one left."""
    done: list[str] = []

    async def look(who: str) -> None:
        await asyncio.sleep(0)
        done.append(who)

    owner.start(look("before"), name="look")
    await asyncio.sleep(0)
    owner.cancel("look")
    assert not owner.running("look")
    owner.start(look("after"), name="look", policy=policy)
    await until(lambda: not owner.active)
    assert done == ["after"]
