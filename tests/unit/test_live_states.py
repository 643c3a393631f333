"""Agents' states as told by a snapshot and differences: right, or known to be not."""

from hypothesis import given
from hypothesis import strategies as st

from occ_contract.cti import CtiState
from occ_contract.live import AgentState, AgentStates
from occ_contract.people import Agent, Role
from occ_desktop.domain.live_states import LiveStates

people = st.sampled_from(("ann", "ben", "amy", "boss"))
states = st.sampled_from((CtiState.READY, CtiState.TALKING, CtiState.LOGGED_OUT))
histories = st.lists(st.dictionaries(people, states), min_size=1, max_size=8)


def _told(agents: dict[str, CtiState], **at: int) -> AgentStates:
    return AgentStates(agents=tuple(AgentState(id=i, cti_state=s) for i, s in agents.items()), **at)


def _difference(before: dict[str, CtiState], now: dict[str, CtiState], base: int) -> AgentStates:
    changed = _told({i: s for i, s in now.items() if before.get(i) is not s}, version=base + 1, base=base)
    return AgentStates(
        version=changed.version, base=base, agents=changed.agents, gone=tuple(before.keys() - now.keys())
    )


@given(history=histories, lost=st.sets(st.integers(0, 8)), snapshots=st.sets(st.integers(0, 8)))
def test_a_missed_difference_is_noticed_and_otherwise_every_state_is_right(
    history: list[dict[str, CtiState]], lost: set[int], snapshots: set[int]
) -> None:
    here = LiveStates()
    for version, now in enumerate(history):
        if version in lost:
            continue
        snapshot = version == 0 or version in snapshots
        told = (
            _told(now, version=version) if snapshot else _difference(history[version - 1], now, version - 1)
        )
        after = here.after(told)
        missed = not snapshot and here.version != version - 1
        assert (after is None) == missed
        here = after or here
        if after is not None:
            assert {i: s.cti_state for i, s in here.by_id.items()} == now


def test_a_difference_of_another_stream_is_a_gap_even_with_the_right_number() -> None:
    here = LiveStates().after(_told({"ann": CtiState.READY}, version=4))
    assert here is not None
    assert here.grown_old().after(_told({}, version=5, base=4)) is None


def test_whom_nobody_names_is_logged_out_and_an_older_servers_row_speaks_for_itself() -> None:
    ann = Agent(id="ann", name="이상담", role=Role.AGENT, cti_state=CtiState.READY, outstanding=3)
    assert LiveStates().shown(ann) == ann
    here = LiveStates().after(AgentStates(version=1))
    assert here is not None
    shown = here.shown(ann)
    assert (shown.cti_state, shown.outstanding, shown.name) == (CtiState.LOGGED_OUT, 0, "이상담")
