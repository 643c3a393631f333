"""What a command's answer says of customers: read after the commit, and only what its sender may see then.

A command sent again is answered from its receipt, which knows ids and codes. Meanwhile the row may have
become somebody else's: having changed it once is no right to read it ever after.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import AssignAnswer, Callback, CancelAnswer, Skipped, UndoAnswer
from occ_contract.errors import ErrorCode
from occ_server.callbacks.rows import load_body, load_rows
from occ_server.people.actor import PersonActor
from occ_server.visibility.scopes import callback_keys

Batch = TypeVar("Batch", AssignAnswer, CancelAnswer, UndoAnswer)


async def own_body(conn: AsyncConnection, person: PersonActor, callback_id: str) -> Callback:
    """Return the callback a command changed; of one its sender no longer sees, only what they did it to."""
    body = await load_body(conn, person.organisation_id, callback_id)
    if may_see(person, body):
        return body
    return Callback(
        id=body.id,
        service_id=body.service_id,
        phone="",
        received_at=body.received_at,
        status=body.status,
        seq=body.seq,
    )


def may_see(person: PersonActor, body: Callback) -> bool:
    """Tell whether a callback stands under a key the person holds."""
    return not person.keys.isdisjoint(callback_keys(body.service_id, body.status, body.assignee_id))


def naming_customers(person: PersonActor) -> Callable[[AsyncConnection, Batch], Awaitable[Batch]]:
    """Return what adds, to a batch's answer, the customers of the rows left out where the person assigns."""

    async def named(conn: AsyncConnection, answer: Batch) -> Batch:
        skipped = await with_customers(conn, person, answer.skipped)
        return msgspec.structs.replace(answer, skipped=skipped)

    return named


async def with_customers(
    conn: AsyncConnection, person: PersonActor, skipped: tuple[Skipped, ...]
) -> tuple[Skipped, ...]:
    """Return rows left out with their customers' names and numbers; one not found stays unknown."""
    ids = [row.callback_id for row in skipped if row.code != ErrorCode.NOT_FOUND.value]
    rights = {s.service_id for s in person.standings if s.may_assign}
    rows = await load_rows(conn, person.organisation_id, ids, lock=False) if ids else []
    seen = {row.id: row for row in rows if row.service_id in rights}
    return tuple(
        msgspec.structs.replace(left, name=seen[left.callback_id].name, phone=seen[left.callback_id].phone)
        if left.callback_id in seen and left.code != ErrorCode.NOT_FOUND.value
        else left
        for left in skipped
    )
