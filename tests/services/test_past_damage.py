"""The way past a damaged copy: if these fail, a log-in goes round in a circle or erases a sound copy."""

import pytest

from occ_desktop.domain.failures import CacheFailure
from occ_desktop.services.past_damage import past_damage


class Copy:
    """A local copy whose first tries fail as they are told."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        self.told: list[bool] = []

    async def work(self, damaged: bool) -> str:
        self.told.append(damaged)
        if self.reasons:
            raise CacheFailure(self.reasons.pop(0))
        return "done"


async def test_what_met_damage_is_done_once_more_on_a_copy_made_anew() -> None:
    copy = Copy("unreadable")
    assert await past_damage(copy.work) == "done"
    assert copy.told == [False, True]


async def test_a_disk_that_spoils_the_new_copy_too_is_told_and_not_tried_for_ever() -> None:
    copy = Copy("unreadable", "unreadable", "unreadable")
    with pytest.raises(CacheFailure):
        await past_damage(copy.work)
    assert copy.told == [False, True]


async def test_trouble_of_the_surroundings_makes_nothing_anew() -> None:
    copy = Copy("disk_full")
    with pytest.raises(CacheFailure, match="disk_full"):
        await past_damage(copy.work)
    assert copy.told == [False]


async def test_damage_that_is_known_is_not_met_again() -> None:
    copy = Copy()
    assert await past_damage(copy.work, known=True) == "done"
    assert copy.told == [True]
