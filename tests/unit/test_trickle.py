"""News pop up; noise is counted. Whoever is flooded still sees what is their own."""

from datetime import UTC, datetime, timedelta

from occ_contract.notices import Notice, NoticeKind
from occ_desktop.services.trickle import MOST, WITHIN, Trickle

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def notice(number: int, kind: NoticeKind = NoticeKind.CALLBACK_RECEIVED) -> Notice:
    at = NOW + timedelta(seconds=number)
    return Notice(id=f"n{number}", kind=kind, service_id="s", created_at=at, count=1, seq=number + 1)


def test_a_few_pop_up_and_a_trickle_of_an_hour_pops_up_no_more() -> None:
    trickle, shown = Trickle(), 0
    for second in range(0, 3600, 2):
        shown += len(trickle.take([notice(second)], float(second)))
        assert not trickle.release(float(second))
    assert shown == MOST


def test_what_was_counted_is_told_once_it_is_quiet_and_then_news_are_news_again() -> None:
    trickle = Trickle()
    for second in range(10):
        trickle.take([notice(second)], float(second))
    assert trickle.quiet_in(9.0) == WITHIN
    assert trickle.release(9.0 + WITHIN - 0.1) == ()
    told = trickle.release(9.0 + WITHIN)
    assert [n.id for n in told] == [f"n{number}" for number in range(MOST, 10)]
    assert trickle.quiet_in(100.0) is None
    assert trickle.take([notice(200)], 200.0)


def test_three_in_more_than_a_minute_are_no_trickle() -> None:
    trickle = Trickle()
    for number in range(20):
        assert trickle.take([notice(number)], number * WITHIN / 2.5)


def test_many_new_callbacks_hide_no_assignment_of_ones_own() -> None:
    trickle = Trickle()
    for second in range(10):
        trickle.take([notice(second)], float(second))
    own = notice(11, NoticeKind.CALLBACK_ASSIGNED)
    assert trickle.take([notice(10), own], 10.0) == (own,)


def test_several_at_once_are_one_pop_up() -> None:
    trickle = Trickle()
    assert len(trickle.take([notice(n) for n in range(50)], 0.0)) == 50
    assert len(trickle.take([notice(60)], 1.0)) == 1
