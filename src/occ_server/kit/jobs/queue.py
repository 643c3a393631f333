"""Putting work into the table, in the transaction of its cause."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Row, case, delete, text, update
from sqlalchemy.exc import IntegrityError

from occ_contract.ids import new_id
from occ_server.kit.announcements import JobsDue
from occ_server.kit.db import insert_into
from occ_server.kit.jobs.kinds import JobKind
from occ_server.kit.jobs.tables import WAITING, jobs
from occ_server.kit.jobs.times import at_once
from occ_server.kit.unit import UnitOfWork

P = TypeVar("P", bound=msgspec.Struct)


async def enqueue(
    uow: UnitOfWork,
    kind: JobKind[P],
    payload: P,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    organisation_id: str | None = None,
) -> str:
    """Have this done after the commit, at ``due_at`` (aware) or at once; return the job's id.

    A job of the same kind and ``key`` that still waits is kept instead: it takes over the earlier time and
    this payload. It stays locked until the commit, so that nobody starts it before he can see the cause.
    """
    due = at_once(uow.conn, uow.now) if due_at is None else due_at
    insert = insert_into(uow.conn, jobs).values(
        id=new_id(),
        kind=kind.name,
        key=key,
        organisation_id=organisation_id,
        payload=payload,
        created_at=uow.now,
        due_at=due,
        ready_at=due,
    )
    if key is not None:
        new = insert.excluded
        insert = insert.on_conflict_do_update(
            index_elements=[jobs.c.kind, jobs.c.key],
            index_where=text(WAITING),
            set_={
                "payload": new.payload,
                "due_at": case((new.due_at < jobs.c.due_at, new.due_at), else_=jobs.c.due_at),
                "ready_at": case((new.ready_at < jobs.c.ready_at, new.ready_at), else_=jobs.c.ready_at),
            },
        )
    job_id = (await uow.conn.execute(insert.returning(jobs.c.id))).scalar_one()
    if due_at is None or due_at <= uow.now:
        tell(uow, kind.name)
    return str(job_id)


def tell(uow: UnitOfWork, kind: str) -> None:
    """Wake who does this kind of work, once for all jobs of this transaction."""
    hint = JobsDue(kind)
    if hint not in uow.announcements:
        uow.announce(hint)


async def back_to_waiting(uow: UnitOfWork, row: Row[Any], **values: Any) -> None:
    """Let a job the caller has locked wait again; where one of its key waits already, that replaces it."""
    change = update(jobs).where(jobs.c.id == row.id).values(token=None, holder=None, **values)
    if row.key is None:
        await uow.conn.execute(change)
        return
    try:
        async with uow.conn.begin_nested():
            await uow.conn.execute(change)
    except IntegrityError:
        await uow.conn.execute(delete(jobs).where(jobs.c.id == row.id))
