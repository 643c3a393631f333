"""The pull: rows newer than a cursor, each once, in their latest state, as far as the person may see them.

Everything is read from one snapshot. Keys come from the stored grants, so rows and rights are of the same
moment:

* what is new since the cursor comes first, oldest first;
* what stood before is *filled* in, newest first: everything for a new cache, a key granted since the cursor
  for an old one; either way names, templates and sender numbers before the rows that are read by them;
* a key revoked since the cursor is a *lost key*: the client purges what it saw only through it;
* a row that left all of the person's keys is ``gone``; one that only moved to another key comes as itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sync import Change, Entity, KeyChecksum, KeyPage, SyncChecksums, SyncPage
from occ_server.feed.bodies import Encoded, only_young
from occ_server.feed.cursor import (
    GROUND,
    KEY,
    PULL,
    REST,
    Cursor,
    Fill,
    KeyCursor,
    open_cursor,
    open_key_cursor,
)
from occ_server.feed.rows import FeedRow, news, standing
from occ_server.feed.state import Standpoint, standpoint
from occ_server.feed.sums import KeySums
from occ_server.kit.problems import ApiError
from occ_server.kit.sources import FeedSource
from occ_server.visibility.scopes import comes_first, is_people_key

DEFAULT_LIMIT = 500
MAX_LIMIT = 5000


@dataclass(frozen=True)
class Puller:
    """One person's view of the feed in one snapshot."""

    conn: AsyncConnection
    sources: Mapping[Entity, FeedSource]
    sums: KeySums
    person_id: str
    organisation_id: str
    now: datetime
    spread: float = 0.0  # seconds within which desks gather everything anew

    async def pull(
        self, cursor_text: str | None, limit: int = DEFAULT_LIMIT, *, summed: bool = False
    ) -> SyncPage:
        """Return the next page after a cursor (None or empty: the first fill).

        ``summed``: the last page says what a cache must then hold. A centre at work never rests, so sums
        asked for by themselves would be of another moment than any page.

        :raises ApiError: 409 ``resync_required`` (within).
        """
        at = await self._standpoint()
        lost: tuple[str, ...] = ()
        if cursor_text:
            cursor = open_cursor(cursor_text, at, self.person_id, self.spread)
            cursor, lost = await self._follow_grants(cursor, at)
        else:
            cursor = await self._first(at)
        changes, cursor = await self._page(cursor, at, limit)
        has_more = cursor.seq < at.head or bool(cursor.fills)
        return SyncPage(
            epoch=at.epoch,
            cursor=at.seal.close(PULL, cursor),
            head=at.head,
            changes=tuple(changes),
            has_more=has_more,
            keys=tuple(sorted(at.keys)),
            lost_keys=lost,
            remaining=cursor.remaining,
            checksums=await self._sums(at) if summed and not has_more else None,
        )

    async def key_page(self, key: str, cursor_text: str | None, limit: int = DEFAULT_LIMIT) -> KeyPage:
        """Return the next page of the rows that stand under one key, newest first, as of the first page.

        :raises ApiError: 403 ``forbidden`` for a key the person does not hold; 409 ``resync_required``
            (within).
        """
        at = await self._standpoint()
        if key not in at.keys:
            raise ApiError(ErrorCode.FORBIDDEN, 403)
        cursor = KeyCursor(epoch=at.epoch, person_id=self.person_id, key=key, below=at.head, upto=at.head)
        if cursor_text:
            cursor = open_key_cursor(cursor_text, at, self.person_id, key, self.spread)
        part = await standing(self.conn, [key], cursor.below, limit)
        lasting = [row for row in part.rows if not self._passing(row)]
        encoded = await self._load(lasting)
        return KeyPage(
            epoch=at.epoch,
            key=key,
            cursor=at.seal.close(KEY, msgspec.structs.replace(cursor, below=part.end)),
            upto=cursor.upto,
            changes=tuple(encoded.changes(at.keys)),
            has_more=part.end > 0,
        )

    async def checksums(self) -> SyncChecksums:
        """Return what a cache that has looked at the head must hold, notices aside."""
        at = await self._standpoint()
        return SyncChecksums(epoch=at.epoch, head=at.head, items=await self._sums(at))

    async def _sums(self, at: Standpoint) -> tuple[KeyChecksum, ...]:
        return await self.sums.checksums(self.conn, self.organisation_id, at.head, at.keys, at.epoch)

    async def _standpoint(self) -> Standpoint:
        return await standpoint(self.conn, self.organisation_id, self.person_id)

    async def _first(self, at: Standpoint) -> Cursor:
        return Cursor(
            epoch=at.epoch,
            person_id=self.person_id,
            seq=at.head,
            grants=at.head,
            fills=(Fill(GROUND, at.head), Fill(REST, at.head)) if at.head else (),
            remaining=await self.sums.rows(self.conn, self.organisation_id, at.head, at.keys, at.epoch),
        )

    async def _follow_grants(self, cursor: Cursor, at: Standpoint) -> tuple[Cursor, tuple[str, ...]]:
        """Begin fills of gained keys, drop those of lost ones; return also the lost keys."""
        if cursor.grants == at.head:
            return cursor, ()
        keys = at.keys
        gained = {g.key for g in at.grants if g.revoked is None and g.granted > cursor.grants}
        lost = {g.key for g in at.grants if g.revoked is not None and g.revoked > cursor.grants} - keys
        if gained or lost:  # what one may know of colleagues depends on all keys held
            gained |= {key for key in keys if is_people_key(key)}
        kept = [f for f in cursor.fills if f.first or (f.key in keys and f.key not in gained)]
        remaining = cursor.remaining
        if gained:
            in_order = sorted(gained, key=lambda key: (not comes_first(key), key))
            kept += [Fill(key, cursor.seq) for key in in_order]
            more = await self.sums.rows(self.conn, self.organisation_id, at.head, gained, at.epoch)
            remaining = (remaining or 0) + more
        changed = msgspec.structs.replace(cursor, grants=at.head, fills=tuple(kept), remaining=remaining)
        return changed, tuple(sorted(lost))

    async def _page(self, cursor: Cursor, at: Standpoint, limit: int) -> tuple[list[Change], Cursor]:
        changes: dict[tuple[Entity, str], Change] = {}
        seq = cursor.seq
        if seq < at.head:
            part = await news(self.conn, at.keys, seq, at.head, limit)
            seq = part.end
            self._add(changes, (await self._load(part.rows)).changes(at.keys))
        fills, filled = list(cursor.fills), 0
        while fills and len(changes) < limit:
            fill = fills.pop(0)
            part = await standing(self.conn, fill.walks(at.keys), fill.below, limit - len(changes))
            if part.end > 0:
                fills.insert(0, Fill(fill.key, part.end))
            found = await self._filled(part.rows, at.keys, first=fill.first)
            filled += len(found)
            self._add(changes, found)
        remaining = max(0, (cursor.remaining or 0) - filled) if fills else None
        moved = msgspec.structs.replace(cursor, seq=seq, fills=tuple(fills), remaining=remaining)
        return list(changes.values()), moved

    async def _filled(
        self, rows: Sequence[FeedRow], keys: frozenset[str], *, first: bool
    ) -> Sequence[Change]:
        """Return rows of a fill: a first one brings young notices, rights gained today none of yesterday."""
        if not first:
            return (await self._load([row for row in rows if not self._passing(row)])).changes(keys)
        encoded = await self._load(rows)
        earliest = {s.entity: self.now - s.first_fill for s in self.sources.values() if s.first_fill}
        return encoded.changes(keys, only_young(encoded, earliest, rows))

    def _passing(self, row: FeedRow) -> bool:
        """Tell whether a row is of a kind that is told and forgotten (notices)."""
        source = self.sources.get(row.entity)
        return source is not None and source.first_fill is not None

    async def _load(self, rows: Sequence[FeedRow]) -> Encoded:
        return await Encoded.load(self.conn, self.sources, self.organisation_id, rows)

    @staticmethod
    def _add(changes: dict[tuple[Entity, str], Change], found: Sequence[Change]) -> None:
        for change in found:
            changes.setdefault((change.entity, change.id), change)
