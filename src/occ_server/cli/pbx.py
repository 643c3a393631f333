"""``occ-server pbx …``: what is wrong with the PBX, before an agent finds out."""

import asyncio

import click

from occ_server.cli.running import settings_for
from occ_server.telephony.asterisk.address import address_of
from occ_server.telephony.asterisk.checking import check as look


@click.group()
def pbx() -> None:
    """The Asterisk of OCC_AMI_HOST, OCC_AMI_PORT, OCC_AMI_USER and OCC_AMI_SECRET."""


@pbx.command("check")
@click.option("--extension", default=None, help="Look at the telephone at this extension too.")
def check(extension: str | None) -> None:
    """Say in a sentence each what is wrong; exit code 1 if anything is. No telephone rings."""
    if extension is not None and not (extension.isascii() and extension.isdigit()):
        raise click.UsageError("an extension is made of digits")
    try:
        address = address_of(settings_for(None))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    found = asyncio.run(look(address, extension))
    for sentence in found.wrong:
        click.echo(sentence)
    if found.wrong:
        raise click.ClickException(f"the PBX is not as it has to be (findings: {len(found.wrong)})")
    click.echo(f"sound: {found.about}")
