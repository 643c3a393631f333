"""Taking due work, keeping it, and giving it back: each statement that ends a lease asks for its token.

A lease has a token of its own, so whoever was frozen, cut off or too slow finds it replaced and records
nothing. The same statements run on both databases: PostgreSQL skips rows that others have locked, SQLite lets
one writer in at a time.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from sqlalchemy import Row, case, delete, exists, select, update

from occ_contract.ids import new_id
from occ_server.kit.jobs.kinds import AnyKind, Attempt, GiveUp, LeaseLost, Postponed
from occ_server.kit.jobs.queue import back_to_waiting
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.jobs.times import Moment, later
from occ_server.kit.unit import UnitOfWork

DIED = "ProcessDied"  # the error of a job whose last attempt never came back
_TEXT_LIMIT = 300


@dataclass(frozen=True)
class Lease:
    """The right of one process to do one job, for ``seconds`` after it was taken or renewed."""

    job_id: str
    token: str
    seconds: float


@dataclass(frozen=True)
class Claimed:
    """A job this process may do now; ``payload`` is as stored."""

    lease: Lease
    payload: Any
    attempt: Attempt


async def claim(uow: UnitOfWork, kind: AnyKind, now: Moment, limit: int, holder: str) -> list[Claimed]:
    """Take up to ``limit`` jobs that are ready, oldest first; one whose attempts are spent is set aside."""
    twin = jobs.alias()
    running_twin = exists().where(
        twin.c.kind == jobs.c.kind,
        twin.c.key == jobs.c.key,
        twin.c.token.is_not(None),
        twin.c.id != jobs.c.id,
    )
    query = (
        select(jobs.c.id, jobs.c.attempts, jobs.c.payload)
        .where(jobs.c.kind == kind.name, jobs.c.failed_at.is_(None), jobs.c.ready_at <= now, ~running_twin)
        .order_by(jobs.c.ready_at, jobs.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=jobs)
    )
    rows = (await uow.conn.execute(query)).all()
    spent = [row.id for row in rows if kind.retry.is_last(row.attempts)]
    if spent:
        await _give_up_on(uow, spent, now, DIED, None)
    taken = [row for row in rows if row.id not in spent]
    if not taken:
        return []
    token, until = new_id(), later(now, timedelta(seconds=kind.lease_seconds))
    await take(uow, [row.id for row in taken], token, until, holder)
    return [_claimed(row, kind, token) for row in taken]


def _claimed(row: Row[Any, Any, Any], kind: AnyKind, token: str) -> Claimed:
    number = row.attempts + 1
    lease = Lease(row.id, token, kind.lease_seconds)
    return Claimed(lease, row.payload, Attempt(row.id, number, kind.retry.is_last(number)))


async def take(uow: UnitOfWork, ids: Sequence[str], token: str, until: Moment, holder: str) -> None:
    """Give rows the caller has locked to a holder; it is counted as an attempt."""
    await uow.conn.execute(
        update(jobs)
        .where(jobs.c.id.in_(ids))
        .values(token=token, holder=holder, ready_at=until, attempts=jobs.c.attempts + 1)
    )


async def renew(uow: UnitOfWork, lease: Lease, now: Moment) -> bool:
    """Have the lease for its full time again; False when somebody else has taken over."""
    until = later(now, timedelta(seconds=lease.seconds))
    renewed = update(jobs).where(*_held(lease)).values(ready_at=until).returning(jobs.c.id)
    return (await uow.conn.execute(renewed)).first() is not None


async def fence(uow: UnitOfWork, lease: Lease) -> None:
    """Make sure of the lease until the commit; renewing it beside this is possible, taking it over is not.

    :raises LeaseLost: when somebody else has taken over.
    """
    query = select(jobs.c.id).where(*_held(lease)).with_for_update(read=True, key_share=True)
    if (await uow.conn.execute(query)).first() is None:
        raise LeaseLost


async def end(uow: UnitOfWork, lease: Lease) -> None:
    """Delete a job that is done.

    :raises LeaseLost: when somebody else has taken over.
    """
    gone = delete(jobs).where(*_held(lease)).returning(jobs.c.id)
    if (await uow.conn.execute(gone)).first() is None:
        raise LeaseLost


async def end_turn(uow: UnitOfWork, lease: Lease, now: Moment, every: timedelta) -> None:
    """Have recurring work come back: in its rhythm, or from now on when that would already be past.

    :raises LeaseLost: when somebody else has taken over.
    """
    in_rhythm, from_now = later(jobs.c.due_at, every), later(now, every)
    following = case((in_rhythm > now, in_rhythm), else_=from_now)
    change = (
        update(jobs)
        .where(*_held(lease))
        .values(
            due_at=following,
            ready_at=following,
            attempts=0,
            token=None,
            holder=None,
            error=None,
            error_text=None,
        )
        .returning(jobs.c.id)
    )
    if (await uow.conn.execute(change)).first() is None:
        raise LeaseLost


async def release(uow: UnitOfWork, lease: Lease, now: Moment) -> None:
    """Give a job back undone, for anybody to take at once; the attempt does not count."""
    if (row := await _locked(uow, lease)) is not None:
        await back_to_waiting(uow, row, ready_at=now, attempts=row.attempts - 1)


async def vacate(uow: UnitOfWork, lease: Lease, now: Moment) -> None:
    """Leave an owner's seat; its terms go on being counted."""
    await uow.conn.execute(update(jobs).where(*_held(lease)).values(token=None, holder=None, ready_at=now))


async def fail(
    uow: UnitOfWork, kind: AnyKind, lease: Lease, error: Exception, now: Moment, random: float
) -> None:
    """Write down that an attempt failed: to be tried again after a pause, or set aside.

    :raises LeaseLost: when somebody else has taken over.
    """
    if (row := await _locked(uow, lease)) is None:
        raise LeaseLost
    if isinstance(error, Postponed):
        await back_to_waiting(uow, row, ready_at=later(now, error.pause), attempts=row.attempts - 1)
        return
    name, place = type(error).__name__[:100], _told(error)
    if kind.retry.attempts is not None and (isinstance(error, GiveUp) or kind.retry.is_last(row.attempts)):
        await _give_up_on(uow, [row.id], now, name, place)
        return
    again = later(now, kind.retry.pause(row.attempts, random))
    await back_to_waiting(uow, row, ready_at=again, error=name, error_text=place)


async def _locked(uow: UnitOfWork, lease: Lease) -> Row[Any] | None:
    query = select(jobs).where(*_held(lease)).with_for_update()
    return (await uow.conn.execute(query)).one_or_none()


def _held(lease: Lease) -> tuple[Any, Any]:
    return jobs.c.id == lease.job_id, jobs.c.token == lease.token


async def _give_up_on(
    uow: UnitOfWork, ids: Sequence[str], now: Moment, error: str, error_text: str | None
) -> None:
    values: dict[str, Any] = {"failed_at": now, "token": None, "holder": None, "error": error}
    if error_text is not None:
        values["error_text"] = error_text
    await uow.conn.execute(update(jobs).where(jobs.c.id.in_(ids)).values(**values))


def _told(error: Exception) -> str:
    """Return where our code failed, and only what it said itself: a library's words may quote a customer."""
    if isinstance(error, GiveUp):
        return str(error)[:_TEXT_LIMIT]
    places = [
        f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "occ_server" in PurePath(frame.filename).parts
    ]
    return places[-1][:_TEXT_LIMIT] if places else ""
