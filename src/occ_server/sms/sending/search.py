"""발송 내역: searching messages, what the caller sees, newest first, in keyset pages; and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_contract.phone import search_digits
from occ_contract.recipients import written_forms
from occ_contract.sms import MessageStatus, SendingKind, SmsMessage, SmsMessagePage, TextType
from occ_server.kit.columns import holds_digits
from occ_server.kit.paging import Paging, after
from occ_server.kit.problems import not_found, refused_field
from occ_server.people.actor import PersonActor
from occ_server.sms.sending.cancelling import check_own
from occ_server.sms.sending.rows import Filling, bodies_query, load_bodies, message_of
from occ_server.sms.tables import messages
from occ_server.visibility.scopes import visible_messages


@dataclass(frozen=True, kw_only=True)
class Search:
    """Conditions; empty ones do not narrow. ``start`` and ``end`` bound ``registered_at``: [start, end)."""

    service_ids: Sequence[str] = ()
    kinds: Sequence[SendingKind] = ()
    start: datetime | None = None
    end: datetime | None = None
    types: Sequence[TextType] = ()
    statuses: Sequence[MessageStatus] = ()
    template_id: str | None = None
    agent_id: str | None = None
    sender: str | None = None
    recipient: str | None = None


def _services(person: PersonActor, asked: Sequence[str]) -> list[str]:
    """Return the services to look through.

    :raises ApiError: 404, 403 for one that is asked for; without any named, if all are closed to the caller.
    """
    for service_id in asked:
        person.sending_in(service_id)
    found = [s.service_id for s in person.standings if s.may_send_texts]
    if not found:
        raise person.texting_nowhere()
    return list(dict.fromkeys(asked)) or found


def conditions(person: PersonActor, search: Search) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of a search, what the caller may see included.

    :raises ApiError: 404, 403; 422 for ``recipient`` when it holds no digit.
    """
    c = messages.c
    services = _services(person, search.service_ids)
    found: list[ColumnElement[bool]] = [c.organisation_id == person.organisation_id]
    if len(services) == 1:  # its indexes walk in the order of the list
        found.append(c.service_id == services[0])
        if not person.standing(services[0]).is_supervisor:
            found.append(c.agent_id == person.id)
    else:
        found += [c.service_id.in_(services), visible_messages(messages, person.id, person.standings)]
    for column, chosen in ((c.kind, search.kinds), (c.type, search.types), (c.status, search.statuses)):
        if chosen:
            found.append(column == chosen[0] if len(chosen) == 1 else column.in_(chosen))
    if search.start is not None:
        found.append(c.registered_at >= search.start)
    if search.end is not None:
        found.append(c.registered_at < search.end)
    if search.template_id:
        found.append(c.template_id == search.template_id)
    if search.agent_id:
        found.append(c.agent_id == search.agent_id)
    if search.sender:
        found.append(c.sender == search.sender)
    if search.recipient:
        digits = search_digits(search.recipient)
        if not digits:
            raise refused_field("recipient", ErrorCode.PHONE_EMPTY)
        found.append(or_(*(holds_digits(c.recipient, form) for form in written_forms(digits))))
    return found


async def find(conn: AsyncConnection, person: PersonActor, search: Search, paging: Paging) -> SmsMessagePage:
    """Return one page, newest registered first.

    :raises ApiError: 404, 403, 422 for ``cursor``, ``limit`` or ``recipient``.
    """
    most = paging.most
    order = (messages.c.registered_at, messages.c.id)
    chosen = select(messages.c.id).where(*conditions(person, search))
    if (last := paging.last(tuple[datetime, str])) is not None:
        chosen = chosen.where(after(order, last, descending=True))
    newest = chosen.order_by(*(column.desc() for column in order)).limit(most + 1).subquery()
    query = (
        bodies_query()
        .join(newest, newest.c.id == messages.c.id)
        .where(messages.c.organisation_id == person.organisation_id)
        .order_by(*(column.desc() for column in order))
    )
    rows = (await conn.execute(query)).all()
    page = rows[:most]
    more = paging.more((page[-1].registered_at, page[-1].id)) if len(rows) > most else None
    filling = Filling()
    return SmsMessagePage(items=tuple(message_of(row, filling) for row in page), next_cursor=more)


async def view(conn: AsyncConnection, person: PersonActor, message_id: str) -> SmsMessage:
    """Return one message the caller sees.

    :raises ApiError: 404, 403 where texting of its service is closed to the caller.
    """
    if not is_id(message_id):
        raise not_found()
    body = (await load_bodies(conn, person.organisation_id, [message_id])).get(message_id)
    if body is None:
        raise not_found()
    check_own(person, body.service_id, body.agent_id)
    return body
