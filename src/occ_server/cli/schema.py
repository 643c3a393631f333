"""``occ-server migrate`` and ``occ-server new-epoch``."""

import click
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from occ_server.audit.service import record
from occ_server.cli.running import database_option, in_unit, operator, settings_for, shown_url
from occ_server.feed.state import begin_epoch
from occ_server.kit.unit import UnitOfWork
from occ_server.migrations.runner import UnknownSchema
from occ_server.migrations.runner import migrate as run_migrations


@click.command()
@database_option
def migrate(database_url: str | None) -> None:
    """Bring the database to this server's schema."""
    url = settings_for(database_url).database_url
    try:
        version = run_migrations(url)
    except UnknownSchema as error:
        raise click.ClickException(f"the database was migrated by a newer server ({error})") from error
    except (ArgumentError, ValueError) as error:
        raise click.ClickException(f"this is not a database URL we can use: {error}") from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise click.ClickException(f"cannot use the database {shown_url(url)}: {reason}") from error
    click.echo(f"{shown_url(url)} is at {version.present}")


@click.command("new-epoch")
@database_option
def new_epoch(database_url: str | None) -> None:
    """Tell every client to rebuild its cache; run it after restoring a backup, before serving."""

    async def work(uow: UnitOfWork) -> str:
        fresh = await begin_epoch(uow)
        await record(uow, operator(), "epoch.began", epoch=fresh)
        return fresh

    click.echo(in_unit(database_url, work))
