"""Notices in the cache, with what only this machine knows of them: told once, read or not."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, delete, select, update

from occ_contract.notices import Notice
from occ_desktop.store.schema import notice_marks, notices
from occ_desktop.store.times import moment, stored

_notice = msgspec.json.Decoder(Notice)


class NoticeRow(msgspec.Struct, frozen=True):
    """A notice with when the person read it (UTC), None while unread."""

    notice: Notice
    read_at: datetime | None = None


def _rows(conn: Connection, statement: "Select[bytes, int]") -> tuple[NoticeRow, ...]:
    return tuple(NoticeRow(_notice.decode(body), moment(read)) for body, read in conn.execute(statement))


def recent(conn: Connection, limit: int) -> tuple[NoticeRow, ...]:
    """Return the newest notices first."""
    statement = select(notices.c.body, notices.c.read_at)
    newest = statement.order_by(notices.c.created_at.desc(), notices.c.id.desc()).limit(limit)
    return _rows(conn, newest)


def unread_count(conn: Connection) -> int:
    """Return how many callbacks the unread ones tell of: one notice tells of all that arrived together."""
    bodies = conn.execute(select(notices.c.body).where(notices.c.read_at == 0)).scalars()
    return sum(_notice.decode(body).count for body in bodies)


def untold(conn: Connection) -> tuple[Notice, ...]:
    """Return those nobody has been told of on this machine, oldest first."""
    statement = select(notices.c.body).where(notices.c.notified_at == 0)
    oldest = statement.order_by(notices.c.created_at, notices.c.id)
    return tuple(_notice.decode(body) for body in conn.execute(oldest).scalars())


def mark_told(conn: Connection, ids: Iterable[str], now: datetime) -> None:
    """Note that the person was told of these."""
    conn.execute(update(notices).where(notices.c.id.in_(list(ids))).values(notified_at=stored(now)))


def mark_read(conn: Connection, ids: Iterable[str] | None, now: datetime) -> int:
    """Note that the person read these (None: all); return how many were unread."""
    statement = update(notices).where(notices.c.read_at == 0).values(read_at=stored(now))
    if ids is not None:
        statement = statement.where(notices.c.id.in_(list(ids)))
    return conn.execute(statement).rowcount


def take_marks(conn: Connection, ids: Collection[str]) -> None:
    """Lay what was known of these notices before the file was renewed over them, now that they came again."""
    marks = conn.execute(select(notice_marks).where(notice_marks.c.id.in_(ids))).all()
    if not marks:
        return
    known = [{"row_id": m.id, "read": m.read_at, "told": m.notified_at} for m in marks]
    values: dict[str, Any] = {"read_at": bindparam("read"), "notified_at": bindparam("told")}
    conn.execute(update(notices).where(notices.c.id == bindparam("row_id")).values(values), known)
    conn.execute(delete(notice_marks).where(notice_marks.c.id.in_([m.id for m in marks])))
