"""The figure of how late desks hear. If it fails, an operator chases three seconds nobody waited for."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from occ_server.feed.pushing import Pusher
from occ_server.kit.announcements import EpochBegan, FeedMoved
from occ_server.kit.columns import to_micros
from occ_server.kit.db import Database
from occ_server.kit.figures import COMMIT_TO_POKE
from occ_server.kit.sealed import Seal, new_seal_key
from occ_server.kit.tasks import running
from occ_server.live.hub import Hub
from occ_server.live.stream import Pace
from support.clock import ManualClock
from support.waiting import until

ORG = "o"


@pytest.fixture
def backend() -> str:
    return "sqlite"


class Lags:
    """What was measured since the beginning of the test: how many changes, and their seconds together."""

    def __init__(self) -> None:
        self._began = self._read()

    def _read(self) -> tuple[float, float]:
        return sum(bucket.get() for bucket in COMMIT_TO_POKE._buckets), COMMIT_TO_POKE._sum.get()

    @property
    def measured(self) -> tuple[int, float]:
        count, seconds = self._read()
        return round(count - self._began[0]), round(seconds - self._began[1], 3)


def moved(clock: ManualClock, seq: int, ago: float = 0.0) -> FeedMoved:
    at = clock.now() - timedelta(seconds=ago)
    return FeedMoved(ORG, seq, frozenset(), committed_at=to_micros(at))


@pytest.fixture
async def pusher(database: Database) -> AsyncIterator[Pusher]:
    pushing = Pusher(database, Hub(), {}, Seal(new_seal_key()), Pace(between_pokes=0.001))
    pushing.see_heads({ORG: 10})
    async with running(pushing.run(), "pusher"):
        yield pushing


async def told(pusher: Pusher, seq: int) -> None:
    await until(lambda: pusher._logs[ORG].done >= seq)


async def test_it_counts_from_the_commit_and_not_from_when_this_process_heard_of_it(
    pusher: Pusher, clock: ManualClock
) -> None:
    lags = Lags()
    pusher.hear(moved(clock, 11, ago=0.4))
    await told(pusher, 11)
    assert lags.measured == (1, 0.4)


async def test_changes_told_together_are_each_measured(pusher: Pusher, clock: ManualClock) -> None:
    lags = Lags()
    pusher.hear(moved(clock, 12, ago=0.1))
    pusher.hear(moved(clock, 11, ago=0.2))
    await told(pusher, 12)
    assert lags.measured == (2, 0.3)


async def test_an_announcement_after_its_change_was_made_up_for_is_not_charged_to_the_next_change(
    pusher: Pusher, clock: ManualClock
) -> None:
    pusher.see_heads({ORG: 11})
    pusher.see_heads({ORG: 11})
    await told(pusher, 11)
    lags = Lags()
    pusher.hear(moved(clock, 11))
    clock.move(3)
    pusher.hear(moved(clock, 12))
    await told(pusher, 12)
    assert lags.measured == (1, 0.0)


async def test_a_writer_whose_clock_is_ahead_counts_as_no_lag_and_one_that_says_nothing_not_at_all(
    pusher: Pusher, clock: ManualClock
) -> None:
    lags = Lags()
    pusher.hear(moved(clock, 11, ago=-60))
    pusher.hear(FeedMoved(ORG, 12, frozenset()))
    await told(pusher, 12)
    assert lags.measured == (1, 0.0)


async def test_changes_of_before_a_restore_are_not_measured_after_it(
    pusher: Pusher, clock: ManualClock
) -> None:
    pusher.hear(moved(clock, 12, ago=5))  # 11 is still missing
    pusher.hear(EpochBegan("another"))
    lags = Lags()
    pusher.see_heads({ORG: 11})
    pusher.hear(moved(clock, 12))
    await told(pusher, 12)
    assert lags.measured == (1, 0.0)
