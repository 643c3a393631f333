"""Why a text that is due is not sent: asked again at the last moment, held with a reason, its owner told.

Trouble of the carrier ends by itself (``PASSING_HOLDS``); everything else waits for a person, who cancels or
says that it is to be sent although. What forbids it then (right, sender, service) cannot be waived.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.callbacks import CallbackStatus
from occ_contract.notices import NoticeKind
from occ_contract.sms import CarrierTrouble, HeldReason, MessageStage
from occ_contract.sync import Entity
from occ_server.callbacks.tables import callbacks
from occ_server.kit.bulk import among
from occ_server.kit.columns import UtcTime
from occ_server.kit.unit import UnitOfWork
from occ_server.notices.service import News, post
from occ_server.people.rights import load_standings
from occ_server.sms.catalogue.using import usable_sender, usable_template
from occ_server.sms.sending.rows import MessageRow, these, touch
from occ_server.sms.sending.waking import waits_for_carrier
from occ_server.sms.tables import categories, links, messages, templates
from occ_server.visibility.scopes import person_key, sms_key


def hold_of(trouble: CarrierTrouble | None) -> HeldReason:
    """Return why messages wait while a carrier has this trouble."""
    return HeldReason.QUOTA if trouble is CarrierTrouble.QUOTA else HeldReason.CARRIER_DOWN


async def why_not(conn: AsyncConnection, request: Row[Any]) -> HeldReason | None:
    """Return what speaks against sending a request's texts now, None when nothing does.

    The row has ``disabled_at`` of who sent it.
    """
    organisation = request.organisation_id
    standings = (await load_standings(conn, organisation, [request.agent_id]))[request.agent_id]
    standing = next((s for s in standings if s.service_id == request.service_id), None)
    if standing is not None and not standing.sms_enabled:
        return HeldReason.FEATURE_OFF
    if standing is None or request.disabled_at is not None or not standing.may_send_texts:
        return HeldReason.RIGHT_LOST
    if not await usable_sender(conn, organisation, request.service_id, request.sender):
        return HeldReason.SENDER_UNUSABLE
    return None if request.released_at is not None else await _why_asked(conn, request)


async def _why_asked(conn: AsyncConnection, request: Row[Any]) -> HeldReason | None:
    """Return what a person is asked about: the template, or the callback it was about."""
    if request.template_id is not None and (
        await usable_template(conn, request.organisation_id, request.template_id) is None
    ):
        return await _why_template(conn, request)
    if request.unless_completed and request.callback_id is not None:
        query = select(callbacks.c.status).where(
            callbacks.c.id == request.callback_id, callbacks.c.organisation_id == request.organisation_id
        )
        if (await conn.execute(query)).scalar_one_or_none() is CallbackStatus.COMPLETED:
            return HeldReason.CALLBACK_COMPLETED
    return None


async def _why_template(conn: AsyncConnection, request: Row[Any]) -> HeldReason:
    query = (
        select(templates.c.enabled, templates.c.deleted_at, categories.c.deleted_at.label("category_gone"))
        .join(categories, categories.c.id == templates.c.category_id)
        .where(templates.c.id == request.template_id, templates.c.organisation_id == request.organisation_id)
    )
    row = (await conn.execute(query)).one()
    is_there = row.enabled and row.deleted_at is None and row.category_gone is None
    return HeldReason.CATEGORY_DISABLED if is_there else HeldReason.TEMPLATE_WITHDRAWN


async def hold(uow: UnitOfWork, rows: Sequence[MessageRow], reason: HeldReason) -> None:
    """Have locked messages, which are ours still, wait with this reason; back to ``waiting``, or in it."""
    held = [row for row in rows if row.held is not reason or row.stage is not MessageStage.WAITING]
    if not held:
        return
    change = (
        update(messages)
        .where(*these(uow.conn, held[0].organisation_id, [row.id for row in held]))
        .values(
            stage=MessageStage.WAITING,
            held=reason,
            held_at=func.coalesce(messages.c.held_at, literal(uow.now, UtcTime())),
            handover_id=None,
            handed_over_at=None,
        )
    )
    await uow.conn.execute(change)
    touch(uow, held)


async def tell_owner(uow: UnitOfWork, rows: Sequence[MessageRow], reason: HeldReason) -> None:
    """Tell who sent these messages that they wait for a decision."""
    first = rows[0]
    news = News(
        kind=NoticeKind.SMS_HELD,
        audience=person_key(first.agent_id),
        organisation_id=first.organisation_id,
        service_id=first.service_id,
        subject="sms_message",
        subject_ids=[row.id for row in rows],
        params={"reason": reason.value},
    )
    await post(uow, [news])


async def count_held(
    uow: UnitOfWork, organisation_id: str, service_id: str, without: Sequence[str] = ()
) -> None:
    """Bring a service's count of what waits for trouble to end up to date; ``without`` are going now.

    Asked only where such a hold begins or ends: reads what is under way there, by its index.
    """
    m = messages.c
    waiting = waits_for_carrier(organisation_id, service_id)
    query = select(func.count(), func.min(m.due_at)).where(waiting)
    if without:
        query = query.where(~among(uow.conn, m.id, without))
    its = (links.c.id == service_id, links.c.organisation_id == organisation_id)
    locked = (await uow.conn.execute(select(links.c.held).where(*its).with_for_update())).one_or_none()
    if locked is None:
        return
    count, since = (await uow.conn.execute(query)).one()
    if locked.held == count:
        return
    await uow.conn.execute(update(links).where(*its).values(held=count, held_since=since))
    uow.hold(Entity.SMS_LINK, [service_id])
    uow.touch(Entity.SMS_LINK, service_id, {sms_key(service_id)}, organisation_id)
