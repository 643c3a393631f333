"""Writes the messages the feed brought: new ones, newer ones, and those that left this person's view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Insert, Update, bindparam, delete, func, insert, select, update

from occ_contract.sync import Change
from occ_desktop.store.callback_writes import brings_nothing
from occ_desktop.store.interning import KeySets, Names
from occ_desktop.store.many import execute_many
from occ_desktop.store.message_bodies import cut, drop_unused, keep_texts
from occ_desktop.store.message_rows import columns, decoder
from occ_desktop.store.schema_texting import message_search, sms_messages

_CHUNK = 500
_INSERT = insert(sms_messages)
_RENEW = update(sms_messages).where(sms_messages.c.no == bindparam("row_no"))
_INSERT_SEARCH = insert(message_search)


@dataclass
class Taken:
    """Ids taken and ids gone."""

    taken: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


class MessageWriter:
    """Takes messages for one transaction."""

    def __init__(self, conn: Connection, keysets: KeySets) -> None:
        self._conn = conn
        self._keysets = keysets
        self._names = Names(conn)
        self._next = int(conn.execute(select(func.max(sms_messages.c.no))).scalar() or 0) + 1

    def apply(self, changes: Sequence[Change], *, force: bool = False) -> Taken:
        """Take the newer ones of these rows, delete those gone since; ``force`` takes older rows too."""
        result = Taken()
        for start in range(0, len(changes), _CHUNK):
            self._apply(changes[start : start + _CHUNK], result, force=force)
        return result

    def _apply(self, changes: Sequence[Change], result: Taken, *, force: bool) -> None:
        c = sms_messages.c
        asked = select(c.id, c.no, c.seq, c.keyset, c.recipient, c.text_no)
        found = self._conn.execute(asked.where(c.id.in_([change.id for change in changes])))
        here = {row.id: row for row in found}
        wanted: list[tuple[Change, int]] = []
        leaving: set[str] = set()
        for change in changes:
            present = here.get(change.id)
            if change.gone:
                if present is not None and change.seq >= present.seq:
                    leaving.add(change.id)
                continue
            keyset = self._keysets.told(change.keys)
            if present is None or force or not brings_nothing(change, keyset, present.seq, present.keyset):
                wanted.append((change, keyset))
        if leaving:
            remove(self._conn, leaving)
        result.gone |= leaving
        result.taken |= {change.id for change, _ in wanted}
        self._write(wanted, {k: row for k, row in here.items() if k not in leaving})

    def _write(self, wanted: list[tuple[Change, int]], here: dict[str, Any]) -> None:
        bodies = {change.id: cut(bytes(change.body)) for change, _ in wanted}
        numbers = keep_texts(self._conn, {one.text for one in bodies.values() if one.at})
        fresh: list[dict[str, Any]] = []
        newer: list[dict[str, Any]] = []
        search: list[dict[str, Any]] = []
        moved: list[int] = []
        for change, keyset in wanted:
            message, part = decoder.decode(change.body), bodies[change.id]
            text_no = numbers.get(part.text, 0) if part.at else 0
            row = {
                "seq": change.seq,
                "keyset": keyset,
                "text_no": text_no,
                "text_at": part.at if text_no else 0,
                "body": part.rest if text_no else bytes(change.body),
                **columns(message, self._names),
            }
            present = here.get(change.id)
            if present is None:
                fresh.append({"no": self._next, "id": change.id, **row})
                search.append({"rowid": self._next, "phone": message.recipient})
                self._next += 1
                continue
            newer.append({"row_no": present.no, **row})
            if present.recipient != message.recipient:
                moved.append(present.no)
                search.append({"rowid": present.no, "phone": message.recipient})
        _write_each(self._conn, _INSERT, fresh)
        _write_each(self._conn, _RENEW, newer)
        if moved:
            self._conn.execute(delete(message_search).where(message_search.c.rowid.in_(moved)))
        _write_each(self._conn, _INSERT_SEARCH, search)
        drop_unused(self._conn, (here[change.id].text_no for change, _ in wanted if change.id in here))

    def purge(self, keyset: int, most: int) -> Taken:
        """Delete the rows seen through this set of keys alone, at most so many."""
        c = sms_messages.c
        leaving = select(c.id).where(c.keyset == keyset).limit(most)
        gone = set(self._conn.execute(leaving).scalars())
        remove(self._conn, gone)
        return Taken(gone=gone)


def _write_each(conn: Connection, statement: Insert | Update, rows: Sequence[dict[str, Any]]) -> None:
    """Execute the statement for rows that name the same columns in the same order."""
    if rows:
        execute_many(conn, statement, tuple(rows[0]), [tuple(row.values()) for row in rows])


def remove(conn: Connection, message_ids: Iterable[str]) -> None:
    """Delete messages, what finds them, and the texts nobody else got."""
    c, leaving = sms_messages.c, list(message_ids)
    found = conn.execute(select(c.no, c.text_no).where(c.id.in_(leaving))).all()
    conn.execute(delete(message_search).where(message_search.c.rowid.in_([row.no for row in found])))
    conn.execute(delete(sms_messages).where(c.id.in_(leaving)))
    drop_unused(conn, (row.text_no for row in found))
