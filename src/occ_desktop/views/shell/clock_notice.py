"""Says once that this computer's clock is wrong; nothing here goes by it, so nothing has to wait."""

from PySide6.QtCore import QObject

from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.services.container import Services
from occ_desktop.ui.messages import Messages

BANNER = "clock"


class ClockNotice(QObject):
    """A banner that stays until the person has read it or the clock is right."""

    def __init__(self, messages: Messages, services: Services) -> None:
        super().__init__(messages)
        self._messages = messages
        self._check = services.clock_check
        self._off = services.bus.subscribe(SyncStatus, lambda _status: self.refresh())
        self.refresh()

    def close(self) -> None:
        """Stop listening."""
        self._off()

    def refresh(self) -> None:
        """Show what there is to tell, or nothing."""
        ahead = self._check.to_tell
        if ahead is None:
            self._messages.clear_banner(BANNER)
            return
        fast = self.tr("The clock of this computer is {span} ahead of the server's.")
        slow = self.tr("The clock of this computer is {span} behind the server's.")
        self._messages.banner(
            BANNER,
            (fast if ahead > 0 else slow).format(span=self._span(abs(ahead))),
            self.tr("Everything here goes by the server's time. Have the clock of this computer set."),
            glyph="clock",
            action=self.tr("OK"),
            on_action=self._on_read,
        )

    def _span(self, seconds: float) -> str:
        minutes = round(seconds / 60)
        if minutes < 120:
            return self.tr("%n minute(s)", "", minutes)
        return self.tr("%n hour(s)", "", round(minutes / 60))

    def _on_read(self) -> None:
        self._check.said()
        self.refresh()
