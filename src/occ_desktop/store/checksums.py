"""What this cache holds per visibility key, to be compared with what the server says it must hold."""

from sqlalchemy import Connection, func, select

from occ_contract.sync import Entity, KeyChecksum
from occ_desktop.store.entities import TABLES
from occ_desktop.store.interning import KeySets
from occ_desktop.store.turns import beside


def held(conn: Connection) -> dict[tuple[str, Entity], tuple[int, int]]:
    """Return ``(count, sum of seqs)`` per key and entity."""
    keys_of = dict(KeySets(conn).items())
    found: dict[tuple[str, Entity], tuple[int, int]] = {}
    for entity, table in TABLES.items():
        grouped = select(table.c.keyset, func.count(), func.sum(table.c.seq)).group_by(table.c.keyset)
        for keyset, many, seqs in conn.execute(grouped):
            for key in keys_of.get(keyset, frozenset()):
                count, total = found.get((key, entity), (0, 0))
                found[key, entity] = (count + int(many), total + int(seqs))
    return found


@beside
def differing(conn: Connection, expected: tuple[KeyChecksum, ...]) -> list[tuple[str, Entity]]:
    """Return the keys and entities where this cache and the server do not agree.

    Notices are left out: a first fill takes only those of the last days, and they age out on both sides.
    """
    ours = held(conn)
    theirs = {(c.key, c.entity): (c.count, c.seq_sum) for c in expected if c.entity in TABLES}
    every = {place for place in {**ours, **theirs} if place[1] is not Entity.NOTICE}
    return sorted(place for place in every if ours.get(place, (0, 0)) != theirs.get(place, (0, 0)))
