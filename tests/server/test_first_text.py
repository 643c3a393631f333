"""The operator's book, from nothing to a first text: if this fails, a new operator is left alone in it."""

import asyncio
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from occ_contract.ids import new_id
from occ_server.app import create_app
from occ_server.kit.clock import SystemClock
from occ_server.settings import Settings
from occ_server.topics import open_database
from support.clock import ManualClock
from support.commands import Run, commands_on
from support.nhn_stand_in import APP_KEY, HOOK_SECRET, SECRET, SIGNATURE, StandIn, standing_in_a_thread
from support.serving import client_of, started

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
PASSWORD = "a long enough password"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with standing_in_a_thread(SystemClock()) as opened:
        yield opened


def written_lines() -> list[str]:
    """Return the ten lines of the book, a comment's second line joined to its first."""
    texting = OPERATIONS.read_text(encoding="utf-8").partition("\n## Texting\n")[2]
    block = texting.partition("```\n")[2].partition("```")[0].replace("\n#   ", "")
    return block.strip().split("\n")


def typed(run: Run, stand_in: StandIn, line: str) -> str:
    """Type a command as it stands there, the stand-in's address and key for the real one's."""
    told, _, fed = line.partition(" < ")
    arguments = shlex.split(told, comments=True)
    assert arguments.pop(0) == "occ-server"
    if fed.startswith("secrets"):
        place = arguments.index("nhn") + 1
        arguments[place:place] = ["--url", stand_in.url]
        arguments = [APP_KEY if word == "KEY" else word for word in arguments]
        return run(*arguments, stdin=f"{SECRET}\n{HOOK_SECRET}\n").output
    return run(
        *arguments, stdin=f"{PASSWORD}\n{PASSWORD}\n" if arguments[:2] == ["user", "add"] else ""
    ).output


async def _as_kim(client: httpx.AsyncClient) -> dict[str, str]:
    body = {"username": "kim", "password": PASSWORD, "device": "tests"}
    answer = await client.post("/v1/auth/login", json=body)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def _send(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    """Do what the desk does in line ten; return the request's id."""
    (sender,) = (await client.get("/v1/sms/sender-numbers", headers=headers)).json()["items"]
    body: dict[str, Any] = {
        "service_id": sender["service_id"],
        "type": "sms",
        "sender": sender["phone"],
        "body": "첫 문자입니다.",
        "recipients": [{"phone": "01012345678"}],
    }
    answer = await client.post("/v1/sms/requests", json=body, headers=headers | {"Idempotency-Key": new_id()})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_the_ten_lines_lead_from_nothing_to_a_text_that_arrived(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, stand_in: StandIn
) -> None:
    lines = written_lines()
    assert len(lines) == 10
    assert [n for n, line in enumerate(lines, 1) if f"# {n}." not in line] == []
    run = commands_on(empty_url, monkeypatch)
    answers = [await asyncio.to_thread(typed, run, stand_in, line) for line in lines[1:8]]
    hook = answers[5].strip().removeprefix("webhook: ")
    assert answers[6] == "all is well: 1 of 1 sender numbers can be used\n"
    assert lines[8].startswith("occ-server serve ")
    clock = ManualClock(SystemClock().now())
    database = open_database(empty_url, clock)
    app = create_app(Settings(database_url=empty_url), database)
    async with started(app), client_of(app) as client:
        await app.state.jobs.settled()  # a server that begins reads the numbers
        headers = await _as_kim(client)
        request = await _send(client, headers)
        clock.move(10.5)
        await app.state.jobs.settled()
        (taken,) = stand_in.messages
        assert (taken.sender, taken.recipient, taken.user) == ("0212345678", "01012345678", "kim")
        stand_in.deliver()
        signed = {SIGNATURE: HOOK_SECRET, "Content-Type": "application/json"}
        brought = await client.post(hook, content=stand_in.hook(taken.id), headers=signed)
        assert brought.json() == {"ended": 1}
        (row,) = (await client.get("/v1/sms/messages", headers=headers)).json()["items"]
        assert (row["request_id"], row["status"], row["result"]) == (request, "done", "delivered")
    await database.close()
