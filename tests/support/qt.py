"""Fixtures and detectors for tests with Qt: a loop, a theme, and nothing left behind.

Detectors fail a test that leaves an active timer, a pending task, a visible or new top-level widget, or a
thread. Wire them with `from support.qt import *`-free imports in a `conftest.py`:

    from tests.support.qt import nothing_left_behind, owner, qt_loop, run, theme  # noqa: F401
"""

import asyncio
import gc
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from occ_desktop.runtime.loop import PreciseEventLoop
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.theme.theme import Theme, ThemeChoice

T = TypeVar("T")
IGNORED_QT_MESSAGES = ("This plugin does not support",)  # the offscreen platform says what it lacks


def qt_application() -> QApplication:
    """The one application; made if there is none yet."""
    known = QApplication.instance()
    return known if isinstance(known, QApplication) else QApplication(["tests"])


def make_qt_loop() -> PreciseEventLoop:
    """The loop of the client, for `pytest_asyncio_loop_factories`."""
    return PreciseEventLoop(qt_application())


def let_qt_settle() -> None:
    """Deliver posted events and deferred deletions. For synchronous tests only: it is a nested loop."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def active_timers() -> list[QTimer]:
    """All timers that would still fire."""
    timers = [thing for thing in gc.get_objects() if type(thing) is QTimer]
    return [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]


def top_level_widgets() -> set[QWidget]:
    """The windows that exist."""
    return {widget for widget in QApplication.topLevelWidgets() if shiboken6.isValid(widget)}


def _describe(timer: QTimer) -> str:
    parent = timer.parent()
    return f"a timer of {type(parent).__name__ if parent is not None else 'nobody'}, {timer.interval()} ms"


def leftovers(threads: set[threading.Thread], windows: set[QWidget], timers: set[int]) -> list[str]:
    """What is there now and was not there before, in words."""
    found = [_describe(timer) for timer in active_timers() if id(timer) not in timers]
    found += [f"window {type(w).__name__}" for w in top_level_widgets() - windows if _matters(w)]
    found += [
        f"thread {t.name}" for t in set(threading.enumerate()) - threads if not t.name.startswith("Dummy")
    ]
    return found


def _matters(widget: QWidget) -> bool:
    # Qt keeps a tool tip label and the private containers of combo boxes and completers of its own.
    return type(widget).__name__ not in ("QTipLabel", "QComboBoxPrivateContainer", "QFrame")


@pytest.fixture
def nothing_left_behind() -> Iterator[None]:
    """Fail the test that leaves a timer, a window or a thread."""
    qt_application()
    threads, windows = set(threading.enumerate()), top_level_widgets()
    timers = {id(timer) for timer in active_timers()}
    yield
    let_qt_settle()
    found = leftovers(threads, windows, timers)
    if found:
        gc.collect()
        let_qt_settle()
        found = leftovers(threads, windows, timers)
    assert not found, "left behind: " + "; ".join(found)


_styled = False


@pytest.fixture
def theme() -> Iterator[Theme]:
    """The theme, light, on the application.

    As in the program, style and style sheet are put on once and stay: taking an application's sheet off
    deletes the style under widgets that wait for their deletion, and the process dies some tests later.
    """
    global _styled  # noqa: PLW0603 - there is one application
    made = Theme(qt_application(), ThemeChoice.LIGHT)
    if _styled:
        made.choose(ThemeChoice.LIGHT)
    else:
        made.install()
        _styled = True
    yield made
    made.choose(ThemeChoice.LIGHT)
    shiboken6.delete(made)


@pytest.fixture
def qt_loop() -> Iterator[PreciseEventLoop]:
    """The client's loop for a synchronous test; tasks left pending fail it."""
    loop = make_qt_loop()
    errors: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _loop, context: errors.append(context))
    yield loop
    pending = [task for task in asyncio.all_tasks(loop) if not task.done()]
    names = [task.get_name() for task in pending]
    for task in pending:
        task.cancel()
    if pending:
        loop.run_until_complete(asyncio.wait(pending))
    loop.close()
    assert not names, f"tasks left behind: {names}"
    assert not errors, f"errors nobody saw: {errors}"


@pytest.fixture
def run(qt_loop: PreciseEventLoop) -> Callable[[Coroutine[Any, Any, T]], T]:
    """Run a coroutine on the client's loop from a synchronous test."""
    return qt_loop.run_until_complete


@pytest.fixture
async def owner() -> Any:
    """A task owner whose errors fail the test."""
    errors: list[BaseException] = []
    made = TaskOwner("test", on_error=lambda error, _name: errors.append(error))
    yield made
    await made.aclose()
    assert not errors, f"tasks failed: {errors}"
