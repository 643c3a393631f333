"""Appending to the chains: the last thing a unit of work does.

The head of each chain is locked from here to the commit, so entries are numbered in commit order. Whoever
records waits for others of the same organisation only for two statements and a commit; hashing of contents
is done before. The order of locks is: business rows, the feed's counter, heads by organisation.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.audit.chain import START, Entry, Place, digest
from occ_server.audit.tables import STORED, audit_entries, audit_heads
from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork

_COLUMNS = (*Entry._fields, *Place._fields)
_FROM_ARRAYS = insert(audit_entries).from_select(
    _COLUMNS, select(*(func.unnest(bindparam(name, type_=ARRAY(STORED[name]))) for name in _COLUMNS))
)
_ROW_BY_ROW = insert(audit_entries).values(
    {name: bindparam(f"new_{name}", type_=STORED[name]) for name in _COLUMNS}
)


async def append(uow: UnitOfWork, entries: Sequence[Entry]) -> None:
    """Chain entries in the order recorded, each to its organisation's."""
    chains: dict[str, list[tuple[Entry, str]]] = {}
    for entry in entries:
        chains.setdefault(entry.organisation_id, []).append((entry, digest(entry)))
    for organisation_id in sorted(chains):
        head = await _lock_head(uow.conn, organisation_id)
        rows: list[tuple[Any, ...]] = []
        for entry, content in chains[organisation_id]:
            head = head.next(content)
            rows.append((*entry, *head))
        await _insert(uow.conn, rows)
        await uow.conn.execute(
            update(audit_heads).where(audit_heads.c.organisation_id == organisation_id).values(head._asdict())
        )


async def _lock_head(conn: AsyncConnection, organisation_id: str) -> Place:
    query = (
        select(audit_heads.c.number, audit_heads.c.hash)
        .where(audit_heads.c.organisation_id == organisation_id)
        .with_for_update()
    )
    row = (await conn.execute(query)).one_or_none()
    if row is None:  # the first entry ever; of two at once the second waits here for the first
        first = insert_into(conn, audit_heads).values(organisation_id=organisation_id, **START._asdict())
        await conn.execute(first.on_conflict_do_nothing())
        row = (await conn.execute(query)).one()
    return Place(row.number, row.hash)


async def _insert(conn: AsyncConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows of ``_COLUMNS`` in one statement: PostgreSQL takes them as arrays."""
    if conn.dialect.name == "postgresql":
        columns = zip(*rows, strict=True)
        await conn.execute(_FROM_ARRAYS, {n: list(c) for n, c in zip(_COLUMNS, columns, strict=True)})
    else:
        names = [f"new_{name}" for name in _COLUMNS]
        await conn.execute(_ROW_BY_ROW, [dict(zip(names, row, strict=True)) for row in rows])
