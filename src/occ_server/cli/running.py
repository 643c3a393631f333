"""What every command shares: the database option, the schema check, one unit of work, refusals in words."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click
import msgspec
from sqlalchemy import Row, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_server.audit.service import Who
from occ_server.kit.db import Database
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.problems import ApiError
from occ_server.kit.unit import UnitOfWork
from occ_server.migrations.runner import UnknownSchema, migrate, schema_version
from occ_server.people.names import username_key
from occ_server.people.tables import organisations, people, services
from occ_server.settings import Settings, load_settings
from occ_server.topics import open_database

T = TypeVar("T")
DEFAULT_ORGANISATION = "Contact center"
DEFAULT_TIME_ZONE = "Asia/Seoul"

database_option = click.option(
    "--database-url", default=None, help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
)
organisation_option = click.option(
    "--organisation", default=None, help="Its name; not needed while there is only one."
)

_WORDS: dict[ErrorCode, str] = {
    ErrorCode.REQUIRED: "{field}: must not be empty",
    ErrorCode.TOO_LONG: "{field}: at most {limit} characters, this has {length}",
    ErrorCode.BAD_CHARACTER: "{field}: contains a character that cannot be used",
    ErrorCode.BAD_CHOICE: "{field}: {value!r} is not known",
    ErrorCode.BAD_RANGE: "{field}: must be from {least} to {most}",
    ErrorCode.TAKEN: "{field}: {value!r} exists already",
}


def settings_for(database_url: str | None, **given: Any) -> Settings:
    """Return the settings of the environment with what the command line overrides.

    :raises click.ClickException: for a setting that does not fit.
    """
    try:
        settings = load_settings()
    except msgspec.ValidationError as error:
        raise click.ClickException(f"a setting (OCC_…) does not fit: {error}") from error
    overrides = {name: value for name, value in given.items() if value is not None}
    if database_url:
        overrides["database_url"] = database_url
    return msgspec.structs.replace(settings, **overrides)


def operator() -> Who:
    """Return whoever sits at this command line, as the audit trail names them."""
    try:
        return Who("operator", None, getpass.getuser()[:100])
    except (KeyError, OSError):  # no account behind this user id
        return Who("operator", None, "unknown")


def in_words(error: ApiError) -> str:
    """Return an English sentence for a refusal."""
    if error.code is ErrorCode.NOT_FOUND:
        return "there is no such thing"
    parts: list[str] = []
    for problem in error.params.get("fields", ()):
        words = _WORDS.get(ErrorCode(problem["code"]), "{field}: refused")
        parts.append(words.format(**{"field": problem["field"], "value": "", **problem["params"]}))
    return "; ".join(parts) or f"refused: {error.code.value}"


def shown_url(url: str) -> str:
    """Return a database URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def require_schema(url: str) -> None:
    """Make sure the database has this server's schema; an SQLite file is brought to it here.

    :raises click.ClickException: when it cannot be reached, is of another version, or needs ``migrate``.
    """
    try:
        if make_url(url).get_backend_name() == "sqlite":
            migrate(url)
            return
        version = schema_version(url)
    except UnknownSchema as error:
        raise click.ClickException(
            f"the database {shown_url(url)} was migrated by a newer server ({error}); install that version"
        ) from error
    except (ArgumentError, ValueError) as error:
        raise click.ClickException(f"this is not a database URL we can use: {error}") from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise click.ClickException(f"cannot use the database {shown_url(url)}: {reason}") from error
    if not version.is_current:
        raise click.ClickException(
            f"the database {shown_url(url)} is not migrated (it has {version.present or 'no schema'}, "
            f"this server needs {version.wanted}); run: occ-server migrate"
        )


def with_database(database_url: str | None, work: Callable[[Database], Awaitable[T]]) -> T:
    """Run ``work`` with the database open.

    :raises click.ClickException: for a refusal, in words.
    """
    settings = settings_for(database_url)
    require_schema(settings.database_url)

    async def run() -> T:
        database = open_database(settings.database_url)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except ApiError as error:
        raise click.ClickException(in_words(error)) from error


def in_unit(database_url: str | None, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Run ``work`` in one unit of work.

    :raises click.ClickException: for a refusal, in words.
    """
    return with_database(database_url, lambda database: database.run(work))


async def find_organisation(conn: AsyncConnection, name: str | None) -> Row[Any]:
    """Return the organisation of that name, or the only one.

    :raises click.ClickException: when there is none, or several and no name.
    """
    query = select(organisations).order_by(organisations.c.name)
    if name is not None:
        query = query.where(organisations.c.name == name)
    named = across_organisations(query, "which it is is the question")
    found = (await conn.execute(named)).all()
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(row.name for row in found)
        raise click.ClickException(f"say which organisation with --organisation: {names}")
    raise click.ClickException(
        f"there is no organisation {name!r}"
        if name
        else "there is no organisation yet: occ-server organisation add"
    )


async def find_person(conn: AsyncConnection, username: str) -> Row[Any]:
    """Return the account of that name.

    :raises click.ClickException: when there is none.
    """
    query = select(people).where(people.c.username == username_key(username))
    anybody = across_organisations(query, "an account name is one person's in the whole installation")
    row = (await conn.execute(anybody)).one_or_none()
    if row is None:
        raise click.ClickException(f"there is no account {username!r}")
    return row


async def find_service(conn: AsyncConnection, organisation_id: str, name: str) -> Row[Any]:
    """Return the service of that name.

    :raises click.ClickException: when there is none.
    """
    query = select(services).where(services.c.organisation_id == organisation_id, services.c.name == name)
    row = (await conn.execute(query)).one_or_none()
    if row is None:
        raise click.ClickException(f"there is no service {name!r}")
    return row
