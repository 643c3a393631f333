"""The first half of a hand-over: what is due becomes ``handing_over``, committed before any call.

From that commit on these messages belong to the hand-over named in them. Nobody hands them over again; who
finds it without an answer, and its process gone, only has it looked up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import new_id
from occ_contract.sms import CarrierTrouble, MessageStage
from occ_contract.sms_text import placeholders
from occ_contract.sync import Entity
from occ_server.kit.bulk import kept_to
from occ_server.kit.columns import Id, UtcTime
from occ_server.kit.unit import Change, UnitOfWork
from occ_server.people.tables import people
from occ_server.sms.carriers.protocol import MOST_AT_ONCE, Addressee, Handover, Picture
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.sending.calls import write_down
from occ_server.sms.sending.holds import count_held, hold, hold_of, tell_owner, why_not
from occ_server.sms.sending.orders import HandOver
from occ_server.sms.sending.rows import OURS, Filling, MessageRow, touch
from occ_server.sms.sending.unclear import abandoned, look_up_later, unanswered
from occ_server.sms.sending.waking import PASSING, TRIED, pause_of
from occ_server.sms.tables import handovers, image_contents, images, links, messages, requests

CALLS = 16  # what a process that dies leaves unclear: as many calls
ALIKE = 2  # of texts with placeholders, so many may be the same one
NO_CARRIER = timedelta(minutes=1)
_OF_LINK = ("trouble", "since", "tried_at", "account_id", "carrier", "url", "app_key", "secret")
REQUEST, ORGANISATION = (bindparam(name, type_=Id) for name in ("request", "organisation"))
MOMENT = bindparam("moment", type_=UtcTime)
LOCKED = timedelta(milliseconds=200)  # somebody has the rest locked: he is quick


@dataclass(frozen=True)
class Slice:
    """Calls to make now; ``again`` is when to come back, None when nothing is left, or right after them.

    ``request`` has the account they are to be made with, as it was when they were written down.
    """

    calls: Sequence[Handover]
    request: Row[Any] | None = None
    again: timedelta | None = None
    left: bool = False

    @property
    def is_ailing(self) -> bool:
        """Tell whether the carrier was in trouble, or something waited for that to end."""
        return self.request is not None and (self.request.trouble is not None or bool(self.request.waiting))


async def begin(uow: UnitOfWork, asked: HandOver, *, check: bool = True) -> Slice:
    """Take what is due of a request, unless something speaks against it, which is asked with ``check``."""
    request = await _request(uow.conn, asked)
    if request is None:
        return Slice(())
    keys = await abandoned(uow, asked) if request.unanswered else ()
    begun = await _begin(uow, asked, request, keys, check=check)
    await look_up_later(uow, asked.organisation_id, keys)
    return begun


async def _begin(
    uow: UnitOfWork, asked: HandOver, request: Row[Any], keys: Sequence[str], *, check: bool
) -> Slice:
    rows = await _due(uow, asked, _most(request))
    if not rows:
        left = await _left(uow.conn, asked, uow.now, keys)
        return Slice((), again=LOCKED if left.due else left.later)
    if check and (reason := await why_not(uow.conn, request)) is not None:
        await _hold(uow, request, rows)
        await hold(uow, rows, reason)
        await tell_owner(uow, rows, reason)
        left = await _left(uow.conn, asked, uow.now, keys)
        return Slice((), again=LOCKED) if left.due > len(rows) else Slice(())
    has_carrier = request.carrier in ADAPTERS
    rest = _rest(request, uow.now) if has_carrier else NO_CARRIER
    if rest:
        await hold(uow, rows, hold_of(request.trouble if has_carrier else CarrierTrouble.DOWN))
        if any(row.held is None for row in rows):
            await count_held(uow, request.organisation_id, request.service_id)
        return Slice((), again=rest)
    calls = _calls(request, rows, await _pictures(uow.conn, request))
    count = sum(len(call.addressees) for call in calls)
    # Counted only where these seem to be the last.
    is_left = count < len(rows) or (await _left(uow.conn, asked, uow.now, keys)).due > count
    await _take(uow, request, rows, calls)
    return Slice(calls, request, left=is_left)


async def _hold(uow: UnitOfWork, request: Row[Any], rows: Sequence[MessageRow]) -> None:
    if any(row.held in PASSING for row in rows):
        await count_held(uow, request.organisation_id, request.service_id, [row.id for row in rows])


def _rest(request: Row[Any], now: datetime) -> timedelta | None:
    """Return how long the carrier is still left alone, None when it is tried now.

    One that answers no question (its gateway fails, it hangs) may take a text without saying so: it is asked
    until it answers, not tried. What no hand-over has met otherwise is tried.
    """
    if request.trouble is CarrierTrouble.DOWN and request.tried_at is None:
        return pause_of(request.since, now)
    if request.trouble is None or request.tried_at is None:
        return None
    pause = pause_of(request.since, now)
    left: timedelta = request.tried_at + pause - now
    return left if timedelta() < left <= pause else None  # ahead: the clock was set back


async def _request(conn: AsyncConnection, asked: HandOver) -> Row[Any] | None:
    row: Row[Any] | None = (await conn.execute(_reading(), _given(asked))).one_or_none()
    return row


def _given(asked: HandOver) -> dict[str, Any]:
    return {"request": asked.request_id, "organisation": asked.organisation_id}


@cache
def _reading() -> Select[Any]:
    unanswered_now = select(handovers.c.id).where(*unanswered(REQUEST, ORGANISATION)).exists()
    return (
        select(
            requests,
            people.c.username,
            people.c.disabled_at,
            *(links.c[name] for name in _OF_LINK),
            links.c.held.label("waiting"),
            unanswered_now.label("unanswered"),
        )
        .join(people, people.c.id == requests.c.agent_id)
        .outerjoin(
            links,
            (links.c.id == requests.c.service_id) & (links.c.organisation_id == requests.c.organisation_id),
        )
        .where(requests.c.id == REQUEST, requests.c.organisation_id == ORGANISATION)
    )


def _open(dialect: str) -> tuple[Any, ...]:
    m = messages.c
    return (
        m.request_id == REQUEST,
        kept_to(dialect, messages, ORGANISATION),
        m.stage.in_(sorted(OURS)),
        or_(m.held.is_(None), m.held.in_(TRIED)),
    )


def _most(request: Row[Any]) -> int:
    """Return how many messages to lock: of texts that differ, few become calls of one slice."""
    differ = placeholders(request.subject + request.body)
    return ALIKE * CALLS if differ else MOST_AT_ONCE


async def _due(uow: UnitOfWork, asked: HandOver, most: int) -> Sequence[MessageRow]:
    """Return what is due, locked; what somebody else has locked is left for the next look."""
    given = _given(asked) | {"moment": uow.now, "most": most}
    rows: Sequence[MessageRow] = (await uow.conn.execute(_finding_due(uow.conn.dialect.name), given)).all()
    uow.hold(Entity.SMS_MESSAGE, [row.id for row in rows])
    return rows


@cache
def _finding_due(dialect: str) -> Select[Any]:
    return (
        select(messages)
        .where(*_open(dialect), messages.c.due_at <= MOMENT)
        .order_by(messages.c.place)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


@dataclass(frozen=True)
class _Left:
    """How much there is to come back for, the rows just locked included, and how long until more is due."""

    due: int
    later: timedelta | None


async def _left(conn: AsyncConnection, asked: HandOver, now: datetime, seen: Sequence[str]) -> _Left:
    """Count what is due, and what another process took since this one looked for what was abandoned.

    One statement sees its rows either as due still or as taken: nobody's end of the job may lose them.
    """
    m = messages.c
    taken = (
        select(func.count())
        .select_from(handovers)
        .where(*unanswered(asked.request_id, asked.organisation_id), handovers.c.id.not_in(seen))
    )
    due, later = func.count().filter(m.due_at <= now), func.min(m.due_at).filter(m.due_at > now)
    query = select(due, later, taken.scalar_subquery()).where(*_open(conn.dialect.name))
    row = (await conn.execute(query, _given(asked))).one()
    return _Left(row[0] + row[2], None if row[1] is None else row[1] - now)


async def _pictures(conn: AsyncConnection, request: Row[Any]) -> tuple[Picture, ...]:
    if not request.image_ids:
        return ()
    query = (
        select(images.c.id, images.c.sha256, images.c.name, image_contents.c.content)
        .join(
            image_contents,
            (image_contents.c.organisation_id == images.c.organisation_id)
            & (image_contents.c.sha256 == images.c.sha256),
        )
        .where(
            images.c.id.in_(request.image_ids),
            images.c.organisation_id == request.organisation_id,
            image_contents.c.organisation_id == request.organisation_id,
        )
    )
    found = {row.id: Picture(row.sha256, row.name, row.content) for row in await conn.execute(query)}
    return tuple(found[image_id] for image_id in request.image_ids)


def _calls(request: Row[Any], rows: Sequence[MessageRow], pictures: Sequence[Picture]) -> list[Handover]:
    """Return one call for each distinct text, as many as are made at a time."""
    filling = Filling()
    texts: dict[tuple[str, str], list[Addressee]] = {}
    for row in rows:
        at = filling.title(request.subject, row.fillings), filling.filled(request.body, row.fillings)
        if at not in texts and len(texts) == CALLS:
            continue
        texts.setdefault(at, []).append(Addressee(row.id, row.recipient))
    return [
        Handover(
            key=new_id(),
            type=request.type,
            sender=request.sender,
            subject=subject,
            body=body,
            pictures=pictures,
            addressees=addressees,
            agent=request.username,
        )
        for (subject, body), addressees in texts.items()
    ]


async def _take(
    uow: UnitOfWork, request: Row[Any], rows: Sequence[MessageRow], calls: Sequence[Handover]
) -> None:
    await write_down(uow, request, [call.key for call in calls])
    of: Mapping[str, str] = {one.id: call.key for call in calls for one in call.addressees}
    taken = [row for row in rows if row.id in of]
    change = Change(
        ids=[row.id for row in taken],
        each={"handover_id": [of[row.id] for row in taken]},
        alike={"stage": MessageStage.HANDING_OVER, "handed_over_at": uow.now, "held": None, "held_at": None},
    )
    uow.change(Entity.SMS_MESSAGE, change, request.organisation_id)
    touch(uow, taken)
    if any(row.held in PASSING for row in taken):
        await count_held(uow, request.organisation_id, request.service_id, [row.id for row in taken])
