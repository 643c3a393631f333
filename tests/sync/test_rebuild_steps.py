"""A rebuild of very many rows: if these fail, a completion pressed meanwhile waits for all of them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select

from occ_contract.callbacks import Callback, CallbackStatus, Complete
from occ_contract.errors import ErrorCode
from occ_contract.sync import Change, Entity, SyncPage
from occ_contract.tickets import Ticket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import Refused
from occ_desktop.store import Cache, CacheOwner, callbacks, feed, outbox, projection, rebuild, schema, worker
from occ_desktop.sync.puller import Progress, Puller

ME, NOW = "agent-1", datetime(2026, 11, 23, tzinfo=UTC)
ROWS = 1200


def row(no: int, seq: int, **fields: Any) -> Callback:
    return Callback(
        id=f"0193-{no:08d}",
        service_id="s1",
        phone=f"010{no:08d}",
        received_at=NOW,
        status=CallbackStatus.ASSIGNED,
        assignee_id=ME,
        seq=seq,
        **fields,
    )


def change(body: Any, entity: Entity = Entity.CALLBACK, keys: tuple[str, ...] = ("k",)) -> Change:
    raw = msgspec.Raw(msgspec.json.encode(body))
    return Change(entity=entity, id=body.id, seq=body.seq, keys=keys, body=raw)


def page(changes: list[Change], *, epoch: str = "new", more: bool = False, **fields: Any) -> SyncPage:
    cursor = f"{epoch}-{len(changes)}"
    return SyncPage(
        epoch=epoch, cursor=cursor, head=9, changes=tuple(changes), has_more=more, keys=("k",), **fields
    )


class Feed:
    """A server that answers pulls with these pages, the last one again and again."""

    def __init__(self, *pages: SyncPage) -> None:
        self._pages = list(pages)

    async def sync(self, _cursor: str | None, _limit: int, *, summed: bool = False) -> SyncPage:
        return self._pages.pop(0) if len(self._pages) > 1 else self._pages[0]


class StandingClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[Cache]:
    opened = await Cache.open(tmp_path / "cache.db", bytes(range(32)), CacheOwner("https://occ.example", ME))
    old = [change(row(no, 5)) for no in range(ROWS)]
    for start in range(0, ROWS, 400):
        await opened.write(feed.apply_rows, old[start : start + 400], ME)
    await opened.write(feed.end_page, page([], epoch="old"), ME, NOW)
    yield opened
    await opened.close()


def restored(told: list[ChangeSet], progressed: Any, cache: Cache) -> Puller:
    """Return the puller of a desk whose server was restored: other seqs, the last hundred rows gone."""
    new = [change(row(no, 2, attempts=3)) for no in range(ROWS - 100)]
    pages = Feed(page(new, more=True), page([]))
    return Puller(pages, cache, ME, StandingClock(), told.append, progressed)  # type: ignore[arg-type]


def completion(no: int = 0) -> Command:
    return Command("key", CommandKind.COMPLETE, Complete(note="통화"), NOW, callback_id=row(no, 5).id)


async def test_a_completion_pressed_meanwhile_is_on_disk_before_the_rebuild_is_through(cache: Cache) -> None:
    order: list[str] = []
    pressed: list[asyncio.Future[ChangeSet]] = []
    told: list[ChangeSet] = []

    def press(_progress: Progress) -> None:
        if not pressed:
            pressed.append(asyncio.ensure_future(cache.write(projection.enqueue, completion())))
            pressed[0].add_done_callback(lambda _done: order.append("on disk"))

    puller = restored(told, press, cache)
    puller.publish = lambda change: order.append("rebuilt") if change.everything else None
    await puller.begin_rebuild()
    await puller.pull()
    assert order == ["on disk", "rebuilt"]
    found = await cache.read(callbacks.get, row(0, 5).id)
    assert found is not None
    assert (found.status, found.callback.note, found.callback.attempts) == (
        CallbackStatus.COMPLETED,
        "통화",
        3,
    )


class Restored(Feed):
    """A server that was restored: it refuses every cursor, and gives each desk so many seconds."""

    def __init__(self, within: float, *pages: SyncPage) -> None:
        super().__init__(*pages)
        self.within = within
        self.asked = 0

    async def sync(self, cursor: str | None, limit: int, *, summed: bool = False) -> SyncPage:
        self.asked += 1
        if cursor is not None and cursor.startswith("old"):
            raise Refused(ErrorCode.RESYNC_REQUIRED, 409, within=self.within)
        return await super().sync(cursor, limit, summed=summed)


class MovingClock(StandingClock):
    def __init__(self) -> None:
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


async def test_after_a_restore_a_desk_gathers_at_its_own_moment_and_shows_what_it_has_until_then(
    cache: Cache,
) -> None:
    server, clock = Restored(30.0, page([])), MovingClock()
    puller = Puller(server, cache, ME, clock, lambda _change: None, random=Random(5))  # type: ignore[arg-type]
    await puller.pull()
    pause = puller.gathers_in
    assert 0 < pause < 30
    await puller.pull()  # somebody completes a callback meanwhile
    assert (server.asked, await cache.read(callbacks.total)) == (1, ROWS)
    clock.seconds += pause + 0.001
    position = await puller.pull()
    assert (position.epoch, puller.gathers_in) == ("new", 0)


async def test_no_step_of_a_rebuild_rewrites_more_than_some_hundred_rows(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []
    opened = worker.Worker._opened

    def counting(self: worker.Worker) -> Any:
        kept = opened(self)
        if self is cache._writer:
            steps.append(self._raw.total_changes)
        return kept

    monkeypatch.setattr(worker.Worker, "_opened", counting)
    puller = restored([], lambda _progress: None, cache)
    await puller.begin_rebuild()
    await puller.pull()
    written = [after - before for before, after in pairwise(steps)]
    assert max(written) <= 5 * feed.APPLY_LIMIT  # a row of the list is several in the indexes of its words
    assert await cache.read(callbacks.total) == ROWS - 100
    assert await cache.read(rebuild.gathered) == 0


async def test_a_rebuild_broken_off_in_the_middle_of_its_steps_ends_after_the_next_start(
    cache: Cache,
) -> None:
    puller = restored([], lambda _progress: None, cache)
    await puller.begin_rebuild()
    new = [change(row(no, 2, attempts=3)) for no in range(ROWS - 100)]
    await cache.fill(rebuild.gather, new, "new-1")
    await cache.fill(rebuild.put_some, 0, ME)  # … and the power goes
    await cache.write(projection.enqueue, completion(ROWS - 200))
    later = Puller(Feed(page([])), cache, ME, StandingClock(), lambda _change: None)  # type: ignore[arg-type]
    position = await later.pull()
    assert (position.epoch, await cache.read(rebuild.under_way)) == ("new", (False, None))
    assert await cache.read(callbacks.total) == ROWS - 100

    def attempts(conn: Connection) -> set[int]:
        return set(conn.execute(select(schema.callbacks.c.attempts)).scalars())

    assert await cache.read(attempts) == {3}
    assert [entry.text for entry in await cache.read(outbox.entries)] == ["통화"]


async def test_what_was_gathered_before_an_update_that_begins_anew_is_not_shown_again(cache: Cache) -> None:
    """A row that left between the two would stand in the list of a person who may no longer see it."""
    await cache.fill(rebuild.gather, [change(row(ROWS, 2))], "old-1")  # … a restart with a newer program
    await cache.fill(rebuild.begin)
    await restored([], lambda _progress: None, cache).pull()
    assert await cache.read(callbacks.get, row(ROWS, 2).id) is None
    assert await cache.read(callbacks.total) == ROWS - 100


async def test_a_right_that_ends_leaves_in_steps_and_what_is_seen_otherwise_stays(cache: Cache) -> None:
    both = [change(row(no, 6), keys=("k", "other")) for no in range(600)]
    ticket = Ticket(id="t1", service_id="s1", subject="환불", created_at=NOW, created_by=ME, seq=6)
    rows = [*both, change(ticket, Entity.TICKET)]
    await cache.write(feed.apply_rows, rows[:400], ME)
    await cache.write(feed.apply_rows, rows[400:], ME)
    lost = page([], epoch="old", lost_keys=("k",))
    told: list[ChangeSet] = []
    puller = Puller(Feed(lost), cache, ME, StandingClock(), told.append)  # type: ignore[arg-type]
    await puller.pull()
    assert max(len(c.gone.get(Entity.CALLBACK, ())) for c in told) <= feed.APPLY_LIMIT
    assert await cache.read(callbacks.total) == 600
    assert any("t1" in c.gone.get(Entity.TICKET, ()) for c in told)
