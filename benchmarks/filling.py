"""Many callbacks with their places in the feed, copied into the tables: at most 500 to a sequence number."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import msgspec
import psycopg

from benchmarks import sample
from benchmarks.server_side import Hall
from occ_contract.callbacks import Attempt, AttemptResult, Callback, CallbackStatus
from occ_contract.cti import CallState
from occ_contract.ids import new_id
from occ_server.kit.columns import to_micros
from occ_server.visibility.scopes import callback_keys

PART = 500
_FIELDS = [name for name in Callback.__struct_fields__ if name != "calls"]
_CALL_FIELDS = list(Attempt.__struct_fields__)


async def fill(
    here: Hall, service: str, count: int, agents: Sequence[str], status: CallbackStatus | None = None
) -> list[str]:
    """Write ``count`` of a service, oldest first, in the sample's states unless all have one.

    Return their ids.
    """
    organisation = here.world.organisation_id
    made = [_callback(c, service, agents, status) for c in sample.callbacks(count)]
    async with await here.bare() as conn:
        query = "SELECT value FROM feed_counters WHERE organisation_id = %s FOR UPDATE"
        row = await (await conn.execute(query, (organisation,))).fetchone()
        first = (row[0] if row else 0) + 1
        placed = [msgspec.structs.replace(c, seq=first + n // PART) for n, c in enumerate(made)]
        rows = ([*_values(c, _FIELDS), organisation] for c in placed)
        await _copied(conn, "callbacks", [*_FIELDS, "organisation_id"], rows)
        calls = (
            [*_values(call, _CALL_FIELDS), c.id, organisation, to_micros(c.received_at)]
            for c in placed
            for call in c.calls
        )
        names = [*_CALL_FIELDS, "callback_id", "organisation_id", "lease_until"]
        await _copied(conn, "call_attempts", names, calls)
        entries = (
            ("callback", c.id, key, c.seq)
            for c in placed
            for key in callback_keys(service, c.status, c.assignee_id)
        )
        await _copied(conn, "feed", ["entity", "entity_id", "key", "seq"], entries)
        last = "UPDATE feed_counters SET value = %s WHERE organisation_id = %s"
        await conn.execute(last, (placed[-1].seq, organisation))
        await conn.commit()
        await conn.set_autocommit(True)
        await conn.execute("VACUUM ANALYZE")
    return [c.id for c in made]


async def _copied(
    conn: psycopg.AsyncConnection[Any], table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    statement = f"COPY {table} ({', '.join(names)}) FROM STDIN"
    async with conn.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            await copy.write_row(row)


def _values(item: msgspec.Struct, names: Sequence[str]) -> list[Any]:
    return [_value(getattr(item, name)) for name in names]


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_micros(value)
    return value.value if isinstance(value, Enum) else value


def _callback(c: Callback, service: str, agents: Sequence[str], status: CallbackStatus | None) -> Callback:
    """Return a sample callback as one of this service and these agents; what is completed had one call."""
    new = msgspec.structs.replace(c, id=new_id(), service_id=service, attempts=0)
    if status is not None or not agents:
        status = status or CallbackStatus.RECEIVED
        return msgspec.structs.replace(
            new, status=status, assignee_id=None, assigner_id=None, assigned_at=None, completed_at=None
        )
    if c.assignee_id is None:
        return new
    agent = agents[sample.AGENTS.index(c.assignee_id) % len(agents)]
    calls = (_call(c, agent),) if c.status is CallbackStatus.COMPLETED else ()
    return msgspec.structs.replace(
        new, assignee_id=agent, assigner_id=agents[0], calls=calls, attempts=len(calls)
    )


def _call(c: Callback, agent: str) -> Attempt:
    began = c.received_at + timedelta(minutes=20)
    return Attempt(
        id=new_id(),
        agent_id=agent,
        started_at=began,
        state=CallState.ENDED,
        result=AttemptResult.CONNECTED,
        answered_at=began + timedelta(seconds=12),
        ended_at=began + timedelta(minutes=3),
        ring_seconds=12,
        talk_seconds=168,
    )
