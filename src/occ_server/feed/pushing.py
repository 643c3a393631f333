"""Tells desks what concerns them: the page itself where it is small, else a poke.

Per organisation one span of the feed after the other: its rows are read once in one snapshot, encoded once,
and handed to each desk under the keys it holds. A desk that no key of a span concerns hears nothing and has
missed nothing, so its next page begins where its last one ended. Whatever fails here ends in a poke: the desk
pulls.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sync import Entity, Poke
from occ_server.feed.bodies import At, Encoded
from occ_server.feed.cursor import PULL, Cursor
from occ_server.feed.log import FeedLog, Span
from occ_server.feed.rows import moved
from occ_server.feed.state import head
from occ_server.kit.announcements import Announcement, EpochBegan, FeedMoved
from occ_server.kit.columns import to_micros
from occ_server.kit.db import Database
from occ_server.kit.figures import COMMIT_TO_POKE, POKES
from occ_server.kit.repeated import Repeated
from occ_server.kit.sealed import Seal
from occ_server.kit.sources import FeedSource
from occ_server.kit.tasks import attempt
from occ_server.live.greetings import Frame
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import Pace, event, framed

MOST_ROWS = 200  # a desk that so much concerns pulls: pages have their own pace there
logger = logging.getLogger(__name__)


@dataclass
class _Reach:
    """The rows of a span, the keys that lead to them, and their texts, put together once for equal keys.

    ``unread`` are the span's keys nobody held when it was read: who holds one since then is to pull.
    """

    encoded: Encoded
    by_key: Mapping[str, list[At]]
    unread: frozenset[str]
    _texts: dict[frozenset[str], bytes | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sources = self.encoded.sources
        self._keys = frozenset(self.by_key)
        self._cut = {k for k, ats in self.by_key.items() if any(sources[at[0]].cut is not None for at in ats)}

    def texts(self, keys: frozenset[str]) -> bytes | None:
        """Return the changes for a holder of these keys, comma between them.

        None when there are too many, or others that were not read.
        """
        if not self.unread.isdisjoint(keys):
            return None
        leading = self._keys & keys
        # A body that is cut may depend on any key held.
        place = leading if self._cut.isdisjoint(leading) else keys
        if place not in self._texts:
            self._texts[place] = self._together(leading, keys)
        return self._texts[place]

    def _together(self, leading: frozenset[str], keys: frozenset[str]) -> bytes | None:
        ats = dict.fromkeys(at for key in self.by_key if key in leading for at in self.by_key[key])
        if len(ats) > MOST_ROWS:
            return None
        return b",".join(msgspec.json.encode(change) for change in self.encoded.changes(keys, ats))


class Pusher:
    """Carries the feed of the organisations whose desks listen to this process."""

    def __init__(
        self, database: Database, hub: Hub, sources: Mapping[Entity, FeedSource], seal: Seal, pace: Pace
    ) -> None:
        self._database = database
        self._hub = hub
        self._sources = sources
        self._seal = seal
        self._pace = pace
        self._epoch = ""
        self._logs: dict[str, FeedLog] = {}
        self._committed_at: dict[str, dict[int, int]] = {}  # by number, of changes not told yet; microseconds
        self._news = asyncio.Event()
        self._repeated = Repeated(database.clock)

    def hear(self, announcement: Announcement) -> None:
        """Note what was committed."""
        match announcement:
            case FeedMoved(organisation_id, seq, keys):
                log = self._logs.setdefault(organisation_id, FeedLog(seq - 1, seq - 1))
                if announcement.committed_at and seq > log.done:  # else it was told before it was heard of
                    self._committed_at.setdefault(organisation_id, {})[seq] = announcement.committed_at
                if log.hear(seq, keys):
                    self._news.set()
            case EpochBegan(epoch) if epoch != self._epoch:
                self._epoch = epoch
                self._logs.clear()
                self._committed_at.clear()

    @property
    def is_waiting(self) -> bool:
        """Tell whether numbers are missing that another look at the counters would make up for."""
        return any(log.is_waiting for log in self._logs.values())

    def see_heads(self, heads: Mapping[str, int]) -> None:
        """Compare with the counters in the database; what was announced and lost concerns everybody."""
        for organisation_id, seq in heads.items():
            log = self._logs.setdefault(organisation_id, FeedLog(seq, seq))
            if log.see_head(seq):
                if not self._database.is_sqlite:  # there other processes (the command line) cannot announce
                    logger.warning("an announcement got lost: every desk of its organisation is told")
                self._hub.look_again(organisation_id)
                self._news.set()

    async def greeting(
        self, conn: AsyncConnection, subscription: Subscription, _keys: frozenset[str]
    ) -> Frame:
        """Return what makes the poke a stream begins with."""
        seq = await head(conn, subscription.organisation_id)

        def poke() -> bytes:
            subscription.told = max(subscription.told, seq)
            return event("poke", Poke(epoch=self._hub.epoch, seq=subscription.told))

        return poke

    async def run(self) -> None:
        """Carry on until cancelled, at most every ``between_pokes`` seconds.

        It begins with a look: what was heard while nobody carried is not said again.
        """
        self._news.set()
        while True:
            await self._news.wait()
            self._news.clear()
            for organisation_id, log in tuple(self._logs.items()):
                if (span := log.take()) is not None:
                    await self._tell_all(organisation_id, span)
                    self._measure(organisation_id, span)
            await asyncio.sleep(self._pace.between_pokes)

    def _measure(self, organisation_id: str, span: Span) -> None:
        """Publish how long ago each change of a span was committed.

        The time is the writer's, the present ours: clocks that differ between two machines shift the figure
        of each other's changes by as much, down to zero at the least.
        """
        waiting = self._committed_at.get(organisation_id, {})
        now = to_micros(self._database.clock.now())
        for seq in [seq for seq in waiting if seq <= span.upto]:
            COMMIT_TO_POKE.observe(max(0, now - waiting.pop(seq)) / 1_000_000)

    async def _tell_all(self, organisation_id: str, span: Span) -> None:
        """Tell of a span, however that ends: it is not taken twice."""
        told = False
        try:
            tell = partial(self._tell, organisation_id, span)
            told = await attempt(tell, "telling desks of a change", self._repeated)
        finally:
            if not told:
                self._poke_all(organisation_id, span)

    def _poke_all(self, organisation_id: str, span: Span) -> None:
        """Have every desk a span concerns pull that was not told."""
        for subscription in self._hub.holding(organisation_id, span.keys):
            POKES.inc(self._poke(subscription, span.upto))

    async def _tell(self, organisation_id: str, span: Span) -> None:
        reach: _Reach | None = None
        if span.keys is not None and (held := self._hub.held_keys(span.keys)):
            try:
                reach = await self._read(organisation_id, span, span.keys, held)
            except (SQLAlchemyError, OSError) as error:
                logger.warning("a change could not be read (%s): desks pull it", type(error).__name__)
        told = 0
        for subscription in self._hub.holding(organisation_id, span.keys):
            told += self._send(subscription, span, reach)
        POKES.inc(told)

    async def _read(self, organisation_id: str, span: Span, keys: frozenset[str], held: list[str]) -> _Reach:
        async with self._database.read() as conn:
            found = await moved(conn, held, span.after, span.upto)
            encoded = await Encoded.load(conn, self._sources, organisation_id, found.rows, found.standing)
        by_key: dict[str, list[At]] = {}
        for row in found.rows:
            by_key.setdefault(row.key, []).append((row.entity, row.id))
        return _Reach(encoded, by_key, keys.difference(held))

    def _send(self, subscription: Subscription, span: Span, reach: _Reach | None) -> bool:
        """Tell one desk of a span; False when there is nothing to tell it."""
        if subscription.told >= span.upto:
            return False  # its greeting was read later than this
        keys = subscription.keys
        texts: bytes | None = None
        if reach is not None and keys is not None and "page" in subscription.accepts:
            texts = reach.texts(keys)
        if texts is None:
            return self._poke(subscription, span.upto)
        if texts:
            subscription.send(self._page(subscription, span.upto, texts))
            subscription.told = span.upto
        return bool(texts)

    def _page(self, subscription: Subscription, upto: int, texts: bytes) -> bytes:
        """Return the event of a page that continues what this desk was told: put together, not encoded."""
        cursor = Cursor(epoch=self._hub.epoch, person_id=subscription.person_id, seq=upto, grants=upto)
        place = b'{"epoch":"%b","base":%d,"head":%d,"cursor":"%b","changes":[%b]}' % (
            self._hub.epoch.encode(),
            subscription.told,
            upto,
            self._seal.close(PULL, cursor).encode(),
            texts,
        )
        return framed("page", place)

    def _poke(self, subscription: Subscription, seq: int) -> bool:
        if seq <= subscription.told:
            return False
        subscription.told = seq
        subscription.send(event("poke", Poke(epoch=self._hub.epoch, seq=seq)))
        return True
