"""Logging in: who tries, whether they may, the password check, and what is counted and noted about it.

An unknown name takes the same way as a known one, statement by statement, and answers like it.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Row, and_, select

from occ_contract.auth import Login, Tokens
from occ_contract.errors import ErrorCode
from occ_server.audit.service import Who, record
from occ_server.auth.devices import KNOWN_FOR, remember_device, see_device
from occ_server.auth.limits import Counted, PlaceLimit
from occ_server.auth.passwords import Passwords
from occ_server.auth.sessions import SessionLimits, open_session, token_hash
from occ_server.auth.tables import known_devices
from occ_server.auth.throttle import (
    Pair,
    Throttled,
    Try,
    came_from_here,
    count_failure,
    count_success,
    count_try,
    hashed,
    locked,
    vouch,
)
from occ_server.auth.turns import Turns
from occ_server.kit.client_address import place_of
from occ_server.kit.db import Database
from occ_server.kit.figures import LOGIN_FAILURES, LOGINS_THROTTLED
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.names import username_key
from occ_server.people.tables import people

LOOK_AGAIN_SECONDS = 0.05  # while another process checks a try of the same pair
MOST_LOOKS = 400
DEVICE_LABEL = 100
_OF_A_GUESSER = frozenset({ErrorCode.WRONG_CREDENTIALS, ErrorCode.ACCOUNT_LOCKED, ErrorCode.RATE_LIMITED})


@dataclass(frozen=True)
class _Asking:
    """One request to log in: what was typed, from where, and the account of that name if there is one."""

    asked: Login
    address: str | None
    pair: Pair
    person: Row[Any] | None

    @property
    def who(self) -> Who:
        if self.person is None:
            return Who("unknown", None, "", self.address)
        return Who("person", self.person.id, self.person.name, self.address, self.person.organisation_id)

    @property
    def subject(self) -> tuple[str, str] | None:
        return None if self.person is None else ("person", self.person.id)

    @property
    def device(self) -> str:
        return self.asked.device[:DEVICE_LABEL]


@dataclass(frozen=True)
class Entrance:
    """The door of one process; what is counted about accounts is counted in the database."""

    database: Database
    passwords: Passwords
    limit: PlaceLimit
    sessions: SessionLimits = field(default_factory=SessionLimits)
    turns: Turns = field(default_factory=Turns)

    async def log_in(self, asked: Login, address: str | None) -> Tokens:
        """Return the tokens of a new session.

        :raises ApiError: 401 ``wrong_credentials`` (remaining), 423 ``account_locked`` (retry_after) to a
            guesser who must wait, 429 ``rate_limited`` (retry_after) to a place that fails too often, 403
            ``account_disabled`` (only to somebody who knows the password).
        """
        try:
            counted = self.limit.count(place_of(address))
        except ApiError as used_up:
            try:
                return await self._past_limit(asked, address, used_up)
            except ApiError as refused:
                if refused.code is ErrorCode.RATE_LIMITED:
                    await self._note_limited(address)
                raise
        return await self._heard(await self._look_up(asked, address), counted)

    async def _note_limited(self, address: str | None) -> None:
        """Write into the trail that a place is refused unheard: once in its window, however often it asks."""
        if (unsaid := self.limit.note_refusal(place_of(address))) is None:
            return
        who = Who("unknown", None, "", address)
        await self.database.run(lambda uow: record(uow, who, "login.limited", unsaid_before=unsaid))

    async def _past_limit(self, asked: Login, address: str | None, used_up: ApiError) -> Tokens:
        """Hear who is known where the place's tries are used up: by the device, or by having come from here.

        Passwords checked here are few: of each account that came from here, what its own throttling lets
        through. Who is known only by the place is refused like a stranger unless the password is right, so
        that no answer tells whose accounts come from here.
        """
        asking = await self._look_up(asked, address)
        pair = asking.pair
        if pair.is_device:
            return await self._heard(asking, self.limit.count(pair.guesser_hash))
        async with self.database.read() as conn:
            known = await came_from_here(conn, pair, self.database.clock.now())
        try:
            if known:
                counted = self.limit.count(f"{pair.username_hash} {pair.guesser_hash}")
                return await self._heard(asking, counted)
        except ApiError as error:
            if error.code not in _OF_A_GUESSER:
                raise
        LOGINS_THROTTLED.labels("address").inc()
        raise used_up

    async def _heard(self, asking: _Asking, counted: Counted) -> Tokens:
        """Check the password of somebody who is heard, in turn."""
        async with self.turns.turn(asking.pair.username_hash, asking.pair.guesser_hash):
            tried = await self._admitted(asking)
            stored = None if asking.person is None else asking.person.password_hash
            right = await self.passwords.verify(stored, asking.asked.password)
            if asking.person is None or not right:
                raise await self._failed(asking, tried)
            tokens = await self._succeeded(asking, asking.person)
        self.limit.give_back(counted)
        return tokens

    async def _look_up(self, asked: Login, address: str | None) -> _Asking:
        """Find the account, and whether the device is known to it."""
        device_hash = token_hash(asked.device_token)
        device = and_(
            known_devices.c.person_id == people.c.id,
            known_devices.c.hash == device_hash,
            known_devices.c.seen_at > self.database.clock.now() - KNOWN_FOR,
        )
        query = (
            select(people, known_devices.c.hash.label("device_hash"))
            .outerjoin(known_devices, device)
            .where(people.c.username == username_key(asked.username))
        )
        async with self.database.read() as conn:
            asking = across_organisations(query, "who logs in is not known yet")
            person = (await conn.execute(asking)).one_or_none()
        is_known = person is not None and person.device_hash is not None
        guesser = device_hash if is_known else hashed(f"place {place_of(address)}")
        return _Asking(asked, address, Pair(name_hash(asked.username), guesser, is_known), person)

    async def _admitted(self, asking: _Asking) -> Try:
        """Count the try before its password is looked at.

        :raises ApiError: 423; 503 when other processes check tries of the same pair without end.
        """
        person_id = None if asking.person is None else asking.person.id

        async def count(uow: UnitOfWork) -> Try | Throttled:
            return await count_try(uow, asking.pair, person_id, asking.address)

        for _ in range(MOST_LOOKS):
            answer = await self.database.run(count)
            if isinstance(answer, Try):
                return answer
            if answer.until is not None:
                LOGINS_THROTTLED.labels("pair").inc()
                raise locked(answer.until, self.database.clock.now())
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        raise ApiError(ErrorCode.UNAVAILABLE, 503, retry_after=1)

    async def _failed(self, asking: _Asking, tried: Try) -> ApiError:
        async def note(uow: UnitOfWork) -> int:
            failed, until = await count_failure(uow, tried)
            details: dict[str, Any] = {"device": asking.device, "failed": failed}
            if until is not None:
                details["throttled_until"] = until.isoformat()
            await record(uow, asking.who, "login.failed", subject=asking.subject, **details)
            return failed

        failed = await self.database.run(note)
        LOGIN_FAILURES.inc()
        return ApiError(ErrorCode.WRONG_CREDENTIALS, 401, remaining=max(0, tried.free - failed))

    async def _succeeded(self, asking: _Asking, person: Row[Any]) -> Tokens:
        who, pair = asking.who, asking.pair

        async def succeed(uow: UnitOfWork) -> Tokens | None:
            query = select(people).where(
                people.c.id == person.id, people.c.organisation_id == person.organisation_id
            )
            row = (await uow.conn.execute(query.with_for_update())).one()
            await count_success(uow, pair)
            if row.disabled_at is not None or row.password_hash != person.password_hash:
                await record(uow, who, "login.refused", subject=asking.subject, device=asking.device)
                return None
            await record(uow, who, "login", subject=asking.subject, device=asking.device)
            tokens = await open_session(uow, row.id, asking.device, asking.address, self.sessions)
            if pair.is_device:
                await see_device(uow, pair.guesser_hash)
                return tokens
            return msgspec.structs.replace(tokens, device_token=await remember_device(uow, row.id))

        tokens = await self.database.run(succeed)
        if tokens is None:
            raise ApiError(ErrorCode.ACCOUNT_DISABLED, 403)
        return tokens


def name_hash(username: str) -> str:
    """Return what tries for an account are counted by, whether there is such an account or not."""
    return hashed(username_key(username))


async def unlock(uow: UnitOfWork, username: str) -> None:
    """Forget the failed log-ins of an account: the operator vouches for the person."""
    await vouch(uow, name_hash(username))
