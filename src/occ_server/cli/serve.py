"""``occ-server serve``."""

import logging

import click

from occ_server.app import create_app
from occ_server.cli.running import database_option, require_schema, settings_for, shown_url
from occ_server.cli.serving import OccServer, run_serving, server_config
from occ_server.kit import garbage
from occ_server.kit.log import configure_logging
from occ_server.kit.tasks import running
from occ_server.settings import Settings
from occ_server.telephony.agreement import AdapterContradiction, agree_on_adapter
from occ_server.telephony.routes import make_adapter
from occ_server.topics import open_database

logger = logging.getLogger(__name__)

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@click.command()
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port to listen on; 0: any.")
@click.option("--certificate", default=None, type=click.Path(exists=True), help="TLS certificate (PEM).")
@click.option("--key", default=None, type=click.Path(exists=True), help="TLS private key (PEM).")
@database_option
def serve(
    host: str | None, port: int | None, certificate: str | None, key: str | None, database_url: str | None
) -> None:
    """Serve the API until a signal ends it."""
    settings = settings_for(database_url, host=host, port=port, tls_certificate=certificate, tls_key=key)
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        raise click.UsageError("--certificate and --key go together")
    require_schema(settings.database_url)
    configure_logging(settings.log_level)
    run_serving(_serve(settings))


async def _serve(settings: Settings) -> None:
    database = open_database(settings.database_url, pool_size=settings.pool_size)
    try:
        try:
            # The application would say it in a traceback.
            make_adapter(settings.cti_adapter, database.clock, settings)
            await agree_on_adapter(database, settings.cti_adapter)
        except (AdapterContradiction, ValueError) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        app = create_app(settings, database)
        config = server_config(
            app,
            settings.host,
            settings.port,
            log_level=settings.log_level,
            certificate=settings.tls_certificate,
            key=settings.tls_key,
        )
        server = OccServer(config, app)
        async with running(_announce(server, settings), "announce"):
            await server.serve()
    finally:
        await database.close()


async def _announce(server: OccServer, settings: Settings) -> None:
    await server.listening()
    garbage.settle()
    logger.info("running on %s with %s", *server.engines)
    logger.info("serving %s on %s", shown_url(settings.database_url), server.url)
    if not settings.tls_certificate and settings.host not in LOOPBACK_HOSTS:
        logger.warning("serving other machines without TLS: put a proxy with a certificate in front")
