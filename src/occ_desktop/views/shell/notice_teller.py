"""Tells a person what happened, once for the program: native notices, or a toast where none show; a sound."""

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DoNotDisturbChanged, NoticesArrived
from occ_desktop.ui import moments
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.messages import Messages
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.tray import Tray
from occ_desktop.views.shell.notices import NoticeText, Telling, Wording

_KEPT = 50  # native notices whose click still leads somewhere
_OPEN, _LATER = "open", "later"
_LATER_SECONDS = 600.0


class NoticeTeller(QObject):
    """`chosen` carries the `Target` to go to; `raised` asks for the window to come to the front."""

    chosen = Signal(object)
    raised = Signal()

    def __init__(
        self,
        tray: Tray,
        messages: Messages,
        services: Services,
        tasks: TaskOwner,
        zone: ZoneInfo,
        chime: Callable[[], None],
    ) -> None:
        super().__init__(messages)
        self._tray = tray
        self._messages = messages
        self._services = services
        self._tasks = tasks
        self._zone = zone
        self._chime = chime
        self.later_seconds = _LATER_SECONDS
        self._told: dict[str, tuple[Target, tuple[str, ...]]] = {}
        tray.notice_clicked.connect(self._on_native_clicked)
        tray.in_app_wanted.connect(self._on_in_app_wanted)
        subscribe = services.bus.subscribe
        self._offs = (
            subscribe(NoticesArrived, self._on_arrived),
            subscribe(DoNotDisturbChanged, lambda _event: self._show_quiet()),
            subscribe(ChangeSet, self._on_change),
        )
        self._show_quiet()

    def close(self) -> None:
        """Stop telling; the tray may serve another window."""
        for off in self._offs:
            off()
        self._tray.notice_clicked.disconnect(self._on_native_clicked)
        self._tray.in_app_wanted.disconnect(self._on_in_app_wanted)

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
            self._tasks.start(lambda: self._read(ids), name="read-told", policy=Policy.QUEUE)

    async def _read(self, ids: tuple[str, ...]) -> None:
        try:
            await self._services.notifications.mark_read(ids)
        except Failure:
            return  # they stay unread: nothing is lost

    def _show_quiet(self) -> None:
        self._tray.set_quiet(self._services.quiet.active)

    def _on_change(self, change: ChangeSet) -> None:
        """Rows never leave a person's list silently."""
        count = len(change.withdrawn)
        if count and not change.local:
            self._messages.done(
                self.tr("No longer yours: %n callback(s)", None, count),
                self.tr("They were withdrawn or given to somebody else."),
            )
