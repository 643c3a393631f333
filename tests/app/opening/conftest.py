"""Starts of the whole client run on the program's own loop, against a small real server."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from support.journey import qt_loop
from support.qt import theme as theme
from support.server_thread import ServerThread


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Coroutines of these tests run where those of the program run."""
    return {"qt": qt_loop}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerThread]:
    """A small centre with agent ``ann``."""
    started = ServerThread(tmp_path).start()
    yield started
    started.stop()
