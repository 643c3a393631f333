"""Coming back and logging in on a machine in trouble: a person always gets a desk or a reason, never half.

If one fails, somebody sits before a program that does nothing, or unsent work is gone.
"""

import asyncio
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from occ_contract.callbacks import AssignMethod
from occ_desktop.domain.failures import CacheFailure, Failure, SecretsFailure, Unreachable
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.services import desks
from occ_desktop.services.events import SessionState
from services.conftest import Client, OpenClient
from store.damages import pages, spoil
from support.server_thread import ServerThread
from support.surroundings import full, in_the_place_of, no_descriptors, read_only, small_disk
from support.typed import keep_draft
from support.waiting import eventually, until
from support.world import PASSWORD

NOTE = "저녁에 다시 전화 달라고 하심"


def _cache_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("cache-")]


def _file(client: Client) -> Path:
    (found,) = (client.folder / "cache").glob("*.cache")
    return found


async def _closed(client: Client) -> None:
    """End the program; it may have been left with nothing."""
    await client.services.close()
    await client.tasks.aclose()


async def _with_unsent_work(client: Client, callback: str) -> Path:
    """Log in, complete without a network, write a draft, end the program; return the cache file."""
    await client.log_in("ann", remember=True)
    await eventually(lambda: client.services.search.row(callback))
    await client.pull_plug()
    await client.services.actions.complete(callback, NOTE)
    await keep_draft(client.services, "another", NOTE)
    file = _file(client)
    await _closed(client)
    return file


def _at_rest(client: Client) -> bool:
    return client.services.session.state in {SessionState.ACTIVE, SessionState.OFFLINE_RESUMED}


async def _in(client: Client) -> None:
    """Come back, or log in where that is asked; each further try must be possible."""
    try:
        me = await client.services.session.resume()
    except Failure:
        me = None
    if me is None:
        await client.services.session.login(client.server, "ann", PASSWORD, remember=True)
    await client.settled()


async def test_whatever_page_is_spoilt_a_person_gets_in_and_sees_everything(
    server: ServerThread, open_client: OpenClient, tmp_path: Path
) -> None:
    for _ in range(40):
        callback = server.run(lambda c: c.given(c.ann))
    file = await _with_unsent_work(open_client("desk"), callback)
    sound = tmp_path / "sound"
    shutil.copy(file, sound)
    dice = random.Random(6)
    for page in sorted(dice.sample(range(1, pages(sound) + 1), 12)):
        for old in file.parent.iterdir():
            old.unlink()
        shutil.copy(sound, file)
        spoil(file, page, dice.randrange(4000))
        client = open_client("desk")
        client.plug.pulled = False
        await _in(client)
        session, search = client.services.session, client.services.search
        await eventually(lambda s=search: _all_forty(s))
        assert session.state in {SessionState.ACTIVE, SessionState.OFFLINE_RESUMED}, page
        assert not client.errors, (page, client.errors)
        await _closed(client)


async def _all_forty(search: Any) -> bool:
    try:
        return bool(await search.count(CallbackFilter()) == 40)
    except Failure:  # the moment in which the cache is exchanged
        return False


async def test_damage_nobody_met_at_the_start_is_mended_when_it_is_met(
    server: ServerThread, open_client: OpenClient
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    file = await _with_unsent_work(open_client("desk"), callback)
    client = open_client("desk")
    client.plug.pulled = True
    assert await client.services.session.resume() is not None
    root = await client.services.workplace.cache.read(_root_of_search)
    await _closed(client)
    spoil(file, root)

    client = open_client("desk")
    client.plug.pulled = True
    assert await client.services.session.resume() is not None
    damaged = client.services.workplace.cache
    with pytest.raises(CacheFailure):
        await damaged.read(lambda conn: conn.exec_driver_sql("select * from tickets").all())
    await until(lambda: _at_rest(client) and client.services.workplace.cache is not damaged)
    rescue = client.services.workplace.cache.rescue
    assert rescue is not None
    assert rescue.whole
    assert (rescue.outbox.kept, rescue.drafts.kept) == (1, 1)
    client.plug.pulled = False
    client.services.workplace.desk.sync.nudge()
    await eventually(lambda: _emptied(client))
    assert server.run(lambda c: _note(c, callback)) == NOTE
    await client.services.session.rescue_read()
    assert client.services.workplace.cache.rescue is None


def _root_of_search(conn: Any) -> int:
    found = conn.exec_driver_sql("select rootpage from sqlite_master where name='tickets'")
    return int(found.scalar_one())


async def _emptied(client: Client) -> bool:
    return not await client.services.outbox.entries()


async def _note(centre: Any, callback: str) -> str:
    return str((await centre.ann.view(callback))["note"])


@pytest.mark.parametrize("trouble", ["full", "descriptors", "journal index", "read-only"])
async def test_trouble_at_the_start_erases_nothing_and_passes(
    server: ServerThread, open_client: OpenClient, tmp_path: Path, trouble: str
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    with small_disk(tmp_path / "desk", "6m"):
        file = await _with_unsent_work(open_client("desk"), callback)
        before = file.read_bytes()
        causes: dict[str, Callable[[], Any]] = {
            "full": lambda: full(file.parent),
            "descriptors": no_descriptors,
            "journal index": lambda: in_the_place_of(file.with_name(file.name + "-shm")),
            "read-only": lambda: read_only(file.parent),
        }
        client = open_client("desk")
        client.plug.pulled = True
        with causes[trouble]():
            try:
                await client.services.session.resume()
            except CacheFailure as failure:
                assert not failure.damaged  # noqa: PT017
            await _closed(client)
        assert file.read_bytes() == before or trouble == "full"
        client = open_client("desk")
        client.plug.pulled = True
        assert await client.services.session.resume() is not None
        assert len(await client.services.outbox.entries()) == 1
        assert client.services.workplace.cache.rescue is None
        await _closed(client)


async def test_a_read_only_home_shows_the_list_and_a_writable_one_takes_work_again(
    server: ServerThread, open_client: OpenClient
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    await eventually(lambda: first.services.search.row(callback))
    folder = _file(first).parent
    await _closed(first)
    client = open_client("desk")
    client.plug.pulled = True
    with read_only(folder):
        assert await client.services.session.resume() is not None
        limit = client.services.workplace.cache.limit
        assert limit is not None
        assert (limit.reason, limit.place) == ("read_only", str(folder))
        assert await client.services.search.row(callback) is not None
        with pytest.raises(CacheFailure):
            await client.services.actions.complete(callback, NOTE)
    await until(lambda: client.services.workplace.cache.limit is None)  # by itself
    await client.services.actions.complete(callback, NOTE)
    assert len(await client.services.outbox.entries()) == 1


async def test_on_a_read_only_disk_what_needs_the_server_alone_can_be_done(
    server: ServerThread, open_client: OpenClient
) -> None:
    """Assigning is the server's to do; that nothing can be taken in here does not make it unreachable."""
    waiting = server.run(lambda c: c.received())
    first = open_client("desk")
    await first.log_in("boss", remember=True)
    await eventually(lambda: first.services.search.row(waiting))
    folder = _file(first).parent
    await _closed(first)
    client = open_client("desk")
    with read_only(folder):
        assert await client.services.session.resume() is not None
        await until(lambda: _hindered(client))
        assignment, ann = client.services.assignment, server.centre.desks["ann"].id
        assert (await assignment.assign([waiting], [ann], AssignMethod.MANUAL)).counts == {ann: 1}
        assert server.run(lambda c: c.boss.view(waiting))["assignee_id"] == ann
        assert (await assignment.cancel([waiting])).skipped == ()
        client.plug.pulled = True
        client.services.workplace.desk.sync.nudge()
        await until(lambda: not _hindered(client))
        with pytest.raises(Unreachable):
            await assignment.assign([waiting], [ann], AssignMethod.MANUAL)
        await _closed(client)


def _hindered(client: Client) -> bool:
    status = client.services.workplace.status
    return status is not None and status.hindered and not status.server_away


@pytest.mark.parametrize("reason", ["locked", "timeout", "unavailable"])
async def test_a_keyring_that_fails_costs_a_try_not_the_session(
    server: ServerThread, open_client: OpenClient, reason: str
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    await _with_unsent_work(open_client("desk"), callback)
    client = open_client("desk")
    client.plug.pulled = True
    client.vault.trouble = reason
    with pytest.raises(SecretsFailure):
        await client.services.session.resume()
    client.vault.trouble = ""
    assert await client.services.session.resume() is not None
    assert len(await client.services.outbox.entries()) == 1


async def test_a_keyring_that_forgets_is_no_keyring(server: ServerThread, open_client: OpenClient) -> None:
    """With a key nobody kept, the next start would find a file it cannot open."""
    client = open_client("desk")

    async def forget(_name: str, _value: str) -> None:
        return None

    client.vault.set = forget  # type: ignore[method-assign]
    with pytest.raises(SecretsFailure):
        await client.services.session.login(client.server, "ann", PASSWORD, remember=True)
    assert client.plug.requests == []


async def test_a_lost_key_sets_the_file_aside_and_says_so(
    server: ServerThread, open_client: OpenClient
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    file = await _with_unsent_work(open_client("desk"), callback)
    before = file.read_bytes()
    client = open_client("desk")
    for name in [name for name in client.vault.entries if name.startswith("cache-")]:
        del client.vault.entries[name]
    assert await client.services.session.resume() is None
    await client.log_in("ann", remember=True)
    rescue = client.services.workplace.cache.rescue
    assert rescue is not None
    assert (rescue.outbox.kept, rescue.outbox.lost) == (0, None)
    assert (file.parent / rescue.file).read_bytes() == before


async def test_given_up_at_any_moment_a_come_back_leaves_nothing_open(
    server: ServerThread, open_client: OpenClient
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    await _with_unsent_work(open_client("desk"), callback)
    client = open_client("desk")
    client.plug.pulled = True
    session = client.services.session
    steps, ended = 0, False
    while not ended:
        steps += 1
        attempt = asyncio.ensure_future(session.resume())
        for _ in range(steps):
            await asyncio.sleep(0.001)
        ended = attempt.done()
        attempt.cancel()
        await asyncio.gather(attempt, return_exceptions=True)
        if not ended:
            assert not client.services.workplace.open, steps
            await until(lambda: not _cache_threads())
    assert session.state is SessionState.OFFLINE_RESUMED
    assert len(await client.services.outbox.entries()) == 1


@pytest.mark.parametrize("once", [False, True], ids=["remembered", "this session only"])
async def test_given_up_at_any_moment_a_log_in_leaves_nothing_open(
    server: ServerThread,
    open_client: OpenClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    once: bool,
) -> None:
    monkeypatch.setattr(desks.tempfile, "gettempdir", lambda: str(tmp_path / "sessions"))
    (tmp_path / "sessions").mkdir()
    client = open_client("desk")
    session = client.services.session
    steps, ended = 0, False
    while not ended:
        steps += 1 + steps // 6
        attempt = asyncio.ensure_future(
            session.login(client.server, "ann", PASSWORD, remember=True, this_session_only=once)
        )
        for _ in range(steps):
            await asyncio.sleep(0.001)
        ended = attempt.done()
        attempt.cancel()
        await asyncio.gather(attempt, return_exceptions=True)
        if not ended:
            assert session.state is SessionState.LOGGED_OUT, steps
            assert not client.services.workplace.open
            await until(lambda: not _cache_threads())
            await until(lambda: not list((tmp_path / "sessions").iterdir()))
    assert session.state is SessionState.ACTIVE
    assert steps > 5
