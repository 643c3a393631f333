"""``occ-server demo``: the API on a living sample centre, for this machine only.

One JSON line on standard output says that it is ready and how to log in; all else goes to standard error.
"""

import asyncio
import ipaddress
import os
import signal
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
import msgspec
from litestar import Litestar
from sqlalchemy.exc import SQLAlchemyError

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.cli.running import in_words, require_schema, settings_for
from occ_server.cli.serving import OccServer, run_serving, server_config
from occ_server.demo.centre import SampleCentre, build_centre
from occ_server.demo.life import Life
from occ_server.demo.organisation import Account
from occ_server.demo.texts.telling import tell_texts
from occ_server.kit import garbage
from occ_server.kit.db import Database
from occ_server.kit.log import configure_logging
from occ_server.kit.problems import ApiError
from occ_server.kit.tasks import running
from occ_server.migrations.runner import UnknownSchema, migrate
from occ_server.settings import Settings
from occ_server.telephony.link import SIMULATOR
from occ_server.telephony.simulator import Simulator
from occ_server.topics import open_database


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """The line that says the demo takes requests."""

    url: str
    accounts: tuple[Account, ...]
    integration_key: str


def check_loopback(host: str) -> str:
    """Return the host unless others than this machine could reach it.

    :raises click.UsageError: the demo's data is invented, but its doors are not meant for a network.
    """
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise click.UsageError(f"the demo listens on this machine only; {host!r} is not a loopback address")
    return host


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _end_with_stdin() -> None:
    """Wait until whoever started us is gone, then end as by a signal."""
    while sys.stdin.buffer.read(1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _bring_schema(url: str) -> None:
    """Bring the database to this server's schema.

    :raises click.ClickException: when it cannot be reached or is of a newer server.
    """
    if not url.startswith("sqlite"):
        with suppress(SQLAlchemyError, ValueError, UnknownSchema):  # said in words by the next line
            migrate(url)
    require_schema(url)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; 0: any free one.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same centre.")
@click.option("--database-url", default=None, help="Keep the centre here instead of in a temporary file.")
@click.option("--still", is_flag=True, help="Sample data without simulated life.")
@click.option("--while-stdin", is_flag=True, help="End when standard input closes: with the parent process.")
@click.option("--tell-texts", is_flag=True, help="One JSON line more for each text the sandbox took.")
def demo(
    host: str,
    port: int,
    seed: int,
    database_url: str | None,
    still: bool,
    while_stdin: bool,
    tell_texts: bool,
) -> None:
    """Serve a sample contact center on this machine."""
    check_loopback(host)
    configure_logging("warning")
    for number in (signal.SIGTERM, signal.SIGINT):  # until the server takes signals itself
        signal.signal(number, _leave)
    if while_stdin:
        threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()
    with ExitStack() as stack:
        if database_url is None:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="occ-demo-", ignore_cleanup_errors=True)
            )
            database_url = f"sqlite:///{Path(folder) / 'demo.sqlite3'}"
        settings = settings_for(database_url, host=host, port=port, cti_adapter=SIMULATOR)
        _bring_schema(database_url)
        run_serving(_serve(settings, seed, _Shown(still, tell_texts)))


@dataclass(frozen=True)
class _Shown:
    """What is shown of the centre: life or none, and what goes to telephones."""

    still: bool
    texts: bool


async def _serve(settings: Settings, seed: int, shown: _Shown) -> None:
    database = open_database(settings.database_url, pool_size=settings.pool_size)
    passwords = Passwords()
    try:
        try:
            centre = await build_centre(database, passwords, seed=seed)
        except ApiError as error:
            raise click.ClickException(in_words(error)) from error
        app = create_app(settings, database, passwords=passwords)
        app.state.cti_adapter = Simulator(database.clock, seed=seed)
        server = OccServer(server_config(app, settings.host, settings.port, log_level="warning"), app)
        async with running(_live(server, app, centre, seed, shown), "demo"):
            await server.serve()
    finally:
        passwords.close()
        await database.close()


async def _live(server: OccServer, app: Litestar, centre: SampleCentre, seed: int, shown: _Shown) -> None:
    """Announce the server once it listens, then keep the centre alive until cancelled."""
    try:
        await server.listening()
    except RuntimeError:  # the server has said why
        return
    garbage.settle()
    made = centre.organisation
    ready = Ready(url=server.url, accounts=made.accounts, integration_key=made.integration_key)
    _say(ready)
    database: Database = app.state.database
    life = Life(database, centre, seed=seed)
    if not shown.still:
        life.start()
    try:
        if shown.texts:
            await tell_texts(database, made.id, _say)
        await asyncio.Event().wait()
    finally:
        await life.close()


def _say(line: msgspec.Struct) -> None:
    click.echo(msgspec.json.encode(line).decode())
    sys.stdout.flush()
