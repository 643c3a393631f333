"""A server's side of the feed without a server: pages of the sample's callbacks, newest first, from memory.

What the network and the server cost is measured elsewhere; here a cache is fed as fast as it can take it.
"""

from collections.abc import Callable, Sequence
from typing import cast

import msgspec

from benchmarks import sample
from occ_contract.callbacks import Callback
from occ_contract.sync import Change, Entity, SyncPage
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.remote.api import Api
from occ_desktop.runtime.clock import SystemClock
from occ_desktop.store.cache import Cache
from occ_desktop.sync.puller import Puller

KEYS = ("s:service-1:callbacks",)
ME = "bench"
EPOCH = "01920000-0000-7000-8000-000000000001"


def changes_of(rows: Sequence[Callback]) -> list[Change]:
    """Return callbacks as the feed brings them."""
    return [
        Change(
            entity=Entity.CALLBACK,
            id=row.id,
            seq=row.seq,
            keys=KEYS,
            body=msgspec.Raw(msgspec.json.encode(row)),
        )
        for row in rows
    ]


class Pages:
    """Answers pulls from a list of changes; ``epoch`` may be changed to have everything gathered anew."""

    def __init__(self, changes: Sequence[Change], head: int) -> None:
        self.changes = changes
        self.head = head
        self.epoch = EPOCH

    async def sync(self, cursor: str | None, limit: int, **_asked: bool) -> SyncPage:
        """Return the next page; the cursor is a place in the list."""
        place = int(cursor or 0)
        page = tuple(self.changes[place : place + limit])
        left = len(self.changes) - place - len(page)
        return SyncPage(
            epoch=self.epoch,
            cursor=str(place + len(page)),
            head=self.head,
            changes=page,
            has_more=left > 0,
            keys=KEYS,
            remaining=left or None,
        )


def newest_first(count: int) -> list[Callback]:
    """Return the sample's callbacks as a first fill brings them."""
    return list(sample.callbacks(count))[::-1]


def puller(
    cache: Cache, pages: Pages, publish: Callable[[ChangeSet], None] = lambda _changes: None
) -> Puller:
    """Return the real puller on these pages."""
    return Puller(cast(Api, pages), cache, ME, SystemClock(), publish)
