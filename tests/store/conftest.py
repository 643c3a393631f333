"""A cache in a temporary file, closed after each test."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from occ_desktop.store import Cache
from store.builders import KEY, OWNER
from store.damages import WORK, filled


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[Cache]:
    opened = await Cache.open(tmp_path / "cache.db", KEY, OWNER)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A sound cache with much own work, to be copied and spoilt; and its drafts."""
    path = tmp_path_factory.mktemp("whole") / "cache.db"
    return path, asyncio.run(filled(path, work=WORK))
