"""Async tests here run on the client's own loop; every test is checked for leftovers."""

from collections.abc import Callable

import pytest

from occ_desktop.runtime.loop import PreciseEventLoop
from tests.support.qt import (
    IGNORED_QT_MESSAGES,
    make_qt_loop,
    nothing_left_behind,
    owner,
    qt_loop,
    run,
    theme,
)

__all__ = ["nothing_left_behind", "owner", "qt_loop", "run", "theme"]


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], PreciseEventLoop]]:
    """Tests here run on the client's loop."""
    return {"qt": make_qt_loop}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here: leftovers are found, and the offscreen platform may say what it lacks."""
    for item in items:
        if "/tests/ui/" in item.path.as_posix() or "test_runtime" in item.path.name:
            item.add_marker(pytest.mark.usefixtures("nothing_left_behind"))
            item.add_marker(pytest.mark.qt_log_ignore(*IGNORED_QT_MESSAGES, extend=True))
