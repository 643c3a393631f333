"""Devices somebody logged in from before: who knows such a token is throttled by it, not by their address.

A token opens nothing. It says "this machine has known the password", so that wrong tries of others behind the
same address do not keep its owner out. Only hashes are stored.
"""

import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from occ_server.auth.sessions import token_hash
from occ_server.auth.tables import known_devices
from occ_server.kit.unit import UnitOfWork

KNOWN_FOR = timedelta(days=90)  # without a log-in
MOST_OF_ONE = 20


async def remember_device(uow: UnitOfWork, person_id: str) -> str:
    """Return the token of a device its person logged in from for the first time."""
    table, token = known_devices, secrets.token_urlsafe(32)
    device = token_hash(token)
    await uow.conn.execute(insert(table).values(hash=device, person_id=person_id, seen_at=uow.now))
    newest = (
        select(table.c.hash)
        .where(table.c.person_id == person_id, table.c.hash != device)
        .order_by(table.c.seen_at.desc(), table.c.hash)
        .offset(MOST_OF_ONE - 1)
    )
    surplus = (await uow.conn.execute(newest)).scalars().all()
    if surplus:
        await uow.conn.execute(delete(table).where(table.c.hash.in_(surplus)))
    return token


async def see_device(uow: UnitOfWork, device_hash: str) -> None:
    """Note that its person logged in from a known device again."""
    statement = update(known_devices).where(known_devices.c.hash == device_hash).values(seen_at=uow.now)
    await uow.conn.execute(statement)


async def forget_devices(uow: UnitOfWork) -> None:
    """Delete devices nobody logged in from for long."""
    await uow.conn.execute(delete(known_devices).where(known_devices.c.seen_at < uow.now - KNOWN_FOR))
