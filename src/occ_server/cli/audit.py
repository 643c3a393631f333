"""``occ-server audit …``: reading the trail as JSON lines, verifying its chains, purging what is old."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import click
import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import canonical_id
from occ_server.audit.chain import Place
from occ_server.audit.purge import purge, purge_before
from occ_server.audit.service import entries
from occ_server.audit.tables import NO_ORGANISATION
from occ_server.audit.verify import ChainCheck, as_stored, chains, holds, is_chain
from occ_server.cli.running import (
    database_option,
    find_organisation,
    find_person,
    operator,
    organisation_option,
    settings_for,
    with_database,
)
from occ_server.kit.db import Database
from occ_server.kit.organisation_guard import across_organisations
from occ_server.people.tables import organisations

FINDINGS_SHOWN = 100  # of one chain; more say nothing new


class Moment(click.ParamType[datetime]):
    """A day or a moment; without an offset it is this machine's time. ``ends`` takes a day as a whole."""

    name = "day|moment"

    def __init__(self, *, ends: bool = False) -> None:
        self._ends = ends

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the aware moment."""
        try:
            moment = datetime.fromisoformat(value)
            is_day = moment.time() == time() and len(value) <= len("2026-11-29")
            return (moment + timedelta(days=1) if is_day and self._ends else moment).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is neither 2026-11-29 nor 2026-11-29T09:00[+09:00]", param, ctx)


class Subject(click.ParamType[tuple[str, str]]):
    """What an entry is about: ``callback:ID``."""

    name = "kind:id"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return kind and id."""
        kind, _, subject_id = value.partition(":")
        if not kind or not subject_id:
            self.fail(f"{value!r} is not of the form callback:ID", param, ctx)
        return kind, subject_id


class Noted(click.ParamType[Place]):
    """A place in a chain that somebody noted earlier: ``NUMBER:HASH``."""

    name = "number:hash"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        """Return the place."""
        number, _, hash_ = value.strip().partition(":")
        if not (number.isascii() and number.isdigit() and len(number) < 19 and len(hash_) == 64):
            self.fail(f"{value!r} is not of the form NUMBER:HASH, as verify prints it", param, ctx)
        return Place(int(number), hash_.lower())


@click.group()
def audit() -> None:
    """The append-only audit trail."""


@audit.command("list")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True)
@click.option("--action", default=None, help="Only this action, such as login.failed.")
@click.option("--actor", default=None, help="Only what this person (account name) or id did.")
@click.option("--subject", type=Subject(), default=None, help="Only about this, such as callback:ID.")
@click.option("--since", type=Moment(), default=None, help="From this day or moment on.")
@click.option("--until", type=Moment(ends=True), default=None, help="To this day, included, or this moment.")
@database_option
def list_entries(
    limit: int,
    action: str | None,
    actor: str | None,
    subject: tuple[str, str] | None,
    since: datetime | None,
    until: datetime | None,
    database_url: str | None,
) -> None:
    """Print the newest entries, newest first."""

    async def work(database: Database) -> list[bytes]:
        async with database.read() as conn, as_stored(conn):
            actor_id = None if actor is None else await _actor_id(conn, actor)
            found = await entries(
                conn,
                action=action,
                actor_id=actor_id,
                subject=subject,
                since=since,
                until=until,
                limit=limit,
            )
        return [_line(row) for row in found]

    try:
        lines = with_database(database_url, work)
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise click.ClickException("an entry was altered so that it cannot be read: see verify") from error
    for line in lines:
        click.echo(line.decode())


async def _actor_id(conn: AsyncConnection, actor: str) -> str:
    return canonical_id(actor) or str((await find_person(conn, actor)).id)


def _line(row: Row[Any]) -> bytes:
    values = dict(row._mapping)  # noqa: SLF001 - public in SQLAlchemy
    if row.organisation_id == NO_ORGANISATION:
        values["organisation_id"] = None
    return msgspec.json.encode(values)


@audit.command("verify")
@click.option(
    "--expect",
    type=Noted(),
    multiple=True,
    help="A place noted from an earlier verify: the trail must still hold it. May be repeated.",
)
@organisation_option
@database_option
def verify(expect: tuple[Place, ...], organisation: str | None, database_url: str | None) -> None:
    """Find entries that were altered, removed, inserted or moved; exit code 1 if there are any."""

    async def work(database: Database) -> int:
        async with database.read() as conn:
            names = await _names(conn, organisation)
            total = broken = 0
            for organisation_id, name in names.items():
                check, findings = await _verify_chain(conn, organisation_id, name)
                total += check.entries
                broken += findings
            for noted in expect:
                if not await holds(conn, [name for name in names if is_chain(name)], noted):
                    click.echo(f"nothing holds {noted.number}:{noted.hash}: removed or altered since")
                    broken += 1
        if not broken:
            click.echo(f"sound (entries: {total}, chains: {len(names)})")
        return broken

    if broken := with_database(database_url, work):
        raise click.ClickException(f"the audit trail is not what was written (findings: {broken})")


async def _names(conn: AsyncConnection, organisation: str | None) -> dict[str, str]:
    """Return the chains to verify, with the names of their organisations.

    Every organisation has a chain, its founding is in it; one that lost all of it must not go unnoticed.
    """
    if organisation is not None:
        row = await find_organisation(conn, organisation)
        return {row.id: row.name}
    query = select(organisations.c.id, organisations.c.name).order_by(organisations.c.name)
    every = across_organisations(query, "an operator verifies every chain")
    names = {row.id: row.name for row in await conn.execute(every)}
    for organisation_id in await chains(conn):
        names.setdefault(organisation_id, f"organisation {_shown(organisation_id)}")
    if NO_ORGANISATION in names:
        names[NO_ORGANISATION] = "no organisation"
    return names


async def _verify_chain(conn: AsyncConnection, organisation_id: str, name: str) -> tuple[ChainCheck, int]:
    """Print what is wrong with one chain, or where it stands; return the check and how much is wrong."""
    check, findings = ChainCheck(organisation_id), 0
    async for finding in check.run(conn):
        findings += 1
        if findings <= FINDINGS_SHOWN:
            click.echo(f"{name}: {finding.words}")
    if findings > FINDINGS_SHOWN:
        click.echo(f"{name}: and {findings - FINDINGS_SHOWN} more")
    place = ":".join(_shown(part) for part in check.place)
    click.echo(f"{name}: head {place} (entries: {check.entries})")
    return check, findings


def _shown(stored: object) -> str:
    """Return something that was stored, perhaps by somebody who tampered, in a form any terminal takes."""
    return str(stored).encode("ascii", "backslashreplace").decode()


@audit.command("purge")
@click.option(
    "--even-broken",
    is_flag=True,
    help="Also where verify finds something; what it found is kept in the purge's own entry.",
)
@database_option
def purge_entries(*, even_broken: bool, database_url: str | None) -> None:
    """Remove what is older than OCC_AUDIT_RETENTION_DAYS; a running server does so by itself."""
    kept = timedelta(days=settings_for(database_url).audit_retention_days)

    async def work(database: Database) -> int:
        older_than, who, total = purge_before(database.clock.now(), kept), operator(), 0
        while removed := await database.run(lambda uow: purge(uow, older_than, who, even_broken=even_broken)):
            total += removed
        return total

    click.echo(f"{with_database(database_url, work)} entries removed")
