"""Rebuild after a new epoch or a failed checksum: rows gather in ``shadow``, screens go on with the old ones.

Once the feed is whole they take the place of the live rows, in steps: whoever completes a callback meanwhile
waits for one step, not for all. A step writes only what differs, and every one may come twice: what a crash
interrupts begins again with what was gathered. The outbox, drafts and what was read stay.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, RowMapping, and_, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from occ_contract.sync import Change, Entity, SyncPage
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import CommandState
from occ_desktop.store import binding, message_writes, outbox, projection
from occ_desktop.store.callback_writes import remove
from occ_desktop.store.entities import SMALL, TABLES
from occ_desktop.store.feed import APPLY_LIMIT, apply_rows, end_page
from occ_desktop.store.interning import KeySets
from occ_desktop.store.repair import differing
from occ_desktop.store.schema import shadow

PUT_LIMIT = 200  # rows one step may rewrite, each with an entry in a dozen indexes
_LOOKED_AT = 5000  # rows one look for missing ones compares; it writes nothing


def clear_some(conn: Connection) -> bool:
    """Drop some of what an earlier rebuild or repair had gathered; tell whether there was anything."""
    some = select(shadow.c.no).order_by(shadow.c.no).limit(APPLY_LIMIT).scalar_subquery()
    return conn.execute(delete(shadow).where(shadow.c.no.in_(some))).rowcount > 0


def begin(conn: Connection) -> None:
    """Start a rebuild with the shadow that was cleared before."""
    binding.remember(conn, rebuilding="yes", shadow_cursor=None)


def under_way(conn: Connection) -> tuple[bool, str | None]:
    """Tell whether a rebuild was begun, and the cursor its next page is pulled with."""
    return binding.value(conn, "rebuilding") == "yes", binding.value(conn, "shadow_cursor")


def gathered(conn: Connection) -> int:
    """Return how many rows are gathered."""
    return int(conn.execute(select(func.count()).select_from(shadow)).scalar_one())


def gather(conn: Connection, changes: Sequence[Change], cursor: str | None = None) -> None:
    """Keep some rows of a page of the rebuild; with the last of them its cursor.

    A page that tells of lost keys does not belong in here: begin again.
    """
    for change in changes:
        if change.gone:
            place = and_(shadow.c.entity == change.entity.value, shadow.c.id == change.id)
            conn.execute(delete(shadow).where(place))
    rows = [
        {
            "entity": change.entity.value,
            "id": change.id,
            "seq": change.seq,
            "held": " ".join(sorted(change.keys)),
            "body": bytes(change.body),
        }
        for change in changes
        if not change.gone and change.entity in TABLES
    ]
    if rows:
        statement = insert(shadow)
        newer = statement.excluded
        conn.execute(
            statement.on_conflict_do_update(
                index_elements=["entity", "id"],
                set_={name: newer[name] for name in ("seq", "held", "body")},
                where=newer.seq >= shadow.c.seq,
            ),
            rows,
        )
    if cursor is not None:
        binding.remember(conn, shadow_cursor=cursor)


def _change(row: RowMapping) -> Change:
    return Change(
        entity=Entity(row["entity"]),
        id=row["id"],
        seq=row["seq"],
        keys=tuple(row["held"].split()),
        body=msgspec.Raw(row["body"]),
    )


def put_some(conn: Connection, after: int, me: str) -> int | None:
    """Put the next gathered rows in the place of the live ones, as far as they differ.

    ``after``: the number of the row before them. Return that of the last one, None when there was none.
    """
    statement = select(shadow).where(shadow.c.no > after).order_by(shadow.c.no).limit(PUT_LIMIT)
    rows = conn.execute(statement).mappings().all()
    if not rows:
        return None
    apply_rows(conn, differing(conn, [_change(row) for row in rows]), me, force=True)
    return int(rows[-1]["no"])


def missing(conn: Connection, entity: Entity, after: str) -> tuple[list[str], str | None]:
    """Return which of the next live rows were not gathered, and the place to go on from (None: the end).

    ``after``: where the ones before ended, empty at the start.
    """
    table = TABLES[entity]
    ids = select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(_LOOKED_AT)
    walked = list(conn.execute(ids).scalars())
    if not walked:
        return [], None
    here = select(shadow.c.id).where(shadow.c.entity == entity.value, shadow.c.id.in_(walked))
    found = set(conn.execute(here).scalars())
    return [row_id for row_id in walked if row_id not in found], walked[-1]


def leave(conn: Connection, entity: Entity, ids: Sequence[str]) -> None:
    """Take out live rows, at most ``APPLY_LIMIT``, that were not gathered."""
    if entity is Entity.CALLBACK:
        remove(conn, ids)
    elif entity is Entity.SMS_MESSAGE:
        message_writes.remove(conn, ids)
    else:
        table = TABLES[entity]
        conn.execute(delete(table).where(table.c.id.in_(ids)))


def unheld_notice_keys(conn: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Return the keys under which older notices still stand although the person no longer has them."""
    notices = SMALL[Entity.NOTICE].table
    used = frozenset(conn.execute(select(notices.c.keyset).distinct()).scalars())
    held = (found for no, found in KeySets(conn).items() if no in used)
    return frozenset().union(*held) - frozenset(keys)


def finish(conn: Connection, page: SyncPage, me: str, now: datetime) -> ChangeSet:
    """End a rebuild whose rows are all in their place: move to the page's cursor."""
    if binding.value(conn, "epoch") != page.epoch:
        _send_again(conn)
    end_page(conn, page, me, now)
    binding.remember(conn, rebuilding=None, shadow_cursor=None)
    return ChangeSet(everything=True, outbox=True)


def _send_again(conn: Connection) -> None:
    """A restored server may have lost what it had accepted: send it again, with the same key."""
    again = [c for c in outbox.entries(conn) if c.state is CommandState.ACCEPTED]
    for command in again:
        outbox.set_state(conn, command.key, CommandState.QUEUED)
    projection.refresh(conn, [c.callback_id for c in again if c.callback_id])
