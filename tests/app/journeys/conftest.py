"""Journeys run whole clients on the program's own loop, against a server process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from occ_desktop.ui.theme.theme import Theme
from support.journey import Centre, LoopFactories, centre, migrated, qt_loop
from support.qt import theme as theme


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> LoopFactories:
    return {"qt": qt_loop}


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `occ-server migrate` makes it."""
    return migrated(tmp_path_factory.mktemp("empty"))


@pytest.fixture
async def sample(tmp_path: Path, empty: Path, theme: Theme) -> AsyncIterator[Centre]:
    """One service on a real server process; desks opened in it are closed in order."""
    async with centre(tmp_path, empty) as opened:
        yield opened
