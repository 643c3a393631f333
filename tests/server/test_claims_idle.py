"""Ending forgotten claims: if these fail, a quiet centre writes all night, or a crash locks a callback."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from occ_server.callbacks.claims import end_expired
from occ_server.callbacks.forgotten import RECURRING
from occ_server.kit.db import Database
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.unit import UnitOfWork
from occ_server.settings import Settings
from support.centre import Centre
from support.clock import ManualClock


@contextmanager
def commits(database: Database) -> Iterator[list[object]]:
    """Collect the commits of the block."""
    found: list[object] = []

    def hear(conn: object) -> None:
        found.append(conn)

    event.listen(database._writer.sync_engine, "commit", hear)
    yield found
    event.remove(database._writer.sync_engine, "commit", hear)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect what the writers say within the block."""
    found: list[str] = []

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    event.listen(database._writer.sync_engine, "before_cursor_execute", hear)
    yield found
    event.remove(database._writer.sync_engine, "before_cursor_execute", hear)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Softphones dial: no PBX can say which calls go on."""
    return msgspec.structs.replace(settings, cti_adapter="none")


async def called(centre: Centre) -> str:
    """Return a callback that is being dialled by a desk of which nothing is heard any more."""
    callback = await centre.given(centre.ann)
    await centre.ann.sit_down("1001")
    assert (await centre.ann.connect(callback)).status_code == 200
    return callback


async def test_rounds_that_find_nothing_cost_no_commit(database: Database, clock: ManualClock) -> None:
    runner = Runner(database, recurring=RECURRING)
    await runner.plan()
    with commits(database) as made:
        for _ in range(12):
            clock.move(5)
            await runner.settled()
    assert made == []
    found = {one.kind: one for one in await runner.figures()}
    assert found["claims.expire"].late_seconds == 0


async def test_a_forgotten_claim_ends_after_a_quiet_night_as_soon_as_before(
    centre: Centre, clock: ManualClock
) -> None:
    for _ in range(3):
        clock.move(4)
        await centre.app.state.jobs.settled()
    callback = await called(centre)
    for _ in range(50):
        clock.move(1)
        await centre.app.state.jobs.settled()
    (call,) = (await centre.boss.view(callback))["calls"]
    assert call["state"] == "ended"


async def test_work_that_is_needed_again_is_done_in_its_period(
    database: Database, clock: ManualClock
) -> None:
    done, needed = [], False

    async def work(uow: UnitOfWork) -> None:
        done.append(uow.now)

    async def is_needed(*_: object) -> bool:
        return needed

    runner = Runner(database, recurring=[Recurring("test.turn", timedelta(minutes=1), work, 30.0, is_needed)])
    await runner.plan()
    for _ in range(5):
        clock.move(60)
        await runner.settled()
    assert done == []
    needed = True
    clock.move(59)  # looked at a moment ago
    await runner.settled()
    assert done == []
    clock.move(1)
    for _ in range(3):
        await runner.settled()
    assert done == [clock.now()]
    clock.move(60)
    await runner.settled()
    assert len(done) == 2


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_the_callbacks_of_forgotten_claims_are_locked_once(
    centre: Centre, database: Database, clock: ManualClock
) -> None:
    await called(centre)
    clock.move(46)
    with statements(database) as said:
        assert len(await database.run(end_expired)) == 1
    assert len([one for one in said if "FROM callbacks" in one and "FOR UPDATE" in one]) == 1
