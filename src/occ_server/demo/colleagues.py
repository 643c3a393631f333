"""What simulated people do, each step through the same services a real client's request reaches.

They are refused like anybody else, and take it: somebody was faster, the line is busy, the service is off.
"""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import (
    Assign,
    AssignMethod,
    Attempt,
    AttemptResult,
    Callback,
    CallbackStatus,
    Complete,
    Intake,
    NoteChange,
)
from occ_contract.cti import CtiState
from occ_contract.errors import RuleError
from occ_contract.people import Agent
from occ_server.auth.actors import IntegrationActor
from occ_server.callbacks.assign import assign
from occ_server.callbacks.attempts import load_attempt
from occ_server.callbacks.complete import change_note, complete
from occ_server.callbacks.connect import Dialled, connect, renew
from occ_server.callbacks.intake import take_in
from occ_server.callbacks.outstanding import outstanding_figures
from occ_server.callbacks.search import Search, find
from occ_server.kit.db import Database
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.paging import MAX_LIMIT, Paging
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.rights import load_standings
from occ_server.people.roster import agents_for
from occ_server.people.tables import organisations, people
from occ_server.telephony.lines import change_state, log_in
from occ_server.telephony.status import line_figures, load_status

T = TypeVar("T")
NO_SESSION = "demo"


async def actor_of(conn: AsyncConnection, person_id: str) -> PersonActor:
    """Return a simulated person as they would stand behind a request, with their rights of this moment."""
    query = (
        select(people, organisations.c.name.label("organisation_name"), organisations.c.time_zone)
        .join(organisations, organisations.c.id == people.c.organisation_id)
        .where(people.c.id == person_id)
    )
    simulated = across_organisations(query, "a simulated person is known by id alone")
    row: Row[Any] = (await conn.execute(simulated)).one()
    return PersonActor(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        time_zone=row.time_zone,
        username=row.username,
        name=row.name,
        session_id=NO_SESSION,
        standings=(await load_standings(conn, row.organisation_id, [person_id]))[person_id],
    )


FIGURES = (outstanding_figures, line_figures)


class Hands:
    """A simulated person at a desk: asks and does what a real one's client would."""

    def __init__(self, database: Database, person_id: str) -> None:
        self._database = database
        self.person_id = person_id

    async def _ask(self, question: Callable[[AsyncConnection, PersonActor], Awaitable[T]]) -> T:
        async with self._database.read() as conn:
            return await question(conn, await actor_of(conn, self.person_id))

    async def _do(self, work: Callable[[UnitOfWork, PersonActor], Awaitable[T]]) -> T | None:
        """Run a command; None when it was refused."""

        async def once(uow: UnitOfWork) -> T:
            return await work(uow, await actor_of(uow.conn, self.person_id))

        try:
            return await self._database.run(once)
        except (ApiError, RuleError):
            return None


class Colleague(Hands):
    """Their hands at callbacks and the telephone: every method is one press of a button."""

    async def sit_down(self, extension: str) -> None:
        """Log the telephone in, unless it is."""

        async def work(uow: UnitOfWork, person: PersonActor) -> None:
            status = await load_status(uow.conn, person.organisation_id, person.id, uow.now)
            if status.state is CtiState.LOGGED_OUT:
                await log_in(uow, person, extension)

        await self._do(work)

    async def become(self, state: CtiState) -> None:
        """Set the agent state."""
        await self._do(lambda uow, person: change_state(uow, person, state))

    async def own_queue(self) -> Sequence[Callback]:
        """Return the callbacks assigned to them that nobody is calling, longest waiting first."""

        async def question(conn: AsyncConnection, person: PersonActor) -> Sequence[Callback]:
            asked = Search(statuses=[CallbackStatus.ASSIGNED], assignee_id=person.id)
            page = await find(conn, person, asked, Paging())
            return [c for c in reversed(page.items) if c.live_call is None]

        return await self._ask(question)

    async def dial(self, callback_id: str) -> Dialled | None:
        """Press 연결."""
        return await self._do(lambda uow, person: connect(uow, person, callback_id))

    async def keep_claim(self, claimed: Dialled) -> None:
        """Renew the claim, as a client does during a call."""
        await self._do(lambda uow, person: renew(uow, person, claimed.callback_id, claimed.attempt_id))

    async def progress(self, claimed: Dialled) -> Attempt:
        """Look at the running call."""
        return await self._ask(lambda conn, me: load_attempt(conn, me.organisation_id, claimed.attempt_id))

    async def finish(self, callback_id: str, note: str | None) -> None:
        """Press 완료."""
        await self._do(lambda uow, person: complete(uow, person, callback_id, Complete(note=note)))

    async def jot(self, callback_id: str, note: str) -> None:
        """Keep a call note."""
        await self._do(lambda uow, person: change_note(uow, person, callback_id, NoteChange(note=note)))

    async def waiting(self, service_id: str) -> Sequence[Callback]:
        """Return the assignable callbacks of a service, longest waiting first."""

        async def question(conn: AsyncConnection, person: PersonActor) -> Sequence[Callback]:
            states = [CallbackStatus.RECEIVED, CallbackStatus.CANCELLED]
            asked = Search(service_ids=[service_id], statuses=states)
            return list(reversed((await find(conn, person, asked, Paging(limit=500))).items))

        return await self._ask(question)

    async def services(self) -> frozenset[str]:
        """Return the services in which they may assign."""

        async def question(_conn: AsyncConnection, person: PersonActor) -> frozenset[str]:
            return frozenset(s.service_id for s in person.standings if s.may_assign)

        return await self._ask(question)

    async def team(self, service_id: str) -> Sequence[Agent]:
        """Return the people of a service."""

        async def question(conn: AsyncConnection, person: PersonActor) -> Sequence[Agent]:
            return (await agents_for(conn, person, FIGURES, Paging(limit=MAX_LIMIT), [service_id])).items

        return await self._ask(question)

    async def spread(self, callback_ids: Sequence[str], agent_ids: Sequence[str]) -> None:
        """Press 균등할당."""
        request = Assign(
            callback_ids=tuple(callback_ids), agent_ids=tuple(agent_ids), method=AssignMethod.EQUAL
        )
        await self._do(lambda uow, person: assign(uow, person, request))


async def ring_in(database: Database, integration: IntegrationActor, request: Callback) -> None:
    """Hand a customer's request in, as the IVR does."""
    intake = Intake(
        service_id=request.service_id,
        phone=request.phone,
        external_id=request.external_id,
        name=request.name,
        route_code=request.route_code,
        route_name=request.route_name,
        message=request.message,
        preferred_at=request.preferred_at,
    )
    await database.run(lambda uow: take_in(uow, integration, intake))


def note_for(rng: random.Random, call: Attempt, notes: Sequence[str], missed: Sequence[str]) -> str:
    """Return what an agent writes after a call."""
    return rng.choice(notes if call.result is AttemptResult.CONNECTED else missed)
