"""The bar above the history: its eight conditions, download and search.

Where one line is too narrow, two buttons are icons; where that is not enough, there are two lines.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.phone import search_digits
from occ_contract.sms import MessageStatus, SendingKind, TextType
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.domain.message_filters import LAST_WEEK, HistoryConditions
from occ_desktop.ui import periods
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.choice_chip import Choice, ChoiceChip
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.ui.widgets.period_chip import Period, PeriodChip
from occ_desktop.ui.widgets.search_chip import SearchChip
from occ_desktop.ui.widgets.text_chip import TextChip
from occ_desktop.views.parts.keys import cap_of_key
from occ_desktop.views.sms_history.choices import Choices

_PERIODS = (
    PeriodPreset.TODAY,
    PeriodPreset.YESTERDAY,
    PeriodPreset.LAST_7_DAYS,
    PeriodPreset.LAST_30_DAYS,
    PeriodPreset.LAST_90_DAYS,
    PeriodPreset.ALL,
)
STATUSES = (MessageStatus.PROCESSING, MessageStatus.DONE, MessageStatus.FAILED, MessageStatus.CANCELLED)
_KINDS = (SendingKind.IMMEDIATE, SendingKind.RESERVED)
_TYPES = (TextType.SMS, TextType.MMS)
_GAP = 8
_SIDE = 16


class HistoryBar(QFrame):
    """`conditions_changed(object)`: `HistoryConditions`, chosen by the person. The rest are presses."""

    conditions_changed = Signal(object)
    search_pressed = Signal()
    reset_pressed = Signal()
    download_pressed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = HistoryConditions()
        self.setProperty("ground", "surface")
        self.setProperty("hairline", "bottom")
        everything = self.tr("All")
        self.period = PeriodChip(
            self.tr("Registered"),
            periods.choices(_PERIODS),
            default=LAST_WEEK.preset.value,
            today=today,
            days=periods.days_of,
        )
        kinds = [Choice(kind.value, name_of(kind)) for kind in _KINDS]
        types = [Choice(kind.value, name_of(kind)) for kind in _TYPES]
        self.kind = ChoiceChip(self.tr("Form"), everything, kinds, multiple=False)
        self.type = ChoiceChip(self.tr("Type"), everything, types, multiple=False)
        self.statuses = ChoiceChip(
            self.tr("Status"), everything, [Choice(status.value, name_of(status)) for status in STATUSES]
        )
        self.templates = ChoiceChip(self.tr("Template"), everything)
        self.agents = ChoiceChip(self.tr("Agent"), everything)
        self.senders = ChoiceChip(self.tr("Sender"), everything)
        self.recipient = TextChip(self.tr("Recipient"), self.tr("Part of it"))
        self.services = ChoiceChip(self.tr("Service"), everything)
        self.request = SearchChip(self.tr("Only"), self.tr("one request"), glyph="x")
        self.request.hide()
        self.reset = Button(self.tr("Reset"), "quiet", parent=self)
        self.reset_icon = IconButton("arrow-counter-clockwise", self.tr("Reset conditions"), parent=self)
        self.download = Button(self.tr("Download"), glyph="download-simple", parent=self)
        self.download_icon = IconButton("download-simple", self.tr("Download"), parent=self)
        self._downloads = True
        self.search = Button(self.tr("Search"), "tinted", glyph="magnifying-glass")
        self._lines = (QHBoxLayout(), QHBoxLayout())
        self._laid: tuple[list[QWidget], list[QWidget]] | None = None
        self._build()
        self._connect()

    @property
    def _conditions(self) -> tuple[QWidget, ...]:
        return (
            self.period,
            self.kind,
            self.type,
            self.statuses,
            self.templates,
            self.agents,
            self.senders,
            self.recipient,
            self.services,
            self.request,
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 0, _SIDE, 0)
        column.setSpacing(0)
        for line in self._lines:
            line.setSpacing(_GAP)
            column.addLayout(line)
        set_tip(self.search, cap_of_key("again"))
        set_tip(self.download, cap_of_key("download"))
        self._fold()
        resets, downloads = (self.reset, self.reset_icon), (self.download, self.download_icon)
        stops = (*self._conditions, *resets, *downloads, self.search)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.period.value_changed.connect(self._on_period)
        for chip in (self.kind, self.type, self.statuses, self.templates, self.agents, self.senders):
            chip.value_changed.connect(self._on_changed)
        self.services.value_changed.connect(self._on_changed)
        self.recipient.value_changed.connect(self._on_changed)
        self.recipient.submitted.connect(self.search_pressed)
        self.request.cleared.connect(self.reset_pressed)
        self.request.open_requested.connect(self.reset_pressed)
        self.search.clicked.connect(self.search_pressed)
        for reset in (self.reset, self.reset_icon):
            reset.clicked.connect(self.reset_pressed)
        for download in (self.download, self.download_icon):
            download.clicked.connect(self.download_pressed)

    # What the presenter tells

    def show_conditions(self, value: HistoryConditions, today: date) -> None:
        """Show conditions without telling anyone; ``today`` is where a range of one's own starts."""
        self._value = value
        self.period.set_today(today)
        self.period.set_value(periods.shown(value.period))
        self.kind.set_value((value.kind.value,) if value.kind else ())
        self.type.set_value((value.type.value,) if value.type else ())
        self.statuses.set_value(status.value for status in value.statuses)
        self.templates.set_value(value.templates)
        if not self.agents.locked:
            self.agents.set_value(value.agents)
        self.senders.set_value(value.senders)
        self.recipient.set_value(value.recipient)
        self.services.set_value(value.services)
        self.request.show_value(self.tr("one request"), is_set=True)
        self.request.setVisible(bool(value.request))
        for reset in (self.reset, self.reset_icon):
            reset.setEnabled(value.narrowed)
        self._fold()

    def show_choices(self, offered: Choices) -> None:
        """Offer other values; a single service is no choice, and who sees own texts alone has no other."""
        self.templates.set_choices(offered.templates)
        self.senders.set_choices(offered.senders)
        self.services.set_choices(offered.services)
        self.services.setVisible(len(offered.services) > 1)
        if offered.own:
            self.agents.set_choices([Choice("me", offered.own)])
            self.agents.set_value(("me",))
        else:
            self.agents.set_choices(offered.agents)
            self.agents.set_value(self._value.agents)
        self.agents.lock(bool(offered.own), self.tr("You see the texts you sent."))
        self._fold()

    def offer_download(self, offered: bool) -> None:
        """Show or leave out the download."""
        self._downloads = offered
        self._fold()

    def focus_first(self) -> None:
        """Go to the first condition (Ctrl+F)."""
        self.period.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the person does

    def _on_period(self, chosen: Period) -> None:
        self._take(replace(self._value, period=periods.chosen(chosen)))

    def _on_changed(self, _value: object) -> None:
        kinds, types = self.kind.value, self.type.value
        chosen = replace(
            self._value,
            kind=next((kind for kind in _KINDS if kind.value in kinds), None),
            type=next((kind for kind in _TYPES if kind.value in types), None),
            statuses=tuple(status for status in STATUSES if status.value in self.statuses.value),
            templates=tuple(sorted(self.templates.value)),
            agents=() if self.agents.locked else tuple(sorted(self.agents.value)),
            senders=tuple(sorted(self.senders.value)),
            recipient=search_digits(self.recipient.value),
            services=tuple(sorted(self.services.value)),
        )
        self._take(chosen)

    def _take(self, value: HistoryConditions) -> None:
        value = replace(value, request="")  # whoever chooses a condition means all texts again
        if value != self._value:
            self._value = value
            self.conditions_changed.emit(value)

    # Width

    def minimumSizeHint(self) -> QSize:
        return QSize(0, SIZES.search_bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Put what does not fit into a second line, unless icons for two of the buttons are enough."""
        conditions = [chip for chip in self._conditions if not chip.isHidden()]
        words, icons = (self.reset, self.download), (self.reset_icon, self.download_icon)
        short = self._fitting([*conditions, words[0]], words[1]) <= len(conditions)
        short = short and self._fitting([*conditions, icons[0]], icons[1]) > len(conditions)
        reset, download = icons if short else words
        for button in (*words, *icons):
            button.setVisible(button is reset or (button is download and self._downloads))
        shown = [*conditions, reset]
        fits = self._fitting(shown, download)
        self._lay((shown[:fits], shown[fits:]))

    def _fitting(self, shown: Sequence[QWidget], download: QWidget) -> int:
        """Return how many of these fit beside download and search."""
        beside = (download, self.search) if self._downloads else (self.search,)
        room = self.width() - 2 * _SIDE - sum(button.sizeHint().width() + _GAP for button in beside)
        for place, one in enumerate(shown):
            room -= one.sizeHint().width() + _GAP
            if room < 0:
                return place
        return len(shown)

    def _lay(self, lines: tuple[list[QWidget], list[QWidget]]) -> None:
        if lines == self._laid:
            return
        self._laid = lines
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        hidden = [one for one in (*self._conditions, self.reset, self.reset_icon) if one.isHidden()]
        for layout, chips in zip(self._lines, lines, strict=True):
            for chip in chips:
                layout.addWidget(chip)
        for chip in hidden:
            self._lines[1 if lines[1] else 0].addWidget(chip)
        self._lines[0].addStretch()
        for button in (self.download, self.download_icon, self.search):
            self._lines[0].addWidget(button)
        self._lines[1].addStretch()
        high = SIZES.search_bar
        self.setFixedHeight(high + (high - 8 if lines[1] else 0))
