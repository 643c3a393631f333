"""What colleagues do is shown as the stream tells it, and as the last known once it does not."""

from datetime import UTC, datetime

import pytest

from occ_contract.cti import CtiState
from occ_contract.live import AgentState, AgentStates
from occ_desktop.services.container import Services
from occ_desktop.services.events import ColleaguesChanged
from occ_desktop.store import colleagues as stored
from services.conftest import Client, OpenClient, Speech
from support.server_thread import ServerThread
from support.waiting import eventually, until


class Switchboard:
    """Tells a desk's stream what the agents of the small centre do, each time under a new version."""

    def __init__(self, server: ServerThread) -> None:
        self.ids = {name: server.centre.desks[name].id for name in ("ann", "ben", "amy", "boss")}
        self.version = 1
        self.states: dict[str, AgentState] = {}
        self.speech = Speech(self.snapshot)

    def snapshot(self) -> AgentStates:
        return AgentStates(version=self.version, agents=tuple(self.states.values()))

    def _set(self, name: str, state: CtiState, outstanding: int) -> AgentStates:
        person = self.ids[name]
        self.states[person] = AgentState(id=person, cti_state=state, outstanding=outstanding)
        self.version += 1
        return AgentStates(version=self.version, base=self.version - 1, agents=(self.states[person],))

    def tell(self, name: str, state: CtiState, outstanding: int = 0) -> None:
        self.speech.say(self._set(name, state, outstanding))

    def keep_to_oneself(self, name: str, state: CtiState) -> None:
        """Change something the desk does not hear of."""
        self._set(name, state, 0)


@pytest.fixture
def board(server: ServerThread, client: Client) -> Switchboard:
    made = Switchboard(server)
    client.plug.speech = made.speech
    return made


def _shown(services: Services, name: str) -> tuple[CtiState, int]:
    agent = next(a for a in services.directory.agents() if a.id == name)
    assert agent == services.directory.agent(name)
    return agent.cti_state, agent.outstanding


async def test_the_directory_shows_what_the_stream_tells(client: Client, board: Switchboard) -> None:
    board.keep_to_oneself("ann", CtiState.READY)
    services = await client.log_in("boss")
    seen = client.watch(ColleaguesChanged)
    ann, ben = board.ids["ann"], board.ids["ben"]
    await until(lambda: _shown(services, ann) == (CtiState.READY, 0))
    assert _shown(services, ben) == (CtiState.LOGGED_OUT, 0)
    board.tell("ben", CtiState.TALKING, 4)
    await until(lambda: _shown(services, ben) == (CtiState.TALKING, 4))
    assert _shown(services, ann) == (CtiState.READY, 0)
    assert not services.colleagues.stale
    await until(lambda: seen)


async def test_what_was_missed_is_repaired_by_opening_the_stream_anew(
    client: Client, board: Switchboard
) -> None:
    services = await client.log_in("boss")
    await until(lambda: board.speech.streams == 1)
    board.keep_to_oneself("ann", CtiState.WORK)
    board.tell("ben", CtiState.READY)
    await until(lambda: _shown(services, board.ids["ann"])[0] is CtiState.WORK)
    assert _shown(services, board.ids["ben"])[0] is CtiState.READY
    assert board.speech.streams == 2


async def test_screens_hear_of_a_storm_a_few_times_and_end_with_its_last_state(
    client: Client, board: Switchboard
) -> None:
    services = await client.log_in("boss")
    await until(lambda: not services.colleagues.stale and board.speech.streams == 1)
    heard: list[tuple[CtiState, int]] = []
    services.bus.subscribe(ColleaguesChanged, lambda _event: heard.append(_shown(services, board.ids["ben"])))
    for number in range(300):
        board.tell("ben", CtiState.READY, number)
    await until(lambda: heard and heard[-1] == (CtiState.READY, 299))
    assert len(heard) < 30


async def test_a_start_without_a_server_shows_the_last_states_as_of_then(
    open_client: OpenClient, client: Client, board: Switchboard
) -> None:
    board.keep_to_oneself("ann", CtiState.BREAK)
    services = await client.log_in("boss", remember=True)
    ann = board.ids["ann"]
    await until(lambda: _shown(services, ann)[0] is CtiState.BREAK)
    last, at = _shown(services, ann), client.clock.now()
    await client.close()
    again = open_client()
    again.plug.pulled = True
    again.clock.move(7200)
    assert await again.services.session.resume() is not None
    await until(lambda: again.services.colleagues.stale)
    assert _shown(again.services, ann) == last
    assert again.services.colleagues.as_of == at
    await again.services.session.logout()
    assert again.services.colleagues.as_of is None
    assert not again.services.colleagues.stale


async def test_the_states_of_a_broken_stream_are_old_until_another_one_vouches(
    client: Client, board: Switchboard
) -> None:
    board.keep_to_oneself("ann", CtiState.READY)
    services = await client.log_in("boss")
    ann = board.ids["ann"]
    await until(lambda: _shown(services, ann)[0] is CtiState.READY)
    moments: list[tuple[bool, CtiState]] = []
    services.bus.subscribe(
        ColleaguesChanged,
        lambda _event: moments.append((services.colleagues.stale, _shown(services, ann)[0])),
    )
    client.plug.pulled = True
    board.speech.end()
    await until(lambda: moments and moments[-1] == (True, CtiState.READY))
    board.keep_to_oneself("ann", CtiState.WORK)
    client.plug.pulled = False
    await until(lambda: moments[-1] == (False, CtiState.WORK))


async def test_a_killed_program_has_kept_what_it_heard_a_while_ago(
    client: Client, board: Switchboard
) -> None:
    services = await client.log_in("boss")
    await until(lambda: board.speech.streams == 1)
    board.tell("ben", CtiState.READY, 2)

    async def kept() -> bool:
        found = await services.workplace.cache.read(stored.kept)
        return found is not None and any((a.id, a.outstanding) == (board.ids["ben"], 2) for a in found.agents)

    assert await eventually(kept)
    found = await services.workplace.cache.read(stored.kept)
    assert found is not None
    assert found.as_of == client.clock.now() >= datetime(2026, 1, 1, tzinfo=UTC)
