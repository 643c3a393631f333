"""Who is counted as departed: a wrong answer hides work nobody does, or takes it from somebody who does."""

from occ_desktop.views.cancellation.holders import Holders, holders_of

TAKES = {"ann": frozenset({"mall"}), "ben": frozenset({"mall", "card"}), "gone": frozenset[str]()}


def judged(outstanding: dict[tuple[str, str], int]) -> Holders:
    return holders_of(outstanding, lambda person: TAKES.get(person, frozenset()))


def test_where_everybody_may_take_what_they_hold_nobody_is_departed() -> None:
    found = judged({("ann", "mall"): 2, ("ben", "card"): 1})
    assert found == Holders({"ann": 2, "ben": 1})


def test_who_left_and_who_lost_the_right_in_one_service_are_summed_by_callback() -> None:
    found = judged({("gone", "mall"): 3, ("gone", "card"): 1, ("ann", "card"): 2, ("ann", "mall"): 5})
    assert found.counts == {"gone": 4, "ann": 7}
    assert found.stray == (("card", "ann"), ("card", "gone"), ("mall", "gone"))
    assert found.stray_count == 6
    assert found.departed == {"gone"}, "ann still works in the mall"
