"""Screens under test run on the program's own loop, against the real services and a real server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from occ_desktop.runtime.loop import PreciseEventLoop
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Place
from occ_desktop.ui.theme.theme import Theme
from support.clients import DeskClock, client_services
from support.qt import theme as theme
from support.server_thread import ServerThread
from support.waiting import until
from support.world import PASSWORD
from views.shell_world import Shell, open_shell


def _qt_loop() -> asyncio.AbstractEventLoop:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    loop: asyncio.AbstractEventLoop = PreciseEventLoop(app)
    return loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Coroutines of these tests run where those of the program run."""
    return {"qt": _qt_loop}


@pytest.fixture(autouse=True)
def mouse_away(qapp: QApplication) -> None:
    """Put the pointer where no window is: rows wait while it is over them, and an earlier test moved it."""
    QCursor.setPos(20_000, 20_000)


@pytest.fixture
def clock() -> DeskClock:
    """The client's time; the server has its own (`ServerThread.move`), both start alike."""
    return DeskClock()


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[ServerThread]:
    """A small centre: supervisor ``boss``, agents ``ann`` and ``ben``, the assigning agent ``amy``.

    An indirect parameter is a dict of server settings.
    """
    started = ServerThread(tmp_path, **getattr(request, "param", {})).start()
    yield started
    started.stop()


@pytest.fixture
async def tasks(theme: Theme) -> AsyncIterator[TaskOwner]:
    """The owner of all tasks; an unexpected error fails the test."""
    errors: list[tuple[str, BaseException]] = []
    owner = TaskOwner("test", on_error=lambda error, name: errors.append((name, error)))
    yield owner
    await owner.aclose()
    assert not errors, errors


@pytest.fixture
async def services(
    tmp_path: Path, tasks: TaskOwner, clock: DeskClock, request: pytest.FixtureRequest
) -> AsyncIterator[Services]:
    """Services with nobody logged in; see `logged_in`.

    An indirect parameter says how many seconds a completion can be taken back; else it is sent at once.
    """
    errors: list[BaseException] = []
    seconds = getattr(request, "param", 0.0)
    made = client_services(tmp_path, tasks, clock, errors.append, second_thoughts=seconds)
    yield made
    await made.close()
    assert not errors, errors


LogIn = Callable[[str], Any]


@pytest.fixture
def log_in(server: ServerThread, services: Services) -> LogIn:
    """Log a person in by user name and wait for their first data."""

    async def enter(username: str, url: str = "") -> Services:
        await services.session.login(url or server.url, username, PASSWORD, remember=False)
        await until(lambda: services.directory.services() and _settled(services))
        return services

    return enter


def _settled(services: Services) -> bool:
    status = services.workplace.status
    return status is not None and status.state.value == "idle"


@runtime_checkable
class Ends(Protocol):
    """A room, as far as its end goes; ending twice is one end."""

    def entered(self, arguments: dict[str, str]) -> None: ...
    def closed(self) -> None: ...


class StandInFrame:
    """The frame as rooms see it; remembers what it was asked."""

    def __init__(self) -> None:
        self.position = ""
        self.keys: tuple[Any, ...] = ()
        self.targets: list[Any] = []
        self.histories = 0
        self.cti_asked = 0
        self.elsewhere: set[Place] = set()

    def navigate(self, target: Any) -> None:
        self.targets.append(target)

    def set_position(self, text: str) -> None:
        self.position = text

    def set_keys(self, hints: Any) -> None:
        self.keys = tuple(hints)

    def register_history(self) -> None:
        self.histories += 1

    def log_in_to_cti(self) -> None:
        self.cti_asked += 1

    def leads_to(self, place: Place) -> bool:
        return place in self.elsewhere


@pytest.fixture
def frame() -> StandInFrame:
    """The frame of the room under test."""
    return StandInFrame()


@pytest.fixture
def shown(qtbot: Any) -> Callable[..., Any]:
    """Show a widget at a size and close it after the test; a room of a test that failed is ended first.

    Its widgets would go, while it still heard the services being closed: faults that hide what failed.
    """

    def end(widget: QWidget) -> None:
        if isinstance(widget, Ends):
            widget.closed()

    def show(widget: QWidget, width: int = 1216, height: int = 600) -> QWidget:
        qtbot.addWidget(widget, before_close_func=end)
        widget.resize(width, height)
        widget.show()
        return widget

    return show


Open = Callable[[str], Awaitable[Shell]]


@pytest.fixture
async def open_as(log_in: LogIn, tasks: TaskOwner) -> AsyncIterator[Open]:
    """Open the whole window as somebody; closed after the test, while the loop runs."""
    made: list[Shell] = []

    async def enter(username: str) -> Shell:
        made.append(open_shell(await log_in(username), tasks))
        return made[-1]

    yield enter
    for shell in made:
        shell.close()
