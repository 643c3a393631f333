"""Sessions and their tokens: opening, refreshing, ending, and whose token it is.

A session is the family of one log-in: an access token of ten minutes and a refresh token that is traded for
a new pair each time. It expires when nobody traded for long (an open desk does every ten minutes), and some
days after the log-in whatever happens (a wall has no session, see ``auth.walls``). A refresh token used twice
was stolen (or its thief came first): the family ends. Tokens are random and opaque; the database holds their
hashes, and is asked on every request, so that an end takes effect at once.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.auth import Tokens
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_server.audit.service import Who, record
from occ_server.auth.actors import IntegrationActor
from occ_server.auth.tables import access_tokens, integration_keys, refresh_tokens, sessions
from occ_server.kit.announcements import SessionsEnded
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.rights import STANDING_COLUMNS, standing_of
from occ_server.people.tables import memberships, organisations, people, services

ACCESS_LIFE = timedelta(minutes=10)
REFRESH_LIFE = timedelta(days=30)
DEVICE_LIMIT = 100
ANNOUNCED_AT_ONCE = 100  # PostgreSQL refuses NOTIFY payloads of 8,000 bytes
ENDED_AT_ONCE = 200
IDLE, ABSOLUTE = "idle", "absolute"
FORGET_AFTER = timedelta(days=1)
REPEAT_WITHIN = ACCESS_LIFE  # a client that got the answer has traded its successor by then
_SHOWN = "what is shown says whose it is"
SUPERSEDED = "superseded"  # stands where the hash of a key does: no key has this hash


def token_hash(token: str) -> str:
    """Return what is stored of a token: it is 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def refused(code: ErrorCode) -> ApiError:
    """Return a 401 with this code."""
    return ApiError(code, 401)


@dataclass(frozen=True)
class SessionLimits:
    """How long a person's session lasts: since the last refresh, and since the log-in."""

    idle: timedelta = timedelta(hours=12)
    absolute: timedelta = timedelta(days=30)

    def end_of(self, created_at: datetime, refreshed_at: datetime) -> datetime:
        """Return when a session expires."""
        return min(created_at + self.absolute, refreshed_at + self.idle)

    def reason(self, created_at: datetime, expired_at: datetime) -> str:
        """Return why a session ended that expired then."""
        return ABSOLUTE if created_at + self.absolute <= expired_at else IDLE


DEFAULT_LIMITS = SessionLimits()


async def open_session(
    uow: UnitOfWork,
    person_id: str,
    device: str,
    address: str | None,
    limits: SessionLimits = DEFAULT_LIMITS,
) -> Tokens:
    """Open a session for a person who proved who they are; return its first tokens."""
    session_id = new_id()
    expires_at = limits.end_of(uow.now, uow.now)
    await uow.conn.execute(
        insert(sessions).values(
            id=session_id,
            person_id=person_id,
            device=device[:DEVICE_LIMIT],
            address=address,
            created_at=uow.now,
            expires_at=expires_at,
        )
    )
    return await _issue(uow, session_id, expires_at)


async def _issue(uow: UnitOfWork, session_id: str, session_end: datetime) -> Tokens:
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    life = min(ACCESS_LIFE, session_end - uow.now)
    await uow.conn.execute(
        insert(access_tokens).values(
            hash=token_hash(access), session_id=session_id, expires_at=uow.now + life
        )
    )
    await uow.conn.execute(
        insert(refresh_tokens).values(
            hash=token_hash(refresh), session_id=session_id, expires_at=uow.now + REFRESH_LIFE
        )
    )
    return Tokens(access_token=access, refresh_token=refresh, expires_in=int(life.total_seconds()))


async def refresh_session(
    uow: UnitOfWork,
    refresh_token: str,
    key: str | None = None,
    address: str | None = None,
    limits: SessionLimits = DEFAULT_LIMITS,
) -> Tokens | ErrorCode:
    """Trade a refresh token for a new pair, or return why not; a reused one ends its family.

    The same request once more, known by its Idempotency-Key ``key``, is no reuse but a lost answer: for
    ``REPEAT_WITHIN`` it gets another pair in place of the one that never arrived. Should anybody use that one
    after all, two hold what one may: the family ends. The refusal is returned,
    not raised, because ending the family must be committed.
    """
    query = (
        select(
            refresh_tokens,
            sessions.c.ended_at,
            sessions.c.end_reason,
            sessions.c.created_at,
            sessions.c.expires_at.label("session_end"),
            sessions.c.person_id,
            people.c.disabled_at,
            people.c.name,
            people.c.organisation_id,
        )
        .join(sessions, sessions.c.id == refresh_tokens.c.session_id)
        .join(people, people.c.id == sessions.c.person_id)
        .where(refresh_tokens.c.hash == token_hash(refresh_token))
        .with_for_update(of=[refresh_tokens, sessions])
    )
    row = (await uow.conn.execute(across_organisations(query, _SHOWN))).one_or_none()
    if row is None:
        return ErrorCode.UNAUTHENTICATED
    if row.disabled_at is not None:
        return ErrorCode.ACCOUNT_DISABLED
    if row.ended_at is not None:
        return code_of_end(row.end_reason)
    if row.used_at is not None and not await _is_repeat(uow, row, key):
        await end_sessions(uow, [row.session_id], "token_reused")
        who = Who("person", row.person_id, row.name, address, row.organisation_id)
        await record(uow, who, "session.token_reused", subject=("person", row.person_id))
        return ErrorCode.TOKEN_REVOKED
    session_end = limits.end_of(row.created_at, uow.now)
    if any(end is not None and end <= uow.now for end in (row.expires_at, row.session_end, session_end)):
        return ErrorCode.TOKEN_EXPIRED
    await uow.conn.execute(
        update(refresh_tokens)
        .where(refresh_tokens.c.hash == row.hash)
        .values(used_at=uow.now, used_with=token_hash(key) if key else None)
    )
    await uow.conn.execute(
        update(sessions).where(sessions.c.id == row.session_id).values(expires_at=session_end)
    )
    return await _issue(uow, row.session_id, session_end)


async def _is_repeat(uow: UnitOfWork, row: Row[Any], key: str | None) -> bool:
    """Tell whether a used token comes again only because its answer was lost; replace the pair nobody got."""
    if key is None or row.used_with != token_hash(key) or uow.now - row.used_at > REPEAT_WITHIN:
        return False
    family = refresh_tokens.c.session_id == row.session_id
    others = family & (refresh_tokens.c.hash != row.hash)
    traded = refresh_tokens.c.used_with.is_distinct_from(SUPERSEDED)
    later = select(refresh_tokens.c.hash).where(others, traded, refresh_tokens.c.used_at >= row.used_at)
    if (await uow.conn.execute(later)).first() is not None:
        return False  # its successor was used, so the answer did arrive: this is somebody else
    await uow.conn.execute(
        update(refresh_tokens)
        .where(family, refresh_tokens.c.used_at.is_(None))
        .values(used_at=uow.now, used_with=SUPERSEDED)
    )
    await uow.conn.execute(delete(access_tokens).where(access_tokens.c.session_id == row.session_id))
    return True


async def end_sessions(uow: UnitOfWork, session_ids: Sequence[str], reason: str) -> None:
    """End sessions: their tokens are worthless from the commit on, their open streams close."""
    if session_ids:
        await uow.conn.execute(
            update(sessions)
            .where(sessions.c.id.in_(session_ids), sessions.c.ended_at.is_(None))
            .values(ended_at=uow.now, end_reason=reason)
        )
        for start in range(0, len(session_ids), ANNOUNCED_AT_ONCE):
            uow.announce(SessionsEnded(tuple(session_ids[start : start + ANNOUNCED_AT_ONCE])))


async def end_sessions_of(uow: UnitOfWork, person_id: str, reason: str) -> None:
    """End every session of a person (disabled account, changed password)."""
    query = select(sessions.c.id).where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None))
    await end_sessions(uow, (await uow.conn.execute(query)).scalars().all(), reason)


def code_of_end(reason: str | None) -> ErrorCode:
    """Return what a token of a session that ended for this reason is refused with."""
    return ErrorCode.TOKEN_EXPIRED if reason in {IDLE, ABSOLUTE} else ErrorCode.TOKEN_REVOKED


async def end_expired_sessions(uow: UnitOfWork, limits: SessionLimits) -> int:
    """End the sessions that expired, each noted once in the trail; return how many (at most some hundred)."""
    due = (
        select(sessions.c.id)
        .where(sessions.c.ended_at.is_(None), sessions.c.expires_at <= uow.now)
        .order_by(sessions.c.expires_at)
        .limit(ENDED_AT_ONCE)
    )
    due_ids = (await uow.conn.execute(due)).scalars().all()
    query = (
        select(sessions, people.c.name, people.c.organisation_id)
        .join(people, people.c.id == sessions.c.person_id)
        .where(sessions.c.id.in_(due_ids), sessions.c.ended_at.is_(None), sessions.c.expires_at <= uow.now)
        .order_by(sessions.c.id)
        .with_for_update(of=sessions)
    )
    ending = across_organisations(query, "sessions end in all")
    rows = (await uow.conn.execute(ending)).all() if due_ids else []
    for reason in (IDLE, ABSOLUTE):
        ended = [row for row in rows if limits.reason(row.created_at, row.expires_at) == reason]
        await end_sessions(uow, [row.id for row in ended], reason)
        for row in ended:
            who = Who("person", row.person_id, row.name, None, row.organisation_id)
            subject = ("person", row.person_id)
            await record(uow, who, "session.ended", subject=subject, reason=reason, device=row.device)
    return len(rows)


async def session_is_open(conn: AsyncConnection, session_id: str) -> bool:
    """Tell whether a session has not ended."""
    query = select(sessions.c.id).where(sessions.c.id == session_id, sessions.c.ended_at.is_(None))
    return (await conn.execute(query)).first() is not None


# Asked on every request, so it is one statement, built once: a row for each standing, one without any.
_PERSON_OF_TOKEN = across_organisations(
    select(
        access_tokens.c.session_id,
        access_tokens.c.expires_at,
        sessions.c.ended_at,
        sessions.c.end_reason,
        people.c.id,
        people.c.username,
        people.c.name,
        people.c.disabled_at,
        people.c.organisation_id,
        organisations.c.name.label("organisation_name"),
        organisations.c.time_zone,
        *STANDING_COLUMNS,
    )
    .select_from(access_tokens)
    .join(sessions, sessions.c.id == access_tokens.c.session_id)
    .join(people, people.c.id == sessions.c.person_id)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .outerjoin(memberships, memberships.c.person_id == people.c.id)
    .outerjoin(services, services.c.id == memberships.c.service_id)
    .where(access_tokens.c.hash == bindparam("hash"))
    .order_by(services.c.id),
    _SHOWN,
)

_INTEGRATION_OF_KEY = across_organisations(
    select(integration_keys).where(integration_keys.c.hash == bindparam("hash")), _SHOWN
)


async def person_of_token(
    conn: AsyncConnection, token: str, now: datetime, address: str | None
) -> PersonActor:
    """Return the person behind an access token.

    :raises ApiError: 401 ``unauthenticated``, ``token_expired``, ``token_revoked``; 403 ``account_disabled``.
    """
    rows = (await conn.execute(_PERSON_OF_TOKEN, {"hash": token_hash(token)})).all()
    if not rows:
        raise refused(ErrorCode.UNAUTHENTICATED)
    row = rows[0]
    if row.disabled_at is not None:
        raise ApiError(ErrorCode.ACCOUNT_DISABLED, 403)
    if row.ended_at is not None:
        raise refused(code_of_end(row.end_reason))
    if row.expires_at <= now:
        raise refused(ErrorCode.TOKEN_EXPIRED)
    return PersonActor(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        time_zone=row.time_zone,
        username=row.username,
        name=row.name,
        session_id=row.session_id,
        standings=tuple(standing_of(each) for each in rows if each.service_id is not None),
        address=address,
    )


async def integration_of_key(conn: AsyncConnection, key: str, address: str | None) -> IntegrationActor:
    """Return the integration behind an API key.

    :raises ApiError: 401 ``unauthenticated``, ``token_revoked``.
    """
    row = (await conn.execute(_INTEGRATION_OF_KEY, {"hash": token_hash(key)})).one_or_none()
    if row is None:
        raise refused(ErrorCode.UNAUTHENTICATED)
    if row.revoked_at is not None:
        raise refused(ErrorCode.TOKEN_REVOKED)
    return IntegrationActor(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        address=address,
        scopes=frozenset(row.scopes),
    )


async def forget_expired(uow: UnitOfWork) -> None:
    """Delete tokens nobody can use any more. Sessions stay: the audit trail speaks of them."""
    before = uow.now - FORGET_AFTER
    for table in (access_tokens, refresh_tokens):
        await uow.conn.execute(delete(table).where(table.c.expires_at < before))
