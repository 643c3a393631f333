"""Keeps the settings shown in step with those in force; does what needs waiting: autostart, the doctor."""

import asyncio

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.doctor import Finding, Level
from occ_desktop.services.events import DoNotDisturbChanged, PreferencesChanged
from occ_desktop.services.preferences import QuietMode
from occ_desktop.ui import moments
from occ_desktop.ui.dialogs import confirm
from occ_desktop.views.parts.keys import key_map
from occ_desktop.views.settings import findings
from occ_desktop.views.settings.about import FindingRow
from occ_desktop.views.settings.outside import Outside
from occ_desktop.views.settings.view import SettingsView


class SettingsPresenter(QObject):
    """Everything takes effect at once; there is no button to save."""

    def __init__(self, view: SettingsView, services: Services, tasks: TaskOwner, outside: Outside) -> None:
        super().__init__(view)
        self._view = view
        self._services = services
        self._tasks = tasks.child("settings", parent=self)
        self._outside = outside
        self._found: tuple[Finding, ...] = ()
        view.changed.connect(self._on_changed)
        view.quiet_chosen.connect(self._on_quiet)
        view.autostart_chosen.connect(self._on_autostart)
        view.sound_tried.connect(outside.try_sound)
        view.erase_chosen.connect(self._on_erase)
        view.keys.keys_chosen.connect(self._on_keys)
        view.keys.all_reset.connect(self._on_keys_reset)
        view.about.check_chosen.connect(self.examine)
        view.about.copy_chosen.connect(self._on_copy)
        view.about.keys_chosen.connect(outside.show_keys)
        subscribe = services.bus.subscribe
        self._offs = (
            subscribe(PreferencesChanged, lambda _event: self.refresh()),
            subscribe(DoNotDisturbChanged, lambda _event: self.refresh()),
        )

    def close(self) -> None:
        """Stop listening and working."""
        for off in self._offs:
            off()
        self._tasks.cancel_all(close=True)

    def refresh(self) -> None:
        """Show what is in force."""
        view = self._view
        settings = self._services.preferences.value
        view.show_settings(settings)
        view.keys.show_keys(key_map(settings.keys))
        view.show_tray(self._outside.tray_shown())
        view.about.show_version(self.tr("Version {version}").format(version=self._outside.version))
        self._show_quiet()
        self._show_where()

    def look_at_autostart(self) -> None:
        """Ask the system whether the program starts with it."""
        self._tasks.start(self._look_at_autostart, name="look-at-autostart")

    def examine(self) -> None:
        """Have the doctor look; what it finds is shown with what to do."""
        self._tasks.start(self._examine, name="doctor")

    def _show_quiet(self) -> None:
        quiet, me = self._services.quiet, self._services.session.me
        note, until = "", quiet.until
        if until is not None and me is not None:
            clock = moments.short(until, self._services.clock.now(), self._services.session.zone)
            note = self.tr("Until {time}").format(time=clock)
        self._view.show_quiet(quiet.mode, note)

    def _show_where(self) -> None:
        me, server = self._services.session.me, self._services.session.server
        if me is None:
            return
        words = self.tr(
            "An encrypted copy of what {name} may see on {server}. Its key lies in the system's keyring."
        )
        self._view.show_where(words.format(name=me.name, server=server))

    def _on_keys(self, key_id: str, keys: str) -> None:
        in_force = key_map(self._services.preferences.value.keys)
        problem = in_force.problem(key_id, keys)
        self._view.keys.show_keys(in_force)
        if problem is not None:
            self._view.keys.show_problem(key_id, keys, problem)
        else:
            self._services.preferences.change(keys=in_force.with_keys(key_id, keys))

    def _on_keys_reset(self) -> None:
        self._services.preferences.change(keys={})

    def _on_changed(self, name: str, value: object) -> None:
        self._services.preferences.change(**{name: value})

    def _on_quiet(self, mode: str) -> None:
        self._services.notifications.do_not_disturb(QuietMode(mode))
        self._show_quiet()

    def _on_autostart(self, on: bool) -> None:
        self._tasks.cancel("look-at-autostart")  # its answer is older than the press
        self._tasks.start(lambda: self._set_autostart(on), name="set-autostart", policy=Policy.QUEUE)

    async def _look_at_autostart(self) -> None:
        try:
            on = await asyncio.to_thread(self._outside.autostart.enabled)
        except OSError:
            on = False
        self._view.show_autostart(on)

    async def _set_autostart(self, on: bool) -> None:
        autostart = self._outside.autostart
        try:
            if on:
                await asyncio.to_thread(autostart.enable, tuple(self._outside.command))
            else:
                await asyncio.to_thread(autostart.disable)
        except OSError as error:
            words = self.tr("The system refused ({reason}). Set it in the system's own settings.")
            self._view.show_autostart(not on, words.format(reason=error.strerror or type(error).__name__))
            return
        self._services.preferences.change(start_with_system=on)
        self._view.show_autostart(on)

    async def _examine(self) -> None:
        outside, about = self._outside, self._view.about
        with about.check.working():
            self._found = await self._services.doctor.examine(
                tray=outside.tray_shown(), fonts=outside.fonts_found
            )
        rows = [FindingRow(f.level.value, findings.name_of(f), findings.sentence_of(f)) for f in self._found]
        wrong = sum(f.level is not Level.FINE for f in self._found)
        if wrong:
            summary = self.tr("%n thing(s) to look at", None, wrong)
        else:
            summary = self.tr("This computer has everything it needs.")
        about.show_findings(rows, summary)
        self._view.go_to(self._view.section)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(findings.report_of(self._found, self._outside.version))

    def _on_erase(self) -> None:
        self._tasks.start(self._erase, name="erase")

    async def _erase(self) -> None:
        status = self._services.workplace.status
        unsent = status.pending + status.refused if status is not None else 0
        text = self.tr(
            "You are logged out, and the local copy and your drafts are erased from this computer."
        )
        if unsent:
            text += "\n" + self.tr("%n unsent item(s) will be lost with it.", None, unsent)
        agreed = await confirm(
            self._view,
            self.tr("Erase what this computer keeps?"),
            text,
            accept=self.tr("Erase and log out"),
            kind="danger-solid",
            glyph="trash",
        )
        if agreed:
            self._outside.erase()
