"""Tells desks what concerns them: the page itself where it is small, else a poke.

Per organisation one span of the feed after the other: its rows are read once in one snapshot, encoded once,
and handed to each desk under the keys it holds. A desk that no key of a span concerns hears nothing and has
missed nothing, so its next page begins where its last one ended. Whatever fails here ends in a poke: the desk
pulls.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

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
from occ_server.kit.db import Database
from occ_server.kit.figures import COMMIT_TO_POKE, POKES
from occ_server.kit.sealed import Seal
from occ_server.kit.sources import FeedSource
from occ_server.live.greetings import Frame
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import Pace, event, framed

MOST_ROWS = 200  # a desk that so much concerns pulls: pages have their own pace there
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Reach:
    """The rows of a span and the keys that lead to them."""

    encoded: Encoded
    by_key: Mapping[str, list[At]]


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
        self._heard_at: dict[str, float] = {}  # when the oldest change not told yet was announced
        self._news = asyncio.Event()

    def hear(self, announcement: Announcement) -> None:
        """Note what was committed."""
        match announcement:
            case FeedMoved(organisation_id, seq, keys):
                log = self._logs.setdefault(organisation_id, FeedLog(seq - 1, seq - 1))
                self._heard_at.setdefault(organisation_id, perf_counter())
                if log.hear(seq, keys):
                    self._news.set()
            case EpochBegan(epoch) if epoch != self._epoch:
                self._epoch = epoch
                self._logs.clear()

    @property
    def is_waiting(self) -> bool:
        """Tell whether numbers are missing that another look at the counters would make up for."""
        return any(log.is_waiting for log in self._logs.values())

    def see_heads(self, heads: Mapping[str, int]) -> None:
        """Compare with the counters in the database; what was announced and lost concerns everybody."""
        for organisation_id, seq in heads.items():
            log = self._logs.setdefault(organisation_id, FeedLog(seq, seq))
            if log.see_head(seq):
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
        """Carry on until cancelled, at most every ``between_pokes`` seconds."""
        while True:
            await self._news.wait()
            self._news.clear()
            for organisation_id, log in tuple(self._logs.items()):
                if (span := log.take()) is not None:
                    heard_at = self._heard_at.pop(organisation_id, None)
                    await self._tell(organisation_id, span)
                    if heard_at is not None:
                        COMMIT_TO_POKE.observe(perf_counter() - heard_at)
            await asyncio.sleep(self._pace.between_pokes)

    async def _tell(self, organisation_id: str, span: Span) -> None:
        reach: _Reach | None = None
        if span.keys is not None and (held := self._hub.held_keys(span.keys)):
            try:
                reach = await self._read(organisation_id, span, held)
            except (SQLAlchemyError, OSError) as error:
                logger.warning("a change could not be read (%s): desks pull it", type(error).__name__)
        texts: dict[tuple[At, frozenset[str]], bytes] = {}
        for subscription in self._hub.holding(organisation_id, span.keys):
            self._send(subscription, span, reach, texts)

    async def _read(self, organisation_id: str, span: Span, held: list[str]) -> _Reach:
        async with self._database.read() as conn:
            rows = await moved(conn, held, span.after, span.upto)
            encoded = await Encoded.load(conn, self._sources, organisation_id, rows)
        by_key: dict[str, list[At]] = {}
        for row in rows:
            by_key.setdefault(row.key, []).append((row.entity, row.id))
        return _Reach(encoded, by_key)

    def _send(
        self,
        subscription: Subscription,
        span: Span,
        reach: _Reach | None,
        texts: dict[tuple[At, frozenset[str]], bytes],
    ) -> None:
        keys = subscription.keys
        if reach is None or keys is None or "page" not in subscription.accepts:
            self._poke(subscription, span.upto)
            return
        ats = dict.fromkeys(at for key in keys if key in reach.by_key for at in reach.by_key[key])
        if len(ats) > MOST_ROWS:
            self._poke(subscription, span.upto)
            return
        parts = [text for at in ats if (text := _text(reach.encoded, at, keys, texts)) is not None]
        if not parts:
            return
        cursor = Cursor(
            epoch=self._hub.epoch, person_id=subscription.person_id, seq=span.upto, grants=span.upto
        )
        place = {
            "epoch": self._hub.epoch,
            "base": subscription.told,
            "head": span.upto,
            "cursor": self._seal.close(PULL, cursor),
        }
        page = msgspec.json.encode(place)[:-1] + b',"changes":[' + b",".join(parts) + b"]}"
        subscription.told = span.upto
        subscription.send(framed("page", page))
        POKES.inc()

    def _poke(self, subscription: Subscription, seq: int) -> None:
        if seq > subscription.told:
            subscription.told = seq
            subscription.send(event("poke", Poke(epoch=self._hub.epoch, seq=seq)))
            POKES.inc()


def _text(
    encoded: Encoded, at: At, keys: frozenset[str], texts: dict[tuple[At, frozenset[str]], bytes]
) -> bytes | None:
    """Return one change as it travels; desks that see a row through the same keys share its text."""
    change = encoded.change(at, keys)
    if change is None:
        return None
    if encoded.sources[at[0]].cut is not None:
        return msgspec.json.encode(change)
    place = (at, frozenset(change.keys))
    if place not in texts:
        texts[place] = msgspec.json.encode(change)
    return texts[place]
