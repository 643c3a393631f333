"""Applies pages of the feed: rows, exits, lost keys, cursor, and the outbox entries they confirm.

A page is taken in steps of at most ``APPLY_LIMIT`` rows: after each the transaction ends if somebody waits to
write. The cursor moves with the last, so a crash in between only means that some rows come twice, which is
harmless.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Select, Table, delete, select, update

from occ_contract.sync import Change, Entity, SyncPage
from occ_desktop.domain.changes import ChangeSet, merged
from occ_desktop.store import binding, projection
from occ_desktop.store.callback_writes import CallbackWriter
from occ_desktop.store.entities import SMALL, TABLES, apply_small
from occ_desktop.store.interning import KeySets
from occ_desktop.store.message_writes import MessageWriter
from occ_desktop.store.times import moment, stored

APPLY_LIMIT = 500


class Position(msgspec.Struct, frozen=True):
    """How far this cache has looked. ``cursor`` None: never filled. Times are UTC."""

    epoch: str | None = None
    cursor: str | None = None
    head: int = 0
    filled: bool = False
    synced_at: datetime | None = None
    checked_at: datetime | None = None


def position(conn: Connection) -> Position:
    """Return how far this cache has looked."""
    synced, checked = binding.value(conn, "synced_at"), binding.value(conn, "checked_at")
    return Position(
        epoch=binding.value(conn, "epoch"),
        cursor=binding.value(conn, "cursor"),
        head=int(binding.value(conn, "head") or 0),
        filled=binding.value(conn, "filled") == "yes",
        synced_at=moment(int(synced or 0)),
        checked_at=moment(int(checked or 0)),
    )


def note_checked(conn: Connection, now: datetime) -> None:
    """Keep when the cache was last compared with the server's checksums."""
    binding.remember(conn, checked_at=str(stored(now)))


def keep_offset(conn: Connection, seconds: float) -> None:
    """Keep how far the server's clock was ahead of this computer's, for a start without the server."""
    binding.remember(conn, server_offset=str(seconds))


def offset(conn: Connection) -> float:
    """Return how far the server's clock was ahead when it was last heard, in seconds."""
    return float(binding.value(conn, "server_offset") or 0.0)


def apply_rows(conn: Connection, changes: Sequence[Change], me: str, *, force: bool = False) -> ChangeSet:
    """Take the newer ones of these rows (``force``: all) and tell what changed. Unknown kinds pass by."""
    keysets = KeySets(conn)
    ids: dict[Entity, frozenset[str]] = {}
    gone: dict[Entity, frozenset[str]] = {}
    withdrawn: frozenset[str] = frozenset()
    by_kind: dict[Entity, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.entity, []).append(change)
    for entity, of_kind in by_kind.items():
        if entity is Entity.CALLBACK:
            written = CallbackWriter(conn, keysets, me).apply(of_kind, force=force)
            ids[entity], gone[entity] = frozenset(written.taken), frozenset(written.gone)
            withdrawn = frozenset(written.withdrawn)
        elif entity is Entity.SMS_MESSAGE:
            messages = MessageWriter(conn, keysets).apply(of_kind, force=force)
            ids[entity], gone[entity] = frozenset(messages.taken), frozenset(messages.gone)
        elif entity in SMALL:
            ids[entity], gone[entity] = apply_small(conn, entity, of_kind, keysets, force=force)
    return ChangeSet(ids=_told(ids), gone=_told(gone), withdrawn=withdrawn)


def _told(ids: dict[Entity, frozenset[str]]) -> dict[Entity, frozenset[str]]:
    return {entity: found for entity, found in ids.items() if found}


def end_page(conn: Connection, page: SyncPage, me: str, now: datetime) -> ChangeSet:
    """Close a page: purge lost keys, move the cursor, drop the outbox entries the feed has now shown."""
    lost = purge(conn, page.lost_keys, me) if page.lost_keys else ChangeSet()
    values = {"epoch": page.epoch, "cursor": page.cursor}
    done = ChangeSet()
    if not page.has_more:
        values |= {"head": str(page.head), "filled": "yes", "synced_at": str(stored(now))}
        done = projection.confirmed(conn, page.head)
    binding.remember(conn, **values)
    return merged((lost, done))


def _nobody() -> bool:
    return False


def apply_some(
    conn: Connection, changes: Sequence[Change], me: str, somebody_waits: Callable[[], bool]
) -> tuple[int, ChangeSet]:
    """Take rows, step by step, until somebody waits; return how many, and what changed.

    A commit writes nearly every page of the indexes again, whether for one step or for four.
    """
    parts, taken = [], 0
    while taken < len(changes):
        some = changes[taken : taken + APPLY_LIMIT]
        parts.append(apply_rows(conn, some, me))
        taken += len(some)
        if somebody_waits():
            break
    return taken, merged(parts)


def last_rows(
    conn: Connection,
    changes: Sequence[Change],
    page: SyncPage,
    me: str,
    now: datetime,
    somebody_waits: Callable[[], bool] = _nobody,
) -> tuple[int, ChangeSet]:
    """Take the last rows of a page as `apply_some`; with the very last, close it in the same transaction."""
    taken, told = apply_some(conn, changes, me, somebody_waits)
    if taken < len(changes):
        return taken, told
    return taken, merged((told, end_page(conn, page, me, now)))


def purge_some(conn: Connection, lost_keys: Iterable[str], me: str) -> ChangeSet | None:
    """Forget some rows seen only through lost keys, or take those keys from some others; None: none is left.

    A million rows must not hold up whoever writes next: each step touches at most ``APPLY_LIMIT`` of a kind.
    """
    lost = frozenset(lost_keys)
    keysets = KeySets(conn)
    for no, keys in keysets.items():
        if not keys & lost:
            continue
        left = keys - lost
        if left:
            if _rename(conn, no, keysets.no(left)):
                return ChangeSet()
            continue
        written = CallbackWriter(conn, keysets, me).purge(no, APPLY_LIMIT)
        messages = MessageWriter(conn, keysets).purge(no, APPLY_LIMIT)
        gone = {
            Entity.CALLBACK: frozenset(written.gone),
            Entity.SMS_MESSAGE: frozenset(messages.gone),
            **_purge_small(conn, no),
        }
        if any(gone.values()):
            return ChangeSet(gone=_told(gone), withdrawn=frozenset(written.withdrawn))
    return None


def purge(conn: Connection, lost_keys: Iterable[str], me: str) -> ChangeSet:
    """Forget every row seen only through keys this person no longer has; for few rows, or what steps left."""
    lost = tuple(lost_keys)
    return merged(iter(lambda: purge_some(conn, lost, me), None))


def _purge_small(conn: Connection, keyset: int) -> dict[Entity, frozenset[str]]:
    gone = {}
    for entity, kept in SMALL.items():
        ids = frozenset(conn.execute(_under(kept.table, keyset)).scalars())
        if ids:
            conn.execute(delete(kept.table).where(kept.table.c.id.in_(ids)))
        gone[entity] = ids
    return gone


def _rename(conn: Connection, old: int, new: int) -> int:
    """Give some rows of a set of keys another one; return how many."""
    moved = 0
    for table in TABLES.values():
        some = _under(table, old).scalar_subquery()
        moved += conn.execute(update(table).where(table.c.id.in_(some)).values(keyset=new)).rowcount
    return moved


def _under(table: Table, keyset: int) -> "Select[str]":
    return select(table.c.id).where(table.c.keyset == keyset).limit(APPLY_LIMIT)
