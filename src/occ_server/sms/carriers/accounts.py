"""The accounts services have with carriers: read, opened once a process, and set by an operator.

One that is replaced is kept while it may be asked what became of the texts that went with it (``former``).

Secrets are in the row of ``sms_links`` and in the open adapter, and nowhere else.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_server.audit.service import Acting, Who, record
from occ_server.kit.db import Database, insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.protocol import Carrier
from occ_server.sms.carriers.registry import ADAPTERS, Account
from occ_server.sms.carriers.trouble import note_trouble
from occ_server.sms.tables import former_accounts, links
from occ_server.visibility.scopes import sms_key


@dataclass(frozen=True)
class Opened:
    """An account and the adapter that is open for it in this process."""

    account: Account
    carrier: Carrier


class _Opened:
    """The open adapters of one database's services in this process."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Account, Carrier]] = {}  # by the account's id
        self._retired: list[Carrier] = []

    def of(self, account: Account) -> Carrier:
        """Return the adapter of an account as it is now.

        One whose account changed stays open to the end: closed under a call, it would lose the answer.
        """
        known = self._open.get(account.id)
        if known is not None and known[0] == account:
            return known[1]
        if known is not None:
            self._retired.append(known[1])
        carrier = ADAPTERS[account.carrier](account)
        self._open[account.id] = (account, carrier)
        return carrier

    async def close(self) -> None:
        closing = [*self._retired, *(carrier for _, carrier in self._open.values())]
        self._open, self._retired = {}, []
        for carrier in closing:
            await carrier.close()


_opened: WeakKeyDictionary[Database, _Opened] = WeakKeyDictionary()


async def carrier_of(database: Database, service_id: str) -> Carrier | None:
    """Return the open adapter of a service, None while it has no carrier; see :func:`present_of`."""
    present = await present_of(database, service_id)
    return None if present is None else present.carrier


async def present_of(database: Database, service_id: str) -> Opened | None:
    """Return a service's account and its open adapter, None while it has no carrier.

    Its row is read each time: what an operator sets counts from the next call, in every process.
    """
    async with database.ask() as conn:
        account = await account_of(database, conn, service_id)
    return None if account is None else opened(database, account)


def opened(database: Database, account: Account) -> Opened:
    """Return the open adapter of an account."""
    return Opened(account, _opened.setdefault(database, _Opened()).of(account))


async def close_carriers(database: Database) -> None:
    """Close every adapter this process has open."""
    if (its := _opened.pop(database, None)) is not None:
        await its.close()


async def account_of(database: Database, conn: AsyncConnection, service_id: str) -> Account | None:
    """Return a service's account; None without one, or with a carrier this version does not know."""
    query = select(links).where(links.c.id == service_id)
    row = (await conn.execute(across_organisations(query, "whoever asks knows the service"))).one_or_none()
    if row is None or row.carrier not in ADAPTERS:
        return None
    return as_account(database, row, row.account_id or row.id, row.id)


def as_account(database: Database, row: Row[Any], account_id: str, service_id: str) -> Account:
    """Return the account a row describes."""
    return Account(
        id=account_id,
        service_id=service_id,
        organisation_id=row.organisation_id,
        carrier=row.carrier,
        url=row.url or "",
        app_key=row.app_key or "",
        secret=row.secret or "",
        database=database,
    )


@dataclass(frozen=True, kw_only=True)
class WantedAccount:
    """What an operator sets; a webhook secret of None leaves the one that is there."""

    carrier: str
    url: str | None = None
    app_key: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)
    webhook_secret: str | None = field(default=None, repr=False)


async def set_account(
    uow: UnitOfWork, actor: Acting | Who, organisation_id: str, service_id: str, wanted: WantedAccount
) -> str:
    """Give a service this account; what was wrong with the one before is over. Return its webhook's hook.

    One with another carrier, address or key is another account: the one before is kept to be asked.
    """
    before = await _lock(uow, organisation_id, service_id)
    values: dict[str, Any] = {
        "carrier": wanted.carrier,
        "url": wanted.url,
        "app_key": wanted.app_key,
        "secret": wanted.secret,
    }
    if wanted.webhook_secret is not None:
        values["webhook_secret"] = wanted.webhook_secret
    if before is not None and _names(before) != (wanted.carrier, wanted.url, wanted.app_key):
        values["account_id"] = new_id()
        await _keep(uow, before)
    hook = (before.hook if before is not None else None) or secrets.token_urlsafe(24)
    row = insert_into(uow.conn, links).values(
        id=service_id, organisation_id=organisation_id, hook=hook, **values
    )
    await uow.conn.execute(
        row.on_conflict_do_update(
            index_elements=[links.c.id],
            set_={"hook": hook, **values},
            where=links.c.organisation_id == row.excluded.organisation_id,
        )
    )
    uow.hold(Entity.SMS_LINK, [service_id])
    uow.touch(Entity.SMS_LINK, service_id, {sms_key(service_id)}, organisation_id)
    await note_trouble(uow, service_id, organisation_id, None)
    await record(
        uow,
        actor,
        "carrier.set",
        subject=("service", service_id),
        organisation_id=organisation_id,
        carrier=wanted.carrier,
        url=wanted.url,
    )
    return hook


def _names(row: Row[Any]) -> tuple[str | None, str | None, str | None]:
    return row.carrier, row.url, row.app_key


async def _keep(uow: UnitOfWork, link: Row[Any]) -> None:
    """Keep the account of a link that gets another one; where it had none, nothing went with it."""
    if link.carrier is None:
        return
    await uow.conn.execute(
        insert_into(uow.conn, former_accounts).values(
            id=link.account_id or link.id,
            organisation_id=link.organisation_id,
            service_id=link.id,
            carrier=link.carrier,
            url=link.url,
            app_key=link.app_key,
            secret=link.secret,
            replaced_at=uow.now,
        )
    )


async def _lock(uow: UnitOfWork, organisation_id: str, service_id: str) -> Row[Any] | None:
    query = select(links).where(links.c.id == service_id, links.c.organisation_id == organisation_id)
    return (await uow.conn.execute(query.with_for_update())).one_or_none()
