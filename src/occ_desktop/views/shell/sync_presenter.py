"""Says how the rows on the screen stand to the server: banner, status line, and the server's clock.

Whether the server is heard and how old the rows are are two things. The light is green only while the event
stream speaks; a try under way changes nothing of what was known before it.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.container import Services
from occ_desktop.ui import moments, sentences
from occ_desktop.ui.failure_text import hindrance
from occ_desktop.ui.messages import Messages
from occ_desktop.ui.widgets.status_line import StatusLine
from occ_desktop.views.shell.ages import Ages

BANNER = "offline"
SYNC, OUTBOX, POSITION = "sync", "outbox", "position"


class SyncPresenter(QObject):
    """Call `tick` each second while the window shows: ages and count-downs move."""

    def __init__(self, line: StatusLine, messages: Messages, services: Services, zone: ZoneInfo) -> None:
        super().__init__(line)
        self._line = line
        self._messages = messages
        self._services = services
        self._zone = zone
        self._ages = Ages(self)
        self._reached: bool | None = None  # None: nobody has been heard yet
        self._reason: str | None = None
        self._off = services.bus.subscribe(SyncStatus, lambda _status: self.refresh())
        self.refresh()

    def close(self) -> None:
        """Stop listening."""
        self._off()

    def refresh(self) -> None:
        """Show everything anew."""
        status = self._services.workplace.status or SyncStatus(SyncState.SYNCING)
        self.tick()
        self._show_outbox(status)

    def tick(self) -> None:
        """Move what counts."""
        status = self._services.workplace.status or SyncStatus(SyncState.SYNCING)
        self._judge(status)
        self._show_sync(status)
        self._show_clock(status)
        self._show_banner(status)

    def retry(self) -> None:
        """Ask the server now instead of later; a copy that could not be written is opened again."""
        if self._services.workplace.open:
            self._services.session.reopen_cache()
            self._services.workplace.desk.sync.nudge()

    def _judge(self, status: SyncStatus) -> None:
        if status.away:
            self._reached, self._reason = False, status.reason or self._reason
        elif status.state is not SyncState.SYNCING:
            self._reached, self._reason = True, None

    def _age(self, moment: datetime) -> str:
        return self._ages.words((self._services.clock.now() - moment).total_seconds())

    def _show_sync(self, status: SyncStatus) -> None:
        since = status.last_synced_at
        if self._reached is False:
            text = self.tr("No news") if status.hindered else self.tr("Offline")
            if since is not None:
                words = self.tr("Offline · as of {age}")
                if status.hindered:  # by this machine: the server may well be there
                    words = self.tr("No news · as of {age}")
                text = words.format(age=self._age(since))
            self._warn(text, "cloud-slash")
        elif status.state is SyncState.FIRST_FILL:
            self._line.show_item(SYNC, self._filling(status), glyph="arrows-clockwise")
        elif since is None:
            self._line.show_item(SYNC, self.tr("Fetching from the server…"), glyph="arrows-clockwise")
        elif self._reached is None:
            text = self.tr("Looking for the server · as of {age}").format(age=self._age(since))
            self._line.show_item(SYNC, text, glyph="arrows-clockwise")
        elif status.state is SyncState.BUSY:
            self._warn(self.tr("The server asks to wait · as of {age}").format(age=self._age(since)), "clock")
        elif status.late:
            words = self.tr("Nothing is heard from the server · asked {age}")
            self._warn(words.format(age=self._age(since)), "warning-circle")
        else:
            text = self.tr("Connected")
            if status.changed_at is not None:
                text = self.tr("Connected · last change {age}").format(age=self._age(status.changed_at))
            self._line.show_item(SYNC, text, glyph="check-circle", glyph_ink="green")

    def _warn(self, text: str, glyph: str) -> None:
        self._line.show_item(SYNC, text, glyph=glyph, ink="amber", glyph_ink="amber", bold=True)

    def _filling(self, status: SyncStatus) -> str:
        if status.total is None:
            return self.tr("%n row(s) fetched so far", None, status.done)
        words = self.tr("{done} of {total} rows fetched; what is here can be used")
        return words.format(done=f"{status.done:,}", total=f"{status.total:,}")

    def _show_outbox(self, status: SyncStatus) -> None:
        if status.refused:
            text = self.tr("%n waiting for your decision", None, status.refused)
            self._line.show_item(OUTBOX, text, glyph="warning-fill", ink="red", glyph_ink="red", bold=True)
        else:
            text = self.tr("%n waiting to be sent", None, status.pending)
            waiting = status.pending > 0 and (self._reached is False or status.state is SyncState.BUSY)
            if waiting:
                self._line.show_item(OUTBOX, text, glyph="tray-fill", ink="amber", bold=True)
            else:
                self._line.show_item(OUTBOX, text, glyph="tray", glyph_ink="text3")

    def _show_banner(self, status: SyncStatus) -> None:
        if self._reached is not False or status.state is SyncState.STOPPED:
            self._messages.clear_banner(BANNER)
            return
        since = status.last_synced_at
        action = self.tr("Connect again now")
        title = sentences.for_reason(self._reason) or self.tr("The server cannot be reached.")
        if hindered := hindrance(status.reason, status.about):
            title, text = self.tr("No news can be taken in."), hindered
            action = self.tr("Try again")
        elif since is None:
            text = self.tr("Nothing has been fetched yet. Assigning, connecting and sending need the server.")
        else:
            shown = moments.short(since, self._services.clock.now(), self._zone)
            words = self.tr(
                "You see what came until {time} ({age}). Completing and registering history are kept and "
                "sent later; connecting, assigning and cancelling need the server."
            )
            text = words.format(time=shown, age=self._age(since))
        self._messages.banner(
            BANNER,
            title,
            text,
            aside=self._next_try(status),
            action=action,
            on_action=self.retry,
        )

    def _next_try(self, status: SyncStatus) -> str:
        if status.next_try_at is None:
            return self.tr("Trying again…") if status.state is SyncState.SYNCING else ""
        left = (status.next_try_at - self._services.clock.now()).total_seconds()
        if left < 1:
            return self.tr("Trying again…")
        return self.tr("Next try in %n second(s)", None, round(left))

    def _show_clock(self, status: SyncStatus) -> None:
        if not self._reached or status.late or status.last_synced_at is None:
            self._line.show_clock(self.tr("Server time unknown"))
            return
        now = moments.clock_time(self._services.session.server_now(), self._zone)
        self._line.show_clock(self.tr("Server {time}").format(time=now))
