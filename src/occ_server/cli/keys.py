"""``occ-server key …``: API keys of integrations."""

import click

from occ_server.auth.keys import DEFAULT_SCOPES, create_key, revoke_key
from occ_server.cli.running import (
    database_option,
    find_organisation,
    in_unit,
    operator,
    organisation_option,
)
from occ_server.kit.unit import UnitOfWork
from occ_server.topics import scopes


@click.group()
def key() -> None:
    """API keys of integrations, such as an IVR that hands in callback requests."""


@key.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "chosen",
    multiple=True,
    type=click.Choice(sorted(scopes())),
    default=DEFAULT_SCOPES,
    show_default=True,
    help="What the key is for; may be repeated.",
)
@organisation_option
@database_option
def add(name: str, chosen: tuple[str, ...], organisation: str | None, database_url: str | None) -> None:
    """Make a key and show it, this once."""

    async def work(uow: UnitOfWork) -> str:
        owner = await find_organisation(uow.conn, organisation)
        return await create_key(uow, operator(), owner.id, name, chosen)

    click.echo(in_unit(database_url, work))


@key.command("revoke")
@click.argument("name")
@organisation_option
@database_option
def revoke(name: str, organisation: str | None, database_url: str | None) -> None:
    """Revoke a key at once."""

    async def work(uow: UnitOfWork) -> None:
        owner = await find_organisation(uow.conn, organisation)
        await revoke_key(uow, operator(), owner.id, name)

    in_unit(database_url, work)
