"""Gives the sample centre its texting: catalogues, three months of texts, the sandbox as carrier."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from occ_server.demo.history import Crew, History
from occ_server.demo.load import Loader
from occ_server.demo.organisation import OPERATOR, SampleOrganisation
from occ_server.demo.texts.history import Place, TextHistorian, with_a_handset
from occ_server.demo.texts.load import TextLoader, go_on_with
from occ_server.demo.texts.shelving import Shelver
from occ_server.demo.texts.stock import load_stock
from occ_server.demo.texts.troubles import WELL
from occ_server.demo.texts.writing import Customer, Writer, Written
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import WantedAccount, set_account
from occ_server.sms.carriers.registry import SANDBOX
from occ_server.sms.carriers.sandbox.ways import save_ways
from occ_server.sms.carriers.senders import sync_senders
from occ_server.sms.tables import links

RECENT = timedelta(hours=20)  # these a desk is filled with before the callbacks, all older ones after them


@dataclass(frozen=True)
class Seeds:
    """What texts are invented from; ``customers`` are those of each service, by its place."""

    crews: Sequence[Crew]
    customers: Sequence[Sequence[Customer]]
    zone: ZoneInfo
    seed: str


@dataclass(frozen=True)
class Texts:
    """Invented texts: in two parts, since the feed tells the newest first."""

    older: Sequence[Written]
    recent: Sequence[Written]

    @property
    def count(self) -> int:
        """Return how many messages they are."""
        return sum(len(one.messages) for one in (*self.older, *self.recent))


async def invent_texts(uow: UnitOfWork, made: SampleOrganisation, history: History, seeds: Seeds) -> Texts:
    """Fill the shelves unless they are, and invent the texts that go with these callbacks."""
    rng = random.Random(f"{seeds.seed}:texts")  # noqa: S311 - sample data
    shelver = Shelver(uow, made.id, rng)
    if is_new := await shelver.is_empty():
        await shelver.fill(seeds.crews)
    stocks = await load_stock(uow.conn, made.id, made.service_ids)
    known = zip(seeds.crews, stocks, seeds.customers, strict=True)
    places = [Place(crew, stock, with_a_handset(customers)) for crew, stock, customers in known]
    historian = TextHistorian(rng, Writer(made.id, rng, uow.now), places, uow.now, seeds.zone)
    written = historian.write(history.callbacks)
    ahead = historian.ahead(history.callbacks) if is_new else []
    latest = uow.now - RECENT
    recent = sorted([*(one for one in written if one.at >= latest), *ahead], key=lambda one: one.at)
    return Texts([one for one in written if one.at < latest], recent)


async def load_history(
    uow: UnitOfWork, loader: Loader, made: SampleOrganisation, history: History, seeds: Seeds
) -> int:
    """Write callbacks and texts; return how many texts."""
    await loader.prepare()
    invented = await invent_texts(uow, made, history, seeds)
    logins: Mapping[str, str] = {person_id: name for name, person_id in made.person_ids.items()}
    texts = TextLoader(uow, loader, made.id, logins)
    await texts.load(invented.older)
    await loader.load(history)
    await texts.load(invented.recent)
    await go_on_with(uow, made.id, [*invented.older, *invented.recent])
    return invented.count


async def connect_carriers(database: Database, made: SampleOrganisation) -> None:
    """Give every service without a carrier the sandbox, which is well, and read its numbers."""

    async def work(uow: UnitOfWork) -> list[str]:
        query = select(links.c.id, links.c.carrier).where(links.c.organisation_id == made.id)
        carriers = {row.id: row.carrier for row in await uow.conn.execute(query)}
        sandboxes = [one for one in made.service_ids if carriers.get(one) in {None, SANDBOX}]
        for service_id in sandboxes:
            if carriers.get(service_id) is None:
                await set_account(uow, OPERATOR, made.id, service_id, WantedAccount(carrier=SANDBOX))
            await save_ways(uow, made.id, service_id, WELL)
        return sandboxes

    for service_id in await database.run(work):
        await sync_senders(database, service_id, made.id)
