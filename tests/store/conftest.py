"""A cache in a temporary file, closed after each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from occ_desktop.store import Cache
from store.builders import KEY, OWNER


@pytest.fixture
async def cache(tmp_path: Path) -> AsyncIterator[Cache]:
    opened = await Cache.open(tmp_path / "cache.db", KEY, OWNER)
    yield opened
    await opened.close()
