"""보내는 때: at once, or at a minute within the window of the server's clock.

It is told what time it is; the zone is the organisation's, whatever this computer's may be.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSignalBlocker, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.reservation import reservation_window
from occ_desktop.ui import moments
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.date_field import DateField, MinuteField
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl

NOW, RESERVED = "now", "reserved"
_STEP = 5  # minutes: what one means by "in half an hour"


def first_offered(now: datetime) -> datetime:
    """Return what a reservation begins with: the window's first full five minutes."""
    earliest, _ = reservation_window(now)
    return earliest + timedelta(minutes=-earliest.minute % _STEP)


class ReservationField(QWidget):
    """`changed()`: by the person. ``now`` is the server's clock (UTC), ``zone`` the organisation's."""

    changed = Signal()

    def __init__(
        self, now: Callable[[], datetime], zone: Callable[[], ZoneInfo], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now, self._zone = now, zone
        self.kind = self._segments()
        self.day = DateField(self.tr("Day of sending"), now().astimezone(zone()).date(), self)
        self.minute = MinuteField(self)
        self.minute.setFixedWidth(92)
        self.minute.lineEdit().setTextMargins(8, 0, 0, 0)  # the style's own padding forgets the arrows
        self.minute.setAccessibleName(self.tr("Time of sending"))
        self._soon = [Button(text, "link", parent=self) for text in self._offers()]
        self._window = Label(self)
        self._window.setProperty("tone", "second")
        self._window.setWordWrap(True)
        self._error = ""
        self._build()
        self.kind.choose(NOW)
        self._show_fields()
        self._connect()

    def _segments(self) -> SegmentedControl:
        kinds = [Segment(NOW, self.tr("At once")), Segment(RESERVED, self.tr("Reserved"))]
        return SegmentedControl(kinds, self.tr("Time of sending"), self)

    def _offers(self) -> tuple[str, str, str]:
        return self.tr("in 30 min"), self.tr("in 1 hour"), self.tr("tomorrow 9:00")

    def _build(self) -> None:
        row, offers = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(8)
        offers.setSpacing(4)
        for part in (self.kind, self.day, self.minute):
            row.addWidget(part)
        for button in self._soon:
            offers.addWidget(button)
        row.addStretch()
        offers.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addLayout(offers)
        layout.addWidget(self._window)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_kind)
        self.day.dateChanged.connect(self.changed)
        self.minute.timeChanged.connect(self.changed)
        for button in self._soon:
            button.clicked.connect(self._on_soon)

    @property
    def value(self) -> datetime | None:
        """Return the minute chosen (aware, in the organisation's zone), None: at once."""
        if self.kind.value != RESERVED:
            return None
        at = self.minute.time()
        day = self.day.value
        return datetime(day.year, day.month, day.day, at.hour(), at.minute(), tzinfo=self._zone())

    @property
    def said(self) -> str:
        """Return what stands below: what is wrong, else the window and the server's time."""
        return self._window.text()

    def show_value(self, at: datetime | None) -> None:
        """Show what is kept."""
        self.kind.choose(NOW if at is None else RESERVED)
        if at is not None and at != self.value:
            local = at.astimezone(self._zone())
            with QSignalBlocker(self.day), QSignalBlocker(self.minute):
                self.day.set_value(local.date())
                self.minute.setTime(QTime(local.hour, local.minute))
        self._show_fields()

    def show_error(self, sentence: str) -> None:
        """Say why it cannot be this minute, empty: it can."""
        self._error = sentence
        self._show_error()
        self.tick()

    def _show_error(self) -> None:
        for field in (self.day, self.minute):
            set_look(field, invalid=bool(self._error))

    def tick(self) -> None:
        """The server's clock went on."""
        now, zone = self._now(), self._zone()
        earliest, latest = reservation_window(now)
        text = self.tr("Between {earliest} and {latest} · server time {now}").format(
            earliest=moments.short(earliest, now, zone),
            latest=moments.short(latest, now, zone),
            now=moments.clock_time(now, zone),
        )
        set_look(self._window, tone="error" if self._error else "second")
        self._window.setText(self._error or text)

    def _show_fields(self) -> None:
        reserved = self.kind.value == RESERVED
        for part in (self.day, self.minute, *self._soon, self._window):
            part.setVisible(reserved)
        self._show_error()
        self._soon[2].setVisible(reserved and self._tomorrow() <= reservation_window(self._now())[1])
        self.tick()

    def _tomorrow(self) -> datetime:
        local = self._now().astimezone(self._zone()) + timedelta(days=1)
        return local.replace(hour=9, minute=0, second=0, microsecond=0)

    def _on_kind(self, kind: str) -> None:
        if kind == RESERVED:
            self.show_value(first_offered(self._now()))
        self._show_fields()
        self.changed.emit()

    def _on_soon(self) -> None:
        place = self._soon.index(self.sender())  # type: ignore[arg-type]
        minute = self._now().replace(second=0, microsecond=0)
        later = (minute + timedelta(minutes=30), minute + timedelta(hours=1), self._tomorrow())
        self.show_value(later[place])
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for button, text in zip(self._soon, self._offers(), strict=True):
                button.setText(text)
            self.tick()
