"""``occ-server backup``: a copy of an SQLite database while it is served."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from occ_server.cli.running import database_option, settings_for, shown_url


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@database_option
def backup(file: Path, database_url: str | None) -> None:
    """Copy the SQLite database into FILE, as it is at one moment; servers go on meanwhile.

    FILE appears when it is complete, checked and on disk, readable for its owner only; one that is there is
    not replaced. PostgreSQL has its own tools: pg_dump, or a base backup with its log.
    """
    url = settings_for(database_url).database_url
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise click.ClickException(f"{shown_url(url)} is not SQLite: use pg_dump")
    if file.exists():
        raise click.ClickException(f"{file} exists already")
    try:
        copy_database(Path(parsed.database), file)
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"cannot copy {shown_url(url)}: {error}") from error
    click.echo(f"{file}: {file.stat().st_size} bytes")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database, whoever writes it; ``target`` is there complete or not at all.

    :raises OSError: when a file cannot be read or written.
    :raises sqlite3.Error: when the source is no database, or the copy is not sound.
    """
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")  # mode 0600
    os.close(handle)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as original,
            closing(sqlite3.connect(made)) as copy,
        ):
            original.backup(copy)  # in one step: a snapshot, which keeps no writer waiting
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, that can be carried away
            (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(verdict)
        _on_disk(Path(made))
        Path(made).rename(target)
        _on_disk(target.parent)
    finally:
        Path(made).unlink(missing_ok=True)


def _on_disk(path: Path) -> None:
    """Wait until a file, or (where folders can be opened) what a folder lists, outlives a power cut."""
    if os.name != "posix" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
