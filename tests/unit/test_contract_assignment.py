"""The split of callbacks over agents: a wrong one is unfair on every screen and in fact."""

from collections import Counter
from functools import cache
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from occ_contract.assignment import Candidate, Split, Waiting, split
from occ_contract.callbacks import AssignMethod
from occ_contract.errors import ErrorCode, RuleError

SERVICES = ("mall", "card", "travel")
EQUAL, MANUAL = AssignMethod.EQUAL, AssignMethod.MANUAL


def waiting(*services: str) -> list[Waiting]:
    return [Waiting(f"c{n:03}", service) for n, service in enumerate(services)]


def agent(name: str, outstanding: int = 0, services: str = "mall card travel") -> Candidate:
    return Candidate(name, outstanding, frozenset(services.split()))


def agents_of(outstanding: list[int], services: list[frozenset[str]]) -> list[Candidate]:
    return [
        Candidate(f"a{n}", count, held)
        for n, (count, held) in enumerate(zip(outstanding, services, strict=True))
    ]


def shares(result: Split, agents: list[Candidate]) -> list[int]:
    """Return how many each gets, in the order of their turn."""
    counts = Counter(agent_id for _, agent_id in result.pairs)
    return [counts[agent.id] for agent in sorted(agents, key=lambda agent: agent.outstanding)]


some_services = st.frozensets(st.sampled_from(SERVICES), min_size=1, max_size=2)
any_services = st.frozensets(st.sampled_from(SERVICES))
few_agents = st.lists(st.tuples(st.integers(0, 3), some_services), min_size=1, max_size=4).map(
    lambda drawn: agents_of([count for count, _ in drawn], [held for _, held in drawn])
)
few_callbacks = st.lists(st.sampled_from(SERVICES), min_size=1, max_size=6).map(lambda drawn: waiting(*drawn))
many_agents = st.lists(st.tuples(st.integers(0, 30), any_services), min_size=1, max_size=12).map(
    lambda drawn: agents_of([count for count, _ in drawn], [held for _, held in drawn])
)
many_callbacks = st.lists(st.sampled_from(SERVICES), max_size=200).map(lambda drawn: waiting(*drawn))


@settings(max_examples=400, deadline=None)
@given(few_callbacks, few_agents)
def test_no_other_split_is_more_even(callbacks: list[Waiting], agents: list[Candidate]) -> None:
    """Every possible split is tried: largest share first, then the next; larger ones early in turn."""
    turn = sorted(agents, key=lambda a: a.outstanding)
    takers = [[p for p, a in enumerate(turn) if c.service_id in a.services] for c in callbacks]
    possible = {
        tuple(Counter(chosen)[p] for p in range(len(turn))) for chosen in product(*filter(None, takers))
    }
    most_even = min(sorted(vector, reverse=True) for vector in possible)
    best = max(v for v in possible if sorted(v, reverse=True) == most_even)
    assert tuple(shares(split(EQUAL, callbacks, agents), agents)) == best


@settings(max_examples=300, deadline=None)
@given(few_callbacks, few_agents)
def test_each_goes_to_who_has_fewest_so_far_of_those_it_can_go_to(
    callbacks: list[Waiting], agents: list[Candidate]
) -> None:
    """Oldest first, in turn: nobody waits for their first one while somebody gets a second for nothing."""
    result = split(EQUAL, callbacks, agents)
    turn = sorted(agents, key=lambda a: a.outstanding)
    place = {a.id: p for p, a in enumerate(turn)}
    service = {c.id: c.service_id for c in callbacks}
    rows = [(service[callback], place[agent_id]) for callback, agent_id in result.pairs]
    kinds = [s for s, _ in rows]

    @cache
    def fits(at: int, left: tuple[int, ...]) -> bool:
        if at == len(kinds):
            return not any(left)
        return any(
            left[p] and kinds[at] in a.services and fits(at + 1, _less(left, p)) for p, a in enumerate(turn)
        )

    left = tuple(shares(result, agents))
    given_so_far = [0] * len(turn)
    for at, (kind, taker) in enumerate(rows):
        could = [
            p for p, a in enumerate(turn) if left[p] and kind in a.services and fits(at + 1, _less(left, p))
        ]
        assert taker == min(could, key=lambda p: (given_so_far[p], p))
        given_so_far[taker] += 1
        left = _less(left, taker)


def _less(left: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*left[:place], left[place] - 1, *left[place + 1 :])


@settings(deadline=None)
@given(many_callbacks, many_agents)
def test_each_goes_once_to_somebody_who_may_take_it_and_the_rest_are_named(
    callbacks: list[Waiting], agents: list[Candidate]
) -> None:
    result = split(EQUAL, callbacks, agents)
    services = {a.id: a.services for a in agents}
    service = {c.id: c.service_id for c in callbacks}
    assert all(service[callback] in services[agent_id] for callback, agent_id in result.pairs)
    anybody = frozenset().union(*services.values())
    assert result.left == tuple(c.id for c in callbacks if c.service_id not in anybody)
    assert [c for c, _ in result.pairs] == [c.id for c in callbacks if c.service_id in anybody]


@settings(deadline=None)
@given(many_callbacks, st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_where_everybody_may_take_all_they_simply_take_turns(
    callbacks: list[Waiting], outstanding: list[int]
) -> None:
    agents = agents_of(outstanding, [frozenset(SERVICES)] * len(outstanding))
    turn = sorted(agents, key=lambda a: a.outstanding)
    expected = tuple((c.id, turn[n % len(turn)].id) for n, c in enumerate(callbacks))
    assert split(EQUAL, callbacks, agents) == Split(expected)


@settings(deadline=None)
@given(many_callbacks, many_agents, st.randoms(use_true_random=False))
def test_the_order_in_which_agents_were_ticked_does_not_change_the_shares(
    callbacks: list[Waiting], agents: list[Candidate], random: object
) -> None:
    assume(len({a.outstanding for a in agents}) == len(agents))
    shuffled = list(agents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert split(EQUAL, callbacks, agents) == split(EQUAL, callbacks, shuffled)


@given(many_callbacks, many_agents)
@settings(deadline=None)
def test_names_of_services_do_not_matter(callbacks: list[Waiting], agents: list[Candidate]) -> None:
    other = {"mall": "zoo", "card": "art", "travel": "bus"}
    renamed = [Waiting(c.id, other[c.service_id]) for c in callbacks]
    same = [Candidate(a.id, a.outstanding, frozenset(other[s] for s in a.services)) for a in agents]
    assert split(EQUAL, callbacks, agents) == split(EQUAL, renamed, same)


def test_who_has_least_open_begins_and_ties_keep_the_chosen_order() -> None:
    agents = [agent("busy", 9), agent("first", 1), agent("second", 1)]
    result = split(EQUAL, waiting(*["mall"] * 5), agents)
    assert [a for _, a in result.pairs] == ["first", "second", "busy", "first", "second"]


def test_who_alone_takes_a_service_is_spared_the_others() -> None:
    agents = [agent("both", 0, "mall card"), agent("mall", 5, "mall")]
    result = split(EQUAL, waiting("mall", "card", "mall", "card"), agents)
    assert [a for _, a in result.pairs] == ["mall", "both", "mall", "both"]


def test_who_can_gives_way_to_who_cannot_do_otherwise() -> None:
    agents = [agent("both", 0, "mall card"), agent("mall", 1, "mall"), agent("card", 2, "card")]
    result = split(EQUAL, waiting("mall", "card"), agents)
    assert result.pairs == (("c000", "mall"), ("c001", "both"))  # the turn is theirs, not that of "card"


def test_a_row_nobody_may_take_is_left_and_the_rest_goes_on() -> None:
    result = split(
        EQUAL, waiting("mall", "travel", "mall"), [agent("kim", 0, "mall"), agent("lee", 0, "card")]
    )
    assert result == Split((("c000", "kim"), ("c002", "kim")), ("c001",))


def test_manual_goes_to_exactly_one_and_leaves_what_they_may_not_take() -> None:
    result = split(MANUAL, waiting("mall", "card"), [agent("kim", 7, "mall")])
    assert result == Split((("c000", "kim"),), ("c001",))
    with pytest.raises(RuleError) as caught:
        split(MANUAL, waiting("mall"), [agent("kim"), agent("lee")])
    assert (caught.value.code, caught.value.params) == (ErrorCode.MANUAL_NEEDS_ONE_AGENT, {"count": 2})


def test_nobody_chosen_and_an_unknown_method_are_refused() -> None:
    for method, agents, code in (
        (EQUAL, [], ErrorCode.REQUIRED),
        (MANUAL, [], ErrorCode.REQUIRED),
        (AssignMethod.UNKNOWN, [agent("kim")], ErrorCode.BAD_CHOICE),
    ):
        with pytest.raises(RuleError) as caught:
            split(method, waiting("mall"), agents)
        assert caught.value.code is code
