"""Names: services, their routes and the people in them, as a snapshot in memory.

Screens ask for names hundreds of times a second while painting, so nothing here waits. The snapshot is
read from the cache and kept fresh from change sets; what people are doing now comes from `colleagues`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from occ_contract.people import Agent, Permission, Service
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.route_keys import route_key
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.colleagues import Colleagues
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.services.ports import Tasks
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import people as stored
from occ_desktop.store.routes_seen import seen_routes


@dataclass(frozen=True)
class Snapshot:
    """Services by name, agents by name (Hangul and Latin in code point order)."""

    services: tuple[Service, ...] = ()
    agents: tuple[Agent, ...] = ()
    service_names: dict[str, str] = field(default_factory=dict)
    agents_by_id: dict[str, Agent] = field(default_factory=dict)

    @staticmethod
    def of(services: Iterable[Service], agents: Iterable[Agent]) -> "Snapshot":
        """Return the snapshot of these rows in any order."""
        named = tuple(sorted(services, key=lambda s: (s.name, s.id)))
        people = tuple(sorted(agents, key=lambda a: (a.name, a.id)))
        return Snapshot(named, people, {s.id: s.name for s in named}, {a.id: a for a in people})


class Directory:
    """Answers at once from the snapshot; `DirectoryChanged` says when to ask again."""

    def __init__(self, workplace: Workplace, colleagues: Colleagues, bus: Bus, tasks: Tasks) -> None:
        self._place = workplace
        self._colleagues = colleagues
        self._bus = bus
        self._now = Snapshot()
        self._seen: dict[tuple[str, str], str] = {}
        self._reload_soon = Coalesced(tasks, "reload-directory", self.reload)
        self._look_soon = Coalesced(tasks, "look-for-routes", self._look_for_routes)
        bus.subscribe(ChangeSet, self._on_change)

    def services(self) -> tuple[Service, ...]:
        """Return the services this person belongs to, by name."""
        return self._now.services

    def service(self, service_id: str) -> Service | None:
        """Return one service, None while it is not here."""
        return next((s for s in self._now.services if s.id == service_id), None)

    def service_name(self, service_id: str) -> str:
        """Return a service's name, empty while it is not here."""
        return self._now.service_names.get(service_id, "")

    def routes(self, service_ids: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """Return ``(key, label)`` of the IVR routes of these services (none given: of all), by label.

        Those registered, and those that came with requests. The key is what a search takes; a label that
        several services use names its service.
        """
        wanted = frozenset(service_ids)
        registered = {(s.id, route.code): route.label for s in self._now.services for route in s.routes}
        here = {
            at: label
            for at, label in (self._seen | registered).items()
            if at[0] in self._now.service_names and (not wanted or at[0] in wanted)
        }
        often = Counter(here.values())
        named = [
            (route_key(*at), label if often[label] == 1 else f"{label} ({self.service_name(at[0])})")
            for at, label in here.items()
        ]
        return tuple(sorted(named, key=lambda item: (item[1], item[0])))

    def look_for_routes(self) -> None:
        """Learn soon which routes came with requests; rooms ask for it when they come to the front."""
        self._look_soon()

    async def _look_for_routes(self) -> None:
        seen = await self._place.cache.read(seen_routes) if self._place.open else {}
        if seen != self._seen:
            self._seen = seen
            self._bus.publish(DirectoryChanged())

    def agents(self, service_ids: Iterable[str] = (), *, phone_only: bool = False) -> tuple[Agent, ...]:
        """Return the people of these services (none given: of all), by name, with what they are doing.

        Nobody who has left is among them.

        ``phone_only``: those who may be assignees, judged per service where the feed says so.
        """
        wanted = frozenset(service_ids)
        return tuple(
            self._colleagues.shown(agent)
            for agent in self._now.agents
            if agent.active
            and (not wanted or wanted & frozenset(agent.services))
            and (not phone_only or _has_phone(agent, wanted))
        )

    def assignees(self, service_ids: Iterable[str] = ()) -> tuple[Agent, ...]:
        """Return the people of these services to search assignments of: first those who may have some now.

        Who lost the telephone keeps what they did with it.
        """
        wanted = tuple(service_ids)
        now = self.agents(wanted, phone_only=True)
        here = {agent.id for agent in now}
        return (*now, *(agent for agent in self.agents(wanted) if agent.id not in here))

    def former(self, service_ids: Iterable[str] = ()) -> tuple[Agent, ...]:
        """Return who has left these services (none given: any) or may not log in any more, by name."""
        wanted = frozenset(service_ids)
        return tuple(
            agent
            for agent in self._now.agents
            if _in(agent.former_services, wanted) or (not agent.active and _in(agent.services, wanted))
        )

    def takes(self, person_id: str) -> frozenset[str]:
        """Return the services whose callbacks a person may be given; none for somebody not here."""
        agent = self._now.agents_by_id.get(person_id)
        if agent is None or not agent.active:
            return frozenset()
        return frozenset(s for s in agent.services if _has_phone(agent, frozenset({s})))

    def agent(self, person_id: str) -> Agent | None:
        """Return one person, None while they are not here."""
        found = self._now.agents_by_id.get(person_id)
        return None if found is None else self._colleagues.shown(found)

    def name(self, person_id: str | None) -> str:
        """Return a person's name, empty for nobody or somebody not here."""
        agent = self._now.agents_by_id.get(person_id) if person_id else None
        return agent.name if agent else ""

    def names(self) -> dict[str, str]:
        """Return every known person's name by id (a copy)."""
        return {agent.id: agent.name for agent in self._now.agents}

    async def reload(self) -> None:
        """Read the snapshot from the cache; empty while nobody is logged in."""
        if not self._place.open:
            self._seen = {}
            self._take(Snapshot())
            return
        cache = self._place.cache
        services = await cache.read(stored.all_services)
        agents = await cache.read(stored.all_agents)
        self._take(Snapshot.of(services, agents))

    def _take(self, snapshot: Snapshot) -> None:
        if snapshot != self._now:
            self._now = snapshot
            self._bus.publish(DirectoryChanged())

    def _on_change(self, change: ChangeSet) -> None:
        if change.touches(Entity.SERVICE) or change.touches(Entity.AGENT):
            self._reload_soon()


def _in(services: tuple[str, ...], wanted: frozenset[str]) -> bool:
    return bool(wanted & frozenset(services)) if wanted else bool(services)


def _has_phone(agent: Agent, services: frozenset[str]) -> bool:
    if not agent.memberships:
        return Permission.PHONE in agent.permissions
    return any(
        Permission.PHONE in m.permissions
        for m in agent.memberships
        if not services or m.service_id in services
    )
