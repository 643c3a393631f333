"""Ways in which a cache may come to differ from what the server lets its person see."""

from collections.abc import Callable

from sqlalchemy import Connection, insert, select, update

from occ_desktop.store import schema
from occ_desktop.store.callback_writes import remove
from occ_desktop.store.interning import KeySets

Damage = Callable[[Connection, list[str]], object]
table = schema.callbacks


def missing(conn: Connection, rows: list[str]) -> None:
    remove(conn, rows[:1])


def stale(conn: Connection, rows: list[str]) -> None:
    """A change of the first row never arrived."""
    body = conn.execute(select(table.c.body).where(table.c.id == rows[0])).scalar_one()
    older = body.replace(b'"phone":"010', b'"phone":"011')
    conn.execute(update(table).where(table.c.id == rows[0]).values(seq=1, body=older, phone="011"))


def newer(conn: Connection, rows: list[str]) -> None:
    conn.execute(update(table).where(table.c.id == rows[0]).values(seq=table.c.seq + 9000))


def extra(conn: Connection, rows: list[str]) -> None:
    """A row that left was never taken out."""
    row = dict(conn.execute(select(table).where(table.c.id == rows[0])).mappings().one())
    conn.execute(insert(table).values({**row, "no": 99_999, "id": "0190-left-long-ago"}))


def wrong_key(conn: Connection, rows: list[str]) -> None:
    """A row is kept under a key that is none of its own, and not under its own."""
    keysets = KeySets(conn)
    key = keysets.no({f"s:nowhere:{rows[0]}"})
    conn.execute(update(table).where(table.c.id == rows[0]).values(keyset=key))


def one_key_too_many(conn: Connection, rows: list[str]) -> None:
    keysets = KeySets(conn)
    number = conn.execute(select(table.c.keyset).where(table.c.id == rows[0])).scalar_one()
    held = dict(keysets.items())[number]
    key = next((k for _, keys in keysets.items() for k in keys if k.endswith(":people")), "s:a:people")
    conn.execute(update(table).where(table.c.id == rows[0]).values(keyset=keysets.no(held | {key})))


DAMAGES = (missing, stale, newer, extra, wrong_key, one_key_too_many)
