"""The pull: rows newer than a cursor, each once, in their latest state, as far as the person may see them.

Everything is read from one snapshot. Keys come from the stored grants, so rows and rights are of the same
moment:

* a key granted since the cursor is *backfilled* with its rows up to the cursor; newer ones come by the feed
  anyway;
* a key revoked since the cursor is a *lost key*: the client purges what it saw only through it;
* a row that left all of the person's keys is ``gone``; one that only moved to another key comes as itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.sync import Change, Entity, KeyPage, SyncChecksums, SyncPage
from occ_server.feed.cursor import Backfill, Cursor, KeyCursor, parse_cursor, parse_key_cursor
from occ_server.feed.rows import FeedRow, Filter, checksums, count_rows, first_fill_floor, whole_seqs
from occ_server.feed.stamping import live_keys
from occ_server.feed.state import epoch as read_epoch
from occ_server.feed.state import head as read_head
from occ_server.kit.chunks import chunks
from occ_server.kit.problems import ApiError
from occ_server.kit.sources import FeedSource
from occ_server.visibility.holdings import held_keys
from occ_server.visibility.tables import key_grants

DEFAULT_LIMIT = 500
MAX_LIMIT = 5000


@dataclass(frozen=True)
class Puller:
    """One person's view of the feed in one snapshot."""

    conn: AsyncConnection
    sources: Mapping[Entity, FeedSource]
    person_id: str
    organisation_id: str
    now: datetime

    async def pull(self, cursor_text: str | None, limit: int = DEFAULT_LIMIT) -> SyncPage:
        """Return the next page after a cursor (None or empty: the first fill).

        :raises ApiError: 409 ``resync_required``.
        """
        epoch = await read_epoch(self.conn)
        head = await read_head(self.conn, self.organisation_id)
        keys = await held_keys(self.conn, self.person_id)
        lost: tuple[str, ...] = ()
        if cursor_text:
            cursor = parse_cursor(cursor_text, epoch=epoch, head=head, person_id=self.person_id)
            cursor, lost = await self._follow_grants(cursor, head, keys)
        else:
            cursor = await self._first(epoch, head, keys)
        changes, cursor = await self._fill_page(cursor, head, keys, limit)
        return SyncPage(
            epoch=epoch,
            cursor=cursor.text(),
            head=head,
            changes=tuple(changes),
            has_more=cursor.seq < head or bool(cursor.backfills),
            keys=tuple(sorted(keys)),
            lost_keys=lost,
            remaining=cursor.remaining,
        )

    async def key_page(self, key: str, cursor_text: str | None, limit: int = DEFAULT_LIMIT) -> KeyPage:
        """Return the next page of the live rows under one key, as of the moment the first page was asked for.

        :raises ApiError: 403 ``forbidden`` for a key the person does not hold; 409 ``resync_required``.
        """
        epoch = await read_epoch(self.conn)
        head = await read_head(self.conn, self.organisation_id)
        keys = await held_keys(self.conn, self.person_id)
        if key not in keys:
            raise ApiError(ErrorCode.FORBIDDEN, 403)
        cursor = KeyCursor(epoch=epoch, person_id=self.person_id, key=key, seq=0, upto=head)
        if cursor_text:
            cursor = parse_key_cursor(cursor_text, epoch=epoch, head=head, person_id=self.person_id, key=key)
        standing = self._backfill_filter()
        rows, end = await whole_seqs(self.conn, [key], cursor.seq, cursor.upto, limit, standing)
        changes: dict[tuple[Entity, str], Change] = {}
        await self._add(changes, rows, keys)
        return KeyPage(
            epoch=epoch,
            key=key,
            cursor=msgspec.structs.replace(cursor, seq=end).text(),
            upto=cursor.upto,
            changes=tuple(changes.values()),
            has_more=end < cursor.upto,
        )

    async def checksums(self) -> SyncChecksums:
        """Return what a cache that has looked at the head must hold, notices aside."""
        keys = await held_keys(self.conn, self.person_id)
        left_out = [source.entity for source in self.sources.values() if source.first_fill is not None]
        return SyncChecksums(
            epoch=await read_epoch(self.conn),
            head=await read_head(self.conn, self.organisation_id),
            items=await checksums(self.conn, keys, left_out),
        )

    async def _first(self, epoch: str, head: int, keys: frozenset[str]) -> Cursor:
        floors: dict[str, int] = {}
        for source in self.sources.values():
            floor = await first_fill_floor(self.conn, source, self.now)
            if floor is not None:
                floors[source.entity.value] = floor
        count = await count_rows(self.conn, keys, head, Filter(head, floors))
        return Cursor(
            epoch=epoch,
            person_id=self.person_id,
            seq=0,
            grants=head,
            fill=head,
            floors=floors,
            remaining=count,
        )

    async def _follow_grants(
        self, cursor: Cursor, head: int, keys: frozenset[str]
    ) -> tuple[Cursor, tuple[str, ...]]:
        """Begin backfills of gained keys, drop those of lost ones; return also the lost keys."""
        if cursor.grants == head:
            return cursor, ()
        c = key_grants.c
        mine = c.person_id == self.person_id
        gained_query = select(c.key).where(mine, c.revoked_seq.is_(None), c.granted_seq > cursor.grants)
        gained = set((await self.conn.execute(gained_query)).scalars())
        lost_query = select(c.key).where(mine, c.revoked_seq > cursor.grants)
        lost = set((await self.conn.execute(lost_query)).scalars()) - keys
        kept = [b for b in cursor.backfills if b.key in keys and b.key not in gained]
        remaining = cursor.remaining
        if gained and cursor.seq:
            kept += [Backfill(key, 0, cursor.seq) for key in sorted(gained)]
            remaining = (remaining or 0) + await count_rows(
                self.conn, gained, cursor.seq, self._backfill_filter()
            )
        changed = msgspec.structs.replace(cursor, grants=head, backfills=tuple(kept), remaining=remaining)
        return changed, tuple(sorted(lost))

    def _backfill_filter(self) -> Filter:
        """What stands, without exits, and without notices: rights gained today bring none of yesterday."""
        young = {s.entity.value: 2**62 for s in self.sources.values() if s.first_fill is not None}
        return Filter(2**62, young)

    async def _fill_page(
        self, cursor: Cursor, head: int, keys: frozenset[str], limit: int
    ) -> tuple[list[Change], Cursor]:
        changes: dict[tuple[Entity, str], Change] = {}
        backfills = list(cursor.backfills)
        while backfills and len(changes) < limit:
            fill = backfills.pop(0)
            room = limit - len(changes)
            rest = self._backfill_filter()
            rows, end = await whole_seqs(self.conn, [fill.key], fill.at, fill.upto, room, rest)
            if end < fill.upto:
                backfills.insert(0, Backfill(fill.key, end, fill.upto))
            await self._add(changes, rows, keys)
        seq = cursor.seq
        if len(changes) < limit:
            room = limit - len(changes)
            rest = Filter(cursor.fill, cursor.floors) if seq < cursor.fill else Filter()
            rows, seq = await whole_seqs(self.conn, sorted(keys), seq, head, room, rest)
            await self._add(changes, rows, keys)
        remaining = None
        if seq < cursor.fill or backfills:
            remaining = max(0, (cursor.remaining or 0) - sum(1 for c in changes.values() if not c.gone))
        done = seq >= cursor.fill
        moved = msgspec.structs.replace(
            cursor,
            seq=seq,
            backfills=tuple(backfills),
            remaining=remaining,
            fill=0 if done else cursor.fill,
            floors={} if done else cursor.floors,
        )
        return list(changes.values()), moved

    async def _add(
        self, changes: dict[tuple[Entity, str], Change], rows: Sequence[FeedRow], keys: frozenset[str]
    ) -> None:
        """Add one change per row of the page."""
        newest: dict[tuple[Entity, str], int] = {}
        for row in rows:
            at = (row.entity, row.id)
            newest[at] = max(row.seq, newest.get(at, 0))
        live = {(row.entity, row.id) for row in rows if not row.gone}
        for entity in sorted({entity for entity, _ in newest}):
            ids = [i for e, i in newest if e is entity]
            for part in chunks(ids):
                await self._add_part(changes, entity, part, newest, live, keys)

    async def _add_part(
        self,
        changes: dict[tuple[Entity, str], Change],
        entity: Entity,
        ids: Iterable[str],
        newest: Mapping[tuple[Entity, str], int],
        live: set[tuple[Entity, str]],
        keys: frozenset[str],
    ) -> None:
        held = {i: k & keys for i, k in (await live_keys(self.conn, entity, list(ids))).items()}
        wanted = [i for i in ids if (entity, i) in live]
        bodies = (
            await self.sources[entity].load_bodies(self.conn, self.organisation_id, wanted) if wanted else {}
        )
        for entity_id in ids:
            at = (entity, entity_id)
            body = bodies.get(entity_id)
            if body is not None:
                seen = tuple(sorted(held.get(entity_id, ())))
                raw = msgspec.Raw(msgspec.json.encode(body))
                changes[at] = Change(entity=entity, id=entity_id, seq=newest[at], keys=seen, body=raw)
            elif not held.get(entity_id):
                changes[at] = Change(entity=entity, id=entity_id, seq=newest[at], gone=True)
            # else: it left one of the person's keys and stands, newer, under another: it comes later
