"""The loop: timers that neither come early nor live on, callbacks in order, threads that reach it."""

import asyncio
import gc
import time
import weakref

import pytest

from occ_desktop.runtime.loop import PreciseEventLoop
from support.waiting import PATIENCE


async def test_no_timer_fires_before_its_time() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, PreciseEventLoop)
    early: list[float] = []
    fired = asyncio.Event()
    delays = [0.0004, 0.001, 0.0031, 0.0109, 0.033, 0.0501, 0.0999]
    left = len(delays)

    def check(due: float) -> None:
        nonlocal left
        early.append(loop.time() - due)
        left -= 1
        if not left:
            fired.set()

    for delay in delays:
        due = loop.time() + delay
        loop.call_at(due, check, due)
    await asyncio.wait_for(fired.wait(), PATIENCE)
    assert min(early) >= 0
    assert max(early) < 0.05


async def test_a_cancelled_timer_leaves_nothing_alive() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, PreciseEventLoop)
    before = loop.scheduled_timers

    class Payload:
        def call(self) -> None:
            raise AssertionError

    payload = Payload()
    gone = weakref.ref(payload)
    handles = [loop.call_later(3600, payload.call) for _ in range(2000)]
    assert loop.scheduled_timers == before + 2000
    for handle in handles:
        handle.cancel()
    assert loop.scheduled_timers == before
    del payload, handles, handle
    gc.collect()
    assert gone() is None


async def test_callbacks_run_in_the_order_they_were_given() -> None:
    loop = asyncio.get_running_loop()
    seen: list[int] = []
    for number in range(500):
        loop.call_soon(seen.append, number)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert seen == list(range(500))


async def test_ten_thousand_turns_cost_little() -> None:
    began = time.thread_time()  # of this thread alone: the machine may be busy
    for _ in range(10_000):
        await asyncio.sleep(0)
    assert time.thread_time() - began < 3


async def test_a_worker_thread_hands_its_result_over() -> None:
    assert await asyncio.to_thread(sum, [1, 2, 3]) == 6


async def test_a_foreign_thread_can_wake_the_loop() -> None:
    loop = asyncio.get_running_loop()
    woken = asyncio.Event()
    await asyncio.to_thread(lambda: loop.call_soon_threadsafe(woken.set))
    await asyncio.wait_for(woken.wait(), PATIENCE)


async def test_a_time_out_ends_a_wait() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await asyncio.sleep(10)


async def test_a_socket_is_read_and_written() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello\n")
    assert await asyncio.wait_for(reader.readline(), PATIENCE) == b"hello\n"
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


def test_a_closed_loop_refuses_work(qt_loop: PreciseEventLoop) -> None:
    async def nothing() -> None:
        await asyncio.sleep(0)

    qt_loop.run_until_complete(nothing())
    qt_loop.close()
    with pytest.raises(RuntimeError):
        qt_loop.call_soon(print)
    qt_loop.close()


async def test_two_equal_timers_fire_once_each() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, PreciseEventLoop)
    waiting = loop.scheduled_timers
    fired: list[None] = []
    when = loop.time() + 0.01
    loop.call_at(when, fired.append, None)
    loop.call_at(when, fired.append, None)
    done = loop.create_future()
    loop.call_at(when + 0.05, done.set_result, None)
    await done
    assert len(fired) == 2
    assert loop.scheduled_timers == waiting


async def test_cancelling_one_of_two_equal_timers_leaves_the_other() -> None:
    loop = asyncio.get_running_loop()
    fired: list[None] = []
    when = loop.time() + 0.01
    loop.call_at(when, fired.append, None).cancel()
    loop.call_at(when, fired.append, None)
    loop.call_at(when, fired.append, None).cancel()
    done = loop.create_future()
    loop.call_at(when + 0.05, done.set_result, None)
    await done
    assert len(fired) == 1
