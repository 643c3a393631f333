"""``occ-server jobs …``: what is still to do, and what to do with work that was set aside."""

from collections.abc import Awaitable, Callable
from typing import Any

import click
import msgspec
from sqlalchemy import Row

from occ_server.audit.service import record
from occ_server.cli.running import database_option, in_unit, operator, with_database
from occ_server.kit.db import Database
from occ_server.kit.jobs.aside import drop, listed, retry, set_aside
from occ_server.kit.unit import UnitOfWork

kind_option = click.option("--kind", default=None, help="Only this kind, such as claims.expire.")


@click.group()
def jobs() -> None:
    """Work that waits, runs, or was set aside after it failed too often."""


@jobs.command("list")
@click.option("--failed", is_flag=True, help="Only what was set aside.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@kind_option
@database_option
def list_jobs(kind: str | None, failed: bool, limit: int, database_url: str | None) -> None:
    """Print jobs as JSON lines, the longest due first; never what they carry."""

    async def work(database: Database) -> list[bytes]:
        async with database.read() as conn:
            found = await listed(conn, kind=kind, failed=failed, limit=limit)
        return [msgspec.json.encode(_shown(row)) for row in found]

    for line in with_database(database_url, work):
        click.echo(line.decode())


def _shown(row: Row[Any]) -> dict[str, Any]:
    state = "failed" if row.failed_at is not None else "waiting" if row.token is None else "running"
    hidden = {"token", "organisation_id"}
    return {"state": state} | {name: value for name, value in row._mapping.items() if name not in hidden}  # noqa: SLF001 - public in SQLAlchemy


@jobs.command("retry")
@click.argument("job_id", required=False)
@kind_option
@database_option
def retry_jobs(job_id: str | None, kind: str | None, database_url: str | None) -> None:
    """Try a job that was set aside again, or all of a kind: at once, with all their attempts."""
    _decide(database_url, job_id, kind, retry, "job.retried")


@jobs.command("drop")
@click.argument("job_id", required=False)
@kind_option
@database_option
def drop_jobs(job_id: str | None, kind: str | None, database_url: str | None) -> None:
    """Forget a job that was set aside, or all of a kind. What it was to do stays undone."""
    _decide(database_url, job_id, kind, drop, "job.dropped")


def _decide(
    database_url: str | None,
    job_id: str | None,
    kind: str | None,
    decision: Callable[[UnitOfWork, Row[Any]], Awaitable[None]],
    action: str,
) -> None:
    if (job_id is None) == (kind is None):
        raise click.UsageError("say which: a job's id, or --kind")

    async def work(uow: UnitOfWork) -> int:
        found = await set_aside(uow, job_id=job_id, kind=kind)
        for row in found:
            await record(uow, operator(), action, subject=("job", row.id), kind=row.kind, error=row.error)
            await decision(uow, row)
        return len(found)

    count = in_unit(database_url, work)
    if not count:
        raise click.ClickException("nothing like that was set aside")
    click.echo(f"{count} job{'' if count == 1 else 's'}")
