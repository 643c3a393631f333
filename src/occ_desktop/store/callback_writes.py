"""Writes the callbacks the feed brought: new ones, newer ones, and those that left this person's view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.sync import Change
from occ_desktop.store import outbox
from occ_desktop.store.callback_rows import SHOWN, Texts, decoder, shown, shown_values, text_decoder, words
from occ_desktop.store.interning import KeySets, Names
from occ_desktop.store.many import execute_many
from occ_desktop.store.schema import callback_search, callbacks

_CHUNK = 500
_NAMES = ("no", "id", "seq", "keyset", *SHOWN, "body")
_NO, _ID, _SEQ, _KEYSET, _BODY = map(_NAMES.index, ("no", "id", "seq", "keyset", "body"))
_RECEIVED = _NAMES.index("received_at")
_ids = func.json_each(bindparam("ids")).table_valued("value")
_PRESENT = select(*(callbacks.c[name] for name in _NAMES)).where(callbacks.c.id.in_(select(_ids.c.value)))
_INSERT = insert(callbacks)
_INSERT_SEARCH = insert(callback_search)
_RENEW = update(callbacks).where(callbacks.c.no == bindparam("row_no"))


@dataclass
class Written:
    """Ids taken, ids gone, and those of the gone ones that were the person's own outstanding ones."""

    taken: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)


@dataclass
class _Steps:
    """What one chunk writes. ``newer``: rows by the names of what differs: no other index is touched."""

    leaving: list[str] = field(default_factory=list)
    fresh: list[tuple[tuple[Any, ...], Callback]] = field(default_factory=list)
    newer: dict[tuple[str, ...], list[tuple[Any, ...]]] = field(default_factory=dict)
    stale_search: list[int] = field(default_factory=list)
    search: list[tuple[int, str, str]] = field(default_factory=list)

    def renew(self, number: int, present: Row[Any], row: tuple[Any, ...]) -> None:
        """Have a row written as far as it differs, and its body."""
        differing = [at for at, value in enumerate(row[:-1], 1) if value != present[at]]
        names = (*[_NAMES[at] for at in differing], "body", "row_no")
        values = (*[row[at - 1] for at in differing], row[-1], number)
        self.newer.setdefault(names, []).append(values)


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
        here = self._here(changes)
        steps = _Steps()
        for change in changes:
            present = here.get(change.id)
            if change.gone:
                if present is not None and change.seq >= present[_SEQ]:
                    steps.leaving.append(change.id)
                    self._note_gone(decoder.decode(present[_BODY]), written)
                continue
            keyset = self._keysets.told(change.keys)
            if (
                present is not None
                and not force
                and brings_nothing(change, keyset, present[_SEQ], present[_KEYSET])
            ):
                continue
            server = decoder.decode(change.body)
            row = (change.id, change.seq, keyset, *self._values(server), change.body)
            written.taken.add(change.id)
            if present is None:
                steps.fresh.append((row, server))
                continue
            number = present[_NO]
            steps.renew(number, present, row)
            if _found_by(text_decoder.decode(present[_BODY])) != _found_by(server):
                steps.stale_search.append(number)
                steps.search.append((number, server.phone, words(server)))
        self._write(steps)

    def _here(self, changes: Sequence[Change]) -> dict[str, Row[Any]]:
        """Return the rows there are of these, by id."""
        ids = msgspec.json.encode([change.id for change in changes]).decode()
        return {row[_ID]: row for row in self._conn.execute(_PRESENT, {"ids": ids}).all()}

    def _values(self, server: Callback) -> tuple[Any, ...]:
        waiting = self._waiting.get(server.id)
        if not waiting:
            return shown_values(server, self._names, pending=False)
        return shown_values(shown(server, waiting), self._names, pending=True)

    def _note_gone(self, server: Callback, written: Written) -> None:
        written.gone.add(server.id)
        if server.assignee_id == self._me and server.status is CallbackStatus.ASSIGNED:
            written.withdrawn.add(server.id)

    def _write(self, steps: _Steps) -> None:
        if steps.leaving:
            remove(self._conn, steps.leaving)
        # A fill brings the newest first; what is put into an index upwards leaves its pages full.
        steps.fresh.sort(key=_received)
        fresh = []
        for row, server in steps.fresh:
            fresh.append((self._next, *row))
            steps.search.append((self._next, server.phone, words(server)))
            self._next += 1
        execute_many(self._conn, _INSERT, _NAMES, fresh)
        for names, rows in steps.newer.items():
            execute_many(self._conn, _RENEW, names, rows)
        if steps.stale_search:
            stale = callback_search.c.rowid.in_(steps.stale_search)
            self._conn.execute(delete(callback_search).where(stale))
        execute_many(self._conn, _INSERT_SEARCH, ("rowid", "phone", "words"), steps.search)

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


def brings_nothing(change: Change, keyset: int, seq: int, keys_then: int) -> bool:
    """Tell whether a row brings nothing new: it is older, or the same seen through the same keys."""
    return change.seq < seq or (change.seq == seq and keyset == keys_then)


def _received(fresh: tuple[tuple[Any, ...], Callback]) -> tuple[int, str]:
    row = fresh[0]
    return row[_RECEIVED - 1], row[_ID - 1]


def _found_by(row: Callback | Texts) -> tuple[str | None, ...]:
    """Return what the search looks through; the same texts need not be put in the index again."""
    return row.phone, row.name, row.message


def remove(conn: Connection, callback_ids: Iterable[str]) -> None:
    """Delete rows and what finds them."""
    leaving = list(callback_ids)
    numbers = select(callbacks.c.no).where(callbacks.c.id.in_(leaving))
    conn.execute(delete(callback_search).where(callback_search.c.rowid.in_(numbers)))
    conn.execute(delete(callbacks).where(callbacks.c.id.in_(leaving)))
