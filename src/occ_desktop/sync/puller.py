"""Brings the feed into the cache: page by page, first fill, rebuild behind the screens after a new epoch.

Pages are pulled; one that the server pushed is applied like the last page of a pull.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.sync import Change, Entity, KeyChecksum, PushedPage, SyncPage
from occ_desktop.domain.changes import ChangeSet, merged
from occ_desktop.domain.failures import Refused
from occ_desktop.remote.api import Api
from occ_desktop.store import feed, rebuild, repair
from occ_desktop.store.cache import Cache
from occ_desktop.store.entities import TABLES
from occ_desktop.store.feed import APPLY_LIMIT, Position
from occ_desktop.sync.ports import Clock

_log = logging.getLogger(__name__)
FILL_LIMIT = 2000


class Progress(msgspec.Struct, frozen=True):
    """Rows of a first fill or rebuild: taken so far, and all that will come (None: not known)."""

    done: int
    total: int | None
    rebuilding: bool = False


@dataclass
class Puller:
    """Applies the feed for one person; publishes what changed and how far a fill has come."""

    api: Api
    cache: Cache
    person_id: str
    clock: Clock
    publish: Callable[[ChangeSet], None]
    on_progress: Callable[[Progress], None] = field(default=lambda _progress: None)
    page_rows: int = APPLY_LIMIT
    fill_rows: int = FILL_LIMIT
    rebuilt: bool = False  # a rebuild ended in the last pull: its result wants checking
    sums: tuple[KeyChecksum, ...] | None = None  # of the last pull; None: not asked for, or an older server
    random: Random = field(default_factory=Random)
    _gathers_at: float | None = None  # of the clock's monotonic seconds

    @property
    def gathers_in(self) -> float:
        """Return the seconds until a rebuild the server asked every desk for begins; 0: nothing waits."""
        at = self._gathers_at
        return 0.0 if at is None else max(0.0, at - self.clock.monotonic())

    async def pull(self, *, summed: bool = False) -> Position:
        """Take everything the server has; return where the cache stands then.

        Where the server says that all desks have to gather anew, this takes nothing until its own moment
        comes (``gathers_in``): what is shown stays, and own work can be sent meanwhile.

        ``summed``: ask for ``sums`` too, what the cache must hold there.

        :raises Unreachable, Refused, LoggedOut: what was applied stays. :raises CacheFailure: likewise.
        """
        self.rebuilt, self.sums = False, None
        begun, _cursor = await self.cache.read(rebuild.under_way)
        if not begun:
            try:
                return await self._follow(summed=summed)
            except Refused as refused:
                await self.begin_anew(refused)
        if not await self._rebuild():
            return await self.cache.read(feed.position)
        return await self._follow(summed=summed)

    async def begin_anew(self, refused: Refused) -> None:
        """Have everything gathered anew, at a moment within the seconds the server named.

        :raises Refused: what was refused, if that is not what it asks for.
        """
        if refused.code is not ErrorCode.RESYNC_REQUIRED:
            raise refused
        pause = self.random.uniform(0.0, float(refused.params.get("within", 0.0)))
        _log.warning("the server asks for a resync: in %.1f s", pause)
        await self.begin_rebuild()
        self._gathers_at = self.clock.monotonic() + pause

    async def repair(self, key: str) -> None:
        """Put right what stands under one key and follow the feed; every other row stays untouched.

        :raises Unreachable, Refused, LoggedOut, CacheFailure: what was put right stays.
        """
        await self._clear_shadow()
        try:
            upto = await self._take_key(key)  # None: restored meanwhile, as the feed will say
        except Refused as refused:
            if refused.code is not ErrorCode.FORBIDDEN:
                raise
            await self._purge((key,))
            return
        await self.pull()  # what left the key meanwhile leaves as the feed says, not as damage
        if upto is None or self.rebuilt or self.gathers_in:
            return  # everything is gathered anew, with it what the repair had noted
        for some in await self.cache.read(repair.extra, key, upto):
            self.publish(await self.cache.fill(repair.take_from, some, key, upto, self.person_id))
        await self._clear_shadow()

    async def _take_key(self, key: str) -> int | None:
        """Take the rows under a key as the server names them; return the seq up to which they are told.

        None: they belong to other data than the cache.
        """
        epoch = (await self.cache.read(feed.position)).epoch
        cursor = None
        while True:
            page = await self.api.key_rows(key, cursor, self.page_rows)
            if page.epoch != epoch:
                return None
            for start in range(0, len(page.changes), APPLY_LIMIT):
                some = page.changes[start : start + APPLY_LIMIT]
                self.publish(await self.cache.fill(repair.take, some, self.person_id))
            if not page.has_more:
                return page.upto
            cursor = page.cursor

    async def begin_rebuild(self) -> None:
        """Have the next pull gather everything anew."""
        await self._clear_shadow()
        await self.cache.fill(rebuild.begin)

    async def _clear_shadow(self) -> None:
        while await self.cache.fill(rebuild.clear_some):
            pass

    async def _follow(self, *, summed: bool = False) -> Position:
        position = await self.cache.read(feed.position)
        filling, taken = not position.filled, 0
        while True:
            rows = self.fill_rows if filling else self.page_rows
            page = await self.api.sync(position.cursor, rows, summed=summed)
            if position.epoch is not None and page.epoch != position.epoch:
                raise Refused(ErrorCode.RESYNC_REQUIRED, 409)
            self.publish(await self._apply(page))
            taken += len(page.changes)
            if filling or page.remaining is not None:
                left = page.remaining
                self.on_progress(Progress(taken, None if left is None else taken + left))
            if not page.has_more:
                self.sums = page.checksums
                return await self.cache.read(feed.position)
            position = Position(epoch=page.epoch, cursor=page.cursor)

    async def take(self, pages: Sequence[PushedPage]) -> Position:
        """Take pages that continue the cache, in their order, as one; ask nothing. Return where it stands.

        :raises CacheFailure: what was applied stays, the position may not have moved.
        """
        newest: dict[tuple[Entity, str], Change] = {}
        for change in (change for page in pages for change in page.changes):
            newest.pop((change.entity, change.id), None)  # what was told last of a row stands last
            newest[change.entity, change.id] = change
        last = pages[-1]
        changes = tuple(newest.values())
        page = SyncPage(epoch=last.epoch, cursor=last.cursor, head=last.head, changes=changes, has_more=False)
        self.publish(await self._apply(page))
        return await self.cache.read(feed.position)

    async def _apply(self, page: SyncPage) -> ChangeSet:
        """Take a page in steps; the last one moves the cursor. Who waits to write comes between two of them.

        So are lost keys emptied: the rows go before the cursor moves, and are named again after a crash.
        """
        parts, changes, waits = [], page.changes, self.cache.somebody_waits
        if page.lost_keys:
            while changes:
                taken, told = await self.cache.fill(feed.apply_some, changes, self.person_id, waits)
                parts.append(told)
                changes = changes[taken:]
            await self._purge(page.lost_keys)
        while True:
            now = self.clock.now()
            taken, told = await self.cache.fill(feed.last_rows, changes, page, self.person_id, now, waits)
            parts.append(told)
            if taken == len(changes):
                return merged(parts)
            changes = changes[taken:]

    async def _purge(self, keys: Iterable[str]) -> None:
        lost = tuple(keys)
        while (purged := await self.cache.fill(feed.purge_some, lost, self.person_id)) is not None:
            self.publish(purged)

    async def _rebuild(self) -> bool:
        """Gather everything anew; tell whether it was time to."""
        page: SyncPage | None = None
        while page is None:
            if self.gathers_in:
                return False
            try:
                page = await self._gather_all()
                if page is None:
                    await self.begin_rebuild()
            except Refused as refused:
                await self.begin_anew(refused)
        await self._put_in_place(page)
        self.rebuilt = True
        _log.info("rebuilt from the feed, now at %d", page.head)
        return True

    async def _put_in_place(self, page: SyncPage) -> None:
        """Let the gathered rows take the place of the live ones, step by step, and move the cursor last."""
        for entity in TABLES:
            if entity is not Entity.NOTICE:  # a fill brings only the newest notices; told ones may stay
                await self._drop_missing(entity)
        number: int | None = 0
        while number is not None:
            number = await self.cache.fill(rebuild.put_some, number, self.person_id)
        await self._purge(await self.cache.read(rebuild.unheld_notice_keys, page.keys))
        self.publish(await self.cache.fill(rebuild.finish, page, self.person_id, self.clock.now()))
        await self._clear_shadow()

    async def _drop_missing(self, entity: Entity) -> None:
        place: str | None = ""
        while place is not None:
            ids, place = await self.cache.read(rebuild.missing, entity, place)
            for start in range(0, len(ids), APPLY_LIMIT):
                await self.cache.fill(rebuild.leave, entity, ids[start : start + APPLY_LIMIT])

    async def _gather_all(self) -> SyncPage | None:
        """Return the last page; None when what was gathered no longer holds together."""
        _begun, cursor = await self.cache.read(rebuild.under_way)
        if cursor is None:  # an update or a crash may have left rows behind that nobody tells of again
            await self._clear_shadow()
        done = await self.cache.read(rebuild.gathered)
        while True:
            page = await self.api.sync(cursor, self.fill_rows)
            if page.lost_keys:
                return None
            changes, done = page.changes, done + len(page.changes)
            while len(changes) > APPLY_LIMIT:
                some, changes = changes[:APPLY_LIMIT], changes[APPLY_LIMIT:]
                await self.cache.fill(rebuild.gather, some)
            await self.cache.fill(rebuild.gather, changes, page.cursor)
            left = page.remaining
            self.on_progress(Progress(done, None if left is None else done + left, rebuilding=True))
            if not page.has_more:
                return page
            cursor = page.cursor
