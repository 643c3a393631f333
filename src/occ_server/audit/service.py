"""Writing and reading the audit trail: who, when, from where, whose data, what. Details hold no secrets and
phone numbers only in their masked form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_server.audit.tables import audit_entries
from occ_server.kit.unit import UnitOfWork


@dataclass(frozen=True)
class Who:
    """Somebody who acted: a person, an integration, or the operator at the server's command line."""

    kind: str
    id: str | None
    name: str
    address: str | None = None
    organisation_id: str | None = None


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
    await uow.conn.execute(
        insert(audit_entries).values(
            id=new_id(),
            organisation_id=organisation_id or who.organisation_id,
            at=uow.now,
            actor_kind=who.kind,
            actor_id=who.id,
            actor_name=who.name,
            address=who.address,
            action=action,
            subject_kind=subject[0] if subject else None,
            subject_id=subject[1] if subject else None,
            details=details,
        )
    )


async def entries(
    conn: AsyncConnection, *, action: str | None = None, limit: int = 100
) -> Sequence[Row[Any]]:
    """Return the newest entries, newest first."""
    query = select(audit_entries).order_by(audit_entries.c.at.desc(), audit_entries.c.id.desc()).limit(limit)
    if action is not None:
        query = query.where(audit_entries.c.action == action)
    return (await conn.execute(query)).all()
