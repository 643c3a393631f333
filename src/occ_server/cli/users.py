"""``occ-server user …``. Passwords come from a prompt or standard input, never from the command line."""

import sys

import click
from sqlalchemy import select

from occ_contract.people import Permission, Role
from occ_server.auth.login import unlock
from occ_server.auth.passwords import Passwords, checked_password
from occ_server.auth.sessions import end_sessions_of
from occ_server.cli.organisations import organisation_for_new
from occ_server.cli.running import (
    database_option,
    find_organisation,
    find_person,
    find_service,
    in_unit,
    in_words,
    operator,
    organisation_option,
)
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.people.service import (
    create_person,
    disable_person,
    enable_person,
    grant,
    revoke,
    set_password_hash,
)
from occ_server.people.tables import people

password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)


def _password_hash(*, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        checked = checked_password(password)
    except ApiError as error:
        raise click.ClickException(in_words(error)) from error
    passwords = Passwords()
    try:
        return passwords.hash_now(checked)
    finally:
        passwords.close()


@click.group()
def user() -> None:
    """Accounts of people and what they may do."""


@user.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name colleagues see.")
@password_option
@organisation_option
@database_option
def add(
    username: str, name: str, password_stdin: bool, organisation: str | None, database_url: str | None
) -> None:
    """Make an account."""
    password_hash = _password_hash(from_stdin=password_stdin)

    async def work(uow: UnitOfWork) -> str:
        organisation_id = await organisation_for_new(uow, organisation)
        return await create_person(
            uow, operator(), organisation_id, username=username, name=name, password_hash=password_hash
        )

    click.echo(in_unit(database_url, work))


@user.command("disable")
@click.argument("username")
@database_option
def disable(username: str, database_url: str | None) -> None:
    """Close an account; it is logged out everywhere at once and its caches are erased."""

    async def work(uow: UnitOfWork) -> None:
        person = await find_person(uow.conn, username)
        await disable_person(uow, operator(), person.id)
        await end_sessions_of(uow, person.id, "disabled")

    in_unit(database_url, work)


@user.command("enable")
@click.argument("username")
@database_option
def enable(username: str, database_url: str | None) -> None:
    """Open a disabled account again, also one locked after wrong passwords."""

    async def work(uow: UnitOfWork) -> None:
        await enable_person(uow, operator(), (await find_person(uow.conn, username)).id)
        await unlock(uow, username)

    in_unit(database_url, work)


@user.command("password")
@click.argument("username")
@password_option
@database_option
def password(username: str, password_stdin: bool, database_url: str | None) -> None:
    """Set a new password; the account is logged out everywhere, and no longer locked."""
    password_hash = _password_hash(from_stdin=password_stdin)

    async def work(uow: UnitOfWork) -> None:
        person = await find_person(uow.conn, username)
        await set_password_hash(uow, operator(), person.id, password_hash)
        await end_sessions_of(uow, person.id, "password")
        await unlock(uow, username)

    in_unit(database_url, work)


@user.command("grant")
@click.argument("username")
@click.argument("service")
@click.option(
    "--role", type=click.Choice([Role.SUPERVISOR.value, Role.AGENT.value]), required=True, help="Their role."
)
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    type=click.Choice([p.value for p in Permission if p is not Permission.UNKNOWN]),
    help="An extra permission; may be repeated.",
)
@database_option
def grant_role(
    username: str, service: str, role: str, permissions: tuple[str, ...], database_url: str | None
) -> None:
    """Make a person a member of a service, or replace what they may do there."""

    async def work(uow: UnitOfWork) -> None:
        person = await find_person(uow.conn, username)
        found = await find_service(uow.conn, person.organisation_id, service)
        await grant(uow, operator(), person.id, found.id, Role(role), map(Permission, permissions))

    in_unit(database_url, work)


@user.command("revoke")
@click.argument("username")
@click.argument("service")
@database_option
def revoke_role(username: str, service: str, database_url: str | None) -> None:
    """End a person's membership in a service."""

    async def work(uow: UnitOfWork) -> None:
        person = await find_person(uow.conn, username)
        found = await find_service(uow.conn, person.organisation_id, service)
        await revoke(uow, operator(), person.id, found.id)

    in_unit(database_url, work)


@user.command("list")
@organisation_option
@database_option
def list_people(organisation: str | None, database_url: str | None) -> None:
    """List the accounts."""

    async def work(uow: UnitOfWork) -> list[str]:
        owner = await find_organisation(uow.conn, organisation)
        query = select(people).where(people.c.organisation_id == owner.id).order_by(people.c.username)
        rows = await uow.conn.execute(query)
        return [f"{r.username}\t{r.name}\t{'disabled' if r.disabled_at else 'active'}" for r in rows]

    for line in in_unit(database_url, work):
        click.echo(line)
