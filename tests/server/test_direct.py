"""Events written past their stream's task. If these fail, a desk hears of things in a wrong order, or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from occ_server.live.hub import Subscription


class Connection:
    """Takes what is written at once, unless its client is behind."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_behind = False

    def __call__(self, body: bytes) -> bool:
        if not self.is_behind:
            self.written.append(body)
        return not self.is_behind


@asynccontextmanager
async def waiting(
    connection: Connection, seconds: float = 100
) -> AsyncIterator[tuple[Subscription, asyncio.Future[list[bytes]]]]:
    """Yield a subscription whose task waits for news, and what it will be given."""
    subscription = Subscription("organisation", "person", "session")
    subscription.write_directly(connection)
    given = asyncio.ensure_future(subscription.frames(seconds))
    await asyncio.sleep(0)
    try:
        yield subscription, given
    finally:
        given.cancel()
        await asyncio.gather(given, return_exceptions=True)
        subscription.close()


async def test_an_event_is_written_at_once_while_the_task_waits() -> None:
    connection = Connection()
    async with waiting(connection) as (subscription, given):
        subscription.send(b"one")
        subscription.send(b"two")
        await asyncio.sleep(0)
        assert connection.written == [b"one", b"two"]
        assert not given.done()


async def test_what_a_client_that_is_behind_cannot_take_comes_in_order() -> None:
    connection = Connection()
    async with waiting(connection) as (subscription, given):
        connection.is_behind = True
        subscription.send(b"one")
        connection.is_behind = False  # it has caught up, but the task has not written yet
        subscription.send(b"two")
        assert await given == [b"one", b"two"]
        subscription.send(b"three")  # the task may still be writing what it took
        assert connection.written == []
        assert await subscription.frames(100) == [b"three"]


async def test_what_follows_a_change_of_rights_waits_for_the_task() -> None:
    for change in (Subscription.look_again, Subscription.begin_epoch):
        connection = Connection()
        async with waiting(connection) as (subscription, given):
            change(subscription)
            subscription.send(b"after")
            assert connection.written == []
            assert await given == [b"after"]


async def test_nothing_is_written_to_a_stream_that_ended() -> None:
    connection = Connection()
    async with waiting(connection) as (subscription, given):
        subscription.end()
        subscription.send(b"late")
        assert await given == []
    assert connection.written == []


async def test_silence_is_counted_from_what_was_written_directly() -> None:
    """A heartbeat right behind an event would be noise; none at all, a connection proxies cut."""
    connection = Connection()
    async with waiting(connection, seconds=0.2) as (subscription, given):
        loop = asyncio.get_running_loop()
        for _ in range(3):
            await asyncio.sleep(0.1)
            subscription.send(b"event")
            last = loop.time()
        assert not given.done()
        assert await given == []
        assert loop.time() - last >= 0.19
