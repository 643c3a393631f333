"""Reading and locking messages, and building their wire form: a text is filled when it is read."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import is_id
from occ_contract.sms import MessageStage, SendingKind, SmsMessage
from occ_contract.sms_text import TextForm, in_one_line
from occ_contract.sync import Entity
from occ_server.kit.bulk import among, among_given, given_ids, kept_to
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.tables import messages, requests
from occ_server.visibility.scopes import message_keys

MessageRow = Row[Any]
OURS = frozenset({MessageStage.WAITING, MessageStage.RESERVED})  # not handed over: ours alone
_OF_REQUEST = ("reserved_at", "template_name", "subject", "body", "image_ids", "callback_id")
_OF_BOTH = {"subject", "body", "recallable_until", *_OF_REQUEST}
_OWN = tuple(name for name in SmsMessage.__struct_fields__ if name not in _OF_BOTH)


def bodies_query() -> Select[Any]:
    """Return the statement that reads messages with what their requests say."""
    return select(
        *(messages.c[name] for name in _OWN),
        *(requests.c[name] for name in _OF_REQUEST),
        messages.c.due_at,
        messages.c.fillings,
    ).join(requests, requests.c.id == messages.c.request_id)


class Filling:
    """Fills the texts of messages; each text of a request is taken apart once."""

    def __init__(self) -> None:
        self._forms: dict[str, TextForm] = {}

    def filled(self, text: str, values: Mapping[str, str] | None) -> str:
        """Return a stored text with the values of one recipient."""
        form = self._forms.get(text)
        if form is None:
            form = self._forms[text] = TextForm(text)
        return form.filled(values or {})

    def title(self, subject: str, values: Mapping[str, str] | None) -> str:
        """Return a stored subject with the values of one recipient, whatever lines those have."""
        return in_one_line(self.filled(subject, values))


def message_of(row: MessageRow, filling: Filling) -> SmsMessage:
    """Return the wire form of a row of :func:`bodies_query`."""
    recallable = row.kind is SendingKind.IMMEDIATE and row.due_at > row.registered_at
    return SmsMessage(
        **{name: getattr(row, name) for name in _OWN},
        reserved_at=row.reserved_at,
        template_name=row.template_name,
        subject=filling.title(row.subject, row.fillings),
        body=filling.filled(row.body, row.fillings),
        image_ids=tuple(row.image_ids),
        callback_id=row.callback_id,
        recallable_until=row.due_at if recallable else None,
    )


def these(conn: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for an organisation's messages with these ids."""
    own = kept_to(conn.dialect.name, messages, organisation_id)
    return among(conn, messages.c.id, ids), own


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SmsMessage]:
    """Return an organisation's messages by id, for the feed and for answers."""
    query = bodies_query().where(*these(conn, organisation_id, ids))
    filling = Filling()
    return {row.id: message_of(row, filling) for row in (await conn.execute(query)).all()}


async def load_keys(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, frozenset[str]]:
    """Return present visibility keys by id."""
    own = these(conn, organisation_id, ids)
    query = select(messages.c.id, messages.c.service_id, messages.c.agent_id).where(*own)
    return {row.id: message_keys(row.service_id, row.agent_id) for row in await conn.execute(query)}


async def lock_messages(
    uow: UnitOfWork, organisation_id: str, *conditions: ColumnElement[bool]
) -> Sequence[MessageRow]:
    """Return messages that are found by ``conditions`` alone, locked in the order of ids.

    What they are is what they are once the lock is had.
    """
    its = kept_to(uow.conn.dialect.name, messages, organisation_id)
    query = select(messages).where(its, *conditions)
    rows = (await uow.conn.execute(query.order_by(messages.c.id).with_for_update())).all()
    uow.hold(Entity.SMS_MESSAGE, [row.id for row in rows])
    return rows


async def lock_called(uow: UnitOfWork, organisation_id: str, keys: Sequence[str]) -> Sequence[MessageRow]:
    """Return the messages of these hand-overs, locked in the order of ids."""
    dialect = uow.conn.dialect.name
    given = {"keys": given_ids(dialect, keys), "organisation": organisation_id}
    rows: Sequence[MessageRow] = (await uow.conn.execute(_of_calls(dialect), given)).all()
    uow.hold(Entity.SMS_MESSAGE, [row.id for row in rows])
    return rows


@cache
def _of_calls(dialect: str) -> Select[Any]:
    own = kept_to(dialect, messages, bindparam("organisation", type_=messages.c.organisation_id.type))
    query = select(messages).where(among_given(dialect, messages.c.handover_id, "keys"), own)
    return query.order_by(messages.c.id).with_for_update()


async def lock_some(uow: UnitOfWork, organisation_id: str, ids: Sequence[str]) -> Sequence[MessageRow]:
    """Return those of these messages that exist, locked."""
    return await lock_messages(uow, organisation_id, among(uow.conn, messages.c.id, [*filter(is_id, ids)]))


def touch(uow: UnitOfWork, rows: Sequence[MessageRow]) -> None:
    """Put locked messages into the feed: whose they are never changes."""
    for row in rows:
        keys = message_keys(row.service_id, row.agent_id)
        uow.touch(Entity.SMS_MESSAGE, row.id, keys, row.organisation_id, stays=True)
