"""Notices: one row per event and audience, told once to everybody who holds its key."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_contract.notices import Notice, NoticeKind
from occ_contract.sync import Entity
from occ_server.callbacks.rows import CallbackRow
from occ_server.callbacks.tables import notices
from occ_server.kit.unit import UnitOfWork
from occ_server.visibility.scopes import intake_key, person_key

NAMED_ROWS = 200  # a larger batch is counted, not listed


async def received(uow: UnitOfWork, row: CallbackRow) -> None:
    """Tell supervisors and phone agents of the service about a new callback."""
    audience = intake_key(row.service_id)
    told = _told(uow, NoticeKind.CALLBACK_RECEIVED, [row], audience=audience, route_name=row.route_name)
    await uow.conn.execute(insert(notices), [told])


async def assigned(
    uow: UnitOfWork, rows: Iterable[tuple[CallbackRow, str]], actor_id: str, actor_name: str
) -> None:
    """Tell each assignee, once per service, what they were given: ``(row, assignee)`` pairs."""
    await _to_people(uow, NoticeKind.CALLBACK_ASSIGNED, rows, actor_id, actor_name)


async def withdrawn(
    uow: UnitOfWork, rows: Iterable[tuple[CallbackRow, str]], actor_id: str, actor_name: str
) -> None:
    """Tell each person, once per service, what was taken from them: ``(row, former assignee)`` pairs."""
    others = [(row, person) for row, person in rows if person != actor_id]
    await _to_people(uow, NoticeKind.ASSIGNMENT_WITHDRAWN, others, actor_id, actor_name)


async def _to_people(
    uow: UnitOfWork,
    kind: NoticeKind,
    rows: Iterable[tuple[CallbackRow, str]],
    actor_id: str,
    actor_name: str,
) -> None:
    def audience(pair: tuple[CallbackRow, str]) -> tuple[str, str]:
        return pair[1], pair[0].service_id

    told = []
    for (person_id, _service), group in groupby(sorted(rows, key=audience), key=audience):
        theirs, key = [row for row, _ in group], person_key(person_id)
        told.append(_told(uow, kind, theirs, audience=key, actor_id=actor_id, actor_name=actor_name))
    if told:
        await uow.conn.execute(insert(notices), told)


def _told(
    uow: UnitOfWork,
    kind: NoticeKind,
    rows: Sequence[CallbackRow],
    *,
    audience: str,
    route_name: str | None = None,
    actor_id: str | None = None,
    actor_name: str | None = None,
) -> dict[str, Any]:
    """Return a notice to be stored; its audience is told when this is stamped."""
    first = rows[0]
    notice_id = new_id()
    uow.touch(Entity.NOTICE, notice_id, frozenset({audience}), first.organisation_id)
    return {
        "id": notice_id,
        "organisation_id": first.organisation_id,
        "service_id": first.service_id,
        "kind": kind,
        "created_at": uow.now,
        "count": len(rows),
        "callback_ids": [row.id for row in rows[:NAMED_ROWS]],
        "actor_id": actor_id,
        "actor_name": actor_name,
        "route_name": route_name,
        "preferred_at": _most_urgent(row.preferred_at for row in rows),
    }


def _most_urgent(wishes: Iterable[datetime | None]) -> datetime | None:
    return min((wish for wish in wishes if wish is not None), default=None)


async def load_bodies(conn: AsyncConnection, ids: Sequence[str]) -> Mapping[str, Notice]:
    """Return notices by id, for the feed."""
    query = select(notices, notices.c.count.label("how_many")).where(notices.c.id.in_(ids))
    return {
        row.id: Notice(
            id=row.id,
            kind=row.kind,
            created_at=row.created_at,
            service_id=row.service_id,
            count=row.how_many,
            callback_ids=tuple(row.callback_ids),
            actor_id=row.actor_id,
            actor_name=row.actor_name,
            route_name=row.route_name,
            preferred_at=row.preferred_at,
            seq=row.seq,
        )
        for row in await conn.execute(query)
    }
