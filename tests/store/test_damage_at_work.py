"""Damage met while a person works is told apart from a fault of the program, and said before anything else.

If one fails, a bad sector is reported as a bug, or a bug renews a sound copy.
"""

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.store import Cache, feed
from store.builders import KEY, OWNER, callback, change
from store.damages import filled, names, pages, root_page, spoil


async def test_whatever_a_bad_page_looks_like_at_work_it_is_called_damage(
    tmp_path: Path, whole: tuple[Path, dict[str, str]]
) -> None:
    """The search index calls it "out of memory" or a constructor that failed; a bug's number helps nobody."""
    sound, _drafts = whole
    path = tmp_path / "cache.db"
    reasons = set()
    for page in range(2, pages(sound) + 1, 3):
        for old in names(tmp_path):
            (tmp_path / old).unlink()
        path.write_bytes(sound.read_bytes())
        spoil(path, page)
        try:
            cache = await Cache.open(path, KEY, OWNER)
        except CacheFailure as failure:
            reasons.add(failure.reason)
            continue
        for turn in range(4):
            rows = [change(callback(turn + no * 7, name=f"새 이름{no}", seq=1000 + turn)) for no in range(9)]
            try:
                await cache.write(feed.apply_rows, rows, "me")
            except CacheFailure as failure:
                reasons.add(failure.reason)
        await cache.close()
    assert reasons == {"unreadable"}


async def test_a_bug_on_a_sound_file_stays_a_bug(cache: Cache) -> None:
    with pytest.raises(DBAPIError):
        await cache.read(lambda conn: conn.exec_driver_sql("select * from no_table_of_ours").all())


async def test_damage_met_at_work_is_told_before_its_caller_hears_of_it(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path)
    cache = await Cache.open(path, KEY, OWNER)
    page = await cache.read(root_page, "agents")
    await cache.close()
    spoil(path, page)
    cache = await Cache.open(path, KEY, OWNER)
    told: list[int] = []
    cache.on_damaged = lambda: told.append(1)
    with pytest.raises(CacheFailure) as failure:
        await cache.read(lambda conn: conn.exec_driver_sql("select * from agents").all())
    assert failure.value.damaged
    assert told == [1]
    await cache.close()
