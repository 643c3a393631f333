"""Rebuild after a new epoch or a failed checksum: rows gather in ``shadow``, screens go on with the old ones.

Once the feed is whole they replace the live rows in one transaction, writing only what differs. The outbox,
drafts and what was read stay.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, RowMapping, and_, delete, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from occ_contract.sync import Change, Entity, SyncPage
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import CommandState
from occ_desktop.store import binding, outbox, projection
from occ_desktop.store.callback_writes import remove
from occ_desktop.store.entities import SMALL, TABLES
from occ_desktop.store.feed import APPLY_LIMIT, apply_rows, end_page, purge
from occ_desktop.store.interning import KeySets
from occ_desktop.store.repair import differing
from occ_desktop.store.schema import shadow


def begin(conn: Connection) -> None:
    """Start an empty shadow; what an interrupted rebuild had gathered is dropped."""
    conn.execute(delete(shadow))
    binding.remember(conn, rebuilding="yes", shadow_cursor=None)


def under_way(conn: Connection) -> tuple[bool, str | None]:
    """Tell whether a rebuild was begun, and the cursor its next page is pulled with."""
    return binding.value(conn, "rebuilding") == "yes", binding.value(conn, "shadow_cursor")


def gather(conn: Connection, page: SyncPage) -> int:
    """Keep a page of the rebuild and return how many rows are gathered.

    A page that tells of lost keys does not belong in here: begin again.
    """
    for change in page.changes:
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
        for change in page.changes
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
    binding.remember(conn, shadow_cursor=page.cursor)
    return int(conn.execute(select(func.count()).select_from(shadow)).scalar_one())


def _change(row: RowMapping) -> Change:
    return Change(
        entity=Entity(row["entity"]),
        id=row["id"],
        seq=row["seq"],
        keys=tuple(row["held"].split()),
        body=msgspec.Raw(row["body"]),
    )


def _gathered(conn: Connection) -> Iterator[Sequence[Change]]:
    last = 0
    while True:
        statement = select(shadow).where(shadow.c.no > last).order_by(shadow.c.no).limit(APPLY_LIMIT)
        rows = conn.execute(statement).mappings().all()
        if not rows:
            return
        last = int(rows[-1]["no"])
        yield [_change(row) for row in rows]


def _drop_missing(conn: Connection) -> None:
    for entity, table in TABLES.items():
        gathered = exists().where(shadow.c.entity == entity.value, shadow.c.id == table.c.id)
        missing = select(table.c.id).where(~gathered)
        if entity is Entity.CALLBACK:
            leaving = list(conn.execute(missing).scalars())
            for start in range(0, len(leaving), APPLY_LIMIT):
                remove(conn, leaving[start : start + APPLY_LIMIT])
        elif entity is not Entity.NOTICE:  # a first fill brings only the newest notices; told ones may stay
            conn.execute(delete(table).where(table.c.id.in_(missing)))


def replace(conn: Connection, page: SyncPage, me: str, now: datetime) -> ChangeSet:
    """Put the gathered rows in the place of the live ones, all at once, and move to the page's cursor."""
    new_epoch = binding.value(conn, "epoch") != page.epoch
    _drop_missing(conn)
    for changes in _gathered(conn):
        apply_rows(conn, differing(conn, changes), me, force=True)
    gone_keys = _unheld_notice_keys(conn, frozenset(page.keys))
    if gone_keys:
        purge(conn, gone_keys, me)
    if new_epoch:
        _send_again(conn)
    end_page(conn, page, me, now)
    conn.execute(delete(shadow))
    binding.remember(conn, rebuilding=None, shadow_cursor=None)
    return ChangeSet(everything=True, outbox=True)


def _unheld_notice_keys(conn: Connection, keys: frozenset[str]) -> frozenset[str]:
    """Return the keys under which older notices still stand although the person no longer has them."""
    notices = SMALL[Entity.NOTICE].table
    used = frozenset(conn.execute(select(notices.c.keyset).distinct()).scalars())
    held = (found for no, found in KeySets(conn).items() if no in used)
    return frozenset().union(*held) - keys


def _send_again(conn: Connection) -> None:
    """A restored server may have lost what it had accepted: send it again, with the same key."""
    again = [c for c in outbox.entries(conn) if c.state is CommandState.ACCEPTED]
    for command in again:
        outbox.set_state(conn, command.key, CommandState.QUEUED)
    projection.refresh(conn, [c.callback_id for c in again if c.callback_id])
