"""Intake: a customer's request becomes a callback, once, however often the IVR sends it.

Only what makes a call impossible is refused: a service that is not there, a number nobody can dial.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from occ_contract.callbacks import (
    MESSAGE_LIMIT,
    NAME_LIMIT,
    Adjusted,
    CallbackStatus,
    Intake,
    IntakeAnswer,
)
from occ_contract.ids import is_id, new_id
from occ_contract.people import Feature
from occ_contract.phone import masked
from occ_contract.sync import Entity
from occ_server.audit.service import record
from occ_server.auth.actors import IntegrationActor
from occ_server.callbacks import tellings
from occ_server.callbacks.leniency import Leniency
from occ_server.callbacks.rows import CallbackRow, touch_as
from occ_server.callbacks.tables import callbacks
from occ_server.kit.bulk import among
from occ_server.kit.db import insert_into
from occ_server.kit.fields import numeral_field, phone_field
from occ_server.kit.problems import not_found
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import feature_disabled
from occ_server.people.tables import organisations, services

EXTERNAL_ID_LIMIT = 200
ROUTE_CODE_LIMIT = 50
ROUTE_NAME_LIMIT = 100
# What a customer said; where it differs from what came under the same id before, somebody must hear of it.
_SAID = ("name", "message", "preferred_at", "route_code")
# Who may take in may not read: who works on a request, their calls and notes stay in the house.
_TOLD = (
    *("id", "service_id", "external_id", "route_code", "route_name", "phone", "phone_remark"),
    *("name", "message", "preferred_at", "received_at", "status", "seq"),
)


@dataclass(frozen=True)
class Taken:
    """The callback of a request; ``created`` is False when it had come before."""

    callback_id: str
    created: bool
    adjusted: tuple[Adjusted, ...] = ()


async def take_in(
    uow: UnitOfWork, actor: IntegrationActor, request: Intake, unknown_fields: list[str] | None = None
) -> tuple[Taken, CallbackRow | None]:
    """Store a request, unless the same one (external id, service and phone) is there already.

    Return what became of it, and the row where it made one.

    :raises ApiError: 422 for the phone, 404 for a service of somebody else, 403 ``feature_disabled``.
    """
    zone = await _zone_of_service(uow, actor, request.service_id)
    lenient = Leniency(uow.now, zone)
    values = _values(actor, request, lenient)
    lenient.unknown(unknown_fields or [])
    row: CallbackRow | None = (await uow.conn.execute(_insert(uow.conn), values)).one_or_none()
    if row is None:
        return Taken(await _before(uow, actor, values), created=False, adjusted=lenient.adjusted), None
    if row.external_id is not None:
        uow.before_stamp(_note_reuse, (actor, row))
    uow.make(Entity.CALLBACK, [row.id])
    touch_as(uow, row, row.status, row.assignee_id)
    uow.before_stamp(tellings.received, row)
    return Taken(row.id, created=True, adjusted=lenient.adjusted), row


def answer_of(row: CallbackRow, taken: Taken, seq: int | None) -> IntakeAnswer:
    """Return what the IVR is told of a row just made, whose number the row itself does not know yet."""
    told = {name: getattr(row, name) for name in _TOLD} | {"seq": seq or 0}
    return IntakeAnswer(**told, adjusted=taken.adjusted)


async def intake_answer(conn: AsyncConnection, organisation_id: str, taken: Taken) -> IntakeAnswer:
    """Return what the IVR is told: the request as stored and how far it is, nothing of the centre's work."""
    query = select(*(callbacks.c[name] for name in _TOLD)).where(
        callbacks.c.id == taken.callback_id, callbacks.c.organisation_id == organisation_id
    )
    row = (await conn.execute(query)).one()
    return IntakeAnswer(**row._asdict(), adjusted=taken.adjusted)


def _insert(conn: AsyncConnection) -> ReturningInsert[Any]:
    """Return the statement that makes a callback unless its request (one with an id) came before."""
    key = (callbacks.c.service_id, callbacks.c.external_id, callbacks.c.phone)
    return insert_into(conn, callbacks).on_conflict_do_nothing(index_elements=key).returning(*callbacks.c)


async def _zone_of_service(uow: UnitOfWork, actor: IntegrationActor, service_id: str) -> ZoneInfo:
    """Return the zone of an open service's organisation.

    :raises ApiError: 404, 403 ``feature_disabled``.
    """
    known = ("service of an intake", service_id)
    if known not in uow.known and is_id(service_id):
        query = (
            select(services.c.callback_enabled, organisations.c.time_zone)
            .join(organisations, organisations.c.id == services.c.organisation_id)
            .where(services.c.id == service_id, services.c.organisation_id == actor.organisation_id)
        )
        uow.known[known] = (await uow.conn.execute(query)).one_or_none()
    row = uow.known.get(known)
    if row is None:
        raise not_found()
    if not row.callback_enabled:
        raise feature_disabled(Feature.CALLBACK)
    return ZoneInfo(row.time_zone)


def _dialled(sent: str | float, lenient: Leniency) -> tuple[str, str | None]:
    """Return the digits of a customer's number and what stood behind it.

    :raises ApiError: 422 for the phone.
    """
    if isinstance(sent, str):
        return phone_field("phone", sent)
    lenient.converted("phone")
    return numeral_field("phone", sent), None


def _values(actor: IntegrationActor, request: Intake, lenient: Leniency) -> dict[str, Any]:
    phone, remark = _dialled(request.phone, lenient)
    return {
        "id": new_id(),
        "organisation_id": actor.organisation_id,
        "service_id": request.service_id,
        "external_id": lenient.external_id("external_id", request.external_id, EXTERNAL_ID_LIMIT),
        "route_code": lenient.text("route_code", request.route_code, ROUTE_CODE_LIMIT),
        "route_name": lenient.text("route_name", request.route_name, ROUTE_NAME_LIMIT),
        "phone": phone,
        "phone_remark": remark,
        "name": lenient.text("name", request.name, NAME_LIMIT),
        "message": lenient.text("message", request.message, MESSAGE_LIMIT),
        "preferred_at": lenient.wish("preferred_at", request.preferred_at),
        "received_at": lenient.requested_at("requested_at", request.requested_at),
        "status": CallbackStatus.RECEIVED,
    }


async def _before(uow: UnitOfWork, actor: IntegrationActor, values: dict[str, Any]) -> str:
    """Return the callback this request made when it came before.

    An IVR that counts anew may send a second wish under an old id. It makes no second callback, but where the
    first is done or said something else, the trail tells.
    """
    query = select(callbacks).where(
        callbacks.c.organisation_id == actor.organisation_id,
        callbacks.c.service_id == values["service_id"],
        callbacks.c.external_id == values["external_id"],
        callbacks.c.phone == values["phone"],
    )
    row = (await uow.conn.execute(query)).one()
    differing = [name for name in _SAID if getattr(row, name) != values[name]]
    if differing or row.status is CallbackStatus.COMPLETED:
        await record(
            uow,
            actor,
            "intake.repeated",
            subject=("callback", row.id),
            phone=masked(row.phone),
            status=row.status.value,
            differing=differing,
        )
    return str(row.id)


async def _note_reuse(uow: UnitOfWork, taken: Sequence[tuple[IntegrationActor, CallbackRow]]) -> None:
    """Note in the trail where an external id belongs to another customer, too."""
    made, other = callbacks.alias("made"), callbacks.alias("other")
    query = (
        select(made.c.id, other.c.id.label("other_id"), other.c.phone.label("other_phone"))
        .join(
            other,
            and_(
                other.c.organisation_id == made.c.organisation_id,
                other.c.service_id == made.c.service_id,
                other.c.external_id == made.c.external_id,
                other.c.phone != made.c.phone,
            ),
        )
        .where(
            made.c.organisation_id == taken[0][1].organisation_id,
            among(uow.conn, made.c.id, [row.id for _, row in taken]),
        )
    )
    others = {found.id: found for found in (await uow.conn.execute(query)).all()}
    for actor, row in taken:
        if (found := others.get(row.id)) is not None:
            await record(
                uow,
                actor,
                "intake.external_id_reused",
                subject=("callback", row.id),
                phone=masked(row.phone),
                other_id=found.other_id,
                other_phone=masked(found.other_phone),
            )
