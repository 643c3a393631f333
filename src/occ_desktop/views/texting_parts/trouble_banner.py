"""The trouble of a service's texting over a room: what does not work, since when, how much waits for it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.sms import SenderNumber, SmsLink
from occ_desktop.ui.widgets.banner import Banner
from occ_desktop.views.texting_parts.trouble_words import Trouble, troubles

_MOST = 2  # lines: below them the work stays in sight


class TroubleBanner(QWidget):
    """Hidden while all is well. What passes by itself is amber, what somebody has to mend red."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Trouble, ...] = ()
        self._lasting = [Banner("red", "warning-octagon", self) for _ in range(_MOST)]
        self._passing = [Banner("amber", "warning", self) for _ in range(_MOST)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for banner in (*self._lasting, *self._passing):
            layout.addWidget(banner)
        self.hide()

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What it shows, the worst first."""
        return self._shown

    @property
    def sendable(self) -> bool:
        """Tell whether what is sent now is at least kept: nothing stands there that somebody has to mend."""
        return all(trouble.passing for trouble in self._shown)

    def show_state(
        self, link: SmsLink | None, senders: Sequence[SenderNumber] | None, now: datetime, zone: ZoneInfo
    ) -> None:
        """Show how a service stands; ``senders`` are all of its numbers (None: not known), ``now`` is UTC."""
        self.show_troubles(troubles(link, senders, now, zone))

    def show_troubles(self, found: Sequence[Trouble]) -> None:
        """Show what is wrong, at most two of it."""
        found = tuple(found[:_MOST])
        if found == self._shown:
            return
        self._shown = found
        lasting, passing = list(self._lasting), list(self._passing)
        for trouble in found:
            banner = (passing if trouble.passing else lasting).pop(0)
            banner.show_text(trouble.title, trouble.text, aside=trouble.aside)
        for banner in (*lasting, *passing):
            banner.hide()
        self.setVisible(bool(found))
