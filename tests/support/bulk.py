"""Loads very many callbacks at once: indexes are dropped first and built once at the end.

For an empty cache of a test or a benchmark; the program itself fills one by the feed alone.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, text

from occ_contract.callbacks import Callback
from occ_desktop.store.cache import Cache
from occ_desktop.store.callback_rows import shown_columns, words
from occ_desktop.store.interning import KeySets, Names
from occ_desktop.store.schema import CALLBACK_INDEXES, callback_search, callbacks

_CHUNK = 10_000


def load(conn: Connection, rows: Iterable[Callback], keys: tuple[str, ...] = ()) -> int:
    """Put ``rows`` (all ids new) into the callbacks, seen through ``keys``; return how many."""
    keyset = KeySets(conn).no(keys)
    interned = Names(conn)
    number = int(conn.execute(select(func.max(callbacks.c.no))).scalar() or 0)
    first = number
    for index in CALLBACK_INDEXES:
        index.drop(conn, checkfirst=True)
    coming = iter(rows)
    while chunk := list(islice(coming, _CHUNK)):
        found: list[dict[str, Any]] = []
        search: list[dict[str, Any]] = []
        for row in chunk:
            number += 1
            columns = shown_columns(row, interned, pending=False)
            body = msgspec.json.encode(row)
            found.append(
                {"no": number, "id": row.id, "seq": row.seq, "keyset": keyset, "body": body, **columns}
            )
            search.append({"rowid": number, "phone": row.phone, "words": words(row)})
        conn.execute(insert(callbacks), found)
        conn.execute(insert(callback_search), search)
    for index in CALLBACK_INDEXES:
        index.create(conn)
    return number - first


def settle(conn: Connection) -> None:
    """Let the database learn the shape of what was loaded."""
    conn.execute(text("PRAGMA optimize"))


async def bulk_load(cache: Cache, rows: Iterable[Callback], keys: tuple[str, ...] = ()) -> int:
    """Load ``rows`` in the cache's writer thread (the iterable is consumed there); return how many."""
    loaded = await cache.write(load, rows, keys)
    await cache.write(settle)
    return loaded
