"""Logging in: the password check, and the lock after repeated failures.

Failures are counted by the typed name, whether such an account exists or not, and a try is counted before
its password is checked: twenty tries at once get no more guesses than twenty in turn, and an unknown name
answers like a known one.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from occ_contract.auth import Login, Tokens
from occ_contract.errors import ErrorCode
from occ_server.audit.service import Who, record
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import open_session
from occ_server.auth.tables import login_failures
from occ_server.kit.db import Database, insert_into
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.names import username_key
from occ_server.people.tables import people

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=10)


def _name_hash(username: str) -> str:
    return hashlib.sha256(username_key(username).encode()).hexdigest()


def _locked(until: datetime, now: datetime) -> ApiError:
    seconds = max(1, int((until - now).total_seconds() + 0.999))
    return ApiError(ErrorCode.ACCOUNT_LOCKED, 423, retry_after=seconds)


async def log_in(database: Database, passwords: Passwords, asked: Login, address: str | None) -> Tokens:
    """Return the tokens of a new session.

    :raises ApiError: 401 ``wrong_credentials`` (remaining), 423 ``account_locked`` (retry_after), 403
        ``account_disabled`` (only to somebody who knows the password).
    """
    name_hash = _name_hash(asked.username)
    failed = await database.run(lambda uow: _count_try(uow, name_hash))
    async with database.read() as conn:
        query = select(people).where(people.c.username == username_key(asked.username))
        person = (await conn.execute(query)).one_or_none()
    stored = None if person is None else person.password_hash
    right = await passwords.verify(stored, asked.password)
    who = Who("unknown", None, "", address)
    if person is not None:
        who = Who("person", person.id, person.name, address, person.organisation_id)
    if person is None or not right:
        await database.run(lambda uow: _note_failure(uow, who, name_hash, failed, asked.device))
        raise ApiError(ErrorCode.WRONG_CREDENTIALS, 401, remaining=max(0, MAX_FAILURES - failed))

    async def succeed(uow: UnitOfWork) -> Tokens | None:
        row = (await uow.conn.execute(select(people).where(people.c.id == person.id).with_for_update())).one()
        await uow.conn.execute(delete(login_failures).where(login_failures.c.username_hash == name_hash))
        if row.disabled_at is not None or row.password_hash != stored:
            await record(uow, who, "login.refused", subject=("person", row.id), device=asked.device[:100])
            return None
        await record(uow, who, "login", subject=("person", row.id), device=asked.device[:100])
        return await open_session(uow, row.id, asked.device, address)

    tokens = await database.run(succeed)
    if tokens is None:
        raise ApiError(ErrorCode.ACCOUNT_DISABLED, 403)
    return tokens


async def _count_try(uow: UnitOfWork, name_hash: str) -> int:
    """Count this try as failed until it succeeds; return how many there are.

    :raises ApiError: 423 while locked, without counting.
    """
    table = login_failures
    row = (
        await uow.conn.execute(select(table).where(table.c.username_hash == name_hash).with_for_update())
    ).one_or_none()
    if row is not None and row.locked_until is not None:
        if row.locked_until > uow.now:
            raise _locked(row.locked_until, uow.now)
        reset = {"failed": 0, "locked_until": None, "last_at": uow.now}
        await uow.conn.execute(update(table).where(table.c.username_hash == name_hash).values(reset))
    insert = insert_into(uow.conn, table).values(username_hash=name_hash, failed=1, last_at=uow.now)
    statement = insert.on_conflict_do_update(
        index_elements=[table.c.username_hash],
        set_={"failed": table.c.failed + 1, "last_at": uow.now},
    ).returning(table.c.failed)
    failed = int((await uow.conn.execute(statement)).scalar_one())
    if failed > MAX_FAILURES:  # others at the same time have used up the tries
        raise _locked(uow.now + LOCK_TIME, uow.now)
    return failed


async def _note_failure(uow: UnitOfWork, who: Who, name_hash: str, failed: int, device: str) -> None:
    details: dict[str, Any] = {"device": device[:100], "failed": failed}
    if failed >= MAX_FAILURES:
        await uow.conn.execute(
            update(login_failures)
            .where(login_failures.c.username_hash == name_hash)
            .values(locked_until=uow.now + LOCK_TIME)
        )
        details["locked_until"] = (uow.now + LOCK_TIME).isoformat()
    subject = ("person", who.id) if who.id else None
    await record(uow, who, "login.failed", subject=subject, **details)


async def unlock(uow: UnitOfWork, username: str) -> None:
    """Forget the failed log-ins of an account: the operator vouches for the person."""
    await uow.conn.execute(
        delete(login_failures).where(login_failures.c.username_hash == _name_hash(username))
    )


async def forget_failures(uow: UnitOfWork) -> None:
    """Delete counts nobody added to for a day."""
    before = uow.now - timedelta(days=1)
    await uow.conn.execute(delete(login_failures).where(login_failures.c.last_at < before))
