"""Puts the sample centre together: organisation, staff, ninety days of history, people at their desks."""

import random
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from occ_server.auth.passwords import Passwords
from occ_server.callbacks.tables import callbacks
from occ_server.demo.history import DAYS, TOTAL, Crew, Historian
from occ_server.demo.load import Loader
from occ_server.demo.organisation import TIME_ZONE, SampleOrganisation, make_organisation
from occ_server.demo.staff import Person, sample_staff
from occ_server.demo.texts.seeding import Seeds, connect_carriers, load_history
from occ_server.demo.trades import TRADES
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork

COLLEAGUES = 24  # simulated people who sit at their desks


@dataclass(frozen=True)
class SampleCentre:
    """The centre as written, and who of it is simulated."""

    organisation: SampleOrganisation
    colleagues: tuple[str, ...]
    supervisors: tuple[str, ...]
    historian: Historian


def _progress(text: str) -> None:
    sys.stderr.write(f"demo: {text}\n")
    sys.stderr.flush()


def _crews(staff: list[Person], made: SampleOrganisation) -> tuple[Crew, ...]:
    def ids(people: list[Person]) -> tuple[str, ...]:
        return tuple(made.person_ids[p.username] for p in people)

    return tuple(
        Crew(
            made.service_ids[place],
            ids([p for p in staff if p.phones_in(place) and not p.supervises]),
            ids([p for p in staff if p.assigns_in(place)]),
        )
        for place in range(len(TRADES))
    )


async def _newest(database: Database, organisation_id: str) -> datetime | None:
    """Return when the centre's newest request came."""
    query = select(func.max(callbacks.c.received_at)).where(callbacks.c.organisation_id == organisation_id)
    async with database.read() as conn:
        found: datetime | None = (await conn.execute(query)).scalar_one()
    return found


async def build_centre(
    database: Database, passwords: Passwords, *, seed: int, days: int = DAYS, total: int = TOTAL
) -> SampleCentre:
    """Write the sample centre into a migrated database; one that is there already keeps its history, which
    is continued up to now.

    :raises ApiError: when accounts of these names belong to somebody else.
    """
    started = time.perf_counter()
    rng = random.Random(seed)  # noqa: S311 - sample data
    staff = sample_staff(rng)
    made = await database.run(lambda uow: make_organisation(uow, staff, passwords))
    _progress(f"organisation ready after {time.perf_counter() - started:.1f} s")
    newest = None if made.is_new else await _newest(database, made.id)
    if newest is not None:  # the customers of another day, not those of the first start again
        rng = random.Random(f"{seed}:{newest}")  # noqa: S311 - sample data
    crews = _crews(staff, made)
    historian = Historian(rng, crews, database.clock.now(), ZoneInfo(TIME_ZONE))
    seated = [p for p in staff if not p.account and any(p.phones_in(i) for i in range(len(TRADES)))]
    colleagues = tuple(made.person_ids[p.username] for p in seated if not p.supervises)[:COLLEAGUES]
    supervisors = tuple(made.person_ids[p.username] for p in staff if p.supervises and not p.account)
    history = historian.write(days, total, newest)
    _progress(f"history invented after {time.perf_counter() - started:.1f} s")

    seeds = Seeds(
        crews,
        [historian.customers(place) for place in range(len(TRADES))],
        ZoneInfo(TIME_ZONE),
        f"{seed}:{newest}",
    )

    async def load(uow: UnitOfWork) -> int:
        loader = Loader(uow.conn, made.id)
        texts = await load_history(uow, loader, made, history, seeds)
        if made.is_new:
            await loader.seat(random.Random(seed), colleagues, uow.now)  # noqa: S311
        return texts

    texts = await database.run(load) if made.is_new or history.callbacks else 0
    await connect_carriers(database, made)
    written = f"{len(history.callbacks)} callbacks and {texts} texts written"
    _progress(f"{written} after {time.perf_counter() - started:.1f} s")
    return SampleCentre(made, colleagues, supervisors, historian)
