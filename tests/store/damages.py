"""Caches of the store's tests with own work in them, and damage done to their files."""

from pathlib import Path

from sqlalchemy import Connection

from occ_contract.callbacks import Complete
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.store import Cache, feed, own, projection
from store.builders import KEY, NEVER, OWNER, callback, change

PAGE = 4096
WORK = 60  # commands and drafts of a cache with much in it


def command(no: int) -> Command:
    """Return an unsent completion."""
    return Command(
        key=f"key-{no:04}",
        kind=CommandKind.COMPLETE,
        body=Complete(note=f"메모 {no} " + "가" * 200),
        created_at=NEVER,
        callback_id=f"0193-{no:08d}",
    )


async def draft(cache: Cache, name: str) -> str | None:
    """Return the text of a draft, None where there is none."""
    found = await cache.read(own.draft, DraftKind.NOTE, name)
    return found.text if found is not None else None


async def keep_draft(cache: Cache, name: str, text: str) -> None:
    """Keep a draft of a note."""
    await cache.write(own.keep_draft, DraftKind.NOTE, name, Draft(text, base=""), NEVER)


async def filled(path: Path, rows: int = 120, work: int = 60) -> dict[str, str]:
    """Make a cache with ``rows`` callbacks, ``work`` unsent completions and drafts; return the drafts."""
    cache = await Cache.open(path, KEY, OWNER)
    await cache.write(feed.apply_rows, [change(callback(no)) for no in range(rows)], "me")
    drafts = {f"draft-{no}": f"초안 {no} " + "나" * 150 for no in range(work)}

    def make(conn):  # type: ignore[no-untyped-def]
        for no in range(work):
            projection.enqueue(conn, command(no))
        for name, text in drafts.items():
            own.keep_draft(conn, DraftKind.NOTE, name, Draft(text, base=""), NEVER)
        own.set_preference(conn, "me", b"{}")

    await cache.write(make)
    await cache.close()
    return drafts


def spoil(path: Path, page: int, at: int = 200, count: int = 64) -> None:
    """Overwrite ``count`` bytes of a page (the first is 1) with 0xff."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + at)
        file.write(b"\xff" * count)


def pages(path: Path) -> int:
    """Return how many pages a file has."""
    return path.stat().st_size // PAGE


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(found.name for found in folder.iterdir())


def root_page(conn: Connection, table: str) -> int:
    """Return the page where a table begins."""
    found = conn.exec_driver_sql("select rootpage from sqlite_master where name=?", (table,))
    return int(found.scalar_one())
