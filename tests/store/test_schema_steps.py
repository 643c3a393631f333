"""An update of the program meets yesterday's file. If these fail, own work or read marks go with it."""

import unicodedata
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, inspect, select

from occ_contract.callbacks import CallbackStatus, NoteChange
from occ_contract.notices import Notice, NoticeKind
from occ_contract.sync import Entity
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.store import (
    Cache,
    binding,
    callbacks,
    feed,
    notices,
    outbox,
    own,
    projection,
    rebuild,
    schema,
    search_renewal,
)
from occ_desktop.store.schema import SCHEMA_VERSION
from store.builders import KEY, NEVER, OWNER, START, callback, change, page

_NOTE = Command("k", CommandKind.NOTE, NoteChange(note="부재중"), NEVER, callback_id="0193-00000001")


async def filled(cache: Cache) -> None:
    """Put in rows, a read notice, a draft, a preference and a command."""
    notice = Notice(id="n1", kind=NoticeKind.CALLBACK_ASSIGNED, created_at=START, service_id="s", seq=9)
    rows = [
        change(callback(1, status=CallbackStatus.ASSIGNED)),
        change(notice, "p:me", entity=Entity.NOTICE),
    ]
    await cache.write(feed.last_rows, rows, page(head=9), "me", NEVER)
    await cache.write(notices.mark_read, None, NEVER)
    await cache.write(notices.mark_told, ["n1"], NEVER)
    await cache.write(own.keep_draft, DraftKind.NOTE, "0193-00000001", Draft("다시 전화"), NEVER)
    await cache.write(own.set_preference, "sound", b"1")
    await cache.write(projection.enqueue, _NOTE)


async def all_there(cache: Cache) -> None:
    assert not cache.fresh
    assert await cache.read(notices.unread_count) == 0
    assert await cache.read(notices.untold) == ()
    assert await cache.read(own.draft, DraftKind.NOTE, "0193-00000001") == Draft("다시 전화")
    assert await cache.read(own.preference, "sound") == b"1"
    assert await cache.read(outbox.entries) == (_NOTE,)
    assert await cache.read(binding.value, "schema") == str(SCHEMA_VERSION)


async def opened_again(cache: Cache) -> Cache:
    await cache.close()
    return await Cache.open(cache.path, KEY, OWNER)


def _as_before_bases(conn: Connection) -> None:
    """Make of the file what version 3 had: drafts without a base or whom they are about."""
    for column in ("base", "service_id", "customer", "phone"):
        conn.exec_driver_sql(f"ALTER TABLE drafts DROP COLUMN {column}")
    conn.exec_driver_sql("DROP INDEX ix_callbacks_of_route")
    binding.remember(conn, schema="3")


async def test_an_older_file_gains_what_is_new_and_loses_nothing(cache: Cache) -> None:
    await filled(cache)
    await cache.write(_as_before_bases)
    again = await opened_again(cache)
    await all_there(again)
    assert await again.read(callbacks.total) == 1
    assert (await again.read(feed.position)).head == 9
    await again.write(own.keep_draft, DraftKind.NOTE, "x", Draft("mine", "theirs"), NEVER)
    assert await again.read(own.draft, DraftKind.NOTE, "x") == Draft("mine", "theirs")
    assert await again.read(own.about, "x") is None
    names = await again.read(lambda conn: {i["name"] for i in inspect(conn).get_indexes("callbacks")})
    assert "ix_callbacks_of_route" in names
    await again.close()


def _spelt_as_it_came(conn: Connection) -> None:
    """Make of the file what version 4 had: words in the pieces and widths they came in."""
    for no, name in conn.execute(select(schema.callbacks.c.no, schema.callbacks.c.id)).all():
        words = {"rowid": no, "phone": "", "words": f"{unicodedata.normalize('NFD', '김하나')}{name[-1]}  "}
        conn.execute(delete(schema.callback_search).where(schema.callback_search.c.rowid == no))
        conn.execute(insert(schema.callback_search), words)
    binding.remember(conn, schema="4")


async def test_after_an_update_everything_is_found_in_whatever_spelling_it_was_stored(cache: Cache) -> None:
    rows = [change(callback(no, name="김하나")) for no in range(1, 1203)]
    await cache.write(feed.apply_rows, rows, "me")
    await cache.write(_spelt_as_it_came)
    again = await opened_again(cache)
    wanted = CallbackFilter(text="김하나")
    assert await again.read(callbacks.count, wanted) == 0, "opening does not wait for it"
    steps = 0
    while await again.fill(search_renewal.renew_some):
        steps += 1
    assert steps == 3, "no step takes more rows than a person's own work may wait for"
    assert await again.read(callbacks.count, wanted) == 1202
    once_more = await opened_again(again)
    assert not await once_more.fill(search_renewal.renew_some)
    await once_more.close()


def _from_the_future(conn: Connection) -> None:
    conn.exec_driver_sql("CREATE TABLE of_tomorrow (id TEXT PRIMARY KEY)")
    conn.exec_driver_sql("ALTER TABLE drafts ADD COLUMN mood TEXT")
    conn.exec_driver_sql("INSERT INTO of_tomorrow VALUES ('x')")
    binding.remember(conn, schema="99")


async def test_going_back_to_this_version_keeps_everything_and_what_the_newer_one_added(cache: Cache) -> None:
    await filled(cache)
    await cache.write(_from_the_future)
    again = await opened_again(cache)
    await all_there(again)

    def of_tomorrow(conn: Connection) -> Any:
        return conn.exec_driver_sql("SELECT count(*) FROM of_tomorrow").scalar_one()

    assert await again.read(of_tomorrow) == 1
    await again.close()


@pytest.mark.parametrize("version", ["2", "0", "what?"])
async def test_of_a_file_from_before_the_steps_only_the_callbacks_are_fetched_again(
    cache: Cache, version: str
) -> None:
    await filled(cache)
    await cache.write(binding.remember, schema=version)
    again = await opened_again(cache)
    await all_there(again)
    assert await again.read(callbacks.total) == 0
    assert await again.read(rebuild.under_way) == (True, None)
    await again.close()


async def test_drafts_of_two_kinds_on_one_callback_are_two_drafts(cache: Cache) -> None:
    note, history = Draft("note", "base"), Draft("history")
    await cache.write(own.keep_draft, DraftKind.NOTE, "c", note, NEVER)
    await cache.write(own.keep_draft, DraftKind.HISTORY, "c", history, NEVER)
    await cache.write(own.keep_draft, DraftKind.NOTE, "c", None, NEVER)
    assert await cache.read(own.draft, DraftKind.NOTE, "c") is None
    assert await cache.read(own.draft, DraftKind.HISTORY, "c") == history


def _of_a_newer_version(conn: Connection) -> None:
    rows = (
        ("k1", "sms", "queued", '{"message": "배송 안내", "template_id": "t"}'),
        ("k2", "note", "queued", '{"note": "부재중", "mood": "good"}'),
        ("k3", "complete", "delayed", '{"note": "통화"}'),
    )
    for key, kind, state, body in rows:
        values = {"key": key, "kind": kind, "state": state, "body": body.encode(), "params": b"{}"}
        conn.execute(insert(schema.outbox).values(callback_id="0193-00000001", created_at=1, **values))


async def test_what_a_newer_version_was_to_send_is_kept_and_shown_after_going_back(cache: Cache) -> None:
    await cache.write(feed.apply_rows, [change(callback(1, status=CallbackStatus.ASSIGNED))], "me")
    await cache.write(_of_a_newer_version)
    again = await opened_again(cache)
    found = await again.read(outbox.entries)
    assert [(entry.key, entry.kind, entry.text) for entry in found] == [
        ("k1", CommandKind.UNKNOWN, "배송 안내"),
        ("k2", CommandKind.UNKNOWN, "부재중"),
        ("k3", CommandKind.COMPLETE, "통화"),
    ]
    assert await again.read(outbox.counts) == (3, 0)
    await again.write(projection.recover)
    await again.write(feed.apply_rows, [change(callback(1, status=CallbackStatus.ASSIGNED, seq=9))], "me")
    row = await again.read(callbacks.get, "0193-00000001")
    assert row is not None
    assert (row.status, row.pending) == (CallbackStatus.COMPLETED, CommandKind.COMPLETE)

    def raw(conn: Connection) -> list[tuple[str, bytes]]:
        return [(r.kind, r.body) for r in conn.execute(select(schema.outbox.c.kind, schema.outbox.c.body))]

    assert (await again.read(raw))[:2] == [
        ("sms", '{"message": "배송 안내", "template_id": "t"}'.encode()),
        ("note", '{"note": "부재중", "mood": "good"}'.encode()),
    ]
    await again.write(projection.discard, "k1")  # only a person does that
    assert await again.read(outbox.counts) == (2, 0)
    await again.close()
