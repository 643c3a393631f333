"""Fields of a day and of a minute: typed over when all is selected; the calendar wears the tokens too."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QDateTimeEdit, QTimeEdit, QToolButton, QWidget

from occ_desktop.ui.theme.theme import token_colour


def _begin_over(field: QDateTimeEdit, event: QKeyEvent) -> None:
    """Let a digit typed over the whole text begin at its first part: Qt would refuse it without a word."""
    if event.text().isdigit() and field.lineEdit().selectedText() == field.text():
        field.setSelectedSection(field.sectionAt(0))


class MinuteField(QTimeEdit):
    """Shows `14:05`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("HH:mm")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        _begin_over(self, event)
        super().keyPressEvent(event)


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
        calendar.currentPageChanged.connect(self._on_page)
        self._dress()
        self._name_page()

    @property
    def value(self) -> date:
        """The date shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_value(self, value: date) -> None:
        """Show another date."""
        self.setDate(QDate(value.year, value.month, value.day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        _begin_over(self, event)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() in {QEvent.Type.LanguageChange, QEvent.Type.LocaleChange}:
            self._name_page()

    def _on_page(self, _year: int, _month: int) -> None:
        self._name_page()

    def _name_page(self) -> None:
        """Name month and year in one, in the order of the language; Qt has the month first everywhere."""
        calendar = self.calendarWidget()
        shown = QDate(calendar.yearShown(), calendar.monthShown(), 1)
        head = QLocale().toString(shown, self.tr("MMMM yyyy", "head of a calendar page, a Qt date format"))
        for button in calendar.findChildren(QToolButton):
            if button.objectName() == "qt_calendar_monthbutton":
                button.setText(head)
            elif button.objectName() == "qt_calendar_yearbutton":
                button.hide()

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
