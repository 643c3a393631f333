"""Asks the server who it is while the person types, logs in, and says next to which field what is wrong.

Builds no widgets. Every failure of the environment becomes a sentence; what was typed stays.
"""

import asyncio
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut, Refused, SecretsFailure, Unreachable
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.preferences import Language
from occ_desktop.services.server_check import ServerStatus
from occ_desktop.ui.failure_text import sentence
from occ_desktop.ui.sentences import for_code
from occ_desktop.views.login.view import LoginView, Typed

CHECK_AFTER = 0.6  # seconds without a key before the server is asked
CLOCK_LIMIT = 300.0  # seconds our clock may differ before it is worth saying

_ACCOUNT_CODES = frozenset({ErrorCode.ACCOUNT_LOCKED, ErrorCode.ACCOUNT_DISABLED})


class LoginPresenter(QObject):
    """Drives a `LoginView`. `logged_in` carries the `Me` of the person who is in now."""

    logged_in = Signal(object)

    def __init__(self, view: LoginView, services: Services, tasks: TaskOwner, version: str) -> None:
        super().__init__(view)
        self._view = view
        self._services = services
        self._tasks = tasks
        self._version = version
        self._checked = ""  # the address the side panel speaks of
        view.submitted.connect(self._on_submitted)
        view.cancelled.connect(self._on_cancelled)
        view.server_edited.connect(self._on_server_edited)
        view.server_left.connect(self._on_server_left)
        view.session_only_chosen.connect(self._on_session_only)
        view.language_chosen.connect(self._on_language)

    def begin(self, typed: Typed, notice: Failure | None) -> None:
        """Fill the form, say why one is back here, and ask the server in the form who it is."""
        self._view.fill(typed)
        if notice is not None:
            self.show_failure(notice)
        self.say_version()
        self._say_unknown_server()
        if typed.server:
            self._start_check()

    def say_version(self) -> None:
        """Show the version of this program at the side."""
        self._view.side.version.say(self.tr("Version {version}").format(version=self._version), "")

    def show_failure(self, failure: Failure) -> None:
        """Put the sentence of a failure where it belongs, the focus with it."""
        view, words = self._view, sentence(failure)
        if isinstance(failure, Unreachable):
            view.server.set_error(words)
            view.server_input.setFocus()
        elif isinstance(failure, SecretsFailure):
            view.show_notice(words, offer_session_only=True)
        elif isinstance(failure, Refused):
            self._show_refusal(failure, words)
        elif isinstance(failure, LoggedOut) and failure.code in _ACCOUNT_CODES:
            view.account.set_error(words)
        elif isinstance(failure, CacheFailure):
            view.show_notice(words, offer_session_only=not failure.damaged)
        else:
            view.show_notice(words)

    def show_fault(self, number: str) -> None:
        """Say that the program itself had a fault."""
        words = self.tr(
            "Something went wrong in the program. Try again; if it stays, tell your administrator number "
            "{number}."
        )
        self._view.show_notice(words.format(number=number))

    def _show_refusal(self, refused: Refused, words: str) -> None:
        view = self._view
        if refused.code is ErrorCode.WRONG_CREDENTIALS:
            view.password.set_error(words)
            view.password_input.setFocus()
            view.password_input.selectAll()
        elif refused.code in _ACCOUNT_CODES:
            view.account.set_error(words)
            view.account_input.setFocus()
        elif refused.code is ErrorCode.VALIDATION_FAILED and self._show_fields(refused.params):
            return
        else:
            view.show_notice(words)

    def _show_fields(self, params: dict[str, Any]) -> bool:
        """Put each refused field's sentence below it; False when none of them is in this form."""
        fields = {"username": self._view.account, "password": self._view.password}
        shown = False
        for problem in params.get("fields", ()):
            field = fields.get(str(problem.get("field")))
            if field is not None:
                known = problem.get("params") or problem
                field.set_error(for_code(ErrorCode(problem.get("code")), known))
                shown = True
        return shown

    def _on_submitted(self, *, session_only: bool = False) -> None:
        typed = self._view.typed()
        self._view.clear_errors()
        if not self._complete(typed):
            return
        self._tasks.cancel("check-server")
        self._view.show_busy(True)
        work = partial(self._log_in, typed, session_only=session_only)
        self._tasks.start(work, name="login", policy=Policy.LATEST)  # one given up may still be tidying up

    def _on_cancelled(self) -> None:
        self._tasks.cancel("login")
        self._view.show_busy(False)

    def _on_session_only(self) -> None:
        self._on_submitted(session_only=True)

    def _complete(self, typed: Typed) -> bool:
        view = self._view
        values = (
            (view.password, typed.password),
            (view.account, typed.username.strip()),
            (view.server, typed.server.strip()),
        )
        missing = [field for field, value in values if not value]
        for field in missing:
            field.set_error(for_code(ErrorCode.REQUIRED))
            field.field.setFocus()
        return not missing

    async def _log_in(self, typed: Typed, *, session_only: bool) -> None:
        try:
            me = await self._services.session.login(
                typed.server,
                typed.username,
                typed.password,
                typed.remember,
                this_session_only=session_only,
            )
        except Failure as failure:
            self.show_failure(failure)
            return
        finally:
            task = asyncio.current_task()
            if task is None or not task.cancelling():  # whoever gave it up has said so, and may try again
                self._view.show_busy(False)
        self._view.password_input.clear()
        self.logged_in.emit(me)

    def _on_server_edited(self, _text: str) -> None:
        self._say_unknown_server()
        self._start_check(CHECK_AFTER, typing=True)

    def _on_server_left(self) -> None:
        if self._view.server_input.text().strip() != self._checked:
            self._start_check()

    def _start_check(self, delay: float = 0.0, *, typing: bool = False) -> None:
        if not self._tasks.running("login"):
            work = partial(self._check, delay, typing=typing)
            self._tasks.start(work, name="check-server", policy=Policy.LATEST)

    async def _check(self, delay: float, *, typing: bool) -> None:
        """Ask the server; an address half typed is not called wrong before the person leaves the field."""
        await asyncio.sleep(delay)
        address = self._view.server_input.text().strip()
        self._checked = address
        if not address:
            self._say_unknown_server()
            return
        self._view.side.server.say(self.tr("Asking the server…"), address)
        try:
            status = await self._services.session.check_server(address)
        except Failure as failure:
            if typing:
                self._say_unknown_server()
                return
            self._view.server.set_error(sentence(failure))
            self._view.server.set_aside("")
            self._view.side.server.say(self.tr("Server not connected"), address)
            return
        self._show_server(status)

    def _show_server(self, status: ServerStatus) -> None:
        view, host = self._view, status.url.split("://", 1)[-1]
        view.server.set_error(None)
        view.server.set_aside(self.tr("Connected"), "good")
        answer = self.tr("{host}, answered in {milliseconds} ms")
        view.side.server.say(
            self.tr("Server connected"), answer.format(host=host, milliseconds=status.round_trip_ms)
        )
        usable = self.tr("Fits this server (version {version})").format(version=status.version)
        view.side.version.say(self.tr("Version {version}").format(version=self._version), usable)
        if abs(status.clock_skew) > CLOCK_LIMIT:
            minutes = round(abs(status.clock_skew) / 60)
            late = self.tr("The clock of this computer differs from the server's by {minutes} minutes.")
            view.side.version.say(
                self.tr("Version {version}").format(version=self._version), late.format(minutes=minutes)
            )

    def _say_unknown_server(self) -> None:
        self._checked = ""
        self._view.server.set_aside("")
        self._view.side.server.say(self.tr("Server not checked yet"), "")

    def _on_language(self, code: str) -> None:
        self._services.preferences.change(language=Language(code))

    def retranslate(self) -> None:
        """Say the states at the side again in the language in force."""
        self.say_version()
        self._say_unknown_server()
        if self._view.server_input.text().strip():
            self._start_check()
