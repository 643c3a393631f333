"""Rows of hand-overs: written before their calls, and closed once what became of them is known.

Each slice of a hand-over runs these statements, so they are built once. It knows no carrier.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, Text, Update, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.bulk import among_given, given_ids, joined, kept_to, split_words
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.tables import handovers

_OF_REQUEST = {"organisation_id": "organisation_id", "service_id": "service_id", "request_id": "id"}
_ALIKE = (*_OF_REQUEST, "account_id", "started_at")


async def write_down(uow: UnitOfWork, request: Row[Any], keys: Sequence[str]) -> None:
    """Write down that calls with these keys are about to be made for a request."""
    alike = {name: getattr(request, of) for name, of in _OF_REQUEST.items()}
    alike |= {"account_id": request.account_id, "started_at": uow.now}
    if uow.conn.dialect.name != "postgresql":
        await uow.conn.execute(insert(handovers), [alike | {"id": key} for key in keys])
        return
    given = {f"the_{name}": value for name, value in alike.items()}
    await uow.conn.execute(_writing(), {"keys": joined(keys), **given})


async def close(uow: UnitOfWork, organisation_id: str, keys: Sequence[str]) -> None:
    """Say of hand-overs that what became of them is known."""
    if keys:
        dialect = uow.conn.dialect.name
        given = {"keys": given_ids(dialect, keys), "organisation": organisation_id, "moment": uow.now}
        await uow.conn.execute(_closing(dialect), given)


async def may_call(conn: AsyncConnection, organisation_id: str, handover_id: str) -> bool:
    """Tell whether a hand-over is still its maker's: nobody has found it without its process."""
    query = select(handovers.c.id).where(
        handovers.c.id == handover_id,
        handovers.c.organisation_id == organisation_id,
        handovers.c.answered_at.is_(None),
        handovers.c.unclear_at.is_(None),
    )
    return (await conn.execute(query)).first() is not None


@cache
def _writing() -> Insert:
    """Return the statement of PostgreSQL; what all calls share is sent once."""
    shared = [bindparam(f"the_{name}", type_=handovers.c[name].type) for name in _ALIKE]
    query = select(func.unnest(split_words(bindparam("keys", type_=Text))), *shared)
    return insert(handovers).from_select(["id", *_ALIKE], query, include_defaults=False)


@cache
def _closing(dialect: str) -> Update:
    own = kept_to(dialect, handovers, bindparam("organisation", type_=handovers.c.organisation_id.type))
    change = update(handovers).where(among_given(dialect, handovers.c.id, "keys"), own)
    return change.values(answered_at=bindparam("moment", type_=handovers.c.answered_at.type))
