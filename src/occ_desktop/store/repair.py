"""Mends what stands under one visibility key: rows missing, stale or too many. No other row is touched.

The server's rows are taken page by page; ``shadow`` notes their ids. What the cache holds under the key
beyond those is taken out at the end, once the feed has been followed past the moment the rows were of.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from occ_contract.sync import Change, Entity
from occ_desktop.domain.changes import ChangeSet, merged
from occ_desktop.store.entities import TABLES
from occ_desktop.store.feed import APPLY_LIMIT, apply_rows
from occ_desktop.store.interning import KeySets
from occ_desktop.store.schema import shadow


def begin(conn: Connection) -> None:
    """Forget the ids an interrupted repair had noted."""
    conn.execute(delete(shadow))


def differing(conn: Connection, changes: Sequence[Change]) -> list[Change]:
    """Return those of these rows that are not here exactly so, with this seq, these keys and this body."""
    keysets = KeySets(conn)
    here: dict[tuple[Entity, str], tuple[int, int, bytes]] = {}
    for entity in {change.entity for change in changes} & set(TABLES):
        table = TABLES[entity]
        ids = [change.id for change in changes if change.entity is entity]
        found = conn.execute(
            select(table.c.id, table.c.seq, table.c.keyset, table.c.body).where(table.c.id.in_(ids))
        )
        here |= {(entity, row.id): (row.seq, row.keyset, row.body) for row in found}
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


def drop_extra(conn: Connection, key: str, upto: int, me: str) -> ChangeSet:
    """Take the key from every row it does not belong to, as far as the server's answer tells (``upto``)."""
    keysets = KeySets(conn)
    parts = []
    for keyset, held in keysets.items():
        if key not in held:
            continue
        for entity, table in _checked():
            extra = _extra(conn, entity, table, keyset, upto)
            for start in range(0, len(extra), APPLY_LIMIT):
                ids = extra[start : start + APPLY_LIMIT]
                if left := held - {key}:
                    conn.execute(update(table).where(table.c.id.in_(ids)).values(keyset=keysets.no(left)))
                    continue
                gone = [Change(entity=entity, id=row_id, seq=upto, gone=True) for row_id in ids]
                parts.append(apply_rows(conn, gone, me))
    conn.execute(delete(shadow))
    return merged(parts)


def _checked() -> Iterator[tuple[Entity, Table]]:
    """Yield the kinds of rows the server vouches for; notices age out on both sides."""
    return ((entity, table) for entity, table in TABLES.items() if entity is not Entity.NOTICE)


def _extra(conn: Connection, entity: Entity, table: Table, keyset: int, upto: int) -> list[str]:
    noted = exists().where(shadow.c.entity == entity.value, shadow.c.id == table.c.id)
    query = select(table.c.id).where(table.c.keyset == keyset, table.c.seq <= upto, ~noted)
    return list(conn.execute(query).scalars())
