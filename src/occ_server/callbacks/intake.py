"""Intake: a customer's request becomes a callback, once, however often the IVR sends it."""

from dataclasses import dataclass

from sqlalchemy import select

from occ_contract.callbacks import MESSAGE_LIMIT, NAME_LIMIT, CallbackStatus, Intake
from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id, new_id
from occ_contract.people import Feature
from occ_contract.sync import Entity
from occ_server.auth.actors import IntegrationActor
from occ_server.callbacks import tellings
from occ_server.callbacks.rows import CallbackRow, touch
from occ_server.callbacks.tables import callbacks
from occ_server.kit.db import insert_into
from occ_server.kit.fields import CLOCK_TOLERANCE, moment_field, phone_field, text_field
from occ_server.kit.problems import not_found, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import feature_disabled
from occ_server.people.tables import services

EXTERNAL_ID_LIMIT = 200
ROUTE_CODE_LIMIT = 50
ROUTE_NAME_LIMIT = 100


@dataclass(frozen=True)
class Taken:
    """The callback of a request; ``created`` is False when it had come before."""

    callback_id: str
    created: bool


async def take_in(uow: UnitOfWork, actor: IntegrationActor, request: Intake) -> Taken:
    """Store a request, unless one with its external id is there already.

    :raises ApiError: 422 for a field (phone, too long, a time in the future), 404 for a service of somebody
        else, 403 ``feature_disabled``.
    """
    await _check_service(uow, actor, request.service_id)
    values = _values(uow, actor, request)
    statement = insert_into(uow.conn, callbacks).values(**values)
    if values["external_id"] is not None:
        statement = statement.on_conflict_do_nothing(
            index_elements=[callbacks.c.service_id, callbacks.c.external_id]
        )
    if (await uow.conn.execute(statement.returning(callbacks.c.id))).first() is None:
        query = select(callbacks.c.id).where(
            callbacks.c.service_id == request.service_id,
            callbacks.c.external_id == values["external_id"],
        )
        return Taken(str((await uow.conn.execute(query)).scalar_one()), created=False)
    row: CallbackRow = (await uow.conn.execute(select(callbacks).where(callbacks.c.id == values["id"]))).one()
    uow.hold(Entity.CALLBACK, [row.id])
    touch(uow, actor.organisation_id, row.id)
    await tellings.received(uow, row)
    return Taken(row.id, created=True)


async def _check_service(uow: UnitOfWork, actor: IntegrationActor, service_id: str) -> None:
    query = select(services.c.callback_enabled).where(
        services.c.id == service_id, services.c.organisation_id == actor.organisation_id
    )
    enabled = (await uow.conn.execute(query)).scalar_one_or_none() if is_id(service_id) else None
    if enabled is None:
        raise not_found()
    if not enabled:
        raise feature_disabled(Feature.CALLBACK)


def _values(uow: UnitOfWork, actor: IntegrationActor, request: Intake) -> dict[str, object]:
    requested_at = moment_field("requested_at", request.requested_at)
    if requested_at is not None and requested_at > uow.now + CLOCK_TOLERANCE:
        raise refused_field("requested_at", ErrorCode.TIME_IN_FUTURE)
    return {
        "id": new_id(),
        "organisation_id": actor.organisation_id,
        "service_id": request.service_id,
        "external_id": text_field("external_id", request.external_id, EXTERNAL_ID_LIMIT),
        "route_code": text_field("route_code", request.route_code, ROUTE_CODE_LIMIT),
        "route_name": text_field("route_name", request.route_name, ROUTE_NAME_LIMIT),
        "phone": phone_field("phone", request.phone),
        "name": text_field("name", request.name, NAME_LIMIT),
        "message": text_field("message", request.message, MESSAGE_LIMIT),
        "preferred_at": moment_field("preferred_at", request.preferred_at),
        "received_at": requested_at or uow.now,
        "status": CallbackStatus.RECEIVED,
    }
