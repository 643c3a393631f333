"""Processes that die or freeze while they do jobs: if these fail, work is lost, or done twice."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from occ_server.kit.clock import SystemClock
from occ_server.kit.db import Database
from occ_server.kit.jobs.runner import Runner
from occ_server.topics import open_database
from support.errands import done, make_effects, put, rows
from support.frozen import frozen
from support.victims import CAUSES, Traces, kind_of

PATIENCE = 100.0  # seconds
TESTS = Path(__file__).parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database of this test, with the machine's clock."""
    opened = open_database(database_url, SystemClock())
    await make_effects(opened)
    yield opened
    await opened.close()


def deaths(style: str, url: str) -> list[Traces]:
    """Kill processes at each of their statements; return what each left once others had finished."""
    command = [sys.executable, "-m", "support.victims", "killed", style, url]
    answer = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=ENVIRONMENT
    )
    assert answer.returncode == 0, answer.stderr
    return [msgspec.json.decode(line, type=Traces) for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("style", ["transactional", "external"])
async def test_killed_before_any_statement_nothing_is_lost_and_nothing_counts_twice(
    database: Database, database_url: str, style: str
) -> None:
    found = await asyncio.to_thread(deaths, style, database_url)
    assert [traces.killed for traces in found] == [True] * (len(found) - 1) + [False]
    assert len(found) > 15
    for traces in found:
        assert set(traces.causes.values()) <= {1}
        assert traces.effects == traces.causes, traces
        assert set(traces.acts) == set(traces.causes), traces
    assert found[-1].causes == dict.fromkeys(CAUSES, 1)
    if style == "external":  # an act whose record was lost is repeated: that is what the kind must allow
        assert max(n for traces in found for n in traces.acts.values()) == 2


@contextmanager
def stopped_in_the_middle(style: str, url: str) -> Iterator[None]:
    """A process that has a job and is frozen; at the end of the block it goes on, and ends."""
    command = [sys.executable, "-m", "support.victims", "frozen", style, url]
    with frozen(command, ENVIRONMENT, PATIENCE):
        yield


async def finish(database: Database, style: str) -> None:
    """Do the job as another process would, once it may."""
    kind = kind_of(style, lambda _: None, "by another ")
    async with asyncio.timeout(PATIENCE):
        while await rows(database):
            await Runner(database, [kind]).settled()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_an_effect_frozen_in_its_transaction_is_done_by_another_and_thawed_does_nothing(
    database: Database, database_url: str
) -> None:
    await put(database, kind_of("transactional", lambda _: None), "it")
    with stopped_in_the_middle("transactional", database_url):
        await finish(database, "transactional")
        assert await done(database) == {"done by another it": 1}
    assert await done(database) == {"done by another it": 1}


async def test_an_errand_frozen_outside_is_done_by_another_and_thawed_records_nothing(
    database: Database, database_url: str
) -> None:
    await put(database, kind_of("external", lambda _: None), "it")
    with stopped_in_the_middle("external", database_url):
        await finish(database, "external")
        assert await done(database) == {"done by another it": 1}
    assert await done(database) == {"done by another it": 1}
