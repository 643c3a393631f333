"""Reading one call attempt: the caller's own, or one of the organisation."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import Attempt
from occ_contract.ids import is_id
from occ_server.callbacks.rows import attempt_of
from occ_server.callbacks.tables import attempts
from occ_server.kit.problems import not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor


async def load_attempt(conn: AsyncConnection, organisation_id: str, attempt_id: str) -> Attempt:
    """Return one attempt as it travels."""
    query = select(attempts).where(attempts.c.id == attempt_id, attempts.c.organisation_id == organisation_id)
    return attempt_of((await conn.execute(query)).one())


async def own_attempt(uow: UnitOfWork, person: PersonActor, callback_id: str, attempt_id: str) -> Attempt:
    """Return the caller's own attempt on a callback.

    :raises ApiError: 404.
    """
    query = select(attempts).where(
        attempts.c.id == attempt_id,
        attempts.c.callback_id == callback_id,
        attempts.c.agent_id == person.id,
        attempts.c.organisation_id == person.organisation_id,
    )
    row = (await uow.conn.execute(query)).one_or_none() if is_id(attempt_id) else None
    if row is None:
        raise not_found()
    return attempt_of(row)
