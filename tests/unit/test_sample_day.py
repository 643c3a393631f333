"""Whoever tries the program at night sees a centre at work, not an empty list."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from occ_contract.callbacks import CallbackStatus
from occ_server.demo.history import Crew, Historian
from occ_server.demo.trades import TRADES

SEOUL = ZoneInfo("Asia/Seoul")
CREWS = tuple(Crew(f"s{n}", ("ann", "ben", "cho"), ("boss",)) for n in range(len(TRADES)))


def history(now: datetime) -> list:
    return Historian(random.Random(1), CREWS, now.astimezone(UTC), SEOUL).write(days=20, total=4500).callbacks


@pytest.mark.parametrize("weekday", [23, 28, 29], ids=["Monday", "Saturday", "Sunday"])
@pytest.mark.parametrize("hour", [0, 4, 9, 14, 20])
def test_at_any_hour_work_is_under_way(weekday: int, hour: int) -> None:
    now = datetime(2026, 11, weekday, hour, 5, tzinfo=SEOUL)
    callbacks = history(now)
    recent = [c for c in callbacks if c.received_at > now - timedelta(hours=8)]
    assert len(recent) > 60
    found = Counter(c.status for c in recent)
    assert found[CallbackStatus.RECEIVED] >= 5
    assert found[CallbackStatus.ASSIGNED] >= 5
    assert found[CallbackStatus.COMPLETED] >= 5
    last_hour = [c for c in callbacks if c.completed_at and c.completed_at > now - timedelta(hours=2)]
    assert last_hour
    assert all(c.received_at <= now for c in callbacks)
    assert [c.received_at for c in callbacks] == sorted(c.received_at for c in callbacks)
    assert all(c.assigned_at is None or c.assigned_at <= now for c in callbacks)


def test_the_same_seed_and_moment_make_the_same_centre() -> None:
    now = datetime(2026, 11, 29, 0, 5, tzinfo=SEOUL)
    assert history(now) == history(now)


def test_nights_before_the_one_that_is_looked_at_were_quiet() -> None:
    now = datetime(2026, 11, 24, 14, 0, tzinfo=SEOUL)
    before = now - timedelta(hours=8)
    done = [c.completed_at for c in history(now) if c.completed_at and c.completed_at < before]
    assert not [at for at in done if 1 <= at.astimezone(SEOUL).hour < 8]
