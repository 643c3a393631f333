"""How wrong passwords slow down who guesses, and nobody else.

Tries are counted by the pair of account and guesser: a known device, or else the place a request comes from.
After ``FREE_TRIES`` wrong ones that pair waits, longer each time. The account's owner, coming from elsewhere
or with a device that is known, is another pair and waits for nothing. Against guessing from many places at
once there is a ceiling per account: past it, places the account never came from get one wrong try before they
wait; a right password still gets in from any place at once.

Everything is counted in the database, so it holds over processes, and by the hash of the typed name whether
such an account exists or not. A try is counted before its password is looked at: tries at the same time get
no more guesses than in turn.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, case, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_server.audit.service import Who, record
from occ_server.auth.tables import login_ceilings, login_tries
from occ_server.kit.columns import UtcTime
from occ_server.kit.db import insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.tables import people

FREE_TRIES = 5
FREE_TRIES_PAST_CEILING = 1
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
CEILING, CEILING_WINDOW = 50, timedelta(hours=1)  # wrong tries for one account from places it never came from
KNOWN_FOR = timedelta(days=30)  # a place after a right password
COUNTED_FOR = timedelta(days=1)  # wrong tries after the last one
CHECKED_WITHIN = timedelta(seconds=10)  # a try not answered by then belonged to a process that died
REPORTED_AT_ONCE = 200


@dataclass(frozen=True)
class Pair:
    """Who tries to get into what: the hash of the account's name and of the guesser."""

    username_hash: str
    guesser_hash: str
    is_device: bool


@dataclass(frozen=True)
class Try:
    """A try that may be checked: how many wrong ones are free for its pair."""

    pair: Pair
    free: int
    counts_for_ceiling: bool


@dataclass(frozen=True)
class Throttled:
    """A try that may not be checked until then; None: others of its pair are being checked at this moment."""

    until: datetime | None


def hashed(text: str) -> str:
    """Return what is stored of a typed name or a place."""
    return hashlib.sha256(text.encode()).hexdigest()


def locked(until: datetime, now: datetime) -> ApiError:
    """Return the refusal of a throttled pair."""
    seconds = max(1, int((until - now).total_seconds() + 0.999))
    return ApiError(ErrorCode.ACCOUNT_LOCKED, 423, retry_after=seconds)


def wait_after(failed: int, free: int) -> timedelta | None:
    """Return how long a pair waits after so many wrong tries in a row, None while they are free."""
    if failed < free:
        return None
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failed - free, 16))


def _where(pair: Pair) -> Any:
    table = login_tries
    return and_(table.c.username_hash == pair.username_hash, table.c.guesser_hash == pair.guesser_hash)


async def count_try(
    uow: UnitOfWork, pair: Pair, person_id: str | None, address: str | None
) -> Try | Throttled:
    """Count a try as under way, or tell until when there is none. Returned, because both are committed."""
    table = login_tries
    fresh = {"failed": 0, "pending": 0, "throttled": 0, "last_at": uow.now, "person_id": person_id}
    # One statement makes or locks the row: between two, tidying could delete it.
    locking = (
        insert_into(uow.conn, table)
        .values(username_hash=pair.username_hash, guesser_hash=pair.guesser_hash, **fresh)
        .on_conflict_do_update(
            index_elements=[table.c.username_hash, table.c.guesser_hash], set_={"person_id": person_id}
        )
        .returning(table)
    )
    row = (await uow.conn.execute(locking)).one()
    if row.throttled_until is not None and row.throttled_until > uow.now:
        throttled = {"throttled": row.throttled + 1, "address": address}
        await uow.conn.execute(update(table).where(_where(pair)).values(throttled))
        return Throttled(row.throttled_until)
    known = pair.is_device or (row.known_at is not None and row.known_at > uow.now - KNOWN_FOR)
    free = FREE_TRIES if known or not await _past_ceiling(uow, pair) else FREE_TRIES_PAST_CEILING
    failed, pending = _standing(row, uow.now)
    if pending >= max(1, free - failed):
        return Throttled(None)
    if row.throttled:
        await _report(uow, row)
    values = {"failed": failed, "pending": pending + 1, "throttled": 0, "last_at": uow.now}
    await uow.conn.execute(update(table).where(_where(pair)).values(values))
    return Try(pair, free, counts_for_ceiling=not known)


async def came_from_here(conn: AsyncConnection, pair: Pair, now: datetime) -> bool:
    """Tell whether somebody knew this account's password at this place within the last thirty days."""
    query = select(login_tries.c.known_at).where(_where(pair), login_tries.c.known_at > now - KNOWN_FOR)
    return (await conn.execute(query)).first() is not None


def _standing(row: Row[Any], now: datetime) -> tuple[int, int]:
    """Return how many tries of a pair were wrong and how many are being checked."""
    if row.last_at < now - COUNTED_FOR:
        return 0, 0
    if row.last_at < now - CHECKED_WITHIN:
        return row.failed + row.pending, 0
    return row.failed, row.pending


async def _past_ceiling(uow: UnitOfWork, pair: Pair) -> bool:
    query = select(login_ceilings).where(login_ceilings.c.username_hash == pair.username_hash)
    row = (await uow.conn.execute(query)).one_or_none()
    return row is not None and row.since > uow.now - CEILING_WINDOW and row.failed >= CEILING


async def count_failure(uow: UnitOfWork, tried: Try) -> tuple[int, datetime | None]:
    """Count a checked try as wrong; return how many there are and until when the pair waits now."""
    table, where = login_tries, _where(tried.pair)
    row = (await uow.conn.execute(select(table).where(where).with_for_update())).one_or_none()
    if row is None:  # the operator vouched for the person meanwhile
        return 1, None
    failed = row.failed + 1
    wait = wait_after(failed, tried.free)
    until = None if wait is None else uow.now + wait
    values = {"failed": failed, "pending": max(0, row.pending - 1), "throttled_until": until}
    await uow.conn.execute(update(table).where(where).values(values))
    if tried.counts_for_ceiling:
        await _count_for_ceiling(uow, tried.pair)
    return failed, until


async def _count_for_ceiling(uow: UnitOfWork, pair: Pair) -> None:
    table = login_ceilings
    over = table.c.since <= uow.now - CEILING_WINDOW
    counting = insert_into(uow.conn, table).values(username_hash=pair.username_hash, since=uow.now, failed=1)
    again = {
        "since": case((over, literal(uow.now, UtcTime())), else_=table.c.since),
        "failed": case((over, 1), else_=table.c.failed + 1),
    }
    await uow.conn.execute(counting.on_conflict_do_update(index_elements=[table.c.username_hash], set_=again))


async def count_success(uow: UnitOfWork, pair: Pair) -> None:
    """Give back what a pair that knows the password has counted."""
    values = {"failed": 0, "pending": 0, "throttled_until": None, "known_at": uow.now}
    await uow.conn.execute(update(login_tries).where(_where(pair)).values(values))


async def vouch(uow: UnitOfWork, username_hash: str) -> None:
    """Forget an account's wrong tries from everywhere; what was refused unchecked is still reported."""
    table = login_tries
    values = {"failed": 0, "pending": 0, "throttled_until": uow.now}
    await uow.conn.execute(update(table).where(table.c.username_hash == username_hash).values(values))
    await uow.conn.execute(delete(login_ceilings).where(login_ceilings.c.username_hash == username_hash))


async def report_throttled(uow: UnitOfWork) -> None:
    """Write into the trail the tries refused unchecked, once for each pair whose wait is over."""
    table = login_tries
    query = (
        select(table)
        .where(table.c.throttled > 0, table.c.throttled_until <= uow.now)
        .order_by(table.c.username_hash, table.c.guesser_hash)
        .limit(REPORTED_AT_ONCE)
        .with_for_update()
    )
    for row in (await uow.conn.execute(query)).all():
        await _report(uow, row)
        mine = and_(table.c.username_hash == row.username_hash, table.c.guesser_hash == row.guesser_hash)
        await uow.conn.execute(update(table).where(mine).values(throttled=0))


async def _report(uow: UnitOfWork, row: Row[Any]) -> None:
    who, subject = Who("unknown", None, "", row.address), None
    if row.person_id is not None:
        query = select(people).where(people.c.id == row.person_id)
        tried = across_organisations(query, "the name that was tried says whose it is")
        person = (await uow.conn.execute(tried)).one()
        who = Who("person", person.id, person.name, row.address, person.organisation_id)
        subject = ("person", person.id)
    await record(uow, who, "login.throttled", subject=subject, tries=row.throttled, failed=row.failed)


async def forget_tries(uow: UnitOfWork) -> None:
    """Delete counts nobody added to for a day, and places nobody came from for long."""
    table = login_tries
    unknown = or_(table.c.known_at.is_(None), table.c.known_at < uow.now - KNOWN_FOR)
    old = table.c.last_at < uow.now - COUNTED_FOR
    await uow.conn.execute(delete(table).where(old, unknown, table.c.throttled == 0))
    over = login_ceilings.c.since < uow.now - CEILING_WINDOW
    await uow.conn.execute(delete(login_ceilings).where(over))
