"""One person's program on this machine: the services, and the windows that fit their session.

The log-in while nobody is logged in, the windows with their rooms while somebody is; a session that ends by
itself comes back to the log-in with the reason. One closing order for quitting, log-out and user switch.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from occ_desktop.bootstrap.doors import open_download, open_history, open_keys, settings_outside
from occ_desktop.bootstrap.first_screen import FirstScreen
from occ_desktop.bootstrap.opening import Opening, Stage
from occ_desktop.bootstrap.rooms import rooms
from occ_desktop.bootstrap.windows import Windows
from occ_desktop.domain.commands import CommandState
from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.runtime.shutdown import Shutdown
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services, Surroundings, build_services
from occ_desktop.services.events import CacheRepairing, PreferencesChanged, SessionChanged, SessionState
from occ_desktop.ui.frame import Place
from occ_desktop.ui.tray import Tray, bring_to_front
from occ_desktop.views.shell.doors import Doors
from occ_desktop.views.shell.window import ShellWindow

if TYPE_CHECKING:
    from occ_desktop.views.login.window import LoginWindow

_log = logging.getLogger(__name__)

_OUTBOX_SECONDS = 2.0
_TASK_SECONDS = 1.0
_SERVICE_SECONDS = 2.0


class Extras(msgspec.Struct, frozen=True):
    """What the demo adds to the person's menu: entries (id, label) and who answers them."""

    entries: Callable[[], Sequence[tuple[str, str]]] = tuple
    chosen: Callable[[str], None] = lambda _entry: None


_NOT_NOW = {SyncState.OFFLINE, SyncState.BUSY}  # nothing will be sent within a closing's patience


class Client(QObject):
    """Holds services and window of one profile. ``quit_chosen``: the person ended the program."""

    quit_chosen = Signal()

    def __init__(
        self,
        around: Surroundings,
        tasks: TaskOwner,
        *,
        version: str,
        language: Callable[[], str],
        profile: str = "default",
        server: str | None = None,
        extras: Extras | None = None,
        chime: Callable[[], None] = QApplication.beep,
        report: Callable[[BaseException], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.services: Services = build_services(around)
        self._tasks = tasks
        self._version = version
        self._language = language
        self._profile = profile
        self._server = server
        self._extras = extras or Extras()
        self._chime = chime
        self.tray = Tray(self)
        self.login: LoginWindow | None = None
        self.windows = Windows(
            self.services, tasks, self.tray, self._doors, lambda: rooms(self._room_extras()), self
        )
        self.windows.ended.connect(self._on_main_closed)
        self.windows.logout_chosen.connect(self._on_logout)
        self._closing = False
        self.opening = Opening(
            self._come_in, self._show_login, report or (lambda _bug: "–"), tasks.child("opening"), self
        )
        self.opening.closed.connect(self.quit_chosen)
        self._stops = (
            self.services.bus.subscribe(SessionChanged, self._on_session),
            self.services.bus.subscribe(PreferencesChanged, self._on_preferences),
            self.services.bus.subscribe(CacheRepairing, lambda _event: self.opening.repairing()),
        )

    @property
    def shell(self) -> ShellWindow | None:
        """Return the main window of who is logged in, None while nobody is."""
        return self.windows.main

    @property
    def window(self) -> QWidget | None:
        """Return the window in front: the frame, the log-in, that of the start, or none yet."""
        return self.shell or self.login or self.opening.window

    async def open(self) -> None:
        """Come back as the last person, show the log-in, or say what is in the way: there is a window."""
        await self.opening.run()

    async def open_as(self, server: str, username: str, password: str) -> None:
        """Log a known account in for this session only, without keyring: the demo's way.

        :raises Failure: what a log-in may meet.
        """
        await self.services.session.login(server, username, password, remember=False, this_session_only=True)
        self.opening.into(self._show_shell)

    def raise_window(self) -> bool:
        """Bring the program to the front: it was started a second time. Tell whether there is a window."""
        if self.opening.stage is Stage.OPENING:
            self.opening.show()
        if self.window is None:
            return False
        bring_to_front(self.window)
        return True

    def say_fault(self, number: str) -> None:
        """Tell the person of a bug, wherever they are."""
        if self.shell is not None:
            self.shell.messages.toast(
                self.tr("Something went wrong in the program"),
                self.tr(
                    "Your work is kept. If it happens again, tell your administrator number {number}."
                ).format(number=number),
                seconds=30,
            )
        elif self.login is not None:
            self.login.presenter.show_fault(number)

    async def put_away(self) -> None:
        """Log out and show nothing; `open_as` brings the client back."""
        self._drop_windows()
        await self.services.session.logout(erase=True)

    async def close(self) -> None:
        """Stop input, give the outbox its seconds, end tasks, stream, store; then the windows go."""
        self._closing = True
        self.opening.finish()
        for stop in self._stops:
            stop()
        closing = self._ending_of_work()
        closing.add("services", self.services.close, seconds=_SERVICE_SECONDS)
        closing.add("tasks", self._tasks.aclose, seconds=_TASK_SECONDS)
        for result in await closing.run():
            _log.info("closing: %s %s after %.2f s", result.name, result.outcome, result.seconds)
        self._drop_windows()
        self.tray.stop()

    def _ending_of_work(self) -> Shutdown:
        """Return the steps in which somebody's work ends, however they leave."""
        ending = Shutdown()
        ending.add("input", self._stop_input, seconds=_TASK_SECONDS)
        ending.add("outbox", self._send_what_waits, seconds=_OUTBOX_SECONDS)
        return ending

    async def _stop_input(self) -> None:
        self.windows.finish(seen=not self._closing)
        if self.login is not None:
            self.login.hide()
        await self.services.drafts.settled()  # what was typed last goes with the rest

    async def _send_what_waits(self) -> None:
        """Let unsent commands go while the server answers; what stays is sent at the next start."""
        self.services.actions.send_now()
        place = self.services.workplace
        if not place.open or place.status is None or place.status.state in _NOT_NOW:
            return
        waiting = (e for e in await self.services.outbox.entries() if e.state is not CommandState.REFUSED)
        if all(entry.held for entry in waiting):
            return
        sent = asyncio.Event()

        def look(now: SyncStatus) -> None:
            counted = now.state is SyncState.IDLE  # while a round goes on its numbers are the last one's
            if (counted and not now.sendable) or now.state in _NOT_NOW:
                sent.set()

        stop = self.services.bus.subscribe(SyncStatus, look)
        place.desk.sync.nudge()
        try:
            await sent.wait()
        finally:
            stop()

    async def _come_in(self) -> None:
        first = FirstScreen()
        me = await self.services.session.resume(first.shown)
        if self._closing:
            await self.services.session.close()
        elif me is None:
            self._show_login()
        else:
            self._show_shell()
            if self.shell is not None:
                first.follow(self.shell)

    def _show_login(self, notice: Failure | None = None) -> None:
        from occ_desktop.views.login.window import LoginWindow  # most starts come without it

        self._drop_windows()
        self.login = LoginWindow(
            self.services,
            self._tasks,
            version=self._version,
            server=self._server,
            notice=notice,
            language=self._language(),
        )
        self.login.logged_in.connect(self._on_logged_in)
        self.login.closed.connect(self.quit_chosen)
        self.login.show()

    def _show_shell(self) -> None:
        self._drop_windows()
        self.windows.open()

    def _doors(self) -> Doors:
        return Doors(
            history=lambda parent: open_history(self.services, self._tasks, parent),
            keys=lambda parent: open_keys(self.services, self._tasks, parent),
            extras=self._extras.entries(),
            on_extra=self._extras.chosen,
            chime=self._chime,
        )

    def _room_extras(self) -> dict[Place, dict[str, object]]:
        outside = settings_outside(
            version=self._version,
            profile=self._profile,
            tray=self.tray,
            chime=self._chime,
            erase=lambda: self._on_logout(True),
            show_keys=self._on_keys,
        )
        download: dict[str, object] = {"download": partial(open_download, self._tasks)}
        return {
            Place.SETTINGS: {"outside": outside},
            Place.CALLBACK_LIST: download,
            Place.STATISTICS: download,
            Place.SMS_HISTORY: download,
        }

    def _on_keys(self) -> None:
        if self.shell is not None:
            open_keys(self.services, self._tasks, self.shell)

    def _drop_windows(self) -> None:
        self.windows.drop()
        login, self.login = self.login, None
        if login is not None:
            login.hide()
            login.deleteLater()

    def _on_logged_in(self, _me: object) -> None:
        self.opening.into(self._show_shell)

    def _on_logout(self, erase: bool) -> None:
        self._tasks.start(lambda: self._log_out(erase), name="log-out", policy=Policy.DROP)

    async def _log_out(self, erase: bool) -> None:
        await self._ending_of_work().run()
        await self.services.session.logout(erase)

    def _on_main_closed(self) -> None:
        if not self._closing:
            self.quit_chosen.emit()

    def _on_session(self, event: SessionChanged) -> None:
        if event.state is not SessionState.LOGGED_OUT or self._closing or self.shell is None:
            return
        if event.failure is not None:
            self._drop_windows()
            self.opening.fail(event.failure)
        else:
            notice = LoggedOut(event.code) if event.code is not None else None
            self.opening.into(partial(self._show_login, notice))

    def _on_preferences(self, event: PreferencesChanged) -> None:
        if "language" in event.names and self.shell is not None and not self._closing:
            self._tasks.start(self._renew_windows(), name="renew-windows", policy=Policy.LATEST)

    async def _renew_windows(self) -> None:
        """Go on in the other language, once whoever chose it has returned."""
        self.opening.into(self.windows.renew)
