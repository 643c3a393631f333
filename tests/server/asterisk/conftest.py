"""Against a real Asterisk: one per test process, with sipp as its phones.

Where its packages cannot be had, these tests are skipped with the reason; nothing here stands in for it.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from occ_server.kit.clock import SystemClock
from occ_server.telephony.asterisk.adapter import Asterisk
from support.asterisk.line import Line
from support.asterisk.private import NoAsterisk, PortTaken, PrivateAsterisk, installed
from support.centre import Centre
from support.world import World

TRIES = 3


@pytest.fixture(scope="session")
def asterisk() -> Iterator[PrivateAsterisk]:
    """The PBX of this session, running."""
    try:
        installed()
    except NoAsterisk as missing:
        pytest.skip(f"no Asterisk on this machine: {missing}")
    with tempfile.TemporaryDirectory(prefix="occ-pbx-", ignore_cleanup_errors=True) as folder:
        pbx = _started(Path(folder))
        try:
            yield pbx
        finally:
            pbx.stop()


def _started(folder: Path) -> PrivateAsterisk:
    for place in range(TRIES):
        pbx = PrivateAsterisk(folder / str(place))
        try:
            pbx.start()
        except PortTaken:
            pbx.stop()
            if place == TRIES - 1:
                raise
        else:
            return pbx
    raise AssertionError


@pytest.fixture
def standing() -> None:
    """None of the copied centres: their sessions are of another day than the PBX's."""


@pytest.fixture
async def centre(world: World, app: Litestar, client: httpx.AsyncClient) -> Centre:
    """One service with its people logged in, opened for this test."""
    return await Centre.open(world, app, client)


@pytest.fixture
async def line(asterisk: PrivateAsterisk) -> AsyncIterator[Line]:
    """The adapter, connected to the PBX, and everything it reports."""
    async with Line.open(Asterisk(SystemClock(), asterisk.address)) as opened:
        yield opened
