"""A damaged cache is set aside, what a person made comes over as far as it can be read; the count is true.

If one fails, unsent work is lost without a word, or a bad sector leaves a person without a program.
"""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text

from occ_contract.notices import Notice, NoticeKind
from occ_contract.sync import Entity
from occ_desktop.store import Cache, CacheOwner, binding, callbacks, feed, notices, outbox, own
from occ_desktop.store.cipher import open_engine
from store.builders import KEY, NEVER, OWNER, START, change
from store.damages import WORK, command, draft, filled, keep_draft, names, pages, root_page, spoil
from support.waiting import PATIENCE


def notice(no: int) -> Notice:
    return Notice(
        id=f"n{no}", kind=NoticeKind.CALLBACK_ASSIGNED, created_at=START, service_id="s", seq=no + 1
    )


async def _mended(path: Path) -> Cache:
    return await Cache.open(path, KEY, OWNER, mend=True, damaged=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_page_is_spoilt_the_count_of_what_came_over_is_true(
    tmp_path: Path, whole: tuple[Path, dict[str, str]], data: st.DataObject
) -> None:
    sound, drafts = whole
    spots = st.tuples(st.integers(1, pages(sound)), st.integers(0, 4000), st.integers(1, 64))
    path = tmp_path / "cache.db"
    for old in tmp_path.glob("cache.db*"):
        old.unlink()
    path.write_bytes(sound.read_bytes())
    for page, at, count in data.draw(st.lists(spots, min_size=1, max_size=4)):
        spoil(path, page, at, count)
    spoilt = path.read_bytes()

    async def look() -> None:
        cache = await _mended(path)
        rescue = cache.rescue
        assert rescue is not None
        assert (tmp_path / rescue.file).read_bytes() == spoilt, "the damaged file stays as it was"
        sent = await cache.read(outbox.entries)
        made = {command(no).key: command(no).body for no in range(WORK)}
        assert len(sent) == rescue.outbox.kept
        assert all(made[one.key] == one.body for one in sent), "nothing comes over half"
        assert [one.key for one in sent] == sorted(one.key for one in sent), "in their order"
        assert rescue.outbox.lost in {None, WORK - len(sent)}
        kept = {name: await draft(cache, name) for name in drafts}
        there = {name: text for name, text in kept.items() if text}
        assert there.items() <= drafts.items()
        assert rescue.drafts.kept == len(there)
        assert rescue.drafts.lost in {None, len(drafts) - len(there)}
        assert cache.fresh
        assert await cache.read(callbacks.total) == 0, "rows come from the server again"
        await cache.close()

    asyncio.run(look())


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.soak)])
async def test_a_bad_page_costs_what_lies_on_it_and_is_counted(
    tmp_path: Path, whole: tuple[Path, dict[str, str]], every: int
) -> None:
    sound, _drafts = whole
    path = tmp_path / "cache.db"
    path.write_bytes(sound.read_bytes())
    cache = await Cache.open(path, KEY, OWNER)
    roots = [await cache.read(root_page, table) for table in ("outbox", "drafts")]
    await cache.close()
    losses = []
    for page in sorted({*range(1, pages(sound) + 1, every), *roots}):
        for old in names(tmp_path):
            (tmp_path / old).unlink()
        path.write_bytes(sound.read_bytes())
        spoil(path, page)
        cache = await _mended(path)
        rescue = cache.rescue
        await cache.close()
        assert rescue is not None
        for tally in (rescue.outbox, rescue.drafts):
            assert tally.lost is not None, page
            assert tally.kept + tally.lost == WORK, page
            losses.append(tally.lost)
    assert losses.count(WORK) <= 2, "only the page where a table begins takes all of it"
    assert losses.count(0) > len(losses) / 2
    assert sorted(losses)[-3] < 10


async def test_a_bad_page_elsewhere_costs_no_work_at_all(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path, work=WORK)
    cache = await Cache.open(path, KEY, OWNER)
    page = await cache.read(root_page, "agents")
    await cache.close()
    spoil(path, page)
    mended = await _mended(path)
    assert mended.rescue is not None
    assert mended.rescue.whole
    assert mended.rescue.outbox.kept == WORK
    await mended.close()


async def test_what_was_read_stays_read_and_nobody_is_told_of_it_twice(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path, work=2)
    cache = await Cache.open(path, KEY, OWNER)
    notices_of = [notice(no) for no in range(3)]
    told = [change(one, "p:me", entity=Entity.NOTICE) for one in notices_of]
    await cache.write(feed.apply_rows, told, "me")
    await cache.write(notices.mark_told, ["n0", "n1"], NEVER)
    await cache.write(notices.mark_read, ["n0"], NEVER)
    page = await cache.read(root_page, "agents")
    await cache.close()
    for times in (1, 2):  # the second time before anything has come from the server again
        spoil(path, page)
        mended = await _mended(path)
        assert mended.rescue is not None
        assert (mended.rescue.notices.kept, mended.rescue.notices.lost) == ((3, 0) if times == 1 else (0, 0))
        await mended.close()
    again = await Cache.open(path, KEY, OWNER)
    await again.write(feed.apply_rows, told, "me")
    assert await again.read(notices.unread_count) == 2
    assert [one.id for one in await again.read(notices.untold)] == ["n2"]
    await again.write(notices.mark_read, ["n1"], NEVER)
    await again.write(feed.apply_rows, told, "me")
    assert await again.read(notices.unread_count) == 1, "an old mark is laid over it once"
    await again.close()


@pytest.mark.parametrize(("at", "count"), [(0, 64), (16, 64), (200, 64), (0, 4096)])
async def test_a_spoilt_head_costs_no_work(tmp_path: Path, at: int, count: int) -> None:
    """The first page says where everything is; the same is known from a fresh file."""
    path = tmp_path / "cache.db"
    drafts = await filled(path, rows=2000, work=WORK)
    spoil(path, 1, at, count)
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.rescue is not None
    assert cache.rescue.whole
    assert len(await cache.read(outbox.entries)) == WORK
    assert [await draft(cache, name) for name in drafts] == list(drafts.values())
    await cache.close()
    assert names(tmp_path) == ["cache.db", cache.rescue.file]


async def test_a_spoilt_head_under_a_journal_costs_no_work(tmp_path: Path) -> None:
    """Killed, not closed: the newest work stands in the journal only."""
    path = tmp_path / "cache.db"
    await filled(path, work=WORK)
    killed = await Cache.open(path, KEY, OWNER)
    await keep_draft(killed, "last words", "저녁에")
    await killed.read(callbacks.total)
    copies = {name: (tmp_path / name).read_bytes() for name in names(tmp_path) if not name.endswith("-shm")}
    await killed.close()
    for name, content in copies.items():
        (tmp_path / name).write_bytes(content)
    assert copies["cache.db-wal"]
    spoil(path, 1, 0)
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.rescue is not None
    assert cache.rescue.whole
    assert await draft(cache, "last words") == "저녁에"
    await cache.close()


async def test_a_file_of_an_earlier_version_keeps_its_own_salt(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    engine = open_engine(path, KEY, salt=bytes(range(16)))
    with engine.connect() as conn, conn.begin():
        binding.prepare(conn, OWNER)
    engine.dispose()
    await filled(path, rows=10, work=WORK)
    assert path.read_bytes()[:16] == bytes(range(16))
    spoil(path, 1, 300)
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.rescue is not None
    assert cache.rescue.whole
    await cache.close()


async def test_a_head_is_not_lent_to_a_file_of_another_account(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path, work=WORK)
    spoil(path, 1, 200)
    other = await Cache.open(path, KEY, CacheOwner(OWNER.server, "somebody else"), mend=True)
    assert other.rescue is not None
    assert (other.rescue.outbox.kept, other.rescue.outbox.lost) == (0, None)
    await other.close()


def _of_other_tables(path: Path, before: str, after: str) -> None:
    """Make a file in which a table of another version stands before or after those we know."""
    engine = open_engine(path, KEY)
    with engine.connect() as conn, conn.begin():
        _make(conn, before)
        binding.prepare(conn, OWNER)
        _make(conn, after)
    engine.dispose()


def _make(conn: Connection, names: str) -> None:
    for name in names.split():
        columns = (Column("id", Text, primary_key=True), Column("body", LargeBinary))
        Table(name, MetaData(), *columns).create(conn)


@pytest.mark.parametrize(
    ("before", "after"), [("older", ""), ("older other", ""), ("one two three", ""), ("", "newer")]
)
async def test_a_head_of_other_tables_brings_the_work_or_nothing_and_says_so(
    tmp_path: Path, before: str, after: str
) -> None:
    """After a change of the tables the lent head points elsewhere: what lies there is nobody's work."""
    path = tmp_path / "cache.db"
    _of_other_tables(path, before, after)
    drafts = await filled(path, rows=500, work=WORK)
    spoil(path, 1, 200)
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.rescue is not None
    made = {command(no).key: command(no).body for no in range(WORK)}
    sent = await cache.read(outbox.entries)
    assert {one.key: one.body for one in sent}.items() <= made.items()
    assert len(sent) in {0, WORK}
    assert cache.rescue.outbox.lost == (0 if sent else None), (
        "what is not known to be saved is not called saved"
    )
    kept = {name: await draft(cache, name) for name in drafts}
    assert {name: text for name, text in kept.items() if text}.items() <= drafts.items()
    assert sent or before, "tables that came later change nothing of where the others are"
    await cache.close()


async def test_a_file_of_another_key_stays_and_the_person_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path)
    before = path.read_bytes()
    cache = await Cache.open(path, bytes(32), OWNER, mend=True)
    assert cache.rescue is not None
    assert (cache.rescue.outbox.kept, cache.rescue.outbox.lost) == (0, None)
    assert (tmp_path / cache.rescue.file).read_bytes() == before
    await cache.close()
    again = await Cache.open(path, bytes(32), OWNER)
    assert not again.fresh
    await again.close()


async def test_a_foreign_file_gives_way_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(b"a letter to grandmother, long enough to look like a database" * 200)
    cache = await Cache.open(path, KEY, OWNER, mend=True)
    assert cache.rescue is not None
    assert (tmp_path / cache.rescue.file).read_bytes().startswith(b"a letter")
    await cache.close()


async def test_nobody_sends_the_work_of_the_account_before(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path)
    other = await Cache.open(path, KEY, CacheOwner(OWNER.server, "somebody else"), mend=True)
    assert other.rescue is not None
    assert other.rescue.foreign
    assert await other.read(outbox.entries) == ()
    await other.close()


async def test_the_person_is_told_until_they_have_read_it(tmp_path: Path) -> None:
    """A program killed in the middle of the repair still tells of it at the next start."""
    path = tmp_path / "cache.db"
    await filled(path)
    mended = await _mended(path)
    told = mended.rescue
    await mended.close()
    again = await Cache.open(path, KEY, OWNER)
    assert again.rescue == told
    await again.write(own.rescue_read)
    await again.close()
    last = await Cache.open(path, KEY, OWNER)
    assert last.rescue is None
    await last.close()


@pytest.mark.parametrize("step", range(5))
async def test_killed_anywhere_in_the_repair_the_next_start_ends_it(
    tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cache.db"
    await filled(path)
    path.with_name("cache.db-wal").write_bytes(b"")
    moves = 0
    move = Path.replace

    def dying(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves > step:
            raise KeyboardInterrupt
        return move(self, target)

    monkeypatch.setattr(Path, "replace", dying)
    try:
        cache = await _mended(path)
    except KeyboardInterrupt:
        monkeypatch.undo()
        cache = await Cache.open(path, KEY, OWNER, mend=True)
        if not cache.rescue:
            await cache.close()
            cache = await _mended(path)
    assert cache.rescue is not None
    assert cache.rescue.whole
    assert len(await cache.read(outbox.entries)) == WORK
    assert (tmp_path / cache.rescue.file).exists()
    await cache.close()


async def test_only_the_last_damaged_files_stay(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path, rows=1, work=1)
    for _time in range(6):
        await (await _mended(path)).close()
    assert len([name for name in names(tmp_path) if ".aside-" in name]) == 3


async def test_erasing_takes_what_was_set_aside_with_it(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path, rows=1, work=1)
    cache = await _mended(path)
    await cache.erase()
    assert names(tmp_path) == []


async def test_who_gives_up_an_opening_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    await filled(path)
    opening = asyncio.ensure_future(Cache.open(path, KEY, OWNER))
    await asyncio.sleep(0)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    assert opening.cancelled()
    async with asyncio.timeout(PATIENCE):
        while names(tmp_path) != ["cache.db"]:  # noqa: ASYNC110 - the last connection takes the journal along
            await asyncio.sleep(0.01)
