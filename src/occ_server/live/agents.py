"""Agents' live states: what colleagues are doing now, derived from stored facts, once per process.

States are versioned; a desk gets all it may see, then differences. Whoever changes a fact says so
(``uow.stir(organisation, AGENTS, ids)``); what got lost on the way is found by a slow look at everything.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.live import AgentState, AgentStates
from occ_server.kit.announcements import Announcement, FeedMoved, LiveChanged
from occ_server.kit.chunks import chunks
from occ_server.kit.db import Database
from occ_server.kit.repeated import Repeated
from occ_server.kit.tasks import attempt
from occ_server.kit.topic import AgentFigures
from occ_server.live.greetings import Frame
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import Pace, event
from occ_server.people.figures import AGENTS
from occ_server.people.tables import memberships, people
from occ_server.visibility.scopes import is_people_key, people_key

EVERYTHING_SECONDS = 30.0
LONGEST_PAUSE = 5.0  # seconds between two tries to read what could not be read
logger = logging.getLogger(__name__)


@dataclass
class Board:
    """One organisation's agents: their states, and the keys under which colleagues see them."""

    version: int = 0
    states: dict[str, AgentState] = field(default_factory=dict)
    seen_by: dict[str, frozenset[str]] = field(default_factory=dict)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    def visible(self, keys: frozenset[str]) -> list[AgentState]:
        """Return the states a holder of these keys sees, those of no interest left out."""
        return [
            state
            for agent_id, state in self.states.items()
            if state != AgentState(id=agent_id) and self.seen_by[agent_id] & keys
        ]


@dataclass(frozen=True)
class Difference:
    """What changed between two versions: new states, and under which keys agents were seen before."""

    changed: Mapping[str, AgentState]
    seen_before: Mapping[str, frozenset[str]]

    def __bool__(self) -> bool:
        return bool(self.changed) or bool(self.seen_before)


class AgentBoard:
    """The boards of the organisations whose desks listen to this process."""

    def __init__(self, database: Database, hub: Hub, figures: Sequence[AgentFigures], pace: Pace) -> None:
        self._database = database
        self._hub = hub
        self._figures = figures
        self._pace = pace
        self._boards: dict[str, Board] = {}
        self._dirty: dict[str, set[str] | None] = {}  # None: everybody
        self._news = asyncio.Event()
        self._loading = asyncio.Lock()
        self._repeated = Repeated(database.clock)

    def hear(self, announcement: Announcement) -> None:
        """Note whose state is to be read again."""
        match announcement:
            case LiveChanged(organisation_id, channel, ids) if channel == AGENTS:
                self._note(organisation_id, ids or None)
            case FeedMoved(organisation_id, people=who) if who is None or who:
                self._note(organisation_id, who)

    def _note(self, organisation_id: str, ids: Iterable[str] | None) -> None:
        if organisation_id not in self._boards:
            return
        known = self._dirty.get(organisation_id, set())
        self._dirty[organisation_id] = None if ids is None or known is None else known | set(ids)
        self._news.set()

    async def open(self, organisation_id: str) -> None:
        """Begin an organisation's board when its first stream opens.

        Called before a stream takes a connection: a room full of desks that come back at once would hold
        every connection while one of them waits for one to read the states with.
        """
        async with self._loading:
            if organisation_id not in self._boards:
                board = Board()
                self._boards[organisation_id] = board
                try:
                    async with board.reading:
                        await self._refresh(organisation_id, board, None)
                except BaseException:  # who asks next begins it again, instead of being shown nobody
                    del self._boards[organisation_id]
                    raise

    async def greeting(
        self, _conn: AsyncConnection, subscription: Subscription, keys: frozenset[str]
    ) -> Frame:
        """Return what makes the snapshot a stream begins with."""
        organisation_id = subscription.organisation_id

        def snapshot() -> bytes | None:
            if AGENTS not in subscription.accepts:
                return None
            board = self._boards.get(organisation_id, Board())
            subscription.versions[AGENTS] = board.version
            return event("agents", AgentStates(version=board.version, agents=tuple(board.visible(keys))))

        return snapshot

    async def run(self) -> None:
        """Read again what changed, at most every ``between_states`` seconds, and everything slowly.

        What could not be read is read again soon: whoever changed it will not say so twice.
        """
        failures = 0
        while True:
            try:
                async with asyncio.timeout(EVERYTHING_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                self._dirty = dict.fromkeys(self._boards)
            self._news.clear()
            if await attempt(self.catch_up, "reading the agents' states", self._repeated):
                failures = 0
            else:
                failures += 1
                self._news.set()
            grown = self._pace.between_states * 2.0 ** min(failures, 16)
            await asyncio.sleep(min(grown, max(LONGEST_PAUSE, self._pace.between_states)))

    async def catch_up(self) -> None:
        """Read what changed and tell the desks that may see it."""
        dirty, self._dirty = self._dirty, {}
        try:
            while dirty:
                organisation_id = next(iter(dirty))
                await self._catch_up_with(organisation_id, dirty[organisation_id])
                del dirty[organisation_id]
        finally:
            for organisation_id, ids in dirty.items():
                self._note(organisation_id, ids)

    async def _catch_up_with(self, organisation_id: str, ids: set[str] | None) -> None:
        board = self._boards.get(organisation_id)
        if board is None:
            return
        if organisation_id not in self._hub.organisations():  # now: a stream may have opened meanwhile
            del self._boards[organisation_id]
            return
        async with board.reading:  # one after the other: what was read earlier must not be taken in later
            difference = await self._refresh(organisation_id, board, ids)
        if difference:
            self._tell(organisation_id, board, difference)

    async def _refresh(self, organisation_id: str, board: Board, ids: set[str] | None) -> Difference:
        """Bring a board to what one snapshot says of these agents (None: of all)."""
        async with self._database.read() as conn:
            seen_by = await _seen_by(conn, organisation_id, ids)
            states = await self._states(conn, organisation_id, list(seen_by))
        asked = set(board.seen_by) | set(seen_by) if ids is None else ids
        changed: dict[str, AgentState] = {}
        seen_before: dict[str, frozenset[str]] = {}
        for agent_id in asked:
            before, now = board.seen_by.get(agent_id, frozenset()), seen_by.get(agent_id, frozenset())
            state = states.get(agent_id, AgentState(id=agent_id))
            if before != now:
                seen_before[agent_id] = before
            if state != board.states.get(agent_id, AgentState(id=agent_id)) or before != now:
                changed[agent_id] = state
            board.states[agent_id], board.seen_by[agent_id] = state, now
            if not now:
                del board.states[agent_id], board.seen_by[agent_id]
        board.version += 1
        return Difference(changed, seen_before)

    async def _states(
        self, conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
    ) -> dict[str, AgentState]:
        values: dict[str, dict[str, Any]] = {agent_id: {} for agent_id in ids}
        for part in chunks(ids):
            for figures in self._figures:
                for agent_id, known in (await figures(conn, organisation_id, part)).items():
                    values[agent_id].update(known)
        return {agent_id: AgentState(id=agent_id, **known) for agent_id, known in values.items()}

    def _tell(self, organisation_id: str, board: Board, difference: Difference) -> None:
        """Send the difference, encoded once for all desks that see the same agents from the same version."""
        texts: dict[tuple[frozenset[str], int], bytes | None] = {}
        for subscription in self._hub.of(organisation_id):
            base = subscription.versions.get(AGENTS)
            if base is None or subscription.keys is None:
                continue  # it is about to get a snapshot
            audience = frozenset(key for key in subscription.keys if is_people_key(key))
            place = (audience, base)
            if place not in texts:
                texts[place] = _difference(board, difference, audience, base)
            if (text := texts[place]) is not None:
                subscription.versions[AGENTS] = board.version
                subscription.send(text)


def _difference(board: Board, difference: Difference, audience: frozenset[str], base: int) -> bytes | None:
    """Return the event for one audience, None when it sees nothing of it."""
    changed: list[AgentState] = []
    gone: list[str] = []
    for agent_id, state in difference.changed.items():
        if board.seen_by.get(agent_id, frozenset()) & audience:
            changed.append(state)
        elif difference.seen_before.get(agent_id, frozenset()) & audience:
            gone.append(agent_id)
    if not changed and not gone:
        return None
    states = AgentStates(version=board.version, base=base, agents=tuple(changed), gone=tuple(gone))
    return event("agents", states)


async def _seen_by(
    conn: AsyncConnection, organisation_id: str, ids: set[str] | None
) -> dict[str, frozenset[str]]:
    """Return the keys under which colleagues see each agent of an organisation."""
    query = (
        select(memberships.c.person_id, memberships.c.service_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(people.c.organisation_id == organisation_id)
    )
    if ids is not None:
        query = query.where(memberships.c.person_id.in_(sorted(ids)))
    found: dict[str, set[str]] = {}
    for person_id, service_id in await conn.execute(query):
        found.setdefault(person_id, set()).add(people_key(service_id))
    return {person_id: frozenset(keys) for person_id, keys in found.items()}
