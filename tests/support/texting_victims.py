"""Servers that die while they hand texts over.

``python -m support.texting_victims URL FOLDER WORKERS DEATHS STEPS``: several processes do the jobs of
sending beside each other, on the machine's clock. Each dies before a statement or commit, or within a
call, right after the carrier took a text; another takes its place, until so many have died. The carrier is a
file: one line for each message it took. It loses answers, is down for some calls, and reports results before
it answers, twice, and reversed. STEPS is before which statement a process dies at most: the more, the later.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.sms import CarrierTrouble, MessageStage
from occ_contract.sms_results import ResultReason
from occ_server.kit.db import Database
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.protocol import (
    Answer,
    Found,
    Handover,
    NotTaken,
    Outcome,
    Sender,
    Taken,
    Unclear,
)
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.sending import looking_up, settling, slices, unclear, waking
from occ_server.sms.sending.orders import HAND_OVER
from occ_server.sms.sending.results import apply_outcomes
from occ_server.sms.sending.routes import JOBS
from occ_server.sms.tables import handovers, messages
from occ_server.topics import open_database
from support.looking import anywhere
from support.texting import KIND
from support.victims import die_at

LEASE, LONG_LEASE = 0.5, 3.0  # seconds
LONG = 200  # statements: where processes live so long there is much to do, and they take their time
NO_DATABASE = 3  # how a process ends
# In how many calls a process dies, and how many answers are lost: of slices of sixteen each second dies, or
# each seventh. A lost answer is a look-up, and thousands would be most of a long run.
OFTEN, SELDOM = (0.05, 0.3), (0.01, 0.1)
QUICK = timedelta(milliseconds=50)
DOWN = range(12, 15)  # the calls that find the carrier down, of each thousand


class FileCarrier:
    """A carrier whose memory is a file that outlives everybody."""

    def __init__(
        self,
        folder: Path,
        random: Random,
        database: Database | None = None,
        *,
        deadly: float = 0.0,
        loses: float = 0.0,
    ) -> None:
        self._folder = folder
        self._random = random
        self._database = database
        self._deadly = deadly  # so often a process dies within a call, right after it was taken
        self._loses = loses  # so often its answer is lost
        self._read, self._known = 0, list[tuple[str, str, int]]()
        self._of_key: dict[str, list[tuple[str, int]]] = {}

    def _add(self, name: str, line: str) -> int:
        """Append a line in one write; return how many stand before it, where all are as long."""
        written = f"{line}\n".encode()
        with (self._folder / name).open("ab", buffering=0) as file:
            file.write(written)
            return file.tell() // len(written) - 1

    def taken(self) -> list[tuple[str, str, int]]:
        """Return what was taken: key of the call, our id, place."""
        path = self._folder / "taken"
        if path.exists():
            with path.open("rb") as file:
                file.seek(self._read)
                new = file.read()
            new = new[: new.rfind(b"\n") + 1]
            self._read += len(new)
            for line in new.decode().splitlines():
                key, message, place = line.split()
                self._known.append((key, message, int(place)))
                self._of_key.setdefault(key, []).append((message, int(place)))
        return self._known

    async def hand_over(self, text: Handover) -> Answer:
        if self._add("calls", text.key) % 1000 in DOWN:
            raise NotTaken(CarrierTrouble.DOWN)
        answer = {}
        for place, one in enumerate(text.addressees, 1):
            self._add("taken", f"{text.key} {one.id} {place}")
            answer[one.id] = Taken(f"r{text.key[-12:]}", place)
        chance = self._random.random()
        if chance < self._deadly and self._database is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        if chance < 0.3:
            await self._report(text, answer)
        if 0.2 < chance < 0.2 + self._loses:
            raise Unclear("the answer was lost")
        return answer

    async def _report(self, text: Handover, answer: dict[str, Taken]) -> None:
        """Report results before the answer, twice, and then reversed."""
        database = self._database
        assert database is not None
        first = [_outcome(i, name, delivered=True) for i, name in answer.items()]
        then = [_outcome(i, name, delivered=False) for i, name in answer.items()]
        async with database.ask() as conn:
            query = select(handovers.c.service_id, handovers.c.organisation_id)
            call = (await conn.execute(anywhere(query.where(handovers.c.id == text.key)))).one()

        async def work(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> int:
            return await apply_outcomes(uow, call.service_id, call.organisation_id, outcomes)

        for outcomes in (first, first, then):
            await database.run(partial(work, outcomes=outcomes))

    async def look_up(self, key: str, since: datetime) -> Sequence[Found]:
        if self._random.random() < 0.3:
            return ()  # its lists lag
        self.taken()
        return [Found(i, Taken(f"r{key[-12:]}", n), None) for i, n in self._of_key.get(key, ())]

    async def outcomes(self, start: datetime, end: datetime) -> AsyncIterator[Sequence[Outcome]]:
        yield ()

    async def senders(self) -> Sequence[Sender]:
        return ()

    async def close(self) -> None:
        pass


def _outcome(message: str, name: Taken, *, delivered: bool) -> Outcome:
    at = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    reason = ResultReason.DELIVERED if delivered else ResultReason.BUSY
    return Outcome(message, name.request, name.place, delivered, "1000", reason, at, at)


def hurry(*, long: bool) -> None:
    """Have this process wait for nothing longer than a test does."""
    waking._SHORTEST = waking._LONGEST = slices.LOCKED = QUICK
    settling.PROBE = unclear.FIRST_LOOK = QUICK
    looking_up._SHORTEST, looking_up._LONGEST = QUICK, timedelta(seconds=5) if long else QUICK


async def open_work(database: Database) -> int:
    """Count what is not settled: texts to hand over, and unclear ones the carrier may yet tell of."""
    stages = (MessageStage.WAITING, MessageStage.HANDING_OVER)
    query = select(func.count()).select_from(messages).where(messages.c.stage.in_(stages))
    left = select(func.count()).select_from(jobs).where(jobs.c.kind == HAND_OVER.name)
    async with database.ask() as conn:
        count: int = (await conn.execute(anywhere(query))).scalar_one()
        return count + (await conn.execute(left)).scalar_one()


async def _left(database: Database, carrier: FileCarrier) -> bool:
    """Tell whether something is left to do; while the database is away, something may be."""
    try:
        return bool(await open_work(database)) or not await _known(database, carrier)
    except (SQLAlchemyError, OSError):
        return True


async def _work(url: str, folder: Path, seed: int, steps: int, *, dies: bool) -> None:
    """Do what is to be done, to the end or until a statement among so many."""
    long = steps > LONG
    hurry(long=long)
    random = Random(seed)
    database = open_database(url)
    deadly, loses = SELDOM if long else OFTEN
    carrier = FileCarrier(folder, random, database, deadly=deadly, loses=loses)
    ADAPTERS[KIND] = lambda _account: carrier
    if dies:
        die_at(database, random.randrange(5, steps))
    lease = LONG_LEASE if long else LEASE
    runner = Runner(database, [replace(kind, lease_seconds=lease) for kind in JOBS])
    async with runner.running():
        while await _left(database, carrier):
            await database.clock.sleep(0.5 if long else 0.02)
    await database.close()


async def _known(database: Database, carrier: FileCarrier) -> bool:
    """Tell whether nothing is unknown that the carrier took: the rest it will never have heard of."""
    taken = {i for _, i, _ in carrier.taken()}
    query = select(messages.c.id).where(messages.c.stage == MessageStage.UNKNOWN)
    async with database.ask() as conn:
        return taken.isdisjoint((await conn.execute(anywhere(query))).scalars())


def _forked(url: str, folder: Path, seed: int, steps: int, *, dies: bool) -> int:
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(_work(url, folder, seed, steps, dies=dies))
        except SQLAlchemyError:  # it began while the database was away: another takes its place
            os._exit(NO_DATABASE)
        except BaseException:  # noqa: BLE001 - the parent sees the code
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def main(url: str, folder: Path, workers: int, deaths: int, steps: int) -> None:
    """Keep so many at work until so many have died and the last ones found nothing more to do."""
    seed, died = 0, 0
    alive: set[int] = set()
    while True:
        while len(alive) < workers:
            seed += 1
            alive.add(_forked(url, folder, seed, steps, dies=died + len(alive) < deaths))
        child, status = os.wait()
        alive.discard(child)
        if os.waitstatus_to_exitcode(status) == NO_DATABASE:
            continue
        if os.WIFSIGNALED(status):
            died += 1
            continue
        assert status == 0, status
        break
    for child in alive:
        _, status = os.waitpid(child, 0)
        died += os.WIFSIGNALED(status)
    if alive:  # one that was to die may have left something
        seed += 1
        last = _forked(url, folder, seed, steps, dies=False)
        while os.WIFSIGNALED(os.waitpid(last, 0)[1]):
            died, seed = died + 1, seed + 1
            last = _forked(url, folder, seed, steps, dies=False)
    sys.stdout.write(f"{died}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
