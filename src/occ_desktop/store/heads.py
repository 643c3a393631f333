"""Lends a sound head to a file whose own is spoilt, so that its tables can be found again.

The pages that say where the tables are have the same place and contents in every file of one schema version.
They are taken from a fresh file of the same key and laid over the spoilt one as a journal (SQLite's WAL
format), beside a second name of the file: nothing in the file itself is changed.
"""

import os
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Integer, TableClause, column, func, insert, select

from occ_desktop.store import binding, schema
from occ_desktop.store.binding import CacheOwner
from occ_desktop.store.cipher import SALT_BYTES, open_engine, salt_of

PAGE_BYTES = 4096
_MAGIC, _FORMAT = 0x377F0682, 3007000
_HEAD, _FRAME = struct.Struct(">6I2I"), struct.Struct(">4I2I")
_BALLAST_PAGES = 8192
_SALTS = (1, 2)  # of the journal, which checks only that its frames belong together


@dataclass(frozen=True)
class LentHead:
    """A file to be read in the place of the spoilt one, and the salt its pages are sealed with."""

    path: Path
    salt: bytes


@contextmanager
def lent_head(path: Path, key: bytes, owner: CacheOwner, salt: bytes) -> Iterator[LentHead]:
    """Lend a head for the file at ``path``; everything made for it is gone afterwards.

    :raises OSError: the system does not let it be made.
    """
    name, fresh = path.with_name(path.name + ".head"), path.with_name(path.name + ".fresh")
    _clear(name, fresh)
    try:
        later = list(_frames(path.with_name(path.name + "-wal")))
        pages = max(path.stat().st_size // PAGE_BYTES, *(number for number, _ in later), 1)
        head = _head_pages(fresh, key, owner, salt, pages)
        _second_name(path, name)
        journal = _Journal(fresh.stat().st_size // PAGE_BYTES)
        for number, content in (*head.items(), *later):
            journal.add(number, content)
        name.with_name(name.name + "-wal").write_bytes(journal.closed())
        yield LentHead(name, salt)
    finally:
        _clear(name, fresh)


def salts(path: Path, key: bytes) -> tuple[bytes, ...]:
    """Return the salts the pages of a file may be sealed with: what its first bytes say, and what we give."""
    with path.open("rb") as file:
        first = file.read(SALT_BYTES)
    given = salt_of(key)
    return (first, given) if len(first) == SALT_BYTES and first != given else (given,)


def _head_pages(fresh: Path, key: bytes, owner: CacheOwner, salt: bytes, pages: int) -> dict[int, bytes]:
    """Return the pages of a fresh file that are no table's and no index's first: those that name them.

    The first page also says how many there are, so the fresh file is made at least ``pages`` long.
    """
    engine = open_engine(fresh, key, salt=salt)
    roots = select(column("rootpage", Integer)).select_from(TableClause("sqlite_master"))
    try:
        with engine.connect() as connection, connection.begin():
            binding.prepare(connection, owner)
            taken = frozenset(connection.execute(roots).scalars())
            count = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
            for number, start in enumerate(range(0, pages, _BALLAST_PAGES)):
                size = min(_BALLAST_PAGES, pages - start) * PAGE_BYTES
                row = {"entity": "", "id": str(number), "held": "", "body": func.zeroblob(size)}
                connection.execute(insert(schema.shadow).values(row))
    finally:
        engine.dispose()
    with fresh.open("rb") as file:
        raw = file.read(count * PAGE_BYTES)
    return {
        number: raw[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]
        for number in range(1, count + 1)
        if number not in taken
    }


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, name)


def _clear(*paths: Path) -> None:
    for path in paths:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


class _Journal:
    """A WAL of one commit that leaves the file ``pages`` long."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._frames: list[tuple[int, bytes]] = []

    def add(self, number: int, content: bytes) -> None:
        self._frames.append((number, content))

    def closed(self) -> bytes:
        start = struct.pack(">6I", _MAGIC, _FORMAT, PAGE_BYTES, 0, *_SALTS)
        sums = _checked(start, (0, 0))
        parts = [start + struct.pack(">2I", *sums)]
        for place, (number, content) in enumerate(self._frames, 1):
            said = struct.pack(">2I", number, self._pages if place == len(self._frames) else 0)
            sums = _checked(said + content, sums)
            parts.append(said + struct.pack(">4I", *_SALTS, *sums) + content)
        return b"".join(parts)


def _frames(journal: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the committed pages of a journal in their order, as far as it is whole."""
    raw = journal.read_bytes() if journal.exists() else b""
    if len(raw) < _HEAD.size:
        return
    magic, _format, size, _no, *rest = _HEAD.unpack_from(raw)
    order = ">" if magic & 1 else "<"
    sums = (rest[2], rest[3])
    if size != PAGE_BYTES or _checked(raw[:24], (0, 0), order) != sums:
        return
    waiting: list[tuple[int, bytes]] = []
    for at in range(_HEAD.size, len(raw) - PAGE_BYTES - _FRAME.size + 1, PAGE_BYTES + _FRAME.size):
        number, commits, *belongs = _FRAME.unpack_from(raw, at)
        content = raw[at + _FRAME.size : at + _FRAME.size + PAGE_BYTES]
        sums = _checked(raw[at : at + 8] + content, sums, order)
        if belongs[:2] != rest[:2] or tuple(belongs[2:]) != sums:
            return
        waiting.append((number, content))
        if commits:
            yield from waiting
            waiting = []


def _checked(content: bytes, sums: tuple[int, int], order: str = "<") -> tuple[int, int]:
    """Return the running checksum of SQLite's journal (file format, section 4.2)."""
    one, two = sums
    for first, second in struct.iter_unpack(f"{order}2I", content):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
