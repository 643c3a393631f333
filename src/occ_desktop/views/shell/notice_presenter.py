"""Tells a person what happened: bell, notification centre, native notices, or a toast where none show."""

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import (
    DoNotDisturbChanged,
    NoticeGroup,
    NoticesArrived,
    NoticesRead,
)
from occ_desktop.services.notice_groups import grouped
from occ_desktop.services.notifications import NoticeLine
from occ_desktop.services.preferences import QuietMode
from occ_desktop.ui import moments
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.messages import Messages
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.tray import Tray
from occ_desktop.ui.widgets.popover import Popover, open_popover
from occ_desktop.views.shell.bell import Bell
from occ_desktop.views.shell.notice_centre import Entry, NoticeCentre
from occ_desktop.views.shell.notices import NoticeText, Telling, Wording

_KEPT = 50  # native notices whose click still leads somewhere
_OPEN, _LATER = "open", "later"
_LATER_SECONDS = 600.0


class NoticePresenter(QObject):
    """`chosen` carries the `Target` to go to; `raised` asks for the window to come to the front."""

    chosen = Signal(object)
    raised = Signal()

    def __init__(
        self,
        bell: Bell,
        tray: Tray,
        messages: Messages,
        services: Services,
        tasks: TaskOwner,
        zone: ZoneInfo,
        chime: Callable[[], None],
    ) -> None:
        super().__init__(bell)
        self._bell = bell
        self._tray = tray
        self._messages = messages
        self._services = services
        self._tasks = tasks
        self._zone = zone
        self._chime = chime
        self.later_seconds = _LATER_SECONDS
        self._panel: Popover | None = None
        self._told: dict[str, tuple[Target, tuple[str, ...]]] = {}
        bell.clicked.connect(self.toggle)
        tray.notice_clicked.connect(self._on_native_clicked)
        tray.in_app_wanted.connect(self._on_in_app_wanted)
        subscribe = services.bus.subscribe
        self._offs = (
            subscribe(NoticesArrived, self._on_arrived),
            subscribe(NoticesRead, self._on_read),
            subscribe(DoNotDisturbChanged, lambda _event: self._show_quiet()),
            subscribe(ChangeSet, self._on_change),
        )
        self._show_quiet()
        tasks.start(self._count, name="count-notices")

    def close(self) -> None:
        """Stop listening."""
        for off in self._offs:
            off()
        for signal, slot in (
            (self._tray.notice_clicked, self._on_native_clicked),
            (self._tray.in_app_wanted, self._on_in_app_wanted),
        ):
            signal.disconnect(slot)

    @property
    def centre(self) -> NoticeCentre | None:
        """The open notification centre, None while it is closed."""
        found = self._panel.content if self._panel is not None else None
        return found if isinstance(found, NoticeCentre) else None

    def toggle(self) -> None:
        """Open the notification centre, or close it."""
        if self._panel is not None:
            self._panel.close_panel()
            return
        centre = NoticeCentre()
        centre.opened.connect(self._on_opened)
        centre.all_read.connect(lambda: self._mark_read(None))
        centre.settings_chosen.connect(self._on_settings)
        centre.quiet_chosen.connect(self._on_quiet)
        self._panel = open_popover(self._bell, centre, align_right=True)
        self._panel.closed.connect(self._on_closed)
        self._show_quiet()
        self._refresh_centre()

    async def _count(self) -> None:
        if self._services.workplace.open:
            self._bell.show_unread(await self._services.notifications.unread())

    def _refresh_centre(self) -> None:
        self._tasks.start(self._fill, name="fill-centre", policy=Policy.LATEST)

    async def _fill(self) -> None:
        if not self._services.workplace.open:
            return
        lines = await self._services.notifications.recent()
        centre = self.centre
        if centre is not None:
            centre.show_entries(self._entries(lines), sum(not line.read for line in lines))
        if self._panel is not None:
            self._panel.relayout()

    def _entries(self, lines: tuple[NoticeLine, ...]) -> list[Entry]:
        telling = self._telling()
        wording = Wording(telling)

        def entry(group: NoticeGroup, *, unread: bool) -> Entry:
            return Entry(wording.of(group), telling.clock(group.latest_at), group.notice_ids, unread)

        fresh = grouped(line.notice for line in lines if not line.read)
        entries = [entry(group, unread=True) for group in fresh]
        for line in lines:
            if line.read:
                entries += [entry(group, unread=False) for group in grouped((line.notice,))]
        return entries

    def _telling(self) -> Telling:
        directory = self._services.directory
        return Telling(self._services.session.server_now(), self._zone, directory.service_name)

    def _on_arrived(self, event: NoticesArrived) -> None:
        if event.quiet or not event.groups:
            return
        wording = Wording(self._telling())
        ids = tuple(i for group in event.groups for i in group.notice_ids)
        if event.digest:
            self._tell(wording.digest(event.groups), ids)
        elif self._tray.shown:
            self._tell(wording.together(event.groups), ids)
        else:
            for group in event.groups:
                self._tell(wording.of(group), group.notice_ids)
        if self._services.preferences.value.sound:
            self._chime()

    def _tell(self, text: NoticeText, ids: tuple[str, ...]) -> None:
        key = ids[0] if ids else text.title
        self._told[key] = (text.target, ids)
        while len(self._told) > _KEPT:
            del self._told[next(iter(self._told))]
        self._tray.notify(text.title, text.detail, key)

    def _on_in_app_wanted(self, title: str, text: str, key: str) -> None:
        now = moments.short(self._services.clock.now(), self._services.clock.now(), self._zone)
        self._messages.toast(
            title,
            text,
            actions=(
                StateAction(_LATER, self.tr("In 10 minutes")),
                StateAction(_OPEN, self.tr("Open"), strong=True),
            ),
            on_action=lambda action: self._on_toast(action, title, text, key),
            source=self.tr("Online Contact Center"),
            time=now,
        )

    def _on_toast(self, action: str, title: str, text: str, key: str) -> None:
        if action == _OPEN:
            self._on_native_clicked(key)
        else:
            self._tasks.start(lambda: self._remind(title, text, key), name=f"remind-{key}")

    async def _remind(self, title: str, text: str, key: str) -> None:
        """Tell it again later; do-not-disturb holds back reminders as well."""
        await asyncio.sleep(self.later_seconds)
        if not self._services.quiet.active:
            self._tray.notify(title, text, key)

    def _on_native_clicked(self, key: str) -> None:
        target, ids = self._told.get(key, (Target(Place.CALLBACK_LIST), ()))
        self.raised.emit()
        self.chosen.emit(target)
        if ids:
            self._mark_read(ids)

    def _on_opened(self, entry: Entry) -> None:
        self._close_panel()
        self._mark_read(entry.notice_ids)
        self.chosen.emit(entry.text.target)

    def _on_settings(self) -> None:
        self._close_panel()
        self.chosen.emit(Target(Place.SETTINGS, {"section": "notices"}))

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.close_panel(restore_focus=False)

    def _mark_read(self, ids: tuple[str, ...] | None) -> None:
        self._tasks.start(self._read(ids), name="read-notices", policy=Policy.QUEUE)

    async def _read(self, ids: tuple[str, ...] | None) -> None:
        try:
            await self._services.notifications.mark_read(ids)
        except Failure:
            return  # they stay unread: nothing is lost, and the next press tries again

    def _on_read(self, event: NoticesRead) -> None:
        self._bell.show_unread(event.unread)
        if self._panel is not None:
            self._refresh_centre()

    def _on_quiet(self, mode: str) -> None:
        self._services.notifications.do_not_disturb(QuietMode(mode))
        self._show_quiet()

    def _show_quiet(self) -> None:
        quiet = self._services.quiet
        self._bell.show_quiet(quiet.active)
        self._tray.set_quiet(quiet.active)
        if self.centre is not None:
            until, note = quiet.until, ""
            if until is not None:
                shown = moments.short(until, self._services.clock.now(), self._zone)
                note = self.tr("Nothing pops up until {time}; everything is kept here.").format(time=shown)
            self.centre.show_quiet(quiet.mode, note)
        if self._panel is not None:
            self._panel.relayout()

    def _on_change(self, change: ChangeSet) -> None:
        """Count again when notices came; and rows never leave a person's list silently."""
        if change.touches(Entity.NOTICE):
            self._tasks.start(self._count, name="count-notices")
            if self._panel is not None:
                self._refresh_centre()
        count = len(change.withdrawn)
        if count and not change.local:
            self._messages.done(
                self.tr("No longer yours: %n callback(s)", None, count),
                self.tr("They were withdrawn or given to somebody else."),
            )

    def _on_closed(self) -> None:
        self._panel = None
