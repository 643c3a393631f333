"""Never twice, never lost: if these fail, dying servers send somebody the same text again, or forget one."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from occ_contract.people import Permission
from occ_contract.sms import MessageStage, MessageStatus, NewSmsRequest, Recipient, TextType
from occ_contract.sms_results import ResultReason
from occ_server.demo.colleagues import actor_of
from occ_server.kit.clock import SystemClock
from occ_server.kit.db import Database
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.sending.accepting import accept
from occ_server.sms.sending.routes import JOBS
from occ_server.sms.tables import handovers, messages
from occ_server.topics import open_database
from support.clock import ManualClock
from support.databases import Databases, administer
from support.looking import anywhere
from support.texting import KIND, SENDER, texting_in
from support.texting_victims import FileCarrier
from support.world import World

TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Scale:
    """How much is sent to how many at a time, how many processes die, before which statement at most."""

    requests: int
    to: int
    deaths: int
    steps: int
    patience: float  # seconds
    restarts: int = 0  # of PostgreSQL, as by a power cut


SMALL = Scale(requests=8, to=10, deaths=6, steps=90, patience=150)
LARGE = Scale(requests=40, to=250, deaths=60, steps=1500, patience=3000, restarts=5)
SCALES = (
    pytest.param(SMALL, id="small"),
    pytest.param(LARGE, id="large", marks=(pytest.mark.soak, pytest.mark.timeout(3600))),
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database of this test, with the machine's clock."""
    opened = open_database(database_url, SystemClock())
    yield opened
    await opened.close()


async def asked(database: Database, scale: Scale) -> None:
    """Have an agent send texts: each second one different for each recipient."""
    world = await World.begin(database)
    service = await world.service()
    await texting_in(database, world.organisation_id, service)
    agent = await world.agent("ann", service, permissions=(Permission.PHONE,))
    for n in range(scale.requests):
        to = (
            Recipient(phone=f"010{n:04d}{k:04d}", values={"번호": str(k) if n % 2 else "모두"})
            for k in range(scale.to)
        )
        body = NewSmsRequest(
            service_id=service,
            type=TextType.SMS,
            sender=SENDER,
            body=f"안내 {n} ##번호##",
            recipients=tuple(to),
        )

        async def work(uow: UnitOfWork, body: NewSmsRequest = body) -> None:
            await accept(uow, await actor_of(uow.conn, agent.id), body)

        await database.run(work)


def work_and_die(url: str, folder: Path, workers: int, scale: Scale) -> int:
    """Have processes work and die; return how many died."""
    command = [sys.executable, "-m", "support.texting_victims", url, str(folder)]
    command += [str(workers), str(scale.deaths), str(scale.steps)]
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=scale.patience,
        check=False,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert answer.returncode == 0, answer.stderr[-4000:]
    return int(answer.stdout)


async def restarted(databases: Databases, database: Database, url: str, scale: Scale) -> None:
    """Restart PostgreSQL at moments spread over the work; what it said is committed must be.

    Counted is what waits no more: all of it comes to that, while what dies before its call is never taken.
    """
    administer(databases.cluster, f"ALTER DATABASE {url.rpartition('/')[2]} SET synchronous_commit = on")
    waiting = select(func.count()).select_from(messages).where(messages.c.stage == MessageStage.WAITING)
    for n in range(scale.restarts):
        left = scale.requests * scale.to * (scale.restarts + 1 - n) // (scale.restarts + 2)
        while True:
            async with database.ask() as conn:
                if (await conn.execute(anywhere(waiting))).scalar_one() <= left:
                    break
            await SystemClock().sleep(0.5)
        await asyncio.to_thread(databases.cluster.restart)


@pytest.mark.parametrize("scale", SCALES)
async def test_servers_killed_at_random_send_no_text_twice_and_forget_none(
    database: Database,
    database_url: str,
    backend: str,
    tmp_path: Path,
    scale: Scale,
    request: pytest.FixtureRequest,
) -> None:
    await asked(database, scale)
    workers = 3 if backend == "postgresql" else 2
    restarting = None
    if backend == "postgresql" and scale.restarts:
        databases = request.getfixturevalue("postgres")
        restarting = asyncio.ensure_future(restarted(databases, database, database_url, scale))
    died = await asyncio.to_thread(work_and_die, database_url, tmp_path, workers, scale)
    if restarting is not None:
        await restarting
    assert died >= scale.deaths // 2
    taken = Counter(message for _, message, _ in FileCarrier(tmp_path, Random()).taken())
    assert set(taken.values()) == {1}
    async with database.read() as conn:
        rows = (await conn.execute(anywhere(select(messages)))).all()
    assert len(rows) == scale.requests * scale.to
    # Whatever the carrier took is known as taken; what died before its call is unknown, seen, and not sent.
    for row in rows:
        if row.id in taken:
            assert row.stage in {MessageStage.ACCEPTED, MessageStage.ENDED}, row
            assert row.status in {MessageStatus.PROCESSING, MessageStatus.DONE}, row
        else:
            assert row.stage is MessageStage.UNKNOWN, row
    await _a_day_later(database_url, tmp_path)
    async with database.read() as conn:
        query = select(messages.c.id, messages.c.result).where(
            messages.c.stage == MessageStage.ENDED, messages.c.status == MessageStatus.FAILED
        )
        failed = (await conn.execute(anywhere(query))).all()
        left = select(func.count()).select_from(handovers).where(handovers.c.answered_at.is_(None))
        assert (await conn.execute(anywhere(left))).scalar_one() == 0
        assert (await conn.execute(select(func.count()).select_from(jobs))).scalar_one() == 0
    assert {row.id for row in failed} == {row.id for row in rows if row.id not in taken}
    assert {row.result for row in failed} <= {ResultReason.NEVER_ACCEPTED}
    again = Counter(message for _, message, _ in FileCarrier(tmp_path, Random()).taken())
    assert again == taken


async def _a_day_later(url: str, folder: Path) -> None:
    """Have the last look-ups done when the carrier would have known."""
    clock = ManualClock(SystemClock().now() + timedelta(hours=27))
    later = open_database(url, clock)
    ADAPTERS[KIND] = lambda _account: FileCarrier(folder, Random(1))
    runner = Runner(later, JOBS)
    for _ in range(3):
        await runner.settled()
        clock.move(3600)
    await later.close()
