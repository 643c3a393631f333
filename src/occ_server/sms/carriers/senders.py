"""Keeping a service's sender numbers as its carrier has them. A number that is gone stays, unusable.

A list that could not be read changes nothing but what is known to be wrong with the carrier.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Row, insert, or_, select, update

from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Attempt, External, JobKind, Recurring, Retry
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import account_of, carrier_of
from occ_server.sms.carriers.protocol import NotTaken, Sender
from occ_server.sms.carriers.registry import ADAPTERS, Account
from occ_server.sms.carriers.trouble import (
    ENDED_BY_ANY_ANSWER,
    note_answer,
    note_trouble,
    tell_of_numbers,
)
from occ_server.sms.tables import links, sender_numbers
from occ_server.visibility.scopes import sms_key

SYNCED_EVERY = timedelta(minutes=10)
LOOKED_EVERY = timedelta(minutes=1)  # while something is wrong with the carrier: whether it is over


class OfService(msgspec.Struct, frozen=True):
    """Work for one service's carrier."""

    service_id: str
    organisation_id: str


async def sync_senders(database: Database, service_id: str, organisation_id: str) -> Sequence[Sender]:
    """Ask the carrier for the numbers and write them down; return them (none without a carrier).

    :raises NotTaken: the carrier did not tell; that is noted as its trouble.
    """
    async with database.ask() as conn:
        account = await account_of(database, conn, service_id)
    carrier = await carrier_of(database, service_id)
    if account is None or carrier is None:
        return ()
    try:
        found = await carrier.senders()
    except NotTaken as error:
        trouble = error.trouble
        await database.run(lambda uow: note_trouble(uow, service_id, organisation_id, trouble))
        raise
    by_phone = {sender.phone: sender for sender in found}
    await database.run(lambda uow: _write(uow, account, by_phone))
    return found


async def _write(uow: UnitOfWork, account: Account, found: Mapping[str, Sender]) -> None:
    """Write down the numbers of an account, unless the service has another one by now.

    The link is locked first: two who read the numbers at once write one after the other.
    """
    service_id, organisation_id = account.service_id, account.organisation_id
    link = select(links.c.carrier, links.c.app_key).where(
        links.c.id == service_id, links.c.organisation_id == organisation_id
    )
    present = (await uow.conn.execute(link.with_for_update())).one()
    if (present.carrier, present.app_key or "") != (account.carrier, account.app_key):
        return
    query = (
        select(sender_numbers)
        .where(sender_numbers.c.service_id == service_id, sender_numbers.c.organisation_id == organisation_id)
        .order_by(sender_numbers.c.id)
    )
    known = (await uow.conn.execute(query.with_for_update())).all()
    lost: list[str] = []
    back: list[str] = []
    for row in known:
        sender = found.get(row.phone)
        usable, blocked = (sender.usable, sender.blocked) if sender is not None else (False, False)
        if (row.usable, row.blocked) == (usable, blocked):
            continue
        await _change(uow, row, usable=usable, blocked=blocked)
        if row.usable != usable:
            (back if usable else lost).append(row.id)
    await _add(uow, service_id, organisation_id, found, {row.phone for row in known})
    synced = update(links).where(links.c.id == service_id, links.c.organisation_id == organisation_id)
    await uow.conn.execute(synced.values(senders_synced_at=uow.now))
    await tell_of_numbers(uow, service_id, organisation_id, lost, back)
    await note_answer(uow, service_id, organisation_id)


async def note_refused(
    uow: UnitOfWork, service_id: str, organisation_id: str, phone: str, *, blocked: bool
) -> None:
    """Take in that the carrier refused this number as a sender's: nobody uses it until it is listed again.

    The list is read at once. Locks the link after every message; a job is put: among the last things.
    """
    link = select(links.c.id).where(links.c.id == service_id, links.c.organisation_id == organisation_id)
    await uow.conn.execute(link.with_for_update())
    query = select(sender_numbers).where(
        sender_numbers.c.service_id == service_id,
        sender_numbers.c.organisation_id == organisation_id,
        sender_numbers.c.phone == phone,
    )
    row = (await uow.conn.execute(query.with_for_update())).one_or_none()
    if row is not None and row.usable:
        await _change(uow, row, usable=False, blocked=blocked)
        await tell_of_numbers(uow, service_id, organisation_id, [row.id], ())
    await ask_for_senders(uow, service_id, organisation_id)


async def _change(uow: UnitOfWork, row: Row[Any], *, usable: bool, blocked: bool) -> None:
    its = update(sender_numbers).where(
        sender_numbers.c.id == row.id, sender_numbers.c.organisation_id == row.organisation_id
    )
    await uow.conn.execute(its.values(usable=usable, blocked=blocked))
    uow.hold(Entity.SMS_SENDER, [row.id])
    uow.touch(Entity.SMS_SENDER, row.id, {sms_key(row.service_id)}, row.organisation_id)


async def _add(
    uow: UnitOfWork, service_id: str, organisation_id: str, found: Mapping[str, Sender], known: set[str]
) -> None:
    rows = {
        new_id(): {
            "organisation_id": organisation_id,
            "service_id": service_id,
            "phone": phone,
            "usable": found[phone].usable,
            "blocked": found[phone].blocked,
        }
        for phone in sorted(found.keys() - known)
    }
    if rows:
        await uow.conn.execute(insert(sender_numbers), [{"id": i, **row} for i, row in rows.items()])
        uow.make(Entity.SMS_SENDER, rows)
    for row_id in rows:
        uow.touch(Entity.SMS_SENDER, row_id, {sms_key(service_id)}, organisation_id)


async def _sync(database: Database, asked: OfService, _attempt: Attempt) -> None:
    try:
        await sync_senders(database, asked.service_id, asked.organisation_id)
    except NotTaken:
        return  # it is noted, and the next turn is soon


SENDERS = JobKind(
    "sms.senders",
    OfService,
    External(_sync, "the numbers are read and compared once more"),
    Retry(longest=LOOKED_EVERY, attempts=None),
)


async def ask_for_senders(uow: UnitOfWork, service_id: str, organisation_id: str) -> None:
    """Have the numbers read soon; among the last things a unit of work does."""
    asked = OfService(service_id, organisation_id)
    await enqueue(uow, SENDERS, asked, key=service_id, organisation_id=organisation_id)


async def _enqueue_all(uow: UnitOfWork) -> None:
    """Have every service's numbers read that are old, or whose carrier was in trouble."""
    old = uow.now - SYNCED_EVERY
    query = select(links.c.id, links.c.organisation_id).where(
        links.c.carrier.in_(sorted(ADAPTERS)),
        or_(
            links.c.senders_synced_at.is_(None),
            links.c.senders_synced_at <= old,
            links.c.trouble.in_(sorted(ENDED_BY_ANY_ANSWER)),
        ),
    )
    every = across_organisations(query.order_by(links.c.id), "the numbers of every service are kept")
    for row in (await uow.conn.execute(every)).all():
        await ask_for_senders(uow, row.id, row.organisation_id)


RECURRING = Recurring("sms.senders.turn", LOOKED_EVERY, _enqueue_all)
