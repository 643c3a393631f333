"""People's lines: logged in at an extension or not, and what the telephone is doing. They dial nothing.

Whoever changes where somebody sits, or what they are to be, orders the PBX to be told.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.cti import SETTABLE_STATES, CtiState
from occ_contract.errors import ErrorCode
from occ_contract.sync import Entity
from occ_server.audit.service import SERVER, record
from occ_server.kit.db import insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError, refused_field
from occ_server.kit.unit import UnitOfWork
from occ_server.people.actor import PersonActor
from occ_server.people.figures import agents_changed
from occ_server.people.tables import people
from occ_server.telephony.adapter import SeatReported
from occ_server.telephony.orders import order_seat
from occ_server.telephony.rights import check_may_phone, idle_without_right
from occ_server.telephony.tables import lines
from occ_server.visibility.scopes import person_key


def check_extension(text: str) -> str:
    """Return the digits of an extension.

    :raises ApiError: 422 ``extension_invalid`` unless it is 2 to 10 digits.
    """
    extension = text.strip()
    if not (extension.isascii() and extension.isdigit() and 2 <= len(extension) <= 10):
        raise refused_field("extension", ErrorCode.EXTENSION_INVALID)
    return extension


@dataclass(frozen=True)
class Line:
    """A line as stored, locked until the commit."""

    state: CtiState = CtiState.LOGGED_OUT
    extension: str | None = None
    call_id: str | None = None


async def lock_line(uow: UnitOfWork, person_id: str) -> Line:
    """Return a person's line, locked until the commit; somebody who never logged in has one logged out."""
    query = select(lines).where(lines.c.person_id == person_id).with_for_update()
    own = across_organisations(query, "the caller's own, or that of the call at hand")
    row = (await uow.conn.execute(own)).one_or_none()
    return Line() if row is None else Line(row.state, row.extension, row.call_id)


async def log_in(uow: UnitOfWork, person: PersonActor, extension: str) -> None:
    """Sit down at an extension; doing it again, also at another extension, is fine while no call runs.

    :raises ApiError: 422 ``extension_invalid``, 403 without a telephone, 409 ``extension_in_use``
        (by_name), 409 ``cti_busy``.
    """
    check_may_phone(person)
    extension = check_extension(extension)
    line = await lock_line(uow, person.id)
    if line.call_id is not None:
        raise ApiError(ErrorCode.CTI_BUSY, 409)
    if line.state is not CtiState.LOGGED_OUT and line.extension == extension:
        await order_seat(uow, person.organisation_id, person.id)
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
    await order_seat(uow, person.organisation_id, person.id)


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
    if line.call_id is not None:
        raise ApiError(ErrorCode.CTI_BUSY, 409)
    if line.state is not CtiState.LOGGED_OUT:
        await set_line(uow, person.organisation_id, person.id, CtiState.LOGGED_OUT, extension=None)
        left = {"before": line.extension, "after": None}
        await record(uow, person, "cti.logged_out", subject=("person", person.id), **left)
        await order_seat(uow, person.organisation_id, person.id)


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
    await order_seat(uow, person.organisation_id, person.id)


async def take_over_seat(uow: UnitOfWork, report: SeatReported) -> None:
    """Take over what the PBX makes of an agent by somebody else's word; a call on the line goes before."""
    line = await lock_line(uow, report.agent_id)
    if line.call_id is not None or line.state not in SETTABLE_STATES:
        return
    if (line.state is CtiState.READY) is (report.state is CtiState.READY):
        return
    query = select(lines.c.organisation_id).where(lines.c.person_id == report.agent_id)
    own = across_organisations(query, "the PBX names an agent, nothing else")
    organisation_id = (await uow.conn.execute(own)).scalar_one()
    await set_line(uow, organisation_id, report.agent_id, report.state, since=report.at)


def check_idle(line: Line) -> None:
    """Refuse unless the line is logged in and free.

    :raises ApiError: 409 ``cti_login_required`` or ``cti_busy``.
    """
    if line.state is CtiState.LOGGED_OUT:
        raise ApiError(ErrorCode.CTI_LOGIN_REQUIRED, 409)
    if line.call_id is not None:
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
    """Write a line's state (and ``call_id`` or ``extension`` where given); the feed tells its owner."""
    await uow.conn.execute(
        update(lines)
        .where(lines.c.person_id == person_id, lines.c.organisation_id == organisation_id)
        .values(state=state, since=since or uow.now, **more)
    )
    touch_line(uow, organisation_id, person_id)


async def vacate(uow: UnitOfWork) -> None:
    """Log out lines whose people may not telephone any more."""
    gone: list[tuple[str, str]] = []
    for person_id, organisation_id in await idle_without_right(uow.conn):
        line = await lock_line(uow, person_id)
        if line.call_id is None:
            await set_line(uow, organisation_id, person_id, CtiState.LOGGED_OUT, extension=None)
            left = {"before": line.extension, "after": None, "reason": "no_right"}
            who = replace(SERVER, organisation_id=organisation_id)
            await record(uow, who, "cti.logged_out", subject=("person", person_id), **left)
            gone.append((person_id, organisation_id))
    for person_id, organisation_id in gone:
        await order_seat(uow, organisation_id, person_id)


def touch_line(uow: UnitOfWork, organisation_id: str, person_id: str) -> None:
    """Tell of a changed line: its owner by the feed, colleagues by the agents' live states."""
    uow.touch(Entity.CTI, person_id, frozenset({person_key(person_id)}), organisation_id)
    agents_changed(uow, organisation_id, [person_id])


async def touch_seats(uow: UnitOfWork) -> None:
    """Tell everybody who is logged in at an extension: what they see of the PBX changed."""
    for person_id, organisation_id in await seated(uow.conn):
        touch_line(uow, organisation_id, person_id)


async def seated(conn: AsyncConnection) -> list[tuple[str, str]]:
    """Return who is logged in at an extension, in the order of ids: (person, organisation)."""
    query = select(lines.c.person_id, lines.c.organisation_id).where(lines.c.extension.is_not(None))
    found = await conn.execute(across_organisations(query.order_by(lines.c.person_id), "the PBX serves all"))
    return [(row.person_id, row.organisation_id) for row in found]


async def free_line(uow: UnitOfWork, organisation_id: str, call_id: str, since: datetime) -> None:
    """End the call on the line that has it: after-call work begins (업무)."""
    query = select(lines.c.person_id).where(
        lines.c.call_id == call_id, lines.c.organisation_id == organisation_id
    )
    person_id = (await uow.conn.execute(query)).scalar_one_or_none()
    if person_id is not None:
        await set_line(uow, organisation_id, person_id, CtiState.WORK, since=since, call_id=None)
        await order_seat(uow, organisation_id, person_id)
