"""Opens a cache file whatever became of it: as it is, for reading only, or anew with what could be rescued.

Trouble of the surroundings changes no file. A damaged file is set aside, never erased. What a crash may
interrupt is ordered so that the next opening ends it: the new file is complete before the old one moves.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import DBAPIError

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.domain.rescue import Rescue, Tally
from occ_desktop.store import binding, schema
from occ_desktop.store.binding import CacheOwner
from occ_desktop.store.cipher import open_engine
from occ_desktop.store.faults import UNREADABLE, translated
from occ_desktop.store.verdict import judged

if TYPE_CHECKING:
    from occ_desktop.store.rescue import Saved

_log = logging.getLogger(__name__)
_BESIDE = ("", "-wal", "-shm", "-journal")
_KEPT_ASIDE = 3
_READABLE_STILL = frozenset({"read_only", "disk_full"})


@dataclass(frozen=True)
class Opened:
    """An open file. ``fresh``: to be filled from the start. ``limit``: why nothing can be written, if so."""

    engine: Engine
    fresh: bool
    limit: CacheFailure | None = None
    rescue: Rescue | None = None


def open_file(
    path: Path, key: bytes, owner: CacheOwner, *, mend: bool = False, damaged: bool = False
) -> Opened:
    """Return the file of ``owner`` at ``path``, made if it is not there.

    ``mend``: a damaged or foreign file gives way to a new one with what could be rescued. ``damaged``: damage
    was met in it before.

    :raises CacheFailure: what is in the way; without ``mend`` also ``unreadable``.
    """
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _end_swap(path)
    if not damaged:
        try:
            return _as_it_is(path, key, owner)
        except CacheFailure as failure:
            if failure.reason in _READABLE_STILL and path.exists():
                return _for_reading(path, key, owner, failure)
            if not (failure.damaged and mend):
                raise
    _renew(path, key, owner)
    return replace(_prepared(path, key, owner), fresh=True)


def is_there(path: Path) -> bool:
    """Tell whether there is a file to open, be it in the middle of being exchanged."""
    return path.exists() or _beside(path, "new").exists()


def erase_file(path: Path) -> None:
    """Delete a cache, its journal and what was set aside of it; nothing there is fine."""
    _delete(path)
    for beside in path.parent.glob(path.name + ".*"):
        beside.unlink(missing_ok=True)


def _as_it_is(path: Path, key: bytes, owner: CacheOwner) -> Opened:
    """Open for work; damage is believed when a second connection meets it, too."""
    for last in (False, True):
        try:
            return _prepared(path, key, owner)
        except CacheFailure as failure:
            if last or not failure.damaged:
                raise
    raise AssertionError


def _for_reading(path: Path, key: bytes, owner: CacheOwner, limit: CacheFailure) -> Opened:
    """Open a file that cannot be written, as it stands.

    :raises CacheFailure: it is not this account's in its present form; the ``limit`` is why.
    """
    with _disposed_unless_kept(open_engine(path, key, reading=True)) as (engine, keep):
        try:
            with translated(path), engine.connect() as connection, connection.begin():
                fits = binding.fits(connection, owner)
        except (CacheFailure, DBAPIError) as error:
            raise limit from error
        if not fits:
            raise limit
        keep()
    return Opened(engine, fresh=False, limit=limit)


def _prepared(path: Path, key: bytes, owner: CacheOwner, saved: "Saved | None" = None) -> Opened:
    with _disposed_unless_kept(open_engine(path, key)) as (engine, keep):
        with judged(engine, path), engine.connect() as connection:
            writing = connection.execution_options(begin="BEGIN IMMEDIATE")
            with writing.begin():
                fresh = _prepare(writing, owner)
                if saved is not None:
                    _put(writing, saved)
                told = binding.value(writing, "rescue")
        keep()
    return Opened(engine, fresh, rescue=msgspec.json.decode(told, type=Rescue) if told else None)


@contextmanager
def _disposed_unless_kept(engine: Engine) -> Iterator[tuple[Engine, Callable[[], object]]]:
    with ExitStack() as undo:
        undo.callback(engine.dispose)
        yield engine, undo.pop_all


def _prepare(conn: Connection, owner: CacheOwner) -> bool:
    fresh = binding.prepare(conn, owner)
    if fresh is None:
        raise CacheFailure(UNREADABLE)
    return fresh


def _put(conn: Connection, saved: "Saved") -> None:
    """Write the rescued rows, and what the person has to be told until they have read it."""
    from occ_desktop.store.rescue import WORK

    for name, rows in saved.rows.items():
        if rows:
            conn.execute(insert(schema.metadata.tables[name]), rows)
    tallies = {table.name: saved.tallies.get(table.name, Tally()) for table in WORK}
    rescue = Rescue(saved.file, **tallies, foreign=saved.foreign)
    _log.warning("the local copy is renewed: %s", rescue)
    binding.remember(conn, rescue=msgspec.json.encode(rescue).decode())


def _renew(path: Path, key: bytes, owner: CacheOwner) -> None:
    """Put a new file with what can be rescued in the place of a damaged one, which stays aside.

    :raises CacheFailure: the surroundings are in the way; everything is as before.
    """
    from occ_desktop.store.rescue import Saved, own_work  # only where there is damage

    saved = own_work(path, key, owner) if path.exists() else Saved()
    saved.file = _next_aside(path).name
    making = _beside(path, "making")
    with translated(path):
        _delete(making)
        _prepared(making, key, owner, saved).engine.dispose()  # the journal is emptied into the file
        making.replace(_beside(path, "new"))
        _end_swap(path)


def _end_swap(path: Path) -> None:
    """Move the old file aside and the finished new one into its place, if there is one.

    The journal goes first: a new file must never stand beside the journal of another.
    """
    new = _beside(path, "new")
    if not new.exists():
        return
    aside = _next_aside(path)
    for suffix in reversed(_BESIDE):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    new.replace(path)
    for number in _numbers_aside(path)[:-_KEPT_ASIDE]:
        _delete(_beside(path, f"aside-{number}"))


def _next_aside(path: Path) -> Path:
    """Return where the file is set aside; the same until its last part, the file itself, is there."""
    return _beside(path, f"aside-{max(_numbers_aside(path), default=0) + 1}")


def _numbers_aside(path: Path) -> list[int]:
    endings = (found.name.rpartition("-")[2] for found in path.parent.glob(path.name + ".aside-*"))
    return sorted(int(ending) for ending in endings if ending.isdigit())


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}.{what}")


def _delete(path: Path) -> None:
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
