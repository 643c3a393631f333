"""What a cache file says of itself: whose it is, its schema, epoch and cursor. It knows no feed row."""

import msgspec
from sqlalchemy import Connection, delete, inspect, select
from sqlalchemy.dialects.sqlite import insert

from occ_desktop.store import schema, schema_steps
from occ_desktop.store.schema import SCHEMA_VERSION, meta, metadata

SEARCH_RENEWAL = "search_renewal"  # up to which row the search has today's spelling; none: all have


class CacheOwner(msgspec.Struct, frozen=True):
    """A cache belongs to one account on one server."""

    server: str
    person_id: str


def value(conn: Connection, name: str) -> str | None:
    """Return one remembered value."""
    found: str | None = conn.execute(select(meta.c.value).where(meta.c.name == name)).scalar()
    return found


def remember(conn: Connection, **values: str | None) -> None:
    """Keep values by name; None forgets."""
    for name, text in values.items():
        if text is None:
            conn.execute(delete(meta).where(meta.c.name == name))
            continue
        conn.execute(
            insert(meta)
            .values(name=name, value=text)
            .on_conflict_do_update(index_elements=["name"], set_={"value": text})
        )


def owner(conn: Connection) -> CacheOwner:
    """Return whose cache this is."""
    return CacheOwner(value(conn, "server") or "", value(conn, "person_id") or "")


def prepare(conn: Connection, expected: CacheOwner) -> bool | None:
    """Make the tables fit; return True for a fresh cache, False for a known one, None for somebody else's.

    A file of another schema version, also of a newer one, is extended in place (`schema_steps`).
    """
    if not inspect(conn).has_table("meta"):
        _create(conn, expected)
        return True
    if owner(conn) != expected:
        return None
    if value(conn, "schema") == str(SCHEMA_VERSION):
        return False
    version = _version(value(conn, "schema"))
    emptied = schema_steps.fit(conn, version)
    if emptied:
        remember(conn, rebuilding="yes", shadow_cursor=None)
    if not emptied and schema_steps.spells_otherwise(version):
        remember(conn, **{SEARCH_RENEWAL: "0"})
    remember(conn, schema=str(SCHEMA_VERSION))
    return False


def _version(written: str | None) -> int:
    return int(written) if written is not None and written.isdecimal() else 0


def fits(conn: Connection, expected: CacheOwner) -> bool:
    """Tell whether this is that account's file in today's form, without changing anything."""
    known = inspect(conn).has_table("meta") and value(conn, "schema") == str(SCHEMA_VERSION)
    return known and owner(conn) == expected


def _create(conn: Connection, expected: CacheOwner) -> None:
    metadata.create_all(conn)
    conn.execute(insert(schema.names).values(no=0, value=""))
    conn.execute(insert(schema.keysets).values(no=0, held=""))
    remember(conn, server=expected.server, person_id=expected.person_id, schema=str(SCHEMA_VERSION))
