"""Mends what stands under one visibility key: rows missing, stale or too many. No other row is touched.

The server's rows are taken page by page; ``shadow`` notes their ids. What the cache holds under the key
beyond those is taken out at the end, once the feed has been followed past the moment the rows were of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from occ_contract.sync import Change, Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.store.entities import TABLES, stands
from occ_desktop.store.feed import APPLY_LIMIT, apply_rows
from occ_desktop.store.interning import KeySets
from occ_desktop.store.schema import shadow


@dataclass(frozen=True)
class Extra:
    """Rows, at most ``APPLY_LIMIT``, seen through the keys ``held``, one of which does not belong there."""

    entity: Entity
    held: frozenset[str]
    ids: tuple[str, ...]


def differing(conn: Connection, changes: Sequence[Change]) -> list[Change]:
    """Return those of these rows that are not here exactly so, with this seq, these keys and this body."""
    keysets = KeySets(conn)
    here: dict[tuple[Entity, str], tuple[int, int, bytes]] = {}
    for entity in {change.entity for change in changes} & set(TABLES):
        ids = [change.id for change in changes if change.entity is entity]
        here |= {(entity, row_id): found for row_id, found in stands(conn, entity, ids).items()}
    return [
        change
        for change in changes
        if here.get((change.entity, change.id)) != (change.seq, keysets.no(change.keys), bytes(change.body))
    ]


def take(conn: Connection, changes: Sequence[Change], me: str) -> ChangeSet:
    """Note these rows of the key and put right the ones that differ."""
    noted = [
        {"entity": change.entity.value, "id": change.id, "seq": change.seq, "held": "", "body": b""}
        for change in changes
    ]
    if noted:
        conn.execute(insert(shadow).on_conflict_do_nothing(), noted)
    return apply_rows(conn, differing(conn, changes), me, force=True)


def extra(conn: Connection, key: str, upto: int) -> tuple[Extra, ...]:
    """Return the rows that stand under the key beyond the noted ones, as far as is told (``upto``)."""
    found: list[Extra] = []
    for keyset, held in KeySets(conn).items():
        if key not in held:
            continue
        for entity, table in _checked():
            ids = _extra(conn, entity, table, keyset, upto)
            starts = range(0, len(ids), APPLY_LIMIT)
            found.extend(Extra(entity, held, tuple(ids[at : at + APPLY_LIMIT])) for at in starts)
    return tuple(found)


def take_from(conn: Connection, some: Extra, key: str, upto: int, me: str) -> ChangeSet:
    """Take the key from rows it does not belong to; what is seen through no other goes."""
    table = TABLES[some.entity]
    if left := some.held - {key}:
        untouched = table.c.id.in_(some.ids), table.c.seq <= upto
        conn.execute(update(table).where(*untouched).values(keyset=KeySets(conn).no(left)))
        return ChangeSet()
    gone = [Change(entity=some.entity, id=row_id, seq=upto, gone=True) for row_id in some.ids]
    return apply_rows(conn, gone, me)


def _checked() -> Iterator[tuple[Entity, Table]]:
    """Yield the kinds of rows the server vouches for; notices age out on both sides."""
    return ((entity, table) for entity, table in TABLES.items() if entity is not Entity.NOTICE)


def _extra(conn: Connection, entity: Entity, table: Table, keyset: int, upto: int) -> list[str]:
    noted = exists().where(shadow.c.entity == entity.value, shadow.c.id == table.c.id)
    query = select(table.c.id).where(table.c.keyset == keyset, table.c.seq <= upto, ~noted)
    return list(conn.execute(query).scalars())
