"""Writing and reading the audit trail: who, when, from where, whose data, what.

Details hold no secrets, no text of a customer or of an agent's note, and phone numbers only in their masked
form.

Entries are collected by the unit of work and chained at its end, see ``audit.appending``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.audit.appending import append_later
from occ_server.audit.chain import Entry
from occ_server.audit.tables import NO_ORGANISATION, audit_entries
from occ_server.kit.columns import to_micros
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork


@dataclass(frozen=True)
class Who:
    """Somebody who acted: a person, an integration, the operator at the command line, or the server."""

    kind: str
    id: str | None
    name: str
    address: str | None = None
    organisation_id: str | None = None


SERVER = Who("server", None, "occ-server")


class Acting(Protocol):
    """Anything that can say who it is."""

    @property
    def who(self) -> Who:
        """Return the actor as the trail names it."""
        ...


async def record(
    uow: UnitOfWork,
    actor: Acting | Who,
    action: str,
    *,
    subject: tuple[str, str] | None = None,
    organisation_id: str | None = None,
    **details: Any,
) -> None:
    """Append one entry to the trail, in the transaction of what it tells about.

    ``action`` is a stable word pair such as ``callback.viewed``; ``subject`` is ``(kind, id)``.
    """
    who = actor if isinstance(actor, Who) else actor.who
    kind, subject_id = subject or (None, None)
    append_later(uow, _entry(uow, who, action, kind, subject_id, details, organisation_id))


async def record_many(
    uow: UnitOfWork,
    actor: Acting | Who,
    action: str,
    kind: str,
    told: Iterable[tuple[str, Mapping[str, Any]]],
) -> None:
    """Append one entry for each ``(subject id, details)``: whose data it was stays searchable by subject."""
    who = actor if isinstance(actor, Who) else actor.who
    for subject_id, each in told:
        append_later(uow, _entry(uow, who, action, kind, subject_id, each, None))


def _entry(
    uow: UnitOfWork,
    who: Who,
    action: str,
    kind: str | None,
    subject_id: str | None,
    details: Mapping[str, Any],
    organisation_id: str | None,
) -> Entry:
    return Entry(
        organisation_id=organisation_id or who.organisation_id or NO_ORGANISATION,
        at=to_micros(uow.now),
        actor_kind=who.kind,
        actor_id=who.id,
        actor_name=who.name,
        address=who.address,
        action=action,
        subject_kind=kind,
        subject_id=subject_id,
        details=msgspec.json.encode(details).decode(),
    )


async def entries(
    conn: AsyncConnection,
    *,
    action: str | None = None,
    actor_id: str | None = None,
    subject: tuple[str, str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
) -> Sequence[Row[Any]]:
    """Return the newest entries, newest first; ``since`` and ``until`` bound their time: [since, until)."""
    e = audit_entries.c
    newest = select(audit_entries).order_by(e.at.desc(), e.number.desc()).limit(limit)
    query = across_organisations(newest, "an operator looks at the whole trail")
    if action is not None:
        query = query.where(e.action == action)
    if actor_id is not None:
        query = query.where(e.actor_id == actor_id)
    if subject is not None:
        query = query.where(e.subject_kind == subject[0], e.subject_id == subject[1])
    if since is not None:
        query = query.where(e.at >= since)
    if until is not None:
        query = query.where(e.at < until)
    return (await conn.execute(query)).all()
