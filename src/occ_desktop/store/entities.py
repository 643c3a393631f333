"""The kinds of rows the feed carries: where each is kept and which columns are drawn from its body."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from occ_contract.notices import Notice
from occ_contract.sync import Change, Entity
from occ_contract.tickets import Ticket
from occ_desktop.store import notices, schema, schema_texting
from occ_desktop.store.interning import KeySets
from occ_desktop.store.message_bodies import whole, with_texts
from occ_desktop.store.times import stored


def _nothing(_body: msgspec.Raw) -> dict[str, Any]:
    return {}


def _ticket(body: msgspec.Raw) -> dict[str, Any]:
    ticket = msgspec.json.decode(body, type=Ticket)
    return {
        "phone": ticket.phone or "",
        "callback_id": ticket.callback_id or "",
        "created_at": stored(ticket.created_at),
    }


def _notice(body: msgspec.Raw) -> dict[str, Any]:
    return {"created_at": stored(msgspec.json.decode(body, type=Notice).created_at)}


@dataclass(frozen=True)
class Kept:
    """Where rows of a kind are kept, and how its own columns are drawn."""

    table: Table
    columns: Callable[[msgspec.Raw], dict[str, Any]]


SMALL: dict[Entity, Kept] = {
    Entity.SERVICE: Kept(schema.services, _nothing),
    Entity.AGENT: Kept(schema.agents, _nothing),
    Entity.CTI: Kept(schema.cti, _nothing),
    Entity.TICKET: Kept(schema.tickets, _ticket),
    Entity.NOTICE: Kept(schema.notices, _notice),
    Entity.SMS_CATEGORY: Kept(schema_texting.sms_categories, _nothing),
    Entity.SMS_TEMPLATE: Kept(schema_texting.sms_templates, _nothing),
    Entity.SMS_SENDER: Kept(schema_texting.sms_senders, _nothing),
    Entity.SMS_LINK: Kept(schema_texting.sms_links, _nothing),
}

TABLES: dict[Entity, Table] = {
    Entity.CALLBACK: schema.callbacks,
    Entity.SMS_MESSAGE: schema_texting.sms_messages,
    **{entity: kept.table for entity, kept in SMALL.items()},
}


def stands(conn: Connection, entity: Entity, ids: Iterable[str]) -> dict[str, tuple[int, int, bytes]]:
    """Return seq, set of keys and body, as they came, of those of the rows that are here."""
    if entity is Entity.SMS_MESSAGE:
        mine = schema_texting.sms_messages.c
        asked = with_texts().add_columns(mine.id, mine.seq, mine.keyset).where(mine.id.in_(list(ids)))
        messages = conn.execute(asked)
        return {m.id: (m.seq, m.keyset, whole(m.body, m.text_at, m.text)) for m in messages}
    c = TABLES[entity].c
    found = conn.execute(select(c.id, c.seq, c.keyset, c.body).where(c.id.in_(list(ids))))
    return {row.id: (row.seq, row.keyset, row.body) for row in found}


def apply_small(
    conn: Connection, entity: Entity, changes: Iterable[Change], keysets: KeySets, *, force: bool = False
) -> tuple[frozenset[str], frozenset[str]]:
    """Take the newer ones of these rows (``force``: all); return the ids taken and the ids gone."""
    kept = SMALL[entity]
    gone: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    for change in changes:
        if change.gone:
            gone[change.id] = change.seq
            continue
        rows.append(
            {
                "id": change.id,
                "seq": change.seq,
                "keyset": keysets.no(change.keys),
                "body": bytes(change.body),
                **kept.columns(change.body),
            }
        )
    if gone:
        leaving = [{"row_id": row_id, "upto": seq} for row_id, seq in gone.items()]
        c = kept.table.c
        conn.execute(
            delete(kept.table).where(c.id == bindparam("row_id"), c.seq <= bindparam("upto")), leaving
        )
    if rows:
        statement = insert(kept.table)
        newer = statement.excluded
        conn.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={name: newer[name] for name in rows[0] if name != "id"},
                where=None if force else newer.seq >= kept.table.c.seq,
            ),
            rows,
        )
        if entity is Entity.NOTICE:
            notices.take_marks(conn, [row["id"] for row in rows])
    return frozenset(row["id"] for row in rows), frozenset(gone)
