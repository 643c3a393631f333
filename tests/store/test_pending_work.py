"""Work done while the server was away: shown at once, never lost, never shown longer than it is true."""

from datetime import timedelta
from typing import Any

import pytest

from occ_contract.callbacks import CallbackStatus, Complete, NoteChange
from occ_contract.sync import Entity
from occ_contract.tickets import NewTicket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind, CommandState
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import Cache, callbacks, feed, outbox, projection, rebuild
from store.builders import ME, NEVER, callback, change, gone, page

MINE = callback(1, status=CallbackStatus.ASSIGNED, assignee_id=ME, assigned_at=NEVER, seq=5)
COMPLETED = CallbackFilter(statuses=(CallbackStatus.COMPLETED,))


def _complete(key: str = "k1", note: str | None = "통화 완료", **values: Any) -> Command:
    body = Complete(note=note)
    return Command(
        key=key, kind=CommandKind.COMPLETE, body=body, created_at=NEVER, callback_id=MINE.id, **values
    )


def _note(key: str, text: str) -> Command:
    body = NoteChange(note=text)
    return Command(key=key, kind=CommandKind.NOTE, body=body, created_at=NEVER, callback_id=MINE.id)


@pytest.fixture
async def desk(cache: Cache) -> Cache:
    await cache.write(feed.apply_rows, [change(MINE)], ME)
    return cache


async def _row(cache: Cache) -> CallbackRow:
    row = await cache.read(callbacks.get, MINE.id)
    assert row is not None
    return row


async def test_a_completed_row_looks_completed_before_the_server_knows(desk: Cache) -> None:
    told = await desk.write(projection.enqueue, _complete())
    row = await _row(desk)
    assert (row.status, row.callback.note, row.pending) == (
        CallbackStatus.COMPLETED,
        "통화 완료",
        CommandKind.COMPLETE,
    )
    assert (row.pending_state, row.pending_at) == (CommandState.QUEUED, NEVER)
    assert await desk.read(callbacks.count, COMPLETED) == 1
    assert told.ids == {Entity.CALLBACK: frozenset({MINE.id})}
    assert told.outbox
    assert told.local
    server = await desk.read(callbacks.server_row, MINE.id)
    assert server == MINE


async def test_the_same_press_twice_is_one_command(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.enqueue, _complete())
    assert len(await desk.read(outbox.entries)) == 1


async def test_a_crash_between_the_two_writes_leaves_neither(desk: Cache) -> None:
    def crash(conn: Any) -> None:
        projection.enqueue(conn, _complete())
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await desk.write(crash)
    assert await desk.read(outbox.entries) == ()
    assert (await _row(desk)).status is CallbackStatus.ASSIGNED


async def test_two_notes_and_a_completion_are_laid_over_in_order(desk: Cache) -> None:
    for command in (_note("k1", "첫째"), _note("k2", "둘째"), _complete("k3", None)):
        await desk.write(projection.enqueue, command)
    row = await _row(desk)
    assert (row.callback.note, row.status) == ("둘째", CallbackStatus.COMPLETED)
    assert [c.key for c in await desk.read(outbox.entries)] == ["k1", "k2", "k3"]


async def test_a_refusal_keeps_the_text_and_shows_the_servers_state(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.sending, "k1")
    await desk.write(projection.refused, "k1", "not_assignee", {"by_name": "박상담"})
    row = await _row(desk)
    assert row.conflicted
    assert row.status is CallbackStatus.ASSIGNED
    entry = await desk.read(outbox.get, "k1")
    assert entry is not None
    assert (entry.text, entry.code, entry.params, entry.tries) == (
        "통화 완료",
        "not_assignee",
        {"by_name": "박상담"},
        1,
    )
    assert await desk.read(outbox.counts) == (0, 1)


async def test_a_refused_command_can_be_tried_again_or_given_up(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.refused, "k1", "dialling", {})
    await desk.write(projection.retry, "k1")
    assert (await _row(desk)).status is CallbackStatus.COMPLETED
    await desk.write(projection.refused, "k1", "dialling", {})
    await desk.write(projection.discard, "k1")
    row = await _row(desk)
    assert (row.status, row.pending) == (CallbackStatus.ASSIGNED, None)


async def test_what_may_have_arrived_cannot_be_discarded(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.sending, "k1")
    await desk.write(projection.discard, "k1")
    assert len(await desk.read(outbox.entries)) == 1


@pytest.mark.parametrize("answer", ["accepted", "refused"])
async def test_what_has_its_answer_is_not_sent_again(desk: Cache, answer: str) -> None:
    await desk.write(projection.enqueue, _complete())
    if answer == "accepted":
        await desk.write(projection.accepted, "k1", 8)
    else:
        await desk.write(projection.refused, "k1", "dialling", {})
    assert await desk.write(projection.sending, "k1") == ChangeSet()
    entry = await desk.read(outbox.get, "k1")
    assert entry is not None
    assert (entry.state.value, entry.tries) == (answer, 0)


async def test_what_never_left_may_be_discarded_but_not_what_may_have_left_before(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.sending, "k1")
    await desk.write(projection.sending, "k1")
    assert await desk.write(projection.not_sent, "k1") == ChangeSet()  # the first try may have arrived
    await desk.write(projection.enqueue, _complete("k2"))
    await desk.write(projection.sending, "k2")
    await desk.write(projection.not_sent, "k2")
    for key in ("k1", "k2"):
        await desk.write(projection.discard, key)
    assert [entry.key for entry in await desk.read(outbox.entries)] == ["k1"]


async def test_an_accepted_command_stays_until_the_feed_has_shown_it(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.accepted, "k1", 8)
    await desk.write(feed.end_page, page(head=7), ME, NEVER)
    assert (await _row(desk)).status is CallbackStatus.COMPLETED
    assert len(await desk.read(outbox.entries)) == 1
    done = callback(
        1, status=CallbackStatus.COMPLETED, assignee_id=ME, completed_at=NEVER, note="통화 완료", seq=8
    )
    await desk.write(feed.apply_rows, [change(done)], ME)
    told = await desk.write(feed.end_page, page(head=8), ME, NEVER)
    assert told.outbox
    row = await _row(desk)
    assert (row.callback, row.pending) == (done, None)
    assert await desk.read(outbox.entries) == ()


async def test_a_row_reassigned_meanwhile_goes_but_the_command_stays(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    told = await desk.write(feed.apply_rows, [gone(MINE.id, 9)], ME)
    assert told.withdrawn == {MINE.id}
    assert await desk.read(callbacks.get, MINE.id) is None
    entries = await desk.read(outbox.entries)
    assert [entry.text for entry in entries] == ["통화 완료"]


async def test_a_feed_row_that_comes_while_work_waits_keeps_showing_the_work(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    newer = callback(1, status=CallbackStatus.ASSIGNED, assignee_id=ME, attempts=3, seq=9)
    await desk.write(feed.apply_rows, [change(newer)], ME)
    row = await _row(desk)
    assert (row.status, row.callback.attempts) == (CallbackStatus.COMPLETED, 3)
    assert await desk.read(callbacks.count, COMPLETED) == 1


async def test_a_ticket_waits_without_touching_its_callback(desk: Cache) -> None:
    body = NewTicket(service_id="s1", subject="환불", content="규정 안내", callback_id=MINE.id)
    command = Command(key="t", kind=CommandKind.TICKET, body=body, created_at=NEVER, callback_id=MINE.id)
    told = await desk.write(projection.enqueue, command)
    assert told.ids == {}
    assert (await _row(desk)).pending is None
    assert (await desk.read(outbox.entries))[0] == command


async def test_a_killed_client_sends_what_was_under_way_again_with_the_same_key(desk: Cache) -> None:
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.sending, "k1")
    await desk.write(projection.recover)
    entry = (await desk.read(outbox.entries))[0]
    assert (entry.key, entry.state) == ("k1", CommandState.QUEUED)


async def test_a_rebuild_replaces_rows_and_keeps_the_work(desk: Cache) -> None:
    other = callback(2, seq=6)
    await desk.write(feed.apply_rows, [change(other)], ME)
    await desk.write(feed.end_page, page(head=6), ME, NEVER)
    await desk.write(projection.enqueue, _complete())
    await desk.write(projection.accepted, "k1", 7)
    restored = callback(1, status=CallbackStatus.ASSIGNED, assignee_id=ME, attempts=1, seq=2)
    await desk.write(rebuild.begin)
    gathered = page(change(restored), change(callback(3, seq=3)), head=3, epoch="e2", has_more=True)
    await desk.fill(rebuild.gather, gathered.changes, gathered.cursor)
    assert await desk.read(rebuild.gathered) == 2
    assert (await desk.read(rebuild.under_way)) == (True, "c3")
    assert await desk.read(callbacks.get, other.id) is not None  # the old rows stay on the screen
    last = page(head=4, epoch="e2")
    assert await desk.read(rebuild.missing, Entity.CALLBACK, "") == ([other.id], other.id)
    await desk.fill(rebuild.leave, Entity.CALLBACK, [other.id])
    assert await desk.fill(rebuild.put_some, 0, ME) == 2
    assert await desk.fill(rebuild.put_some, 2, ME) is None
    told = await desk.fill(rebuild.finish, last, ME, NEVER + timedelta(hours=1))
    assert told.everything
    assert await desk.read(callbacks.get, other.id) is None
    assert await desk.read(callbacks.total) == 2
    row = await _row(desk)
    assert (row.callback.attempts, row.status) == (1, CallbackStatus.COMPLETED)
    entry = (await desk.read(outbox.entries))[0]
    assert entry.state is CommandState.QUEUED  # the restored server may not have it any more
    assert (await desk.read(feed.position)).epoch == "e2"
    assert (await desk.read(rebuild.under_way)) == (False, None)
