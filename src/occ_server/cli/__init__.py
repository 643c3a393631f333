"""The command line ``occ-server``. Commands are loaded when asked for, so that each starts quickly."""

from importlib import import_module

import click

_COMMANDS = {
    "serve": "occ_server.cli.serve:serve",
    "migrate": "occ_server.cli.schema:migrate",
    "new-epoch": "occ_server.cli.schema:new_epoch",
    "backup": "occ_server.cli.backup:backup",
    "jobs": "occ_server.cli.jobs:jobs",
    "organisation": "occ_server.cli.organisations:organisation",
    "service": "occ_server.cli.organisations:service",
    "user": "occ_server.cli.users:user",
    "key": "occ_server.cli.keys:key",
    "device": "occ_server.cli.devices:device",
    "carrier": "occ_server.cli.carriers:carrier",
    "pbx": "occ_server.cli.pbx:pbx",
    "audit": "occ_server.cli.audit:audit",
    "demo": "occ_server.demo.cli:demo",
}


class _LazyGroup(click.Group):
    """Imports a command's module on its first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        target = _COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, name = target.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_LazyGroup)
@click.version_option(package_name="online-contact-center-desktop", prog_name="occ-server")
def main() -> None:
    """Central API of the online contact center."""
