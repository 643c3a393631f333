"""A program killed at any step of a refresh comes back logged in; what it kept is all that is left of it."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Link
from support.centre import Centre
from sync.faults import ShakyTransport
from sync.machines import SERVER, Machine

Sit = Callable[[str], Awaitable[Machine]]
ACCESS_SECONDS = 600


def _another(machine: Machine, kept: Renewal, ended: list[ErrorCode]) -> tuple[Link, ShakyTransport]:
    """Return the next program on the same machine, which knows only what was kept."""
    way = ShakyTransport(httpx.ASGITransport(machine.app, raise_app_exceptions=False))
    link = Link(
        SERVER,
        on_renewal=machine.kept.append,
        on_logged_out=ended.append,
        spawn=machine.spawn,
        transport=way,
    )
    link.resume(kept)
    return link, way


@pytest.mark.parametrize("step", ["lost request", "lost answer", "not kept", "kept", "used, not kept"])
async def test_a_program_killed_while_refreshing_comes_back_logged_in(
    centre: Centre, sit: Sit, step: str
) -> None:
    ann = await sit("ann")
    before = ann.kept[-1]
    centre.world.database.clock.move(ACCESS_SECONDS)
    ann.way.only, ann.way.plan = "/refresh", [step] if step.startswith("lost") else []
    try:
        await ann.link.api.me()
    except Failure:
        assert step.startswith("lost")
    if step == "used, not kept":
        await ann.link.api.sync(None, 5)
    kept = ann.kept[-1] if step == "kept" else before
    centre.world.database.clock.move(ACCESS_SECONDS - 1)
    ended: list[ErrorCode] = []
    for _ in range(2):  # and it may be killed again, in the same moment
        link, _way = _another(ann, kept, ended)
        assert (await link.api.me()).id == ann.someone.id
        await link.aclose()
    assert ended == []


async def test_who_kept_an_older_token_than_the_last_traded_one_is_out_with_everybody(
    centre: Centre, sit: Sit
) -> None:
    ann = await sit("ann")
    stolen = ann.kept[-1]
    for _ in range(2):
        centre.world.database.clock.move(ACCESS_SECONDS)
        await ann.link.api.me()
    ended: list[ErrorCode] = []
    thief, _way = _another(ann, stolen, ended)
    with pytest.raises(LoggedOut):
        await thief.api.me()
    with pytest.raises(LoggedOut):
        await ann.link.api.me()
    assert ended == ann.ended == [ErrorCode.TOKEN_REVOKED]
    await thief.aclose()
