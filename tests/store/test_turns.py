"""The row a person waits for is read before a count nobody looks at."""

import asyncio
import threading

import pytest
from sqlalchemy import Connection, literal, select

from occ_desktop.domain.failures import LoggedOut
from occ_desktop.store import Cache, binding, callbacks, checksums, feed, stats
from occ_desktop.store.turns import beside
from store.builders import KEY, ME, OWNER, callback, change


def _page(conn: Connection, order: list[str], name: str) -> str:
    order.append(name)
    return str(conn.execute(select(literal(name))).scalar_one())


@beside
def _count(conn: Connection, order: list[str], name: str) -> str:
    return _page(conn, order, name)


def _fails(_conn: Connection) -> None:
    raise ValueError("ours")


class Held:
    """A reader or writer whose thread is busy until it is let go."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.began, self.go = threading.Event(), threading.Event()
        self.order: list[str] = []

    def _wait(self, _conn: Connection) -> None:
        self.began.set()
        assert self.go.wait(60)

    async def begin(self, *, writing: bool = False) -> "asyncio.Task[None]":
        ask = self.cache.write if writing else self.cache.read
        task = asyncio.create_task(ask(self._wait))
        await asyncio.to_thread(self.began.wait)
        return task


@pytest.fixture
async def held(tmp_path) -> Held:
    cache = await Cache.open(tmp_path / "a.cache", KEY, OWNER)
    yield Held(cache)
    await cache.close()


async def test_what_is_on_the_screen_comes_before_what_is_counted_beside_it(held: Held) -> None:
    first = await held.begin()
    asked = [
        asyncio.create_task(held.cache.read(question, held.order, name))
        for question, name in ((_count, "count 1"), (_count, "count 2"), (_page, "page 1"), (_page, "page 2"))
    ]
    await asyncio.sleep(0)
    held.go.set()
    assert await asyncio.gather(*asked) == ["count 1", "count 2", "page 1", "page 2"]
    assert held.order == ["page 1", "page 2", "count 1", "count 2"]
    await first


async def test_a_question_nobody_waits_for_any_more_is_not_asked(held: Held) -> None:
    first = await held.begin()
    gone = asyncio.create_task(held.cache.read(_page, held.order, "gone"))
    kept = asyncio.create_task(held.cache.read(_page, held.order, "kept"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    held.go.set()
    assert await kept == "kept"
    assert held.order == ["kept"]
    await first


async def test_a_bug_in_a_question_reaches_who_asked_and_the_next_is_answered(held: Held) -> None:
    with pytest.raises(ValueError, match="ours"):
        await held.cache.read(_fails)
    assert await held.cache.read(_page, held.order, "next") == "next"


async def test_closing_answers_everybody_who_waits(held: Held) -> None:
    first = await held.begin()
    asked = asyncio.create_task(held.cache.read(_count, held.order, "late"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(held.cache.close())
    await asyncio.sleep(0)
    held.go.set()
    await closing
    results = await asyncio.gather(first, asked, return_exceptions=True)
    assert all(result is None or isinstance(result, LoggedOut) for result in results)


def test_counts_and_comparisons_are_asked_beside() -> None:
    for question in (
        callbacks.count_by_status,
        callbacks.outstanding_by_agent,
        stats.buckets,
        checksums.differing,
    ):
        assert hasattr(question, "answered_beside"), question
    assert not hasattr(callbacks.page, "answered_beside")


async def test_own_work_is_written_between_two_steps_of_a_page(held: Held) -> None:
    """A completion pressed while two thousand rows come in must not wait for the last of them."""
    rows = [change(callback(no)) for no in range(2 * feed.APPLY_LIMIT + 1)]
    first = await held.begin(writing=True)
    waits = held.cache.somebody_waits
    filling = asyncio.create_task(held.cache.fill(feed.apply_some, rows, ME, waits))
    await asyncio.sleep(0)
    own = asyncio.create_task(held.cache.write(binding.remember, pressed="completed"))
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(first, own)
    taken, told = await filling
    assert (taken, len(next(iter(told.ids.values())))) == (feed.APPLY_LIMIT, feed.APPLY_LIMIT)
    taken, _told = await held.cache.fill(feed.apply_some, rows, ME, waits)
    assert taken == len(rows), "nobody waits: one transaction for all of them"
