"""Accounts that were replaced: opened for as long as texts that went with them may have to be asked for.

What nobody can ask for any more, because the account is gone or refuses us, is not said to have never gone.
"""

from datetime import timedelta

from sqlalchemy import delete, select

from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import Opened, as_account, opened, present_of
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.tables import former_accounts

KEPT = timedelta(days=15)  # all that went with it has ended by then


async def account_used(
    database: Database, service_id: str, organisation_id: str, account_id: str | None
) -> tuple[Opened | None, bool]:
    """Return the account something went with, None when there is none to ask; and whether it was replaced."""
    present = await present_of(database, service_id)
    its_id = account_id or service_id
    if present is not None and present.account.id == its_id:
        return present, False
    query = select(former_accounts).where(
        former_accounts.c.id == its_id, former_accounts.c.organisation_id == organisation_id
    )
    async with database.ask() as conn:
        row = (await conn.execute(query)).one_or_none()
    if row is None:
        return None, present is not None
    if row.carrier not in ADAPTERS:
        return None, True
    return opened(database, as_account(database, row, row.id, row.service_id)), True


async def _forget(uow: UnitOfWork) -> None:
    """Drop accounts, and their secrets, that nobody needs any more."""
    old = delete(former_accounts).where(former_accounts.c.replaced_at < uow.now - KEPT)
    await uow.conn.execute(across_organisations(old, "accounts of every service grow old"))


RECURRING = Recurring("sms.accounts.tidy", timedelta(hours=1), _forget)
