"""The cache file: encrypted, bound to its account, and closed without a trace."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import CacheFailure, LoggedOut
from occ_desktop.store import Cache, CacheOwner, callbacks, feed, own
from occ_desktop.store import cache as cache_module
from store.builders import KEY, NEVER, OWNER, callback, change


def _cache_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("cache-")]


async def test_a_stolen_file_tells_nothing_without_its_key(cache: Cache) -> None:
    await cache.write(feed.apply_rows, [change(callback(1, name="홍길동", phone="01055556666"))], "me")
    await cache.close()
    raw = b"".join(p.read_bytes() for p in cache.path.parent.iterdir())
    assert not raw.startswith(b"SQLite format 3")
    assert "홍길동".encode() not in raw
    assert b"01055556666" not in raw


async def test_a_wrong_key_is_refused_and_the_file_stays(cache: Cache) -> None:
    await cache.close()
    with pytest.raises(CacheFailure) as caught:
        await Cache.open(cache.path, bytes(32), OWNER)
    assert caught.value.reason == "unreadable"
    again = await Cache.open(cache.path, KEY, OWNER)
    assert not again.fresh
    await again.close()


async def test_an_unreadable_file_gives_way_to_a_new_one_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(b"not a database at all, and long enough to look like one" * 100)
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.fresh
    await cache.close()


async def test_another_accounts_rows_are_never_shown(cache: Cache) -> None:
    await cache.write(feed.apply_rows, [change(callback(1))], "me")
    await cache.close()
    other = await Cache.open(cache.path, KEY, CacheOwner(OWNER.server, "somebody else"), mend=True)
    assert other.fresh
    assert await other.read(callbacks.total) == 0
    await other.close()


async def test_closing_leaves_no_thread_and_refuses_late_callers(cache: Cache) -> None:
    await cache.read(callbacks.total)
    await cache.write(own.set_preference, "sound", b"1")
    assert len(_cache_threads()) >= 2
    before = threading.active_count()
    await cache.close()
    assert threading.active_count() == before - 2
    with pytest.raises(LoggedOut):
        await cache.read(callbacks.total)


async def test_closing_ends_a_long_read_and_those_behind_it_as_a_session_that_is_over(cache: Cache) -> None:
    entered = threading.Event()

    def endless(conn: Connection) -> None:
        entered.set()
        conn.execute(
            text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n")
        )

    running = asyncio.ensure_future(cache.read(endless))
    waiting = asyncio.ensure_future(cache.read(callbacks.total))
    await asyncio.to_thread(entered.wait, 5)
    await asyncio.sleep(0)
    await cache.close()
    ends = await asyncio.gather(running, waiting, return_exceptions=True)
    assert [type(end) for end in ends] == [LoggedOut, LoggedOut]


async def test_closing_undoes_a_fill_without_end_and_keeps_what_a_person_wrote_behind_it(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step of the feed must not hold up the end of the program; a draft behind it is kept."""
    monkeypatch.setattr(cache_module, "PATIENCE_SECONDS", 0.2)
    begun = threading.Event()

    def endless(conn: Connection) -> None:
        own.keep_draft(conn, DraftKind.NOTE, "x", Draft("undone"), NEVER)
        begun.set()
        conn.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).scalar_one()

    long = asyncio.ensure_future(cache.fill(endless))
    await asyncio.to_thread(begun.wait)
    behind = asyncio.ensure_future(cache.write(own.keep_draft, DraftKind.NOTE, "y", Draft("kept"), NEVER))
    more = asyncio.ensure_future(cache.fill(own.keep_draft, DraftKind.NOTE, "z", Draft("no"), NEVER))
    await asyncio.sleep(0)
    await cache.close()
    for called_off in (long, more):
        with pytest.raises(LoggedOut):
            await called_off
    await behind
    again = await Cache.open(cache.path, KEY, OWNER)
    found = [await again.read(own.draft, DraftKind.NOTE, subject) for subject in ("x", "y", "z")]
    assert found == [None, Draft("kept"), None]
    await again.close()


async def test_closing_waits_for_what_a_person_wrote_beyond_its_patience(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk: the completion pressed last is on it before the program is gone."""
    monkeypatch.setattr(cache_module, "PATIENCE_SECONDS", 0.0)
    begun, free = threading.Event(), threading.Event()

    def slow(conn: Connection) -> None:
        begun.set()
        free.wait(5)
        own.set_preference(conn, "sound", b"1")

    writing = asyncio.ensure_future(cache.write(slow))
    await asyncio.to_thread(begun.wait, 5)
    closing = asyncio.ensure_future(cache.close())
    for _ in range(5):
        await asyncio.sleep(0.01)
    free.set()
    await writing
    await closing
    again = await Cache.open(cache.path, KEY, OWNER)
    assert await again.read(own.preference, "sound") == b"1"
    await again.close()


async def test_erasing_leaves_no_file(cache: Cache) -> None:
    await cache.write(own.set_preference, "sound", b"1")
    await cache.erase()
    assert list(cache.path.parent.iterdir()) == []


async def test_an_error_in_a_write_undoes_all_of_it(cache: Cache) -> None:
    def half(conn: object) -> None:
        own.set_preference(conn, "sound", b"1")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await cache.write(half)
    assert await cache.read(own.preference, "sound") is None


async def test_who_goes_away_meanwhile_loses_nothing_they_wrote(cache: Cache) -> None:
    """Quitting cancels the task that waits for its turn; what it had handed over is written all the same."""
    entered, leave = threading.Event(), threading.Event()

    def slow(conn: object) -> None:
        own.set_preference(conn, "first", b"1")
        entered.set()
        leave.wait(5)
        own.set_preference(conn, "second", b"1")

    begun = asyncio.ensure_future(cache.write(slow))
    queued = asyncio.ensure_future(cache.write(own.set_preference, "third", b"1"))
    fill = asyncio.ensure_future(cache.fill(own.set_preference, "fourth", b"1"))
    await asyncio.to_thread(entered.wait, 5)
    for gone in (begun, queued, fill):
        gone.cancel()
    await asyncio.gather(begun, queued, fill, return_exceptions=True)
    leave.set()
    await cache.write(own.set_preference, "last", b"1")
    names = ("first", "second", "third", "fourth")
    assert [await cache.read(own.preference, name) for name in names] == [b"1", b"1", b"1", None]


async def test_a_write_that_fails_after_its_caller_went_is_logged(
    cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    entered, leave = threading.Event(), threading.Event()

    def failing(_conn: object) -> None:
        entered.set()
        leave.wait(5)
        raise CacheFailure("disk_full")

    gone = asyncio.ensure_future(cache.write(failing))
    await asyncio.to_thread(entered.wait, 5)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    leave.set()
    await cache.write(own.set_preference, "last", b"1")
    assert "disk_full" in caplog.text
    caplog.clear()


async def test_a_full_disk_is_said_as_such(cache: Cache) -> None:
    def shrink(conn: object) -> None:
        conn.exec_driver_sql("PRAGMA max_page_count=1")
        own.set_preference(conn, "large", bytes(5_000_000))

    with pytest.raises(CacheFailure) as caught:
        await cache.write(shrink)
    assert caught.value.reason == "disk_full"


@pytest.mark.parametrize("bug", [StopIteration(), KeyError("a row"), ValueError("x")])
async def test_a_bug_in_a_question_is_told_to_who_asked(cache: Cache, bug: Exception) -> None:
    """A future takes no StopIteration: without care, who asked would wait for ever."""

    def ask(_conn: Connection) -> None:
        raise bug

    with pytest.raises((RuntimeError, KeyError, ValueError)):
        await cache.read(ask)
    assert await cache.read(callbacks.total) == 0


async def test_what_is_deleted_is_overwritten_not_just_let_go(cache: Cache) -> None:
    """Freed pages would keep rows their reader may no longer see, readable by who has the key."""

    def setting(conn: Connection) -> int:
        return int(conn.exec_driver_sql("PRAGMA secure_delete").scalar_one())

    assert await cache.write(setting) == 1
