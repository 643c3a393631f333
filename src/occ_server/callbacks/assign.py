"""Assigning callbacks (guide, 콜백 할당): equally in turn or all to one, previewed or done, all or nothing.

Rows somebody else took meanwhile, and those nobody chosen may take, are skipped and reported by name;
everything else is one transaction.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.assignment import Candidate, Waiting, split
from occ_contract.callbacks import (
    ASSIGNABLE,
    BATCH_LIMIT,
    Assign,
    AssignAnswer,
    Assigned,
    AssignMethod,
    CallbackStatus,
    Skipped,
)
from occ_contract.errors import ErrorCode, RuleError
from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_server.audit.service import record_many
from occ_server.callbacks import tellings
from occ_server.callbacks.claims import live_claims
from occ_server.callbacks.outstanding import outstanding_of
from occ_server.callbacks.rights import assigning_services
from occ_server.callbacks.rows import CallbackRow, assignment_step, load_rows, names_of, touch_as
from occ_server.callbacks.skipping import left_out, unseen, without_taker
from occ_server.callbacks.tables import batch_rows, batches
from occ_server.kit.bulk import insert_rows
from occ_server.kit.fields import id_list
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import Change, UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.bodies import load_agent_keys
from occ_server.people.figures import agents_changed
from occ_server.people.present import present_standings

UNDO_TIME = timedelta(minutes=10)
AGENT_LIMIT = 500


@dataclass(frozen=True)
class Plan:
    """Who gets which row, in the order received, and what is left out."""

    pairs: tuple[tuple[CallbackRow, str], ...]
    skipped: tuple[Skipped, ...]
    agent_ids: tuple[str, ...]

    def answer(self, batch_id: str | None = None, undo_until: datetime | None = None) -> AssignAnswer:
        """Return it as an answer; every chosen agent is counted, also with nothing."""
        counts = Counter(agent for _, agent in self.pairs)
        return AssignAnswer(
            assigned=tuple(Assigned(callback_id=row.id, agent_id=agent) for row, agent in self.pairs),
            skipped=self.skipped,
            counts={agent: counts[agent] for agent in self.agent_ids},
            batch_id=batch_id,
            undo_until=undo_until,
        )


async def preview(conn: AsyncConnection, person: PersonActor, request: Assign, now: datetime) -> AssignAnswer:
    """Return what :func:`assign` would do at this moment; nothing changes.

    :raises RuleError, ApiError: as :func:`assign`.
    """
    return (await _plan(conn, person, request, now, lock=False)).answer()


async def assign(uow: UnitOfWork, person: PersonActor, request: Assign) -> AssignAnswer:
    """Assign, and remember the batch so that it can be undone.

    :raises RuleError: ``manual_needs_one_agent``, ``bad_choice``.
    :raises ApiError: 422 for a list, 403 without the right anywhere, 422 ``agent_not_eligible`` (names).
    """
    planned = await _plan(uow.conn, person, request, uow.now, lock=True)
    if not planned.pairs:
        return planned.answer()
    batch_id = await _remember(uow, person, planned.pairs)
    given = Change(
        ids=[row.id for row, _ in planned.pairs],
        each={"assignee_id": [agent_id for _, agent_id in planned.pairs]},
        alike={
            "status": CallbackStatus.ASSIGNED,
            "assigner_id": person.id,
            "assigned_at": uow.now,
            "changed_by": person.id,
        },
    )
    uow.change(Entity.CALLBACK, given, person.organisation_id)
    for row, agent_id in planned.pairs:
        touch_as(uow, row, CallbackStatus.ASSIGNED, agent_id)
    agents_changed(uow, person.organisation_id, dict.fromkeys(agent for _, agent in planned.pairs))
    steps = [(row.id, assignment_step(row, agent_id, batch=batch_id)) for row, agent_id in planned.pairs]
    await record_many(uow, person, "callback.assigned", "callback", steps)
    await tellings.assigned(uow, planned.pairs, person.id, person.name)
    return planned.answer(batch_id, uow.now + UNDO_TIME)


async def _plan(
    conn: AsyncConnection, person: PersonActor, request: Assign, now: datetime, *, lock: bool
) -> Plan:
    assigning_services(person)
    ids = id_list("callback_ids", request.callback_ids, BATCH_LIMIT)
    agent_ids = id_list("agent_ids", request.agent_ids, AGENT_LIMIT)
    if request.method is AssignMethod.MANUAL and len(agent_ids) != 1:
        raise RuleError(ErrorCode.MANUAL_NEEDS_ONE_AGENT, count=len(agent_ids))
    standings = await present_standings(conn, person, agent_ids, lock=lock)
    rights = assigning_services(replace(person, standings=standings.get(person.id, ())))
    await _refuse_gone(conn, person, [i for i in agent_ids if not standings.get(i)])
    rows = await load_rows(conn, person.organisation_id, ids, lock=lock)
    seen = {row.id: row for row in rows if row.service_id in rights}
    claims = await live_claims(conn, list(seen), now)
    free: list[CallbackRow] = []
    out: list[tuple[CallbackRow, ErrorCode]] = []
    for row in seen.values():
        if row.id in claims:
            out.append((row, ErrorCode.DIALLING))
        elif row.status not in ASSIGNABLE:
            done = row.status is CallbackStatus.COMPLETED
            out.append((row, ErrorCode.INVALID_TRANSITION if done else ErrorCode.TAKEN))
        else:
            free.append(row)
    agents = [
        Candidate(agent_id, count, frozenset(s.service_id for s in standings[agent_id] if s.has_phone))
        for agent_id, count in (await outstanding_of(conn, person.organisation_id, agent_ids)).items()
    ]
    spread = split(request.method, [Waiting(row.id, row.service_id) for row in free], agents)
    skipped = [unseen(i) for i in ids if i not in seen]
    skipped += await left_out(conn, out, claims)
    skipped += [without_taker(seen[i]) for i in spread.left]
    return Plan(tuple((seen[i], agent) for i, agent in spread.pairs), tuple(skipped), tuple(agent_ids))


async def _refuse_gone(conn: AsyncConnection, person: PersonActor, gone: Sequence[str]) -> None:
    """Refuse chosen agents who are not, or no longer, there.

    Who may take nothing here is no reason to refuse the others.

    :raises ApiError: 422 ``agent_not_eligible`` (ids, names; who shares and shared no service with the
        caller is named by their id, like somebody unknown).
    """
    if not gone:
        return
    keys = await load_agent_keys(conn, person.organisation_id, gone)
    seen = [i for i in gone if not person.keys.isdisjoint(keys.get(i, ()))]
    names = await names_of(conn, person.organisation_id, seen)
    raise ApiError(ErrorCode.AGENT_NOT_ELIGIBLE, 422, ids=gone, names=[names.get(i, i) for i in gone])


async def _remember(uow: UnitOfWork, person: PersonActor, pairs: Sequence[tuple[CallbackRow, str]]) -> str:
    """Store the batch with what its rows were; their new place in the feed is noted when it is known."""
    batch_id = new_id()
    await uow.conn.execute(
        insert(batches).values(
            id=batch_id,
            organisation_id=person.organisation_id,
            assigner_id=person.id,
            created_at=uow.now,
        )
    )
    await insert_rows(
        uow.conn,
        batch_rows,
        [
            {
                "batch_id": batch_id,
                "callback_id": row.id,
                "agent_id": agent_id,
                "status": row.status,
                "changed_by": row.changed_by,
            }
            for row, agent_id in pairs
        ],
    )

    async def note_place(late: UnitOfWork, seq: int) -> None:
        this = (batches.c.id == batch_id, batches.c.organisation_id == person.organisation_id)
        await late.conn.execute(update(batches).where(*this).values(row_seq=seq))

    uow.at_stamp(person.organisation_id, note_place)
    return batch_id
