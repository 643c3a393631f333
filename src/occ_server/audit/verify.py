"""Verifying the chains: whether each entry follows from the one before, from the last purge to the head.

It reads in batches, so a trail of any length takes the same memory. SQLite keeps any kind of value in any
column, so nothing read here is taken to be of its column's kind. What it cannot show: that somebody who
may write everything did not compute the whole chain anew; only a head noted elsewhere tells (``holds``).
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Row, Select, select, type_coerce, union
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.ids import is_id
from occ_server.audit.chain import START, Entry, Finding, Place, Trouble, Walk, spoken
from occ_server.audit.tables import NO_ORGANISATION, STORED, audit_entries, audit_heads, audit_purges
from occ_server.kit.organisation_guard import across_organisations

BATCH = 1000
PURGED = "audit.purged"


async def chains(conn: AsyncConnection) -> Sequence[str]:
    """Return the organisations (and ``NO_ORGANISATION``) of which anything of a trail is there."""
    tables = (audit_entries, audit_heads, audit_purges)
    every = union(*(select(table.c.organisation_id) for table in tables))
    query = across_organisations(every, "which chains there are is the question")
    async with as_stored(conn):
        return sorted((await conn.execute(query)).scalars(), key=lambda found: (str(type(found)), str(found)))


def is_chain(organisation_id: object) -> bool:
    """Tell whether this can be an organisation's id at all."""
    return isinstance(organisation_id, str) and (organisation_id == NO_ORGANISATION or is_id(organisation_id))


@asynccontextmanager
async def as_stored(conn: AsyncConnection) -> AsyncIterator[None]:
    """Have texts read whatever bytes they hold: on SQLite one that is not UTF-8 would be an error."""
    link: Any = (await conn.get_raw_connection()).driver_connection
    if conn.dialect.name != "sqlite":
        yield
        return
    link.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    try:
        yield
    finally:
        link.text_factory = str


async def heads(conn: AsyncConnection) -> list[tuple[str, Place]]:
    """Return where each chain stands, by its head."""
    query = select(audit_heads).order_by(audit_heads.c.organisation_id)
    every = across_organisations(query, "an operator notes where all chains stand")
    rows = (await conn.execute(every)).all()
    return [(row.organisation_id, Place(row.number, row.hash)) for row in rows]


async def last_purge(conn: AsyncConnection, organisation_id: str) -> Place | None:
    """Return what the newest purge of a chain removed last: what is left begins behind it."""
    query = (
        select(audit_purges.c.number, audit_purges.c.hash)
        .where(audit_purges.c.organisation_id == organisation_id)
        .order_by(audit_purges.c.number.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).one_or_none()
    return None if row is None else Place(row.number, row.hash)


def beginning(purge: Place | None) -> Place:
    """Return the place behind which a chain begins; a purge that cannot be read counts as none."""
    return purge if purge is not None and purge.is_sound else START


def stored_rows(organisation_id: str) -> Select[Any]:
    """Return the query for a chain's rows as they are stored, in the order of numbers; see ``parts``."""
    e = audit_entries.c
    columns: list[Any] = [
        type_coerce(e[name], STORED[name]).label(name) for name in (*Entry._fields, *Place._fields)
    ]
    return select(*columns).where(e.organisation_id == organisation_id).order_by(e.number)


def parts(row: Row[Any]) -> tuple[Place, Entry]:
    """Return a stored row's place in its chain, and what its hash covers."""
    return Place(row.number, row.hash), Entry(*row[: len(Entry._fields)])


class ChainCheck:
    """One chain, checked by ``run``; afterwards ``place`` is its newest entry and ``entries`` their count."""

    def __init__(self, organisation_id: str) -> None:
        self.organisation_id = organisation_id
        self.place = START
        self.entries = 0
        self._purges_told: dict[str, Any] = {}

    async def run(self, conn: AsyncConnection) -> AsyncIterator[Finding]:
        """Yield what is wrong, in the order of numbers."""
        async with as_stored(conn):
            async for finding in self._findings(conn):
                yield finding

    async def _findings(self, conn: AsyncConnection) -> AsyncIterator[Finding]:
        if not is_chain(self.organisation_id):
            yield Finding(Trouble.INSERTED, 0, "no organisation has such an id: altered or inserted")
            return
        purge = await last_purge(conn, self.organisation_id)
        walk = Walk(beginning(purge))
        async for row in self._rows(conn):
            self.entries += 1
            if row.action == PURGED:
                self._purges_told = _decoded(row.details)
            if (finding := walk.step(*parts(row))) is not None:
                yield finding
        self.place = walk.place
        for late in (self._against_purge(purge), await self._against_head(conn)):
            if late is not None:
                yield late

    async def _rows(self, conn: AsyncConnection) -> AsyncIterator[Row[Any]]:
        query = stored_rows(self.organisation_id).limit(BATCH)
        rows = (await conn.execute(query)).all()
        while rows:
            for row in rows:
                yield row
            last = rows[-1].number
            if not isinstance(last, int | float):  # behind every number: all that follow are altered, too
                return
            rows = (await conn.execute(query.where(audit_entries.c.number > last))).all()

    def _against_purge(self, purge: Place | None) -> Finding | None:
        """Tell of a purge that left no entry of its own, as each lawful one does."""
        if purge is None:
            return None
        told = (self._purges_told.get("number"), self._purges_told.get("hash"))
        if told == purge:
            return None
        if not purge.is_sound:
            return Finding(Trouble.PURGE, 0, "the record of the last purge was altered")
        words = f"entries up to {purge.number} were purged, but no entry tells of it: removed"
        return Finding(Trouble.PURGE, purge.number, words)

    async def _against_head(self, conn: AsyncConnection) -> Finding | None:
        query = select(audit_heads).where(audit_heads.c.organisation_id == self.organisation_id)
        row = (await conn.execute(query)).one_or_none()
        place = self.place
        if row is None:
            return Finding(Trouble.HEAD, place.number, "the record of the newest entry is missing: removed")
        if not Place(row.number, row.hash).is_sound:
            return Finding(Trouble.HEAD, place.number, "the record of the newest entry was altered")
        if row.number > place.number:
            gone = spoken(place.number + 1, row.number)
            return Finding(Trouble.REMOVED, place.number + 1, f"{gone} missing at the end: removed")
        if row.number < place.number:
            more = spoken(row.number + 1, place.number)
            return Finding(Trouble.INSERTED, row.number + 1, f"{more} beyond the newest recorded: inserted")
        if row.hash != place.hash:
            words = f"entry {place.number} is not the newest that was recorded: altered or replaced"
            return Finding(Trouble.HEAD, place.number, words)
        return None


def _decoded(details: Any) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(details)
    except (msgspec.MsgspecError, TypeError, ValueError):  # tampered with; the walk says so
        return {}
    return found if isinstance(found, dict) else {}


async def holds(conn: AsyncConnection, organisation_ids: Sequence[str], noted: Place) -> bool:
    """Tell whether one of these chains has, or had when it was purged, an entry with this number and hash."""
    for table in (audit_entries, audit_purges):
        query = select(table.c.organisation_id).where(
            table.c.organisation_id.in_(organisation_ids),
            table.c.number == noted.number,
            table.c.hash == noted.hash,
        )
        if (await conn.execute(query)).first() is not None:
            return True
    return False
