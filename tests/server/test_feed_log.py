"""What a process has heard of a feed. If these fail, a desk is never told of a change."""

from hypothesis import given
from hypothesis import strategies as st

from occ_server.feed.log import MOST_MISSING, FeedLog, Span


def heard(log: FeedLog, *seqs: int) -> None:
    for seq in seqs:
        log.hear(seq, {f"k{seq}"})


def test_numbers_heard_out_of_order_are_told_in_order_and_once() -> None:
    log = FeedLog(10, 10)
    heard(log, 12, 13)
    assert log.take() is None
    heard(log, 11)
    assert log.take() == Span(10, 13, frozenset({"k11", "k12", "k13"}))
    heard(log, 11, 13)
    assert log.take() is None


def test_an_announcement_that_never_came_concerns_everybody_at_the_second_look() -> None:
    log = FeedLog(10, 10)
    heard(log, 12)
    assert not log.see_head(12), "it may still be on its way"
    assert log.is_waiting
    assert log.see_head(12)
    assert log.take() == Span(10, 12, None)
    assert not log.is_waiting


def test_one_that_came_between_two_looks_is_no_loss() -> None:
    log = FeedLog(10, 10)
    log.see_head(11)
    heard(log, 11)
    assert not log.see_head(11)
    assert log.take() == Span(10, 11, frozenset({"k11"}))


def test_a_long_gap_is_made_up_for_in_one_step() -> None:
    log = FeedLog(0, 0)
    head = 5 * MOST_MISSING
    log.see_head(head)
    heard(log, head + 1)
    assert log.see_head(head + 1)
    assert log.take() == Span(0, head + 1, None)


@given(st.permutations(range(1, 21)), st.sets(st.integers(1, 20)), st.data())
def test_whatever_is_lost_every_number_is_told_once(
    order: list[int], lost: set[int], data: st.DataObject
) -> None:
    log, told = FeedLog(0, 0), []
    for seq in order:
        if seq not in lost:
            heard(log, seq)
        if data.draw(st.booleans()) and (span := log.take()) is not None:
            told.append(span)
    log.see_head(20)
    log.see_head(20)
    if (span := log.take()) is not None:
        told.append(span)
    assert [span.after for span in told] == [0, *(span.upto for span in told)][:-1]
    assert told[-1].upto == 20
    for span in told:
        missed = lost & set(range(span.after + 1, span.upto + 1))
        named = frozenset(f"k{seq}" for seq in range(span.after + 1, span.upto + 1))
        assert span.keys == (None if missed else named)
