"""All desks must gather anew. If these fail, they do it at once, or a person's work waits for it."""

from pathlib import Path

import httpx
import msgspec

from occ_contract.errors import ErrorCode, Problem
from occ_desktop.domain.sync_status import SyncState
from sync.pushing import Desk, PushingServer


def _void(_request: httpx.Request) -> httpx.Response:
    problem = Problem(status=409, code=ErrorCode.RESYNC_REQUIRED, title="Conflict", params={"within": 30.0})
    headers = {"content-type": "application/problem+json"}
    return httpx.Response(409, headers=headers, content=msgspec.json.encode(problem))


async def test_a_desk_told_to_gather_anew_waits_for_its_moment_and_makes_its_rounds_meanwhile(
    tmp_path: Path,
) -> None:
    server = PushingServer()
    async with Desk(server, tmp_path) as desk:
        await desk.stands(server.write(1))
        held = await desk.held()
        server.epoch = "e2"
        server.before.append(_void)
        desk.engine.nudge()
        await desk.until(lambda: desk.engine._puller.gathers_in)
        asked = server.pulls()
        for _ in range(3):  # a person completes a callback: a round sends it, and takes nothing
            desk.engine.nudge()
            await desk.until(lambda: not desk.engine._inbox.nudged)
        assert server.pulls() == asked
        assert await desk.held() == held, "what is shown stays"
        assert desk.statuses[-1].state is SyncState.SYNCING
        desk.clock.move(31)
        head = server.write(2)
        desk.engine.nudge()
        await desk.stands(head)
        assert await desk.held() == await desk.fresh()
        assert desk.statuses[-1].state is SyncState.IDLE
