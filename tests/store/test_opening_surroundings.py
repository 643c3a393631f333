"""A machine in trouble costs patience, never work: a sound cache with unsent work outlives each of these.

If one fails, somebody's 완료 or draft is gone because their disk was full for a minute.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.store import Cache, callbacks, feed, outbox, projection
from store.builders import KEY, OWNER, callback, change
from store.damages import command, draft, keep_draft, names
from support.surroundings import full, in_the_place_of, no_descriptors, read_only, small_disk

DRAFT = "고객이 저녁에 다시 전화 달라고"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture
async def path(disk: Path) -> Path:
    """A closed cache with a row, a draft and an unsent completion."""
    cache = await Cache.open(disk / "cache.db", KEY, OWNER)
    await cache.write(feed.apply_rows, [change(callback(1))], "me")
    await keep_draft(cache, "draft", DRAFT)
    await cache.write(projection.enqueue, command(1))
    await cache.close()
    return cache.path


async def _all_is_there(path: Path) -> None:
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.rescue is None, "nothing was taken for damage"
    assert not cache.fresh
    assert cache.limit is None
    assert await draft(cache, "draft") == DRAFT
    assert [one.key for one in await cache.read(outbox.entries)] == [command(1).key]
    await cache.close()
    assert not [name for name in names(path.parent) if ".aside-" in name]


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    with full(path.parent):
        yield


@contextmanager
def read_only_folder(path: Path) -> Iterator[None]:
    with read_only(path.parent):
        yield


@contextmanager
def descriptors_used_up(_path: Path) -> Iterator[None]:
    with no_descriptors():
        yield


@contextmanager
def unopenable_journal_index(path: Path) -> Iterator[None]:
    with in_the_place_of(path.with_name(path.name + "-shm")):
        yield


@pytest.mark.parametrize(
    "trouble", [full_disk, read_only_folder, descriptors_used_up, unopenable_journal_index]
)
async def test_trouble_of_the_machine_leaves_a_sound_cache_as_it_is(path: Path, trouble) -> None:  # type: ignore[no-untyped-def]
    for _try in range(3):
        with trouble(path):
            try:
                cache = await Cache.open(path, KEY, OWNER, mend=True)
            except CacheFailure as failure:
                assert not failure.damaged  # noqa: PT017
            else:
                assert cache.rescue is None
                await cache.close()
    await _all_is_there(path)


async def test_a_read_only_folder_still_shows_the_list(path: Path) -> None:
    with read_only(path.parent):
        cache = await Cache.open(path, KEY, OWNER, mend=True)
        assert cache.limit is not None
        assert (cache.limit.reason, cache.limit.place) == ("read_only", str(path.parent))
        assert await cache.read(callbacks.total) == 1
        assert await draft(cache, "draft") == DRAFT
        with pytest.raises(CacheFailure) as refused:
            await keep_draft(cache, "draft", "other")
        assert refused.value.reason == "read_only"
        await cache.close()
    await _all_is_there(path)


async def test_used_up_descriptors_are_named(path: Path) -> None:
    with no_descriptors(), pytest.raises(CacheFailure) as failure:
        await Cache.open(path, KEY, OWNER, mend=True)
    assert failure.value.reason == "no_descriptors"


async def test_a_full_disk_with_unwritten_journal_keeps_what_was_typed(disk: Path) -> None:
    """Killed, not closed: the last words stand in the journal only."""
    path = disk / "cache.db"
    killed = await Cache.open(path, KEY, OWNER)
    await keep_draft(killed, "draft", DRAFT)
    copies = {name: (disk / name).read_bytes() for name in names(disk) if not name.endswith("-shm")}
    await killed.close()
    for name, content in copies.items():
        (disk / name).write_bytes(content)
    with full(disk):
        try:
            cache = await Cache.open(path, KEY, OWNER, mend=True)
        except CacheFailure as failure:
            assert failure.reason == "disk_full"  # noqa: PT017
        else:
            assert await draft(cache, "draft") == DRAFT
            await cache.close()
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert await draft(cache, "draft") == DRAFT
    await cache.close()


async def test_a_full_disk_while_mending_loses_nothing_more(disk: Path) -> None:
    path = disk / "cache.db"
    cache = await Cache.open(path, KEY, OWNER)
    await keep_draft(cache, "draft", DRAFT)
    await cache.close()
    before = path.read_bytes()
    with full(disk), pytest.raises(CacheFailure) as failure:
        await Cache.open(path, KEY, OWNER, mend=True, damaged=True)
    assert failure.value.reason == "disk_full"
    assert path.read_bytes() == before
    mended = await Cache.open(path, KEY, OWNER, mend=True, damaged=True)
    assert await draft(mended, "draft") == DRAFT
    await mended.close()
