"""Drives the telephony bar: log in and out, state, live call with its running time, what comes after it.

Builds no widgets but the small form it opens. Failures become sentences beside what was pressed.
"""

from collections.abc import Awaitable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.cti import CallState, CtiState, CtiStatus, CurrentCall
from occ_contract.people import Permission
from occ_contract.phone import shown
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import CtiChanged, DirectoryChanged, SessionChanged
from occ_desktop.ui import moments
from occ_desktop.ui.failure_text import sentence
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.ui.widgets.popover import Popover, open_popover
from occ_desktop.views.shell.cti_bar import SETTABLE, CtiBar, CtiLook
from occ_desktop.views.shell.extension_form import ExtensionForm


class CtiPresenter(QObject):
    """Call `tick` each second while the window shows. `ready()`: the person logged in at their extension;
    `callback_chosen(str)`: the callback of the running call is to be shown.
    """

    ready = Signal()
    callback_chosen = Signal(str)

    def __init__(
        self, bar: CtiBar, services: Services, tasks: TaskOwner, zone: ZoneInfo, *, leads: bool = True
    ) -> None:
        super().__init__(bar)
        self.bar = bar
        self._services = services
        self._tasks = tasks
        self._zone = zone
        self._leads = leads  # of several windows one sets the state after a call
        self._after = services.preferences.value.after_call_state
        self._was_on_call = services.cti.on_call
        self._form: ExtensionForm | None = None
        self._panel: Popover | None = None
        bar.login_chosen.connect(self.ask_extension)
        bar.logout_chosen.connect(self._on_logout)
        bar.state_chosen.connect(self._on_state)
        bar.after_call_chosen.connect(self._on_after_call)
        bar.call.hang_up_chosen.connect(self.hang_up)
        bar.call.customer_chosen.connect(self._on_customer)
        bar.show_after_call(self._after)
        subscribe = services.bus.subscribe
        self._offs = (
            subscribe(CtiChanged, lambda _event: self.refresh()),
            subscribe(DirectoryChanged, lambda _event: self.refresh()),
            subscribe(SessionChanged, lambda _event: self.refresh()),
            subscribe(SyncStatus, lambda _event: self.refresh()),
        )
        self.refresh()

    def close(self) -> None:
        """Stop listening."""
        for off in self._offs:
            off()

    def refresh(self) -> None:
        """Show the present state of things."""
        bar, status = self.bar, self._services.cti.status
        look = self._look(status)
        bar.show_look(look)
        bar.show_simulated(is_simulated=self._is_simulated(status))
        bar.show_extension(status.extension or "" if status else "")
        if look is CtiLook.DISCONNECTED:
            self._show_gone(status)
        if look is CtiLook.LOGGED_IN and status is not None:
            self._show_line(status)
        bar.width_changed.emit()
        self._watch_end_of_call(status)

    def tick(self) -> None:
        """Move the running time of the call on, or between calls that of the state."""
        status = self._services.cti.status
        if status is None or self.bar.look is not CtiLook.LOGGED_IN:
            return
        call = self._call
        since = call.since if call is not None else status.since
        lasted = moments.running(since, self._services.clock.now())
        if call is not None:
            self.bar.call.show_time(lasted)
        name = name_of(f"cti.{status.state.value}")
        self.bar.show_lasting("" if call is not None else f"{name} {lasted}")

    def ask_extension(self) -> bool:
        """Open the small form for the extension; False where nobody can log in now, or it is open already."""
        if self.bar.look is not CtiLook.LOGGED_OUT or self._panel is not None:
            return False
        form = ExtensionForm(self._services.preferences.value.last_extension)
        form.submitted.connect(self._on_extension)
        self._form = form
        self._panel = open_popover(self.bar.login, form)
        self._panel.closed.connect(self._on_form_closed)
        return True

    def choose_state(self, state: CtiState) -> None:
        """Set 대기, 업무 or 휴식; without telephony nothing happens."""
        if self.bar.look is CtiLook.LOGGED_IN:
            self._on_state(state.value)

    def hang_up(self) -> None:
        """End the live call, if there is one."""
        if self._services.cti.on_call:
            self._tasks.start(self._hang_up(), name="hang-up")

    def _on_customer(self) -> None:
        status = self._services.cti.status
        if status is not None and status.call is not None and status.call.callback_id is not None:
            self.callback_chosen.emit(status.call.callback_id)

    def _look(self, status: CtiStatus | None) -> CtiLook:
        session, directory = self._services.session, self._services.directory
        wired = any(service.cti_enabled for service in directory.services())
        if not (wired and session.may(None, Permission.PHONE)):
            return CtiLook.ABSENT
        if self._away() or (status is not None and not status.pbx_connected):
            return CtiLook.DISCONNECTED
        if status is None or status.state is CtiState.LOGGED_OUT:
            return CtiLook.LOGGED_OUT
        return CtiLook.LOGGED_IN

    def _is_simulated(self, status: CtiStatus | None) -> bool:
        """Tell whether calls are invented; who has no telephone sees those of others."""
        me = self._services.session.me
        return status.simulated if status is not None else me is not None and me.simulated

    def _away(self) -> bool:
        """Tell whether the server is not there; a machine that takes nothing in may still ask it."""
        status = self._services.workplace.status
        return status is not None and status.away and not status.hindered

    @property
    def _call(self) -> CurrentCall | None:
        """Return the call on the line; none where no news come in: it may have ended long ago."""
        status, sync = self._services.cti.status, self._services.workplace.status
        uninformed = sync is not None and sync.away
        return status.call if status is not None and not uninformed else None

    def _show_gone(self, status: CtiStatus | None) -> None:
        """Say what is gone: the server, so that nobody knows of the telephone system, or that system."""
        title = name_of("cti.disconnected")
        if self._away():
            self.bar.show_disconnected(title, self.tr("The server cannot be reached, so calls are not known"))
            return
        since: datetime | None = status.pbx_since if status is not None else None
        if since is None:
            self.bar.show_disconnected(title, self.tr("The telephone system does not answer"))
            return
        clock = moments.short(since, self._services.clock.now(), self._zone)
        self.bar.show_disconnected(
            title, self.tr("The telephone system is away since {time}").format(time=clock)
        )

    def _show_line(self, status: CtiStatus) -> None:
        bar, call = self.bar, self._call
        on_call = call is not None and call.state is not CallState.ENDED
        bar.states.choose(status.state.value if status.state in SETTABLE else None)
        for state in SETTABLE:
            bar.states.set_available(state.value, not on_call, self.tr("Not during a call"))
        bar.after.setVisible(on_call)
        if call is None or not on_call:
            bar.call.hide()
            self.tick()
            return
        service = self._services.directory.service_name(call.service_id or "")
        bar.call.show_call(name_of(f"call.{call.state.value}"), call.name or "", shown(call.phone), service)
        self.tick()

    def _watch_end_of_call(self, status: CtiStatus | None) -> None:
        on_call = self._services.cti.on_call
        ended = self._was_on_call and not on_call
        self._was_on_call = on_call
        if ended and self._leads and self._after and status is not None and status.state.value != self._after:
            self._on_state(self._after)

    def _on_extension(self, typed: str) -> None:
        self._tasks.start(self._log_in(typed), name="cti-login")

    async def _log_in(self, typed: str) -> None:
        form = self._form
        if form is None:
            return
        with form.button.working():
            try:
                await self._services.cti.login(typed)
            except Failure as failure:
                if form is self._form:
                    form.show_error(sentence(failure))
                    form.focus_first()
                return
        if form is self._form and self._panel is not None:
            self._panel.close_panel(restore_focus=False)  # the button it came from is gone
            self.ready.emit()

    def _on_form_closed(self) -> None:
        self._form = self._panel = None
        self._tasks.cancel("cti-login")

    def _on_logout(self) -> None:
        self._tasks.start(self._log_out(), name="cti-logout")

    async def _log_out(self) -> None:
        await self._say_failure(self._services.cti.logout())

    def _on_state(self, value: str) -> None:
        self._tasks.start(self._set_state(CtiState(value)), name="cti-state")

    async def _set_state(self, state: CtiState) -> None:
        await self._say_failure(self._services.cti.set_state(state))
        self.refresh()

    async def _hang_up(self) -> None:
        with self.bar.call.hang_up.working():
            await self._say_failure(self._services.cti.hang_up())

    async def _say_failure(self, work: Awaitable[None]) -> None:
        self.bar.show_error("")
        try:
            await work
        except Failure as failure:
            self.bar.show_error(sentence(failure))

    def _on_after_call(self, value: str) -> None:
        self._after = value
        self._services.preferences.change(after_call_state=value)
        self.bar.show_after_call(value)
