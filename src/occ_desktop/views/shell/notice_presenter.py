"""Bell and notification centre of a window: how many notices are unread, and which. It tells nobody."""

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
    NoticesRead,
)
from occ_desktop.services.notice_groups import grouped
from occ_desktop.services.notifications import NoticeLine
from occ_desktop.services.preferences import QuietMode
from occ_desktop.ui import moments
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.widgets.popover import Popover, open_popover
from occ_desktop.views.shell.bell import Bell
from occ_desktop.views.shell.notice_centre import Entry, NoticeCentre
from occ_desktop.views.shell.notices import Telling, Wording


class NoticePresenter(QObject):
    """`chosen` carries the `Target` to go to."""

    chosen = Signal(object)

    def __init__(
        self,
        bell: Bell,
        services: Services,
        tasks: TaskOwner,
        zone: ZoneInfo,
    ) -> None:
        super().__init__(bell)
        self._bell = bell
        self._services = services
        self._tasks = tasks
        self._zone = zone
        self._panel: Popover | None = None
        bell.clicked.connect(self.toggle)
        subscribe = services.bus.subscribe
        self._offs = (
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
        self._tasks.start(self._fill, name="fill-centre", policy=Policy.AGAIN)

    async def _fill(self) -> None:
        if not self._services.workplace.open:
            return
        lines = await self._services.notifications.recent()
        centre = self.centre
        if centre is not None:
            centre.show_entries(
                self._entries(lines), sum(line.notice.count for line in lines if not line.read)
            )
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
        if self.centre is not None:
            until, note = quiet.until, ""
            if until is not None:
                shown = moments.short(until, self._services.clock.now(), self._zone)
                note = self.tr("Nothing pops up until {time}; everything is kept here.").format(time=shown)
            self.centre.show_quiet(quiet.mode, note)
        if self._panel is not None:
            self._panel.relayout()

    def _on_change(self, change: ChangeSet) -> None:
        """Count again when notices came."""
        if change.touches(Entity.NOTICE):
            self._tasks.start(self._count, name="count-notices")
            if self._panel is not None:
                self._refresh_centre()

    def _on_closed(self) -> None:
        self._panel = None
