"""The people of the sample centre: forty agents and three supervisors over three services, by seed."""

import random
from dataclasses import dataclass

from occ_contract.people import Permission, Role
from occ_server.demo.names import distinct_names
from occ_server.demo.trades import TRADES

AGENTS = 40
SUPERVISORS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's role in one service (its index in ``TRADES``) and the permissions granted on top."""

    service: int
    role: Role
    granted: tuple[Permission, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A sample account. ``account`` people get a password and are named in the demo's JSON line."""

    username: str
    name: str
    standings: tuple[Standing, ...]
    account: bool = False

    @property
    def supervises(self) -> bool:
        """Tell whether they are a supervisor."""
        return self.standings[0].role is Role.SUPERVISOR

    def phones_in(self, service: int) -> bool:
        """Tell whether they can be an assignee there."""
        return any(s.service == service and Permission.PHONE in s.granted for s in self.standings)

    def assigns_in(self, service: int) -> bool:
        """Tell whether they assign there."""
        return any(
            s.service == service and (s.role is Role.SUPERVISOR or Permission.CALLBACK_ASSIGN in s.granted)
            for s in self.standings
        )


def _supervisors(names: list[str]) -> list[Person]:
    every = tuple(Standing(i, Role.SUPERVISOR, (Permission.PHONE,)) for i in range(len(TRADES)))
    people = [Person("supervisor1", names[0], every, account=True)]
    for number, name in enumerate(names[1:], start=2):
        own = tuple(Standing(i, Role.SUPERVISOR) for i in range(len(TRADES)) if i % 2 == number % 2)
        people.append(Person(f"supervisor{number}", name, own))
    return people


def _agent(rng: random.Random, number: int, name: str) -> Person:
    phone, assign = Permission.PHONE, Permission.CALLBACK_ASSIGN
    if number == 1:
        return Person("agent01", name, (Standing(0, Role.AGENT, (phone,)),), account=True)
    if number == 2:
        trusted = (phone, assign, Permission.SMS_MANAGE)
        both = tuple(Standing(i, Role.AGENT, trusted) for i in (0, 1))
        return Person("agent02", name, both, account=True)
    if number == 3:
        return Person("agent03", name, (Standing(0, Role.AGENT, (phone,)),), account=True)
    if number == 4:
        return Person("agent04", name, (Standing(0, Role.AGENT),), account=True)
    home = rng.choices(range(len(TRADES)), [t.share for t in TRADES])[0]
    services = {home}
    if rng.random() < 0.25:
        services.add(rng.randrange(len(TRADES)))
    granted: tuple[Permission, ...] = (phone,) if number % 13 else ()  # a few work without a telephone
    if number % 12 == 0:
        granted = (phone, assign)
    return Person(
        f"agent{number:02d}", name, tuple(Standing(s, Role.AGENT, granted) for s in sorted(services))
    )


def sample_staff(rng: random.Random) -> list[Person]:
    """Return supervisors first, then agents."""
    names = distinct_names(rng, SUPERVISORS + AGENTS)
    people = _supervisors(names[:SUPERVISORS])
    people += [_agent(rng, n, name) for n, name in enumerate(names[SUPERVISORS:], start=1)]
    return people
