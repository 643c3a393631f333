"""``occ-server audit``. If these fail, an operator is told that a rewritten trail is sound."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from occ_server.audit.service import Who, record
from occ_server.cli import main
from occ_server.kit.clock import SystemClock
from occ_server.migrations.runner import migrate
from occ_server.topics import open_database
from support.clock import ManualClock
from support.tampering import tamper
from support.world import OPERATOR, World

Run = Callable[..., Result]


async def _furnish(url: str) -> None:
    """Make two organisations, a person in one of them, and something that belongs to none."""
    database = open_database(url, SystemClock())
    world = await World.begin(database)
    await World.begin(database, "다른센터")
    await world.person("kim")
    async with database.write() as uow:
        await record(uow, OPERATOR, "epoch.began")
    await database.close()


@pytest.fixture
def run(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against this test's database, which holds a few entries in three chains."""
    migrate(empty_url)
    asyncio.run(_furnish(empty_url))
    monkeypatch.setenv("OCC_DATABASE_URL", empty_url)

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return invoke


def noted(output: str, name: str) -> str:
    """Return the place of a chain as verify prints it."""
    found = re.search(rf"^{name}: head (\d+:[0-9a-f]{{64}}) \(entries: \d+\)$", output, re.MULTILINE)
    assert found, output
    return found.group(1)


def test_a_sound_trail_is_counted_chain_by_chain(run: Run) -> None:
    output = run("audit", "verify").output
    assert [re.sub(r"[0-9a-f]{64}", "HASH", line) for line in output.splitlines()] == [
        "다른센터: head 1:HASH (entries: 1)",
        "샘플센터: head 2:HASH (entries: 2)",
        "no organisation: head 1:HASH (entries: 1)",
        "sound (entries: 4, chains: 3)",
    ]
    assert "sound (entries: 2, chains: 1)" in run("audit", "verify", "--organisation", "샘플센터").output


def test_a_tampered_trail_ends_with_one_and_says_where(run: Run, empty_url: str) -> None:
    tamper(empty_url, "UPDATE audit_entries SET actor_name = 'nobody' WHERE number = 2")
    output = run("audit", "verify", code=1).output
    assert "샘플센터: entry 2 does not follow from the one before: altered, replaced or moved" in output
    assert "Error: the audit trail is not what was written (findings: 1)" in output
    assert "sound" not in output
    assert "sound" in run("audit", "verify", "--organisation", "다른센터").output


def test_an_organisation_whose_whole_trail_is_gone_is_missed(run: Run, empty_url: str) -> None:
    theirs = "organisation_id = (SELECT id FROM organisations WHERE name = '다른센터')"
    tamper(empty_url, *(f"DELETE FROM {table} WHERE {theirs}" for table in ("audit_entries", "audit_heads")))
    assert "다른센터: the record of the newest entry is missing" in run("audit", "verify", code=1).output


def test_a_place_noted_elsewhere_betrays_a_trail_cut_off_with_its_head(run: Run, empty_url: str) -> None:
    place = noted(run("audit", "verify").output, "샘플센터")
    run("audit", "verify", "--expect", place)
    run("user", "disable", "kim")
    assert "sound" in run("audit", "verify", "--expect", place, "--organisation", "샘플센터").output
    newest = noted(run("audit", "verify").output, "샘플센터")
    number, _, hash_ = place.partition(":")
    tamper(
        empty_url,
        "DELETE FROM audit_entries WHERE number = 3",
        f"UPDATE audit_heads SET number = {number}, hash = '{hash_}' WHERE number = 3",
    )
    assert "sound" in run("audit", "verify").output
    output = run("audit", "verify", "--expect", newest, code=1).output
    assert f"nothing holds {newest}: removed or altered since" in output


def test_a_great_many_findings_are_counted_not_all_printed(run: Run, empty_url: str) -> None:
    async def fill() -> None:
        database = open_database(empty_url, SystemClock())
        async with database.write() as uow:
            for _ in range(150):
                await record(uow, Who("operator", None, "x"), "test")
        await database.close()

    asyncio.run(fill())
    tamper(empty_url, "UPDATE audit_entries SET actor_name = 'y' WHERE action = 'test'")
    output = run("audit", "verify", code=1).output
    assert "no organisation: and 50 more" in output
    assert output.count("does not follow") == 100


def test_a_place_that_is_none_is_refused_in_a_sentence(run: Run) -> None:
    for place in ("17", "17:abc", "x:" + "a" * 64, ":" + "a" * 64, "-1:" + "a" * 64):
        refused = run("audit", "verify", f"--expect={place}", code=2)
        assert "is not of the form NUMBER:HASH" in refused.output


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.output.splitlines()]


def test_the_list_is_filtered_and_stays_json_lines(run: Run) -> None:
    everything = lines(run("audit", "list"))
    assert everything[0]["organisation_id"] is None  # the new epoch is nobody's
    (person,) = [entry for entry in everything if entry["action"] == "person.created"]
    subject = f"person:{person['subject_id']}"
    assert lines(run("audit", "list", "--subject", subject)) == [person]
    assert lines(run("audit", "list", "--actor", "kim")) == []
    assert lines(run("audit", "list", "--actor", person["subject_id"])) == []
    today = person["at"][:10]
    assert lines(run("audit", "list", "--since", "2001-01-01", "--until", "2001-12-31")) == []
    assert len(lines(run("audit", "list", "--since", f"{today}T00:00+00:00"))) == 4
    assert lines(run("audit", "list", "--since", person["at"], "--until", person["at"])) == []


def test_until_a_day_means_the_whole_of_it(run: Run, empty_url: str) -> None:
    async def fill() -> None:
        database = open_database(empty_url, ManualClock())
        async with database.write() as uow:
            await record(uow, Who("operator", None, "x"), "test")
        await database.close()

    asyncio.run(fill())
    day = ManualClock().now().astimezone()

    def between(*bounds: str) -> int:
        return len(lines(run("audit", "list", "--action", "test", *bounds)))

    assert between("--until", day.date().isoformat()) == 1
    assert between("--until", (day.date() - timedelta(days=1)).isoformat()) == 0
    assert between("--since", day.date().isoformat()) == 1
    assert between("--since", (day.date() + timedelta(days=1)).isoformat()) == 0


def test_filters_that_make_no_sense_are_refused_in_a_sentence(run: Run) -> None:
    assert "no account 'nobody'" in run("audit", "list", "--actor", "nobody", code=1).output
    assert "not of the form callback:ID" in run("audit", "list", "--subject", "callback", code=2).output
    assert "neither 2026-11-29 nor" in run("audit", "list", "--since", "yesterday", code=2).output


def test_the_operator_purges_by_the_setting(
    run: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SystemClock().now()

    async def fill() -> None:
        for age in (400, 380, 300):
            database = open_database(empty_url, ManualClock(now - timedelta(days=age)))
            async with database.write() as uow:
                await record(
                    uow, Who("operator", None, "x", None, "0190a000-0000-7000-8000-00000000000a"), "test"
                )
            await database.close()

    asyncio.run(fill())
    assert run("audit", "purge").output == "0 entries removed\n"
    monkeypatch.setenv("OCC_AUDIT_RETENTION_DAYS", "365")
    assert run("audit", "purge").output == "2 entries removed\n"
    (told,) = lines(run("audit", "list", "--action", "audit.purged"))
    assert (told["actor_kind"], told["details"]["removed"]) == ("operator", 2)
    assert "sound (entries: 6," in run("audit", "verify").output
    monkeypatch.setenv("OCC_AUDIT_RETENTION_DAYS", "30")
    refused = run("audit", "purge", code=1).output
    assert "OCC_AUDIT_RETENTION_DAYS must be from 365 to 1095 days" in refused


def test_serving_with_a_retention_the_law_does_not_know_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCC_AUDIT_RETENTION_DAYS", "1096")
    assert "(one to three years), not 1096" in run("serve", code=1).output
