"""What a person may do at the moment a command changes something, not when the request came.

Between the two a command may have waited: for a row, for a connection. A right taken away meanwhile would be
used once more by whoever waited. So a command's person is locked and looked up anew, first thing in its unit
of work, and what anybody is changing of their rights at that moment is waited for.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.rights import load_standings
from occ_server.people.tables import people, services
from occ_server.visibility.scopes import Standing

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[UnitOfWork, PersonActor, P], Awaitable[T]]


def judged_now(
    person: PersonActor, work: Work[P, T], *args: P.args, **kwargs: P.kwargs
) -> Callable[[UnitOfWork], Awaitable[T]]:
    """Return ``work`` for ``Commands.run``: its person has the rights of that moment until the commit."""

    async def judged(uow: UnitOfWork) -> T:
        return await work(uow, await _present(uow, person), *args, **kwargs)

    return judged


def judges_itself(
    person: PersonActor, work: Work[P, T], *args: P.args, **kwargs: P.kwargs
) -> Callable[[UnitOfWork], Awaitable[T]]:
    """Return ``work`` that calls :func:`present_standings`, because it locks other people with its person."""

    async def judging(uow: UnitOfWork) -> T:
        return await work(uow, person, *args, **kwargs)

    return judging


async def present_standings(
    conn: AsyncConnection, person: PersonActor, agent_ids: Sequence[str], *, lock: bool
) -> dict[str, tuple[Standing, ...]]:
    """Return the standings of the caller and of agents; of who is unknown or disabled, none.

    Locked, they stay so until the commit, and so do the switches of the caller's services: what anybody is
    changing of them at this moment is waited for, and nothing else is.
    """
    query = select(people.c.id, people.c.disabled_at).where(
        people.c.id.in_([person.id, *(i for i in agent_ids if is_id(i))]),
        people.c.organisation_id == person.organisation_id,
    )
    if lock:
        query = query.order_by(people.c.id).with_for_update(read=True, key_share=True)
    active = [row.id for row in await conn.execute(query) if row.disabled_at is None]
    if lock:
        theirs = select(services.c.id).where(
            services.c.id.in_(list(person.by_service)), services.c.organisation_id == person.organisation_id
        )
        await conn.execute(theirs.order_by(services.c.id).with_for_update(read=True, key_share=True))
    return await load_standings(conn, person.organisation_id, active)


async def _present(uow: UnitOfWork, person: PersonActor) -> PersonActor:
    """Return the person with what they may do now, locked as :func:`present_standings` does, at once.

    :raises ApiError: 403 ``account_disabled``.
    """
    own = select(people.c.disabled_at).where(
        people.c.id == person.id, people.c.organisation_id == person.organisation_id
    )
    if person.by_service:
        theirs = services.c.organisation_id == people.c.organisation_id
        own = own.join(services, theirs).where(services.c.id.in_(list(person.by_service)))
        own = own.order_by(services.c.id)
    found = (await uow.conn.execute(own.with_for_update(read=True, key_share=True))).first()
    if found is None or found.disabled_at is not None:
        raise ApiError(ErrorCode.ACCOUNT_DISABLED, 403)
    standings = await load_standings(uow.conn, person.organisation_id, [person.id])
    return replace(person, standings=standings[person.id])
