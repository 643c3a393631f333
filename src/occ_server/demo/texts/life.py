"""The texting life of the sample centre: it sends, reserves, takes back, fails, and its carrier recovers.

Who gets a text is a customer of the centre; now and then the number ends as the sandbox's own do, so that a
text fails, comes late or has its answer lost (:mod:`occ_server.sms.carriers.sandbox`).
"""

import random
from collections.abc import Awaitable, Callable, Sequence

from occ_contract.callbacks import Callback
from occ_server.demo.organisation import SampleOrganisation
from occ_server.demo.texts.correspondent import Correspondent, soon
from occ_server.demo.texts.history import with_a_handset
from occ_server.demo.texts.scripts import Use
from occ_server.demo.texts.troubles import TROUBLES, WELL, behave
from occ_server.demo.texts.writing import Customer
from occ_server.kit.db import Database

SECONDS_BETWEEN_TEXTS = 9.0
SECONDS_BETWEEN_TROUBLES = (150.0, 420.0)
SECONDS_OF_TROUBLE = (25.0, 80.0)
ODD = 0.09  # of single texts go to a number the sandbox knows
_ENDINGS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
RECENT_CUSTOMERS = 400
Pause = Callable[[float], Awaitable[None]]


class TextingLife:
    """What the simulated people send, and what their carrier does; ``pause`` waits in the centre's time."""

    def __init__(
        self,
        database: Database,
        made: SampleOrganisation,
        *,
        agents: Sequence[str],
        supervisors: Sequence[str],
        customers: Callable[[int], Sequence[Customer]],
        pause: Pause,
    ) -> None:
        self._database = database
        self._made = made
        self._agents = [Correspondent(database, person_id) for person_id in agents]
        self._supervisors = [Correspondent(database, person_id) for person_id in supervisors]
        self._customers = customers
        self._pause = pause

    async def text(self, rng: random.Random) -> None:
        """Have somebody send something: mostly at once and to one, now and then reserved, or to many."""
        await self._pause(min(rng.expovariate(1 / SECONDS_BETWEEN_TEXTS), 40.0))
        to_many = rng.random() < 0.06
        writer = rng.choice(self._supervisors if to_many and self._supervisors else self._agents)
        services = await writer.services()
        if not services:
            return
        service_id = rng.choice(services)
        what = await writer.choose(rng, service_id, Use.GROUP if to_many else Use.SINGLE)
        to = self._recipients(rng, service_id, rng.randint(8, 60) if to_many else 1)
        if what is None or not to:
            return
        reserve_at = soon(rng, self._database.clock.now()) if rng.random() < 0.1 else None
        made = await writer.send(rng, service_id, what, to, reserve_at=reserve_at)
        if made is not None and rng.random() < 0.06:
            await self._pause(rng.uniform(2, 7))
            await writer.take_back(made.id)

    async def missed(self, rng: random.Random, person_id: str, callback: Callback) -> None:
        """Have somebody tell a customer that nobody took the call."""
        writer = Correspondent(self._database, person_id)
        to = with_a_handset([(callback.phone, callback.name)])
        what = await writer.choose(rng, callback.service_id, Use.MISSED)
        if what is not None and to:
            await writer.send(rng, callback.service_id, what, to, callback_id=callback.id)

    async def trouble(self, rng: random.Random) -> None:
        """Let one service's sandbox be in trouble for a while, and be well again."""
        await self._pause(rng.uniform(*SECONDS_BETWEEN_TROUBLES))
        service_id = rng.choice(self._made.service_ids)
        ways, often = zip(*TROUBLES, strict=True)
        await behave(self._database, self._made.id, service_id, rng.choices(ways, often)[0])
        try:
            await self._pause(rng.uniform(*SECONDS_OF_TROUBLE))
        finally:
            await behave(self._database, self._made.id, service_id, WELL)

    def _recipients(self, rng: random.Random, service_id: str, many: int) -> list[Customer]:
        place = self._made.service_ids.index(service_id)
        known = with_a_handset(self._customers(place)[-RECENT_CUSTOMERS:])
        chosen = rng.sample(known, min(many, len(known)))
        if len(chosen) == 1 and rng.random() < ODD:
            phone, name = chosen[0]
            return [(phone[:-4] + rng.choice(_ENDINGS), name)]
        return chosen
