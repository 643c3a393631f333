"""Who may telephone, and who sits at an extension without a right to any more."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.people import Feature, Permission
from occ_server.kit.organisation_guard import across_organisations
from occ_server.people.actor import PersonActor, feature_disabled, forbidden
from occ_server.people.rights import load_standings
from occ_server.people.tables import people
from occ_server.telephony.tables import lines
from occ_server.visibility.scopes import Standing


def may_phone(standings: Iterable[Standing]) -> bool:
    """Tell whether somebody has a telephone in a service whose contract includes telephony."""
    return any(s.cti_enabled and Permission.PHONE in s.permissions for s in standings)


def check_may_phone(person: PersonActor) -> None:
    """Refuse people without a telephone anywhere.

    :raises ApiError: 403 ``feature_disabled`` where only the contract stands in the way, else ``forbidden``.
    """
    if not any(Permission.PHONE in s.permissions for s in person.standings):
        raise forbidden(Permission.PHONE.value)
    if not may_phone(person.standings):
        raise feature_disabled(Feature.CTI)


async def idle_without_right(conn: AsyncConnection) -> list[tuple[str, str]]:
    """Return ``(person id, organisation id)`` of who sits at an extension without a right to, in no call.

    Somebody lost ``phone`` or the last service with telephony, or the account was disabled.
    """
    query = (
        select(lines.c.person_id, lines.c.organisation_id, people.c.disabled_at)
        .join(people, people.c.id == lines.c.person_id)
        .where(lines.c.extension.is_not(None), lines.c.call_id.is_(None))
        .order_by(lines.c.person_id)
    )
    rows = (await conn.execute(across_organisations(query, "the sweep serves all"))).all()
    seated: dict[str, list[str]] = {}
    for row in rows:
        seated.setdefault(row.organisation_id, []).append(row.person_id)
    standings: dict[str, tuple[Standing, ...]] = {}
    for organisation_id, person_ids in seated.items():
        standings |= await load_standings(conn, organisation_id, person_ids)
    return [
        (row.person_id, row.organisation_id)
        for row in rows
        if row.disabled_at is not None or not may_phone(standings[row.person_id])
    ]
