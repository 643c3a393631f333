"""What an operator sees of jobs and may do: if these fail, work that failed is never heard of again."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from occ_server.cli import main
from occ_server.kit.clock import SystemClock
from occ_server.kit.jobs.kinds import Attempt, GiveUp, JobKind, Transactional
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.unit import UnitOfWork
from occ_server.migrations.runner import migrate
from occ_server.topics import open_database
from support.centre import Centre
from support.clock import START, ManualClock
from support.errands import Errand, put, rows

Run = Callable[..., str]


async def refuse(uow: UnitOfWork, errand: Errand, attempt: Attempt) -> None:
    raise GiveUp("the carrier knows no such number")


REFUSED = JobKind("test.refused", Errand, Transactional(refuse))
WAITS = JobKind("test.waits", Errand)


@pytest.fixture
def run(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a migrated database with two jobs set aside and one that waits."""
    migrate(empty_url)
    monkeypatch.setenv("OCC_DATABASE_URL", empty_url)

    async def prepare() -> None:
        database = open_database(empty_url, SystemClock())
        await put(database, REFUSED, "010-1234-5678", "010-8765-4321")
        await Runner(database, [REFUSED]).settled()
        await put(database, WAITS, "later")
        await database.close()

    asyncio.run(prepare())

    def invoke(*arguments: str, code: int = 0) -> str:
        answer = CliRunner().invoke(main, list(arguments))
        assert answer.exit_code == code, (answer.output, answer.exception)
        return answer.output

    return invoke


def listed(run: Run, *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("jobs", "list", *options).splitlines()]


def test_what_was_set_aside_is_listed_with_its_reason_and_without_the_customer(run: Run) -> None:
    shown = listed(run)
    assert [(job["kind"], job["state"]) for job in shown] == [
        ("test.refused", "failed"),
        ("test.refused", "failed"),
        ("test.waits", "waiting"),
    ]
    assert {job["error_text"] for job in shown[:2]} == {"the carrier knows no such number"}
    assert "1234" not in run("jobs", "list")
    assert len(listed(run, "--failed")) == 2
    assert len(listed(run, "--kind", "test.waits")) == 1


def test_a_person_decides_on_each_and_the_trail_says_who_did(run: Run) -> None:
    first, second = (job["id"] for job in listed(run, "--failed"))
    assert run("jobs", "retry", first).strip() == "1 job"
    (again,) = [job for job in listed(run) if job["id"] == first]
    assert (again["state"], again["attempts"]) == ("waiting", 0)
    assert run("jobs", "drop", second).strip() == "1 job"
    assert second not in run("jobs", "list")
    told = [json.loads(line) for line in run("audit", "list").splitlines()]
    assert [(entry["action"], entry["subject_id"]) for entry in told] == [
        ("job.dropped", second),
        ("job.retried", first),
    ]


def test_a_whole_kind_is_decided_on_at_once(run: Run) -> None:
    assert run("jobs", "retry", "--kind", "test.refused").strip() == "2 jobs"
    assert listed(run, "--failed") == []


def test_what_was_not_set_aside_is_left_alone(run: Run) -> None:
    (waiting,) = listed(run, "--kind", "test.waits")
    run("jobs", "drop", waiting["id"], code=1)
    run("jobs", "drop", code=2)
    assert listed(run, "--kind", "test.waits") == [waiting]


def test_one_that_is_retried_gives_way_to_the_same_work_that_waits(
    run: Run, empty_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def keyed() -> int:
        database = open_database(empty_url, SystemClock())
        await database.run(lambda uow: enqueue(uow, REFUSED, Errand("old"), key="k"))
        await Runner(database, [REFUSED]).settled()
        await database.run(lambda uow: enqueue(uow, REFUSED, Errand("new"), key="k"))
        found = await rows(database, REFUSED)
        await database.close()
        return len(found)

    assert asyncio.run(keyed()) == 4
    run("jobs", "retry", "--kind", "test.refused")
    keys = [job["key"] for job in listed(run, "--kind", "test.refused")]
    assert sorted(keys, key=str) == [None, None, "k"]


async def figures(client: httpx.AsyncClient) -> dict[str, float]:
    page = (await client.get("/metrics")).text
    lines = [line for line in page.splitlines() if line.startswith(("occ_jobs{", "occ_job_age_seconds{"))]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_metrics_are_told_without_a_database(centre: Centre, take_away: Callable[[], None]) -> None:
    assert await figures(centre.client)
    await asyncio.to_thread(take_away)
    assert await figures(centre.client) == {}


async def test_metrics_tell_what_waits_what_failed_and_how_late_it_is(
    centre: Centre, clock: ManualClock
) -> None:
    database = centre.world.database
    await put(database, REFUSED, "x")
    await Runner(database, [REFUSED]).settled()
    await put(database, WAITS, "y", due_at=START - timedelta(minutes=3))
    found = await figures(centre.client)
    assert found['occ_jobs{kind="test.refused",state="failed"}'] == 1
    assert found['occ_jobs{kind="test.waits",state="unknown"}'] == 1  # nobody here does it
    assert found['occ_job_age_seconds{kind="test.waits"}'] == 180
    assert found['occ_job_age_seconds{kind="claims.expire"}'] == 0
    assert found['occ_jobs{kind="claims.expire",state="waiting"}'] == 1
