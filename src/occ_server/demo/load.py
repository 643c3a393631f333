"""Writes the sample history in bulk: rows with their feed entries, at most 500 rows to a sequence number.

It stands in for the unit of work's stamping on an organisation nobody looks at yet; everything that happens
afterwards goes through the services.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import Callback, CallbackStatus
from occ_contract.cti import CtiState
from occ_contract.notices import NoticeKind
from occ_contract.sync import Entity
from occ_contract.tickets import Ticket
from occ_server.callbacks.tables import attempts, callbacks
from occ_server.demo.history import History, id_at
from occ_server.feed.tables import feed
from occ_server.feed.writing import next_seq
from occ_server.kit.chunks import chunks
from occ_server.notices.tables import notices
from occ_server.telephony.tables import lines
from occ_server.tickets.tables import tickets
from occ_server.visibility.scopes import callback_keys, intake_key, person_key, ticket_keys

Row = dict[str, Any]
Keys = Callable[[Row], frozenset[str]]
RECENT_NOTICES = 8


class Loader:
    """Writes into one organisation, inside one transaction."""

    def __init__(self, conn: AsyncConnection, organisation_id: str) -> None:
        self._conn = conn
        self._organisation_id = organisation_id

    async def prepare(self) -> None:
        """Make room for what follows."""
        if self._conn.dialect.name == "sqlite":  # keep the indexes in memory until they are complete
            await self._conn.exec_driver_sql("PRAGMA cache_size = -131072")

    async def load(self, history: History) -> None:
        """Write callbacks with their attempts, tickets, and the newest requests' notices."""
        rows = [_callback_row(c, self._organisation_id) for c in history.callbacks]
        await self.write(Entity.CALLBACK, callbacks, rows, _callback_keys)
        calls = [row for c in history.callbacks for row in _attempt_rows(c, self._organisation_id)]
        for part in chunks(calls, 5000):
            await self._conn.execute(insert(attempts), part)
        made = [_ticket_row(t, self._organisation_id) for t in history.tickets]
        await self.write(Entity.TICKET, tickets, made, _ticket_keys)
        waiting = [c for c in history.callbacks if c.status is CallbackStatus.RECEIVED]
        news = [_notice_row(c, self._organisation_id) for c in waiting[-RECENT_NOTICES:]]
        await self.write(Entity.NOTICE, notices, news, lambda row: frozenset({intake_key(row["service_id"])}))

    async def seat(self, rng: random.Random, person_ids: Sequence[str], now: datetime) -> None:
        """Log these people's lines in, at extensions from 3001 on, some of them on a break."""
        rows = [
            {
                "person_id": person_id,
                "organisation_id": self._organisation_id,
                "extension": str(3001 + place),
                "state": rng.choices((CtiState.READY, CtiState.WORK, CtiState.BREAK), (6, 3, 1))[0],
                "since": now - timedelta(seconds=rng.randrange(20, 1500)),
            }
            for place, person_id in enumerate(person_ids)
        ]
        await self.write(
            Entity.CTI,
            lines,
            rows,
            lambda row: frozenset({person_key(row["person_id"])}),
            id_name="person_id",
        )

    async def write(
        self, entity: Entity, table: Table, rows: Sequence[Row], keys: Keys, id_name: str = "id"
    ) -> None:
        """Write rows of one kind, in this order, each with an entry for each of its keys."""
        for part in chunks(rows):
            seq = await next_seq(self._conn, self._organisation_id)
            for row in part:
                row["seq"] = seq
            await self._conn.execute(insert(table), part)
            entries = [
                {"entity": entity, "entity_id": row[id_name], "key": key, "seq": seq, "gone_at": None}
                for row in part
                for key in keys(row)
            ]
            await self._conn.execute(insert(feed), entries)


def _callback_row(c: Callback, organisation_id: str) -> Row:
    row = {name: getattr(c, name) for name in Callback.__struct_fields__ if name != "calls"}
    done_by = c.completed_by or c.assigner_id
    return row | {"organisation_id": organisation_id, "changed_by": done_by}


def _callback_keys(row: Row) -> frozenset[str]:
    return callback_keys(row["service_id"], row["status"], row["assignee_id"])


def _attempt_rows(c: Callback, organisation_id: str) -> Iterator[Row]:
    for call in c.calls:
        row = {name: getattr(call, name) for name in call.__struct_fields__}
        yield row | {
            "callback_id": c.id,
            "organisation_id": organisation_id,
            "lease_until": call.ended_at,
        }


def _ticket_row(t: Ticket, organisation_id: str) -> Row:
    row = {name: getattr(t, name) for name in Ticket.__struct_fields__}
    return row | {"organisation_id": organisation_id}


def _ticket_keys(row: Row) -> frozenset[str]:
    return ticket_keys(row["service_id"], row["created_by"])


def _notice_row(c: Callback, organisation_id: str) -> Row:
    return {
        "id": id_at(random.Random(c.id), c.received_at),  # noqa: S311 - sample data
        "organisation_id": organisation_id,
        "service_id": c.service_id,
        "kind": NoticeKind.CALLBACK_RECEIVED,
        "created_at": c.received_at,
        "count": 1,
        "subject": "callback",
        "subject_ids": [c.id],
        "params": _notice_params(c),
    }


def _notice_params(c: Callback) -> dict[str, str]:
    named = {} if c.route_name is None else {"route_name": c.route_name}
    return named | ({} if c.preferred_at is None else {"preferred_at": c.preferred_at.isoformat()})
