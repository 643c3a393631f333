"""``occ-server organisation …`` and ``occ-server service …``."""

from typing import Any

import click
from sqlalchemy import select

from occ_server.cli.running import (
    DEFAULT_ORGANISATION,
    DEFAULT_TIME_ZONE,
    database_option,
    find_organisation,
    find_service,
    in_unit,
    operator,
    organisation_option,
)
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.people.organisations import (
    ServiceSwitches,
    create_organisation,
    create_service,
    set_route,
    set_service,
)
from occ_server.people.tables import organisations, services


@click.group()
def organisation() -> None:
    """Organisations: each has its own services, people and data."""


@organisation.command("add")
@click.argument("name")
@click.option("--time-zone", default=DEFAULT_TIME_ZONE, show_default=True, help="IANA name.")
@database_option
def add_organisation(name: str, time_zone: str, database_url: str | None) -> None:
    """Make an organisation."""
    click.echo(in_unit(database_url, lambda uow: create_organisation(uow, operator(), name, time_zone)))


@organisation.command("list")
@database_option
def list_organisations(database_url: str | None) -> None:
    """List the organisations."""

    async def work(uow: UnitOfWork) -> list[str]:
        query = select(organisations).order_by(organisations.c.name)
        rows = await uow.conn.execute(across_organisations(query, "they are the list"))
        return [f"{row.id}\t{row.name}\t{row.time_zone}" for row in rows]

    for line in in_unit(database_url, work):
        click.echo(line)


async def organisation_for_new(uow: UnitOfWork, name: str | None) -> str:
    """Return the organisation to add something to, making the first one of an empty database."""
    query = select(organisations.c.id).limit(1)
    any_row = (await uow.conn.execute(across_organisations(query, "is there any?"))).first()
    if any_row is None:
        return await create_organisation(uow, operator(), name or DEFAULT_ORGANISATION, DEFAULT_TIME_ZONE)
    return str((await find_organisation(uow.conn, name)).id)


def _switches(command: Any) -> Any:
    for option in (
        click.option("--callback/--no-callback", "callback_enabled", default=None, help="Callbacks."),
        click.option("--sms/--no-sms", "sms_enabled", default=None, help="Texting."),
        click.option("--cti/--no-cti", "cti_enabled", default=None, help="Telephony."),
        click.option(
            "--auto-ticket/--no-auto-ticket", "auto_ticket", default=None, help="A ticket at dial time."
        ),
        click.option("--service-level", "service_level_seconds", type=int, default=None, help="Seconds."),
    ):
        command = option(command)
    return command


@click.group()
def service() -> None:
    """Services: brands or lines of business, with their contract switches and IVR routes."""


@service.command("add")
@click.argument("name")
@_switches
@organisation_option
@database_option
def add_service(name: str, organisation: str | None, database_url: str | None, **switches: Any) -> None:
    """Make a service; everything is on unless said otherwise."""

    async def work(uow: UnitOfWork) -> str:
        organisation_id = await organisation_for_new(uow, organisation)
        return await create_service(uow, operator(), organisation_id, name, ServiceSwitches(**switches))

    click.echo(in_unit(database_url, work))


@service.command("set")
@click.argument("name")
@click.option("--name", "new_name", default=None, help="A new name.")
@_switches
@organisation_option
@database_option
def change_service(
    name: str, new_name: str | None, organisation: str | None, database_url: str | None, **switches: Any
) -> None:
    """Turn switches of a service, or rename it."""

    async def work(uow: UnitOfWork) -> None:
        found = await find_service(uow.conn, (await find_organisation(uow.conn, organisation)).id, name)
        await set_service(uow, operator(), found.id, ServiceSwitches(name=new_name, **switches))

    in_unit(database_url, work)


@service.command("route")
@click.argument("name")
@click.argument("code")
@click.argument("label")
@organisation_option
@database_option
def add_route(name: str, code: str, label: str, organisation: str | None, database_url: str | None) -> None:
    """Add or rename an IVR route of a service."""

    async def work(uow: UnitOfWork) -> None:
        found = await find_service(uow.conn, (await find_organisation(uow.conn, organisation)).id, name)
        await set_route(uow, operator(), found.id, code, label)

    in_unit(database_url, work)


@service.command("list")
@organisation_option
@database_option
def list_services(organisation: str | None, database_url: str | None) -> None:
    """List the services and their switches."""

    async def work(uow: UnitOfWork) -> list[str]:
        owner = await find_organisation(uow.conn, organisation)
        query = select(services).where(services.c.organisation_id == owner.id).order_by(services.c.name)
        return [
            f"{row.id}\t{row.name}\tcallback={row.callback_enabled}\tsms={row.sms_enabled}\tcti={row.cti_enabled}"
            for row in await uow.conn.execute(query)
        ]

    for line in in_unit(database_url, work):
        click.echo(line)
