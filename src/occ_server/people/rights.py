"""Keeps the stored keys of people in step with their memberships, in the transaction that changes those.

The comparison runs while the organisation's counter is locked, so two changes of one person's rights at the
same time cannot both compute from half of the truth.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.people import Permission
from occ_contract.permissions import effective_permissions
from occ_server.kit.chunks import chunks
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import memberships, people, services
from occ_server.visibility.holdings import grant_keys, keys_of, revoke_keys
from occ_server.visibility.scopes import Standing, person_keys

STANDING_COLUMNS = (
    memberships.c.role,
    memberships.c.granted,
    services.c.id.label("service_id"),
    services.c.callback_enabled,
    services.c.sms_enabled,
    services.c.cti_enabled,
)


def standing_of(row: Any) -> Standing:
    """Return the standing in a row that has :data:`STANDING_COLUMNS` of a membership and its service."""
    return Standing(
        service_id=row.service_id,
        role=row.role,
        permissions=effective_permissions(row.role, map(Permission, row.granted)),
        callback_enabled=row.callback_enabled,
        sms_enabled=row.sms_enabled,
        cti_enabled=row.cti_enabled,
    )


async def load_standings(
    conn: AsyncConnection, organisation_id: str, person_ids: Sequence[str]
) -> dict[str, tuple[Standing, ...]]:
    """Return each person's standings, disabled accounts included, ordered by service."""
    query = (
        select(memberships.c.person_id, *STANDING_COLUMNS)
        .join(services, services.c.id == memberships.c.service_id)
        .where(memberships.c.person_id.in_(person_ids), services.c.organisation_id == organisation_id)
        .order_by(memberships.c.person_id, services.c.id)
    )
    found: dict[str, list[Standing]] = {person_id: [] for person_id in person_ids}
    for row in await conn.execute(query):
        found[row.person_id].append(standing_of(row))
    return {person_id: tuple(standings) for person_id, standings in found.items()}


def follow_rights(uow: UnitOfWork, organisation_id: str, person_ids: Iterable[str]) -> None:
    """Make the stored keys of these people what their memberships now say, when this is stamped."""
    for part in chunks(dict.fromkeys(person_ids)):
        uow.at_stamp(organisation_id, partial(_follow, organisation_id, part))


async def _follow(organisation_id: str, person_ids: Sequence[str], uow: UnitOfWork, seq: int) -> None:
    standings = await load_standings(uow.conn, organisation_id, person_ids)
    query = select(people.c.id).where(
        people.c.id.in_(person_ids),
        people.c.organisation_id == organisation_id,
        people.c.disabled_at.is_(None),
    )
    enabled = set((await uow.conn.execute(query)).scalars())
    stored = await keys_of(uow.conn, person_ids)
    gained: list[tuple[str, str]] = []
    for person_id in person_ids:
        due = person_keys(person_id, standings[person_id], enabled=person_id in enabled)
        held = stored.get(person_id, set())
        if due != held:
            uow.rights_changed(organisation_id, [person_id])
        gained += [(person_id, key) for key in sorted(due - held)]
        await revoke_keys(uow.conn, person_id, held - due, seq)
    await grant_keys(uow.conn, gained, seq)
