"""A date field whose calendar wears the tokens too."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QWidget

from occ_desktop.ui.theme.theme import token_colour


class DateField(QDateEdit):
    """Shows `2026.11.23`. `name` is translated and spoken."""

    def __init__(self, name: str, value: date, parent: QWidget | None = None) -> None:
        super().__init__(QDate(value.year, value.month, value.day), parent)
        self.setAccessibleName(name)
        self.setDisplayFormat("yyyy.MM.dd")
        self.setCalendarPopup(True)
        self.setMinimumWidth(128)
        calendar = self.calendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self._dress()

    @property
    def value(self) -> date:
        """The date shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_value(self, value: date) -> None:
        """Show another date."""
        self.setDate(QDate(value.year, value.month, value.day))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        calendar = self.calendarWidget()
        plain, holiday, head = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(token_colour("text"))
        holiday.setForeground(token_colour("red"))
        head.setForeground(token_colour("text2"))
        head.setBackground(token_colour("surface"))
        calendar.setHeaderTextFormat(head)
        for day in Qt.DayOfWeek:
            calendar.setWeekdayTextFormat(day, holiday if day == Qt.DayOfWeek.Sunday else plain)
