"""``occ-server device …``: accounts of walls, which only show what some services do."""

import click

from occ_server.auth.walls import ListedDevice, add_device, list_devices, revoke_device
from occ_server.cli.running import (
    database_option,
    find_organisation,
    find_service,
    in_unit,
    operator,
    organisation_option,
)
from occ_server.kit.unit import UnitOfWork


@click.group()
def device() -> None:
    """Screens on a wall: each has a token that shows its services and nothing else."""


@device.command("add")
@click.argument("name")
@click.option("--service", "names", multiple=True, required=True, help="A service it shows; may be repeated.")
@organisation_option
@database_option
def add(name: str, names: tuple[str, ...], organisation: str | None, database_url: str | None) -> None:
    """Make a device and show its token, this once."""

    async def work(uow: UnitOfWork) -> str:
        owner = await find_organisation(uow.conn, organisation)
        shown = [(await find_service(uow.conn, owner.id, service)).id for service in names]
        return await add_device(uow, operator(), owner.id, name, shown)

    click.echo(in_unit(database_url, work))


@device.command("list")
@organisation_option
@database_option
def list_all(organisation: str | None, database_url: str | None) -> None:
    """List the devices: name, state, since when (UTC), and the services each shows. No token is kept."""

    async def work(uow: UnitOfWork) -> list[ListedDevice]:
        owner = await find_organisation(uow.conn, organisation)
        return await list_devices(uow.conn, owner.id)

    for one in in_unit(database_url, work):
        state, since = ("revoked", one.revoked_at) if one.revoked_at else ("active", one.created_at)
        click.echo(f"{one.name}\t{state}\t{since:%Y-%m-%d %H:%M}\t{', '.join(one.services)}")


@device.command("revoke")
@click.argument("name")
@organisation_option
@database_option
def revoke(name: str, organisation: str | None, database_url: str | None) -> None:
    """Revoke a device at once."""

    async def work(uow: UnitOfWork) -> None:
        owner = await find_organisation(uow.conn, organisation)
        await revoke_device(uow, operator(), owner.id, name)

    in_unit(database_url, work)
