"""``occ-server audit …``: reading the trail, as JSON lines."""

import click
import msgspec

from occ_server.audit.service import entries
from occ_server.cli.running import database_option, with_database
from occ_server.kit.db import Database


@click.group()
def audit() -> None:
    """The append-only audit trail."""


@audit.command("list")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True)
@click.option("--action", default=None, help="Only this action, such as login.failed.")
@database_option
def list_entries(limit: int, action: str | None, database_url: str | None) -> None:
    """Print the newest entries, newest first."""

    async def work(database: Database) -> list[bytes]:
        async with database.read() as conn:
            found = await entries(conn, action=action, limit=limit)
        return [msgspec.json.encode(dict(row._mapping)) for row in found]  # noqa: SLF001 - public in SQLAlchemy

    for line in with_database(database_url, work):
        click.echo(line.decode())
