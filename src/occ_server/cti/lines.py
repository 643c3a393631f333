"""People's lines: logged in at an extension or not, and what the telephone is doing. It dials nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import SETTABLE_STATES, CtiMode, CtiState, CtiStatus, CurrentCall
from occ_contract.errors import ErrorCode
from occ_contract.people import Feature, Permission
from occ_contract.sync import Entity
from occ_server.audit.service import SERVER, record
from occ_server.callbacks.tables import attempts, callbacks
from occ_server.cti.tables import lines, links
from occ_server.kit.db import insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor, feature_disabled, forbidden
from occ_server.people.figures import agents_changed
from occ_server.people.rights import load_standings
from occ_server.people.tables import people
from occ_server.visibility.scopes import Standing, person_key

LINK = "pbx"  # the row of the one link to the PBX
SOFTPHONE_LINK = "softphone"  # stands in the table while this installation has no PBX


def check_extension(text: str) -> str:
    """Return the digits of an extension.

    :raises ApiError: 422 ``extension_invalid`` unless it is 2 to 10 digits.
    """
    extension = text.strip()
    if not (extension.isascii() and extension.isdigit() and 2 <= len(extension) <= 10):
        raise refused_field("extension", ErrorCode.EXTENSION_INVALID)
    return extension


def may_phone(standings: Iterable[Standing]) -> bool:
    """Tell whether somebody has a telephone in a service whose contract includes telephony."""
    return any(s.cti_enabled and Permission.PHONE in s.permissions for s in standings)


def check_may_phone(person: PersonActor) -> None:
    """Refuse people without a telephone anywhere.

    :raises ApiError: 403 ``feature_disabled`` where only the contract stands in the way, else ``forbidden``.
    """
    if not any(Permission.PHONE in s.permissions for s in person.standings):
        raise forbidden(Permission.PHONE.value)
    if not may_phone(person.standings):
        raise feature_disabled(Feature.CTI)


@dataclass(frozen=True)
class Line:
    """A line as stored, locked until the commit."""

    state: CtiState = CtiState.LOGGED_OUT
    extension: str | None = None
    attempt_id: str | None = None


async def lock_line(uow: UnitOfWork, person_id: str) -> Line:
    """Return a person's line, locked until the commit; somebody who never logged in has one logged out."""
    query = select(lines).where(lines.c.person_id == person_id).with_for_update()
    own = across_organisations(query, "the caller's own, or that of the call at hand")
    row = (await uow.conn.execute(own)).one_or_none()
    return Line() if row is None else Line(row.state, row.extension, row.attempt_id)


async def log_in(uow: UnitOfWork, person: PersonActor, extension: str) -> None:
    """Sit down at an extension; doing it again, also at another extension, is fine while no call runs.

    :raises ApiError: 422 ``extension_invalid``, 403 without a telephone, 409 ``extension_in_use``
        (by_name), 409 ``cti_busy``.
    """
    check_may_phone(person)
    extension = check_extension(extension)
    line = await lock_line(uow, person.id)
    if line.attempt_id is not None:
        raise ApiError(ErrorCode.CTI_BUSY, 409)
    if line.state is not CtiState.LOGGED_OUT and line.extension == extension:
        return
    await _check_free(uow, person, extension)
    values = {"extension": extension, "state": CtiState.READY, "since": uow.now}
    statement = insert_into(uow.conn, lines).values(
        person_id=person.id, organisation_id=person.organisation_id, **values
    )
    try:
        async with uow.conn.begin_nested():
            await uow.conn.execute(
                statement.on_conflict_do_update(
                    index_elements=[lines.c.person_id],
                    set_=values,
                    where=lines.c.organisation_id == statement.excluded.organisation_id,
                )
            )
    except IntegrityError:  # somebody sat down there at the same moment
        await _check_free(uow, person, extension)
        raise
    touch_line(uow, person.organisation_id, person.id)
    moved = {"before": line.extension, "after": extension}
    await record(uow, person, "cti.logged_in", subject=("person", person.id), **moved)


async def _check_free(uow: UnitOfWork, person: PersonActor, extension: str) -> None:
    """Refuse an extension where somebody else sits.

    :raises ApiError: 409 ``extension_in_use`` (by_name).
    """
    query = (
        select(people.c.name)
        .join(lines, lines.c.person_id == people.c.id)
        .where(
            lines.c.organisation_id == person.organisation_id,
            lines.c.extension == extension,
            lines.c.person_id != person.id,
        )
    )
    holder = (await uow.conn.execute(query)).scalar_one_or_none()
    if holder is not None:
        raise ApiError(ErrorCode.EXTENSION_IN_USE, 409, by_name=holder)


async def log_out(uow: UnitOfWork, person: PersonActor) -> None:
    """Leave the extension; being logged out already is fine.

    :raises ApiError: 409 ``cti_busy`` while a call runs.
    """
    line = await lock_line(uow, person.id)
    if line.attempt_id is not None:
        raise ApiError(ErrorCode.CTI_BUSY, 409)
    if line.state is not CtiState.LOGGED_OUT:
        await set_line(uow, person.organisation_id, person.id, CtiState.LOGGED_OUT, extension=None)
        left = {"before": line.extension, "after": None}
        await record(uow, person, "cti.logged_out", subject=("person", person.id), **left)


async def change_state(uow: UnitOfWork, person: PersonActor, state: CtiState) -> None:
    """Set READY, WORK or BREAK.

    :raises ApiError: 422 for another state, 409 ``cti_login_required``, 409 ``cti_busy`` while a call runs.
    """
    if state not in SETTABLE_STATES:
        raise refused_field("state", ErrorCode.BAD_CHOICE, value=state.value)
    line = await lock_line(uow, person.id)
    check_idle(line)
    if line.state is not state:
        await set_line(uow, person.organisation_id, person.id, state)


def check_idle(line: Line) -> None:
    """Refuse unless the line is logged in and free.

    :raises ApiError: 409 ``cti_login_required`` or ``cti_busy``.
    """
    if line.state is CtiState.LOGGED_OUT:
        raise ApiError(ErrorCode.CTI_LOGIN_REQUIRED, 409)
    if line.attempt_id is not None:
        raise ApiError(ErrorCode.CTI_BUSY, 409)


async def set_line(
    uow: UnitOfWork,
    organisation_id: str,
    person_id: str,
    state: CtiState,
    *,
    since: datetime | None = None,
    **more: str | None,
) -> None:
    """Write a line's state (and ``attempt_id`` or ``extension`` where given); the feed tells its owner."""
    await uow.conn.execute(
        update(lines)
        .where(lines.c.person_id == person_id, lines.c.organisation_id == organisation_id)
        .values(state=state, since=since or uow.now, **more)
    )
    touch_line(uow, organisation_id, person_id)


async def idle_without_right(conn: AsyncConnection) -> list[tuple[str, str]]:
    """Return ``(person id, organisation id)`` of who sits at an extension without a right to, in no call.

    Somebody lost ``phone`` or the last service with telephony, or the account was disabled.
    """
    query = (
        select(lines.c.person_id, lines.c.organisation_id, people.c.disabled_at)
        .join(people, people.c.id == lines.c.person_id)
        .where(lines.c.extension.is_not(None), lines.c.attempt_id.is_(None))
        .order_by(lines.c.person_id)
    )
    rows = (await conn.execute(across_organisations(query, "the sweep serves all"))).all()
    seated: dict[str, list[str]] = {}
    for row in rows:
        seated.setdefault(row.organisation_id, []).append(row.person_id)
    standings: dict[str, tuple[Standing, ...]] = {}
    for organisation_id, person_ids in seated.items():
        standings |= await load_standings(conn, organisation_id, person_ids)
    return [
        (row.person_id, row.organisation_id)
        for row in rows
        if row.disabled_at is not None or not may_phone(standings[row.person_id])
    ]


async def vacate(uow: UnitOfWork) -> list[str]:
    """Log out lines whose people may not telephone any more; return the people."""
    gone: list[str] = []
    for person_id, organisation_id in await idle_without_right(uow.conn):
        line = await lock_line(uow, person_id)
        if line.attempt_id is None:
            await set_line(uow, organisation_id, person_id, CtiState.LOGGED_OUT, extension=None)
            left = {"before": line.extension, "after": None, "reason": "no_right"}
            who = replace(SERVER, organisation_id=organisation_id)
            await record(uow, who, "cti.logged_out", subject=("person", person_id), **left)
            gone.append(person_id)
    return gone


def touch_line(uow: UnitOfWork, organisation_id: str, person_id: str) -> None:
    """Tell of a changed line: its owner by the feed, colleagues by the agents' live states."""
    uow.touch(Entity.CTI, person_id, frozenset({person_key(person_id)}), organisation_id)
    agents_changed(uow, organisation_id, [person_id])


async def free_line(uow: UnitOfWork, organisation_id: str, attempt_id: str, since: datetime) -> None:
    """End the call on the line that has this attempt: after-call work begins (업무)."""
    query = select(lines.c.person_id).where(
        lines.c.attempt_id == attempt_id, lines.c.organisation_id == organisation_id
    )
    person_id = (await uow.conn.execute(query)).scalar_one_or_none()
    if person_id is not None:
        await set_line(uow, organisation_id, person_id, CtiState.WORK, since=since, attempt_id=None)


@dataclass(frozen=True)
class Link:
    """The link to the PBX as stored."""

    mode: CtiMode
    connected: bool
    since: datetime | None


async def load_link(conn: AsyncConnection) -> Link:
    """Return the newest word about the PBX."""
    rows = {row.name: row for row in await conn.execute(select(links))}
    if SOFTPHONE_LINK in rows:
        return Link(CtiMode.SOFTPHONE, connected=True, since=None)
    row = rows.get(LINK)
    return Link(CtiMode.PBX, connected=bool(row and row.connected), since=row.since if row else None)


def _call(row: Row[Any]) -> CurrentCall | None:
    if row.attempt_id is None:
        return None
    return CurrentCall(
        id=row.attempt_id,
        state=row.call_state,
        since=row.since,
        phone=row.phone,
        name=row.name,
        service_id=row.service_id,
        callback_id=row.callback_id,
    )


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, CtiStatus]:
    """Return people's own telephony by person id, for the feed and for answers."""
    query = (
        select(
            lines,
            attempts.c.state.label("call_state"),
            callbacks.c.phone,
            callbacks.c.name,
            callbacks.c.service_id,
            callbacks.c.id.label("callback_id"),
        )
        .outerjoin(attempts, attempts.c.id == lines.c.attempt_id)
        .outerjoin(callbacks, callbacks.c.id == attempts.c.callback_id)
        .where(lines.c.person_id.in_(ids), lines.c.organisation_id == organisation_id)
    )
    rows = (await conn.execute(query)).all()
    link = await load_link(conn)
    return {
        row.person_id: CtiStatus(
            agent_id=row.person_id,
            state=row.state,
            since=row.since,
            mode=link.mode,
            extension=row.extension,
            call=_call(row),
            pbx_connected=link.connected,
            pbx_since=link.since,
            seq=row.seq,
        )
        for row in rows
    }


async def load_status(
    conn: AsyncConnection, organisation_id: str, person_id: str, now: datetime
) -> CtiStatus:
    """Return one person's telephony; one who never logged in is logged out since ``now``."""
    found = await load_bodies(conn, organisation_id, [person_id])
    if person_id in found:
        return found[person_id]
    link = await load_link(conn)
    return CtiStatus(
        agent_id=person_id,
        state=CtiState.LOGGED_OUT,
        since=now,
        mode=link.mode,
        pbx_connected=link.connected,
        pbx_since=link.since,
    )


async def line_figures(
    conn: AsyncConnection, organisation_id: str, person_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Return what telephony knows of agents; who never logged in is left out."""
    query = select(lines).where(lines.c.organisation_id == organisation_id, lines.c.person_id.in_(person_ids))
    return {
        row.person_id: {"cti_state": row.state, "cti_since": row.since, "extension": row.extension}
        for row in await conn.execute(query)
    }
