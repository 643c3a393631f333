"""The bar above the list: seven conditions, news, download and search. It tells; it searches nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.ui import periods
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import BODY, text_width
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.choice_chip import Choice, ChoiceChip
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.ui.widgets.period_chip import Period, PeriodChip
from occ_desktop.ui.widgets.search_chip import SearchChip
from occ_desktop.ui.widgets.text_chip import TextChip
from occ_desktop.views.callbacks.choices import Choices
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.parts.keys import cap_of_key

_PERIODS = (
    PeriodPreset.OPEN_AND_TODAY,
    PeriodPreset.TODAY,
    PeriodPreset.YESTERDAY,
    PeriodPreset.LAST_7_DAYS,
    PeriodPreset.LAST_30_DAYS,
    PeriodPreset.LAST_90_DAYS,
    PeriodPreset.ALL,
)
_STATUSES = (
    CallbackStatus.RECEIVED,
    CallbackStatus.ASSIGNED,
    CallbackStatus.COMPLETED,
    CallbackStatus.CANCELLED,
)


class SearchBar(QFrame):
    """`conditions_changed(object)`: a `Conditions`, chosen by the person. The rest are presses."""

    conditions_changed = Signal(object)
    search_pressed = Signal()
    reset_pressed = Signal()
    download_pressed = Signal()
    news_pressed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = Conditions()
        self.setProperty("ground", "surface")
        self.setProperty("hairline", "bottom")
        self.setFixedHeight(SIZES.search_bar)
        self.period = PeriodChip(
            self.tr("Period"),
            periods.choices(_PERIODS),
            default=PeriodPreset.TODAY.value,
            today=today,
            days=periods.days_of,
        )
        everything = self.tr("All")
        self.routes = ChoiceChip(self.tr("IVR route"), everything)
        self.statuses = ChoiceChip(self.tr("Status"), everything, _status_choices())
        self.phone = TextChip(self.tr("Phone"), self.tr("Part of it"))
        self.assigners = ChoiceChip(self.tr("Assigner"), everything)
        self.assignees = ChoiceChip(self.tr("Assignee"), everything)
        self.services = ChoiceChip(self.tr("Service"), everything)
        self.found = SearchChip(self.tr("Find"), "", glyph="x")
        self.found.hide()
        self.reset = Button(self.tr("Reset"), "quiet")
        self.reset_icon = IconButton("arrow-counter-clockwise", self.tr("Reset conditions"))
        self.news = Button("", "tinted", glyph="arrow-up")
        self.news.setProperty("shape", "round")
        self.news.hide()
        self.download = Button(self.tr("Download"), glyph="download-simple")
        self.download_icon = IconButton("download-simple", self.tr("Download"))
        self.search = Button(self.tr("Search"), "tinted", glyph="magnifying-glass")
        self._news_count = 0
        self._downloads = True
        self._build()
        self._connect()

    def _chips(self) -> tuple[QWidget, ...]:
        return (
            self.period,
            self.routes,
            self.statuses,
            self.phone,
            self.assigners,
            self.assignees,
            self.services,
        )

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        for chip in self._chips():
            layout.addWidget(chip)
        layout.addWidget(self.found)
        layout.addWidget(self.reset)
        layout.addWidget(self.reset_icon)
        layout.addStretch(1)
        layout.addWidget(self.news)
        layout.addStretch(2)
        layout.addWidget(self.download)
        layout.addWidget(self.download_icon)
        layout.addWidget(self.search)
        set_tip(self.search, cap_of_key("again"))
        set_tip(self.download, cap_of_key("download"))
        self._fold()

    def _connect(self) -> None:
        self.period.value_changed.connect(self._on_period)
        self.routes.value_changed.connect(self._on_changed)
        self.statuses.value_changed.connect(self._on_changed)
        self.assigners.value_changed.connect(self._on_changed)
        self.assignees.value_changed.connect(self._on_changed)
        self.services.value_changed.connect(self._on_changed)
        self.phone.value_changed.connect(self._on_changed)
        self.found.cleared.connect(self._on_found_cleared)
        self.found.open_requested.connect(self._on_found_cleared)
        self.phone.submitted.connect(self.search_pressed)
        self.search.clicked.connect(self.search_pressed)
        self.reset.clicked.connect(self.reset_pressed)
        self.reset_icon.clicked.connect(self.reset_pressed)
        self.download.clicked.connect(self.download_pressed)
        self.download_icon.clicked.connect(self.download_pressed)
        self.news.clicked.connect(self.news_pressed)

    # What the presenter tells

    def show_conditions(self, value: Conditions, today: date) -> None:
        """Show conditions without telling anyone; ``today`` is where a range of one's own starts."""
        self._value = value
        self.period.set_today(today)
        self.period.set_default(value.cleared().period.preset.value)
        self.period.set_value(periods.shown(value.period))
        self.routes.set_value(value.routes)
        self.statuses.set_value(status.value for status in value.statuses)
        self.phone.set_value(value.phone)
        self.assigners.set_value(value.assigners)
        self.assignees.set_value((value.locked_to,) if value.locked_to else value.assignees)
        self.services.set_value(value.services)
        self.found.show_value(value.text, is_set=bool(value.text))
        self.found.setVisible(bool(value.text))
        self._show_reset()

    def show_choices(self, offered: Choices) -> None:
        """Offer other values (people and services came or went)."""
        self.routes.set_choices(offered.routes)
        self.assigners.set_choices(offered.assigners)
        self.assignees.set_choices(offered.assignees)
        self.services.set_choices(offered.services)
        self._fold()

    def lock_assignee(self, locked: bool) -> None:
        """Fix the assignee at the person (agents without the right to assign)."""
        self.assignees.lock(locked, self.tr("You see the callbacks that are assigned to you."))

    def offer_download(self, offered: bool) -> None:
        """Show or leave out the download."""
        self._downloads = offered
        self._fold()

    def show_news(self, count: int) -> None:
        """Say how many rows of this search came since it was made; 0 hides it."""
        self._news_count = count
        sentence = self._news_texts()[0]
        self.news.setAccessibleName(sentence)
        set_tip(self.news, f"{sentence} (F7)")
        self.news.setVisible(count > 0)
        self._fold()

    def focus_first(self) -> None:
        """Go to the first condition (Ctrl+F)."""
        self.period.setFocus()

    # What the person does

    def _on_period(self, chosen: Period) -> None:
        self._take(replace(self._value, period=periods.chosen(chosen)))

    def _on_found_cleared(self) -> None:
        self._take(replace(self._value, text=""))

    def _on_changed(self, _value: object) -> None:
        self._take(
            replace(
                self._value,
                routes=_sorted(self.routes.value),
                statuses=tuple(s for s in _STATUSES if s.value in self.statuses.value),
                phone=self.phone.value,
                assigners=_sorted(self.assigners.value),
                assignees=() if self._value.locked_to else _sorted(self.assignees.value),
                services=_sorted(self.services.value),
            )
        )

    def _take(self, value: Conditions) -> None:
        if value != self._value:
            self._value = value
            self._show_reset()
            self.conditions_changed.emit(value)

    # Width

    def minimumSizeHint(self) -> QSize:
        return QSize(0, SIZES.search_bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _show_reset(self) -> None:
        self.reset.setEnabled(self._value.narrowed)
        self.reset_icon.setEnabled(self._value.narrowed)
        self._fold()

    def _fold(self) -> None:
        """Shorten what is not a condition where the bar is too narrow: first words, then the news."""
        chips = [chip for chip in (*self._chips(), self.found) if not chip.isHidden()]
        room = self.width() - 48 - sum(chip.sizeHint().width() + 8 for chip in chips)
        room -= self.search.sizeHint().width() + 8
        words = self.download.sizeHint().width() + self.reset.sizeHint().width() + 16
        icons = self.download_icon.width() + self.reset_icon.width() + 16
        long, short = self._news_texts()
        news = (text_width(long, BODY, bold=True) + 56) if self._news_count else 0
        tight = words + news > room
        for wide, narrow in ((self.reset, self.reset_icon), (self.download, self.download_icon)):
            offered = self._downloads or wide is self.reset
            wide.setVisible(offered and not tight)
            narrow.setVisible(offered and tight)
        self.news.setText(short if tight and icons + news > room else long)

    def _news_texts(self) -> tuple[str, str]:
        return self.tr("Show %n new callback(s)", "", self._news_count), f"{self._news_count:,}"


def _status_choices() -> tuple[Choice, ...]:
    return tuple(Choice(status.value, name_of(f"callback.{status.value}")) for status in _STATUSES)


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(values))
