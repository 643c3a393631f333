"""The keys people hold, as they are stored: what a pull, a poke and a live channel go by."""

from collections.abc import Collection, Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.db import insert_into
from occ_server.visibility.tables import key_grants


async def held_keys(conn: AsyncConnection, person_id: str) -> frozenset[str]:
    """Return the keys a person holds now."""
    return frozenset((await keys_of(conn, [person_id])).get(person_id, ()))


async def keys_of(conn: AsyncConnection, person_ids: Sequence[str]) -> dict[str, set[str]]:
    """Return the keys each of these people holds now; who holds none is left out."""
    query = select(key_grants.c.person_id, key_grants.c.key).where(
        key_grants.c.person_id.in_(person_ids), key_grants.c.revoked_seq.is_(None)
    )
    found: dict[str, set[str]] = {}
    for person_id, key in await conn.execute(query):
        found.setdefault(person_id, set()).add(key)
    return found


async def revoke_keys(conn: AsyncConnection, person_id: str, keys: Collection[str], seq: int) -> None:
    """Note that a person lost these keys at a place in the feed."""
    if keys:
        await conn.execute(
            update(key_grants)
            .where(key_grants.c.person_id == person_id, key_grants.c.key.in_(sorted(keys)))
            .values(revoked_seq=seq)
        )


async def grant_keys(conn: AsyncConnection, gained: Sequence[tuple[str, str]], seq: int) -> None:
    """Note that people gained keys, ``(person, key)``, at a place in the feed."""
    if gained:
        insert = insert_into(conn, key_grants)
        statement = insert.on_conflict_do_update(
            index_elements=[key_grants.c.person_id, key_grants.c.key],
            set_={"granted_seq": insert.excluded.granted_seq, "revoked_seq": None},
        )
        rows = [{"person_id": p, "key": key, "granted_seq": seq, "revoked_seq": None} for p, key in gained]
        await conn.execute(statement, rows)
