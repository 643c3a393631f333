"""`occ-desktop demo`: a living sample centre, the client as supervisor, an agent's window on request."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from occ_contract.masking import redact
from occ_desktop.bootstrap.client import Client, Extras
from occ_desktop.bootstrap.demo_server import (
    DemoAccount,
    DemoCentre,
    DemoServer,
    DemoServerError,
    SentText,
)
from occ_desktop.bootstrap.program import Options, Program
from occ_desktop.domain.failures import Failure
from occ_desktop.system.paths import ProfilePaths
from occ_desktop.system.secrets import SessionSecrets
from occ_desktop.ui import moments
from occ_desktop.ui.failure_text import sentence
from occ_desktop.views.demo.phone import PhoneWindow
from occ_desktop.views.demo.window import DemoWindow

_SECOND = "demo-second-window"
_PHONE = "demo-phone"


class Demo(QObject):
    """Starts the server, then the windows. Everything it writes lies below one folder that goes with it."""

    def __init__(self, program: Program, root: Path) -> None:
        super().__init__()
        self._program = program
        self._root = root
        self._server = DemoServer(parent=self)
        self._centre: DemoCentre | None = None
        self._window: DemoWindow | None = None
        self.phone: PhoneWindow | None = None
        self._last: SentText | None = None
        self._server.text_sent.connect(self._on_text_sent)
        self.supervisor: Client = program.new_client(
            program.paths, secrets=SessionSecrets(), extras=Extras(self._entries, self._on_extra)
        )
        self.agent: Client | None = None

    def begin(self) -> None:
        """Show what is being prepared and start."""
        self._window = DemoWindow()
        self._window.closed.connect(self._on_window_closed)
        self._window.show()
        self._program.tasks.start(self._begin(), name="demo")

    async def stop(self) -> None:
        """End the server, and the phone."""
        if self.phone is not None:
            self.phone.close()
            self.phone.deleteLater()
            self.phone = None
        await self._server.stop()

    async def _begin(self) -> None:
        window = self._window
        assert window is not None
        try:
            self._centre = await self._server.start()
            account = _first(self._centre.accounts, "supervisor")
            await self.supervisor.open_as(self._centre.url, account.username, account.password)
        except DemoServerError as error:
            window.show_failure(str(error))
            return
        except Failure as failure:
            window.show_failure(sentence(failure))
            return
        except Exception as bug:  # the border of the demo's start: its window must not turn for ever
            window.show_failure(redact(f"{type(bug).__name__}: {bug}"))
            raise
        self._window = None
        window.hide()
        window.deleteLater()

    def _entries(self) -> Sequence[tuple[str, str]]:
        return (
            (_SECOND, self.tr("Open a second window as an agent")),
            (_PHONE, self.tr("Show a customer's phone")),
        )

    def _on_extra(self, entry: str) -> None:
        if entry == _PHONE:
            self._show_phone()
        if entry != _SECOND:
            return
        if self.agent is not None and self.agent.window is not None:
            self.agent.raise_window()
            return
        self._program.tasks.start(self._open_agent(), name="demo-agent")

    def _show_phone(self) -> None:
        """Show what the sandbox sent last, and from now on each as it comes."""
        if self.phone is None:
            self.phone = PhoneWindow()
        if self._last is not None:
            self._on_text_sent(self._last)
        self.phone.show()
        self.phone.raise_()
        self.phone.activateWindow()

    def _on_text_sent(self, text: SentText) -> None:
        self._last = text
        if self.phone is not None:
            when = moments.clock_time(text.taken_at, self.supervisor.services.session.zone)
            self.phone.show_text(text.recipient, text.sender, text.subject, text.body, text.pictures, when)

    async def _open_agent(self) -> None:
        if self._centre is None:
            return
        account = _first(self._centre.accounts, "agent")
        if self.agent is None:
            paths = ProfilePaths.of("agent", root=self._root).make()
            self.agent = self._program.new_client(paths, secrets=SessionSecrets())
            self.agent.quit_chosen.disconnect(self._program.quit)
            self.agent.quit_chosen.connect(self._on_agent_quit)
        await self.agent.open_as(self._centre.url, account.username, account.password)

    def _on_agent_quit(self) -> None:
        if self.agent is not None:
            self._program.tasks.start(self.agent.put_away(), name="demo-agent-away")

    def _on_window_closed(self) -> None:
        if self._window is not None:
            self._program.quit()


def _first(accounts: Sequence[DemoAccount], role: str) -> DemoAccount:
    """Return the first account of a role; among agents one who may take calls."""
    fitting = [a for a in accounts if a.role == role and (role != "agent" or "phone" in a.permissions)]
    return fitting[0]


def run(app: QApplication) -> int:
    """Run the demo until the person quits; nothing of it stays on the disk."""
    with tempfile.TemporaryDirectory(prefix="occ-demo-") as folder:
        root = Path(folder)
        program = Program(app, Options(profile="demo", root=root), keyring=False)
        demo = Demo(program, root)
        program.at_end = demo.stop
        try:
            return program.run(demo.begin)
        finally:
            program.close()
