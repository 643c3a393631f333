"""``occ-server carrier …``: through whom a service's texts go, and what is wrong with it."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import click
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import MessageStage
from occ_server.cli.running import (
    database_option,
    find_organisation,
    find_service,
    in_unit,
    operator,
    organisation_option,
    with_database,
)
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import (
    WantedAccount,
    account_of,
    carrier_of,
    close_carriers,
    set_account,
)
from occ_server.sms.carriers.checking import check, checked_url
from occ_server.sms.carriers.protocol import NotTaken, Sender
from occ_server.sms.carriers.registry import NHN, SANDBOX
from occ_server.sms.carriers.routes import WEBHOOK_PATH
from occ_server.sms.carriers.sandbox.ways import NUMBERS, load_ways, save_ways
from occ_server.sms.carriers.senders import ask_for_senders, sync_senders
from occ_server.sms.tables import links, messages

T = TypeVar("T")
SECRET_LIMIT = 400
NO_CARRIER = "this service has no carrier; set one with: occ-server carrier set"


async def _service(conn: AsyncConnection, organisation: str | None, name: str) -> Row[Any]:
    return await find_service(conn, (await find_organisation(conn, organisation)).id, name)


def _with_service(
    database_url: str | None,
    organisation: str | None,
    name: str,
    work: Callable[[Database, Row[Any]], Awaitable[T]],
) -> T:
    async def run(database: Database) -> T:
        try:
            async with database.read() as conn:
                found = await _service(conn, organisation, name)
            return await work(database, found)
        finally:
            await close_carriers(database)

    return with_database(database_url, run)


def _secret(what: str) -> str:
    """Return a line of the standard input: a secret never stands in the argument list."""
    text = sys.stdin.readline().strip()
    if not text or len(text) > SECRET_LIMIT or not text.isascii() or not text.isprintable():
        raise click.ClickException(f"{what}: one line of the standard input, at most {SECRET_LIMIT} letters")
    return text


def _set(database_url: str | None, organisation: str | None, name: str, wanted: WantedAccount) -> None:
    async def work(uow: UnitOfWork) -> tuple[str, int]:
        found = await _service(uow.conn, organisation, name)
        left = await _under_way(uow.conn, found, wanted)
        hook = await set_account(uow, operator(), found.organisation_id, found.id, wanted)
        await ask_for_senders(uow, found.id, found.organisation_id)
        return hook, left

    hook, left = in_unit(database_url, work)
    if left:
        click.echo(f"warning: the results of {left} texts handed over before may never be heard of", err=True)
    if wanted.carrier == NHN:
        click.echo(f"webhook: {WEBHOOK_PATH}{hook}")


async def _under_way(conn: AsyncConnection, service: Row[Any], wanted: WantedAccount) -> int:
    """Count the texts another account has: with this one, nobody asks for them."""
    own = (links.c.id == service.id, links.c.organisation_id == service.organisation_id)
    link = (await conn.execute(select(links).where(*own))).one_or_none()
    if link is None or (link.carrier, link.app_key) == (wanted.carrier, wanted.app_key):
        return 0
    query = select(func.count()).where(
        messages.c.service_id == service.id,
        messages.c.organisation_id == service.organisation_id,
        messages.c.stage.in_((MessageStage.HANDING_OVER, MessageStage.ACCEPTED, MessageStage.UNKNOWN)),
    )
    return int((await conn.execute(query)).scalar_one())


@click.group()
def carrier() -> None:
    """Carriers of texts: each service has an account with one, or sends none."""


@carrier.group("set")
@click.argument("service")
@click.pass_context
def set_group(context: click.Context, service: str) -> None:
    """Give SERVICE a carrier; what was set before is replaced."""
    context.obj = service


@set_group.command("nhn")
@click.pass_obj
@click.option("--url", default="https://sms.api.nhncloudservice.com", show_default=True, help="Its base.")
@click.option("--app-key", required=True, help="From the console of NHN Cloud, Notification > SMS.")
@click.option("--secret-stdin", is_flag=True, required=True, help="The secret key is the first line of it.")
@click.option("--webhook-secret-stdin", is_flag=True, help="The webhook's signature is the next line of it.")
@organisation_option
@database_option
def set_nhn(
    service: str,
    url: str,
    app_key: str,
    secret_stdin: bool,  # noqa: ARG001 - says where the secret comes from, and that it comes
    webhook_secret_stdin: bool,
    organisation: str | None,
    database_url: str | None,
) -> None:
    """NHN Cloud Notification SMS; prints the path its webhook is to be given behind this server's address."""
    try:
        base = checked_url(url)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if not app_key.isalnum() and not app_key.replace("-", "").replace("_", "").isalnum():
        raise click.ClickException("the application key has letters, digits, - and _ only")
    secret = _secret("the secret key")
    webhook_secret = _secret("the webhook's signature") if webhook_secret_stdin else None
    wanted = WantedAccount(
        carrier=NHN, url=base, app_key=app_key, secret=secret, webhook_secret=webhook_secret
    )
    _set(database_url, organisation, service, wanted)


@set_group.command("sandbox")
@click.pass_obj
@organisation_option
@database_option
def set_sandbox(service: str, organisation: str | None, database_url: str | None) -> None:
    """Send nothing to anybody, and invent what becomes of it: for trying out."""
    _set(database_url, organisation, service, WantedAccount(carrier=SANDBOX))


@carrier.command("senders")
@click.argument("service")
@organisation_option
@database_option
def senders(service: str, organisation: str | None, database_url: str | None) -> None:
    """Read the sender numbers from the carrier now, and print them."""

    async def work(database: Database, found: Row[Any]) -> list[Sender]:
        if await carrier_of(database, found.id) is None:
            raise click.ClickException(NO_CARRIER)
        try:
            return list(await sync_senders(database, found.id, found.organisation_id))
        except NotTaken as error:
            raise click.ClickException(f"the carrier did not tell: {error}; try: carrier check") from error

    for sender in _with_service(database_url, organisation, service, work):
        state = "usable" if sender.usable else "blocked" if sender.blocked else "not in use"
        click.echo(f"{sender.phone}\t{state}")


@carrier.command("check")
@click.argument("service")
@organisation_option
@database_option
def check_carrier(service: str, organisation: str | None, database_url: str | None) -> None:
    """Ask the carrier something harmless and say in a sentence what is wrong; fails if something is."""

    async def work(database: Database, found: Row[Any]) -> tuple[bool, str]:
        async with database.ask() as conn:
            account = await account_of(database, conn, found.id)
        opened = await carrier_of(database, found.id)
        if account is None or opened is None:
            return False, NO_CARRIER
        return await check(account, opened, database.clock)

    well, sentence = _with_service(database_url, organisation, service, work)
    if not well:
        raise click.ClickException(sentence)
    click.echo(sentence)


@carrier.command("show")
@click.argument("service")
@organisation_option
@database_option
def show(service: str, organisation: str | None, database_url: str | None) -> None:
    """Show a service's carrier and how it stands; secrets are only said to be there."""

    async def work(database: Database, found: Row[Any]) -> list[str]:
        query = select(links).where(links.c.id == found.id, links.c.organisation_id == found.organisation_id)
        async with database.read() as conn:
            row = (await conn.execute(query)).one_or_none()
        if row is None or row.carrier is None:
            raise click.ClickException(NO_CARRIER)
        trouble = f"{row.trouble.value} since {row.since:%Y-%m-%d %H:%M:%S} UTC" if row.trouble else "none"
        lines = [f"carrier: {row.carrier}", f"trouble: {trouble}", f"waiting: {row.held}"]
        if row.carrier == NHN:
            kept = {"secret": row.secret, "webhook secret": row.webhook_secret}
            lines += [f"url: {row.url}", f"application key: …{(row.app_key or '')[-4:]}"]
            lines += [f"{name}: {'set' if value else 'not set'}" for name, value in kept.items()]
            lines.append(f"webhook: {WEBHOOK_PATH}{row.hook}")
        return lines

    for line in _with_service(database_url, organisation, service, work):
        click.echo(line)


@carrier.command("sandbox")
@click.argument("service")
@click.option("--down/--up", "down", default=None, help="It does not answer.")
@click.option("--out-of-quota/--quota", "out_of_quota", default=None, help="It takes nothing more.")
@click.option("--lose-answers", type=click.IntRange(0), default=None, help="Of so many calls, from now on.")
@click.option("--answer-seconds", type=click.IntRange(0), default=None, help="How late it answers.")
@click.option("--block", multiple=True, type=click.Choice(NUMBERS), help="A sender number.")
@click.option("--unblock", multiple=True, type=click.Choice(NUMBERS), help="A sender number.")
@organisation_option
@database_option
def sandbox(
    service: str,
    block: tuple[str, ...],
    unblock: tuple[str, ...],
    organisation: str | None,
    database_url: str | None,
    **told: Any,
) -> None:
    """Tell a service's sandbox how to behave; what is not named stays."""

    async def work(uow: UnitOfWork) -> None:
        found = await _service(uow.conn, organisation, service)
        ways = await load_ways(uow.conn, found.organisation_id, found.id)
        blocked = sorted({*ways.blocked, *block} - set(unblock))
        given = {name: value for name, value in told.items() if value is not None}
        await save_ways(uow, found.organisation_id, found.id, replace(ways, blocked=tuple(blocked), **given))

    in_unit(database_url, work)
