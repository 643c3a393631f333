"""Writes the callbacks the feed brought: new ones, newer ones, and those that left this person's view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.sync import Change
from occ_desktop.domain.commands import Command
from occ_desktop.store import outbox
from occ_desktop.store.callback_rows import decoder, shown, shown_columns, words
from occ_desktop.store.interning import KeySets, Names
from occ_desktop.store.many import execute_many
from occ_desktop.store.schema import callback_search, callbacks

_CHUNK = 500


@dataclass
class Written:
    """Ids taken, ids gone, and those of the gone ones that were the person's own outstanding ones."""

    taken: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)


class CallbackWriter:
    """Takes callbacks for one transaction; numbers and pending work are looked up once."""

    def __init__(self, conn: Connection, keysets: KeySets, me: str) -> None:
        self._conn = conn
        self._keysets = keysets
        self._me = me
        self._names = Names(conn)
        self._waiting = outbox.by_callback(conn, outbox.callbacks_with_work(conn))
        self._next = int(conn.execute(select(func.max(callbacks.c.no))).scalar() or 0) + 1

    def apply(self, changes: Sequence[Change], *, force: bool = False) -> Written:
        """Take the newer ones of these rows, delete those gone since; ``force`` takes older rows too."""
        written = Written()
        for start in range(0, len(changes), _CHUNK):
            self._apply(changes[start : start + _CHUNK], written, force=force)
        return written

    def _apply(self, changes: Sequence[Change], written: Written, *, force: bool) -> None:
        c = callbacks.c
        found = self._conn.execute(
            select(c.id, c.no, c.seq, c.keyset, c.body).where(c.id.in_([change.id for change in changes]))
        )
        here = {row.id: row for row in found.all()}
        fresh: list[dict[str, Any]] = []
        search: list[dict[str, Any]] = []
        newer: list[dict[str, Any]] = []
        stale_search: list[int] = []
        leaving: list[str] = []
        for change in changes:
            present = here.get(change.id)
            if change.gone:
                if present is not None and change.seq >= present.seq:
                    leaving.append(change.id)
                    self._note_gone(decoder.decode(present.body), written)
                continue
            keyset = self._keysets.no(change.keys)
            if present is not None and not force and _known(change, keyset, present.seq, present.keyset):
                continue
            server = decoder.decode(change.body)
            row = {"seq": change.seq, "keyset": keyset, "body": bytes(change.body), **self._columns(server)}
            written.taken.add(change.id)
            if present is None:
                fresh.append({"no": self._next, "id": change.id, **row})
                search.append({"rowid": self._next, "phone": server.phone, "words": words(server)})
                self._next += 1
                continue
            newer.append({"row_no": present.no, **row})
            before = decoder.decode(present.body)
            if _found_by(before) != _found_by(server):
                stale_search.append(present.no)
                search.append({"rowid": present.no, "phone": server.phone, "words": words(server)})
        self._write(fresh, newer, stale_search, search, leaving)

    def _columns(self, server: Callback) -> dict[str, Any]:
        waiting: tuple[Command, ...] = self._waiting.get(server.id, ())
        row = shown(server, waiting) if waiting else server
        return shown_columns(row, self._names, pending=bool(waiting))

    def _note_gone(self, server: Callback, written: Written) -> None:
        written.gone.add(server.id)
        if server.assignee_id == self._me and server.status is CallbackStatus.ASSIGNED:
            written.withdrawn.add(server.id)

    def _write(
        self,
        fresh: list[dict[str, Any]],
        newer: list[dict[str, Any]],
        stale_search: list[int],
        search: list[dict[str, Any]],
        leaving: list[str],
    ) -> None:
        if leaving:
            remove(self._conn, leaving)
        execute_many(self._conn, insert(callbacks), fresh)
        execute_many(self._conn, update(callbacks).where(callbacks.c.no == bindparam("row_no")), newer)
        if stale_search:
            self._conn.execute(delete(callback_search).where(callback_search.c.rowid.in_(stale_search)))
        execute_many(self._conn, insert(callback_search), search)

    def purge(self, keyset: int, most: int) -> Written:
        """Delete the rows seen through this set of keys alone, at most so many."""
        written = Written()
        c = callbacks.c
        leaving = select(c.id, c.body).where(c.keyset == keyset).limit(most)
        for row_id, body in self._conn.execute(leaving).all():
            self._note_gone(decoder.decode(body), written)
            written.gone.add(row_id)
        remove(self._conn, written.gone)
        return written


def _known(change: Change, keyset: int, seq: int, keys_then: int) -> bool:
    """Tell whether a row brings nothing new: it is older, or the same seen through the same keys."""
    return change.seq < seq or (change.seq == seq and keyset == keys_then)


def _found_by(row: Callback) -> tuple[str | None, ...]:
    """Return what the search looks through; the same texts need not be put in the index again."""
    return row.phone, row.name, row.message


def remove(conn: Connection, callback_ids: Iterable[str]) -> None:
    """Delete rows and what finds them."""
    leaving = list(callback_ids)
    numbers = select(callbacks.c.no).where(callbacks.c.id.in_(leaving))
    conn.execute(delete(callback_search).where(callback_search.c.rowid.in_(numbers)))
    conn.execute(delete(callbacks).where(callbacks.c.id.in_(leaving)))
