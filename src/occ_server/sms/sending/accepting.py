"""Taking a request in: all of it or nothing, once, and from then on its hand-over cannot be forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Insert, Text, bindparam, cast, column, func, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_contract.phone import masked
from occ_contract.sms import (
    RECALL_SECONDS,
    AcceptedMessage,
    MessageStage,
    MessageStatus,
    NewSmsRequest,
    SendingKind,
    SmsRequestAccepted,
)
from occ_contract.sms_text import TextForm
from occ_contract.sync import Entity
from occ_server.audit.service import record
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.sms.catalogue.using import keep_images
from occ_server.sms.sending.checking import Checked, addressed, check_kind, checked
from occ_server.sms.sending.orders import HAND_OVER, HandOver
from occ_server.sms.tables import messages, requests
from occ_server.visibility.scopes import message_keys

_EACH = ("id", "place", "recipient", "same_recipient", "fillings")


async def accept(uow: UnitOfWork, person: PersonActor, asked: NewSmsRequest) -> SmsRequestAccepted:
    """Store a request with a message for each recipient, in the feed, the trail and the jobs.

    A single text is not handed over before its time to be recalled is over.

    :raises ApiError, RuleError: as :func:`checked`.
    """
    if asked.image_ids:
        check_kind(asked)
        await keep_images(uow, person.organisation_id, asked.service_id, asked.image_ids)
    found = await checked(uow.conn, person, asked, uow.now)
    single = len(found.recipients) == 1 and found.reserve_at is None
    due = found.reserve_at or (uow.now + timedelta(seconds=RECALL_SECONDS) if single else uow.now)
    request_id = new_id()
    await uow.conn.execute(insert(requests).values(**_request(uow, person, asked, found, request_id, due)))
    alike = _alike(person, asked, found, request_id, due) | {"registered_at": uow.now}
    ids = [new_id() for _ in found.recipients]

    async def insert_stamped(late: UnitOfWork, seq: int) -> None:
        await _insert_messages(late.conn, found, ids, alike | {"seq": seq})

    uow.at_stamp(person.organisation_id, insert_stamped)  # a thousand rows are written once, not twice
    uow.make(Entity.SMS_MESSAGE, ids)
    keys = message_keys(asked.service_id, person.id)
    for message_id in ids:
        uow.touch(Entity.SMS_MESSAGE, message_id, keys, person.organisation_id)
    await _record(uow, person, asked, found, request_id)
    await enqueue(
        uow,
        HAND_OVER,
        HandOver(request_id=request_id, organisation_id=person.organisation_id),
        key=request_id,
        due_at=None if due <= uow.now else due,
        organisation_id=person.organisation_id,
    )
    made = zip(ids, found.recipients, strict=True)
    return SmsRequestAccepted(
        id=request_id,
        messages=tuple(AcceptedMessage(id=i, recipient=one.phone) for i, one in made),
        duplicates=found.duplicates,
        recallable_until=due if single else None,
    )


async def accepted_again(
    conn: AsyncConnection, organisation_id: str, request_id: str, asked: NewSmsRequest
) -> SmsRequestAccepted:
    """Return what a request sent again is answered; its receipt holds nothing but the id."""
    query = (
        select(messages.c.id, messages.c.recipient, messages.c.kind, messages.c.due_at)
        .where(messages.c.request_id == request_id, messages.c.organisation_id == organisation_id)
        .order_by(messages.c.place)
    )
    rows = (await conn.execute(query)).all()
    single = len(rows) == 1 and rows[0].kind is SendingKind.IMMEDIATE
    _, duplicates = addressed(asked.recipients, (TextForm(asked.subject), TextForm(asked.body)))
    return SmsRequestAccepted(
        id=request_id,
        messages=tuple(AcceptedMessage(id=row.id, recipient=row.recipient) for row in rows),
        duplicates=duplicates,
        recallable_until=rows[0].due_at if single else None,
    )


def _request(
    uow: UnitOfWork,
    person: PersonActor,
    asked: NewSmsRequest,
    found: Checked,
    request_id: str,
    due: datetime,
) -> dict[str, Any]:
    template = found.template
    return {
        "id": request_id,
        "organisation_id": person.organisation_id,
        "service_id": asked.service_id,
        "agent_id": person.id,
        "registered_at": uow.now,
        "type": found.type,
        "kind": found.kind,
        "reserved_at": found.reserve_at,
        "due_at": due,
        "template_id": asked.template_id,
        "template_version": None if template is None else template.version,
        "template_name": None if template is None else template.name,
        "sender": found.sender,
        "subject": found.subject,
        "body": found.body,
        "image_ids": list(found.image_ids),
        "callback_id": found.callback_id,
        "unless_completed": found.unless_completed,
    }


def _alike(
    person: PersonActor, asked: NewSmsRequest, found: Checked, request_id: str, due: datetime
) -> dict[str, Any]:
    reserved = found.reserve_at is not None
    return {
        "organisation_id": person.organisation_id,
        "service_id": asked.service_id,
        "request_id": request_id,
        "agent_id": person.id,
        "type": found.type,
        "kind": found.kind,
        "template_id": asked.template_id,
        "sender": found.sender,
        "status": MessageStatus.PROCESSING,
        "stage": MessageStage.RESERVED if reserved else MessageStage.WAITING,
        "due_at": due,
    }


async def _insert_messages(
    conn: AsyncConnection, found: Checked, ids: Sequence[str], alike: dict[str, Any]
) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": message_id,
            "place": place,
            "recipient": one.phone,
            "same_recipient": one.same,
            "fillings": one.values,
        }
        for place, (message_id, one) in enumerate(zip(ids, found.recipients, strict=True))
    ]
    if conn.dialect.name != "postgresql":
        await conn.execute(insert(messages), [row | alike for row in rows])
        return
    for row in rows:
        if row["fillings"] is not None:
            row["fillings"] = msgspec.json.encode(row["fillings"]).decode()
    given = {"rows": msgspec.json.encode(rows).decode()} | {f"the_{k}": v for k, v in alike.items()}
    await conn.execute(_bulk_insert(tuple(alike)), given)


@cache
def _bulk_insert(alike: tuple[str, ...]) -> Insert:
    """What all messages of a request share is sent once."""
    each = [messages.c[name] for name in _EACH]
    shared = [bindparam(f"the_{name}", type_=messages.c[name].type) for name in alike]
    text = cast(bindparam("rows", type_=Text()), postgresql.JSON)
    table = func.json_to_recordset(text).table_valued(*(column(c.name, c.type) for c in each))
    given = table.render_derived(name="given", with_types=True)
    casts = [cast(one, messages.c[name].type) for one, name in zip(shared, alike, strict=True)]
    query = select(*given.c, *casts)
    return insert(messages).from_select([*_EACH, *alike], query, include_defaults=False)


async def _record(
    uow: UnitOfWork, person: PersonActor, asked: NewSmsRequest, found: Checked, request_id: str
) -> None:
    await record(
        uow,
        person,
        "sms.requested",
        subject=("sms_request", request_id),
        service_id=asked.service_id,
        count=len(found.recipients),
        sender=found.sender,
        template_id=asked.template_id,
        reserved_at=None if found.reserve_at is None else found.reserve_at.isoformat(),
        callback_id=found.callback_id,
        phones=[masked(one.phone) for one in found.recipients],
    )
