"""The program from first to last moment: application, loop, hooks, one client (two in the demo)."""

import asyncio
import logging
import platform
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from occ_desktop.bootstrap.appearance import Appearance
from occ_desktop.bootstrap.client import Client, Extras
from occ_desktop.bootstrap.connections import Links, sync_factories
from occ_desktop.bootstrap.languages import Languages
from occ_desktop.bootstrap.second_start import SecondStart
from occ_desktop.bootstrap.vault import Vault
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.remote.client import client_version
from occ_desktop.runtime.clock import SystemClock
from occ_desktop.runtime.crash import CrashReport, CrashReporter
from occ_desktop.runtime.garbage import GuiThreadCollector
from occ_desktop.runtime.logging_setup import start_logging, stop_logging
from occ_desktop.runtime.loop import PreciseEventLoop
from occ_desktop.runtime.quit_signals import QuitSignals
from occ_desktop.runtime.single_instance import SingleInstance, Start
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Surroundings
from occ_desktop.system.paths import ProfilePaths, resource
from occ_desktop.system.secrets import KeyringSecrets, Secrets, SessionSecrets
from occ_desktop.system.sound import system_sound
from occ_desktop.ui.app_icon import app_icon
from occ_desktop.ui.theme.theme import Theme

_log = logging.getLogger(__name__)


class Options(msgspec.Struct, frozen=True):
    """What the command line asks for. ``root`` puts all files of the profile below one folder (the demo)."""

    profile: str = "default"
    server: str | None = None
    root: Path | None = None


class Program(QObject):
    """Owns everything that exists once. ``crashed`` carries a report from any thread to the GUI thread."""

    crashed = Signal(object)

    def __init__(self, app: QApplication, options: Options, *, keyring: bool = True) -> None:
        super().__init__()
        self.app = app
        self.options = options
        self._keyring = keyring
        with ExitStack() as lent:  # a start that fails half-way is tried again in this process
            self._build(lent)
            self._lent = lent.pop_all()

    def _build(self, lent: ExitStack) -> None:
        app, options = self.app, self.options
        self.paths = ProfilePaths.of(options.profile, root=options.root)
        refused = self.paths.make_what_can_be()
        lent.callback(stop_logging, start_logging(self.paths.log))
        if refused is not None:
            _log.warning("a folder of the profile cannot be written: %s", refused.strerror)
        self.loop = PreciseEventLoop(app)
        lent.callback(self._close_loop)
        self.reporter = CrashReporter(self.crashed.emit)
        self.reporter.install(self.loop)
        lent.callback(self.reporter.uninstall)
        self._collector = GuiThreadCollector(self)
        self._collector.install()
        lent.callback(self._collector.uninstall)
        self.tasks = TaskOwner("program", on_error=self._report)
        self.clients: list[Client] = []
        self.theme = Theme(app)
        lent.callback(self.theme.deleteLater)
        self.theme.install()
        self._sound = system_sound()
        self.at_end: Callable[[], Awaitable[None]] | None = None
        self._over: asyncio.Event | None = None
        self.status = 0  # what the process answers at its end
        self._signals = QuitSignals(self.quit, self)
        self.languages: Languages | None = None
        self._appearance: Appearance | None = None
        self.crashed.connect(self._on_crashed)
        app.setWindowIcon(app_icon())

    def new_client(
        self, paths: ProfilePaths, *, secrets: Secrets | None = None, extras: Extras | None = None
    ) -> Client:
        """Return a client on a profile; the first one's settings hold language and theme of the program."""
        number = len(self.clients) + 1
        tasks = TaskOwner(f"client-{number}", on_error=self._report)
        clock = ServerTime(SystemClock())
        around = Surroundings(
            clock=clock,
            tasks=tasks,
            vault=Vault(secrets or self._secrets()),
            links=Links(tasks),
            syncs=sync_factories(tasks, clock, report=lambda bug: self._report(bug, "sync")),
            open_uri=_open_uri,
            report=lambda error: self._report(error, "bus"),
            cache_folder=paths.data / "cache",
            settings_file=paths.config / "settings.json",
            device=platform.node() or "desktop",
        )
        client = Client(
            around,
            tasks,
            version=client_version(),
            language=lambda: self.languages.language if self.languages else "ko",
            profile=paths.profile,
            server=self.options.server,
            extras=extras,
            chime=self._chime(lambda: client.services.preferences.value.sound_volume),
            report=lambda bug: self.reporter.report(bug, "start"),
        )
        if self.languages is None:
            services = client.services
            self.languages = Languages(services.preferences, services.bus)
            self._appearance = Appearance(self.theme, services.preferences, services.bus)
        client.quit_chosen.connect(self.quit)
        self.clients.append(client)
        return client

    def end(self, status: int) -> None:
        """End the program in order, with this exit status."""
        self.status = status
        self.quit()

    def quit(self) -> None:
        """End the program in order."""
        if self._over is not None:
            self._over.set()

    def run(self, begin: Callable[[], object]) -> int:
        """Call ``begin`` on the running loop, live until the person quits, close. Return the exit status."""
        with self.loop:
            status: int = self.loop.run_until_complete(self._live(begin))
        return status

    def close(self) -> None:
        """Give back what the process lent; after `run`."""
        self._lent.close()

    def _close_loop(self) -> None:
        if not self.loop.is_closed():  # it never ran
            self.loop.close()

    async def _live(self, begin: Callable[[], object]) -> int:
        self._over = asyncio.Event()
        self._signals.install()
        try:
            begin()
            await self._over.wait()
        finally:
            for client in reversed(self.clients):
                await client.close()
            if self.at_end is not None:
                await self.at_end()
            await self.tasks.aclose()
            self._signals.uninstall()
            if self.languages is not None:
                self.languages.close()
            if self._appearance is not None:
                self._appearance.close()
        return self.status

    def _secrets(self) -> Secrets:
        return KeyringSecrets(f"occ-desktop/{self.options.profile}") if self._keyring else SessionSecrets()

    def _chime(self, volume: Callable[[], int]) -> Callable[[], None]:
        def chime() -> None:
            self._sound.play(resource("sounds", "notify.wav"), volume())

        return chime

    def _report(self, error: BaseException, source: str) -> None:
        self.reporter.report(error, source)

    def _on_crashed(self, report: object) -> None:
        assert isinstance(report, CrashReport)
        there = [client for client in self.clients if client.window is not None]
        if there:
            there[0].say_fault(report.number)


def run(app: QApplication, options: Options) -> int:
    """Run the client of a profile and return its exit status; who calls it is the border of the program.

    A second start raises the first one's window and returns 0, or says why it cannot and returns 1.
    """
    paths = ProfilePaths.of(options.profile, root=options.root)
    paths.make_what_can_be()
    single = SingleInstance(paths.data)
    try:
        start = single.acquire()
        return 0 if start is Start.RAISED else _run(app, options, single, start)
    finally:
        single.release()


def _run(app: QApplication, options: Options, single: SingleInstance, start: Start) -> int:
    program = Program(app, options)
    try:
        client = program.new_client(program.paths)
        single.on_raise = lambda _wish: client.raise_window()
        second = SecondStart(single, program)

        def open_desk() -> None:
            program.status = 0
            program.tasks.start(client.open(), name="open")

        program.status = 1  # however it ends, it did not do what it was started for
        second.first.connect(open_desk)
        second.ended.connect(program.end)
        return program.run(open_desk if start is Start.FIRST else partial(second.explain, start))
    finally:
        program.close()


def _open_uri(uri: str) -> None:
    if not QDesktopServices.openUrl(QUrl(uri)):
        _log.warning("the system has no program for this kind of link")
