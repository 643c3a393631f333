"""Appending to the chains: the last thing a unit of work does.

The head of each chain is locked from here to the commit, so entries are numbered in commit order. Whoever
records waits for others of the same organisation only for two statements and a commit; contents are hashed
when they are recorded. The order of locks is: business rows, the feed's counter, heads by organisation.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Text, bindparam, cast, column, func, insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.audit.chain import START, Entry, Place, digest
from occ_server.audit.tables import STORED, audit_entries, audit_heads
from occ_server.kit.db import insert_into
from occ_server.kit.unit import UnitOfWork

_COLUMNS = (*Entry._fields, *Place._fields)
_ADVANCE = (
    update(audit_heads)
    .where(audit_heads.c.organisation_id == bindparam("chain"))
    .values(number=bindparam("newest"), hash=bindparam("newest_hash"))
)
# PostgreSQL takes all rows as one JSON text (psycopg quotes arrays of JSON slowly) and advances the head in
# the same statement.
_GIVEN = func.json_to_recordset(cast(bindparam("rows", type_=Text()), postgresql.JSON)).table_valued(
    *(column(name, STORED[name]) for name in _COLUMNS)
)
_AT_ONCE = (
    insert(audit_entries)
    .from_select(_COLUMNS, select(_GIVEN.render_derived(name="given", with_types=True)))
    .add_cte(_ADVANCE.cte("advanced"))
)
_ROW_BY_ROW = insert(audit_entries).values(
    {name: bindparam(f"new_{name}", type_=STORED[name]) for name in _COLUMNS}
)


def append_later(uow: UnitOfWork, entry: Entry) -> None:
    """Append an entry at the end of the unit of work."""
    uow.at_end(_append, (entry, digest(entry)))


async def _append(uow: UnitOfWork, recorded: Sequence[tuple[Entry, str]]) -> None:
    """Chain entries in the order recorded, each to its organisation's."""
    chains: dict[str, list[tuple[Entry, str]]] = {}
    for entry, content in recorded:
        chains.setdefault(entry.organisation_id, []).append((entry, content))
    for organisation_id in sorted(chains):
        head = await _lock_head(uow.conn, organisation_id)
        rows: list[tuple[Any, ...]] = []
        for entry, content in chains[organisation_id]:
            head = head.next(content)
            rows.append((*entry, *head))
        await _write(uow.conn, rows, head)


_LOCKED_HEAD = (
    select(audit_heads.c.number, audit_heads.c.hash)
    .where(audit_heads.c.organisation_id == bindparam("chain"))
    .with_for_update()
)


async def _lock_head(conn: AsyncConnection, organisation_id: str) -> Place:
    asked = {"chain": organisation_id}
    row = (await conn.execute(_LOCKED_HEAD, asked)).one_or_none()
    if row is None:  # the first entry ever; of two at once the second waits here for the first
        first = insert_into(conn, audit_heads).values(organisation_id=organisation_id, **START._asdict())
        await conn.execute(first.on_conflict_do_nothing())
        row = (await conn.execute(_LOCKED_HEAD, asked)).one()
    return Place(row.number, row.hash)


async def _write(conn: AsyncConnection, rows: Sequence[tuple[Any, ...]], head: Place) -> None:
    """Insert rows of ``_COLUMNS``, all of one chain, and advance its head."""
    advanced = {"chain": rows[0][0], "newest": head.number, "newest_hash": head.hash}
    if conn.dialect.name == "postgresql":
        given = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        await conn.execute(_AT_ONCE, {"rows": msgspec.json.encode(given).decode()} | advanced)
    else:
        names = [f"new_{name}" for name in _COLUMNS]
        await conn.execute(_ROW_BY_ROW, [dict(zip(names, row, strict=True)) for row in rows])
        await conn.execute(_ADVANCE, advanced)
