"""News and work during a pause the server asked for. If these fail, they wait for the slow beat."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from occ_contract.callbacks import NoteChange
from occ_contract.errors import ErrorCode, Problem
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.store import projection
from occ_desktop.sync.engine import Pace
from store.builders import callback
from sync.pushing import Desk, PushingServer

PATIENT = Pace(with_stream=600.0, without_stream=600.0, first_retry=600.0, longest_retry=600.0)
ASKED = 0.3  # seconds
SOON = 60.0  # seconds, far below the beat and the retry


class BusyServer(PushingServer):
    """Takes no commands for now, but is read; ``refused_at`` is when (seconds of the loop)."""

    def __init__(self) -> None:
        super().__init__()
        self.refused_at: list[float] = []

    async def serve(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET" or request.url.path.startswith("/v1/auth"):
            return await super().serve(request)
        self.refused_at.append(asyncio.get_running_loop().time())
        problem = Problem(
            type="about:blank",
            title="",
            status=429,
            code=ErrorCode.RATE_LIMITED,
            params={"retry_after": ASKED},
        )
        head = {"content-type": "application/problem+json"}
        return httpx.Response(429, headers=head, content=msgspec.json.encode(problem))


async def noted(desk: Desk) -> None:
    """Have a note wait in the outbox that the server asked to send later."""
    await desk.cache.write(
        projection.enqueue,
        Command(
            key="note",
            kind=CommandKind.NOTE,
            body=NoteChange(note="부재중"),
            created_at=desk.clock.now(),
            callback_id=callback(1).id,
        ),
    )
    desk.engine.nudge()
    await desk.until(
        lambda: desk.engine._not_before > asyncio.get_running_loop().time() and desk.engine._at_rest
    )


@pytest.mark.parametrize("told_by", ["poke", "page beyond the cache"])
async def test_news_of_a_pause_the_server_asked_for_are_pulled_when_it_is_over(
    tmp_path: Path, told_by: str
) -> None:
    server = BusyServer()
    first = server.write(1)
    async with Desk(server, tmp_path, PATIENT) as desk:
        await desk.stands(first)
        await noted(desk)
        server.write(2)
        last = server.write(3)
        if told_by == "poke":
            server.poke()
        else:
            server.push(last - 1)
        async with asyncio.timeout(SOON):
            await desk.stands(last)


async def test_work_of_a_pause_the_server_asked_for_is_sent_when_it_is_over(tmp_path: Path) -> None:
    server = BusyServer()
    first = server.write(1)
    async with Desk(server, tmp_path, PATIENT) as desk:
        await desk.stands(first)
        await noted(desk)
        desk.engine.nudge()
        async with asyncio.timeout(SOON):
            await desk.until(lambda: len(server.refused_at) == 2)
    once, again = server.refused_at
    assert again - once >= ASKED  # whoever is in a hurry: the server is not asked within it
