"""The search line of the assigning tabs: period, IVR route, phone, service; new rows; 검색."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from occ_contract.phone import search_digits
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.ui import periods
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.choice_chip import Choice, ChoiceChip
from occ_desktop.ui.widgets.period_chip import PeriodChip
from occ_desktop.ui.widgets.text_chip import TextChip
from occ_desktop.views.parts.keys import cap_of_key


class SearchLine(QFrame):
    """`searched(object)`: `SearchConditions`, after a change or 검색; `fresh_wanted()`: take in new rows."""

    searched = Signal(object)
    fresh_wanted = Signal()

    def __init__(self, default: PeriodPreset, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = SearchConditions(PeriodChoice(default))
        self.setProperty("hairline", "bottom")
        self.setFixedHeight(SIZES.search_bar)
        self._period = PeriodChip(
            self.tr("Period"),
            periods.choices(),
            default=default.value,
            today=today,
            days=periods.days_of,
            parent=self,
        )
        self._routes = ChoiceChip(self.tr("IVR route"), self.tr("All"), parent=self)
        self._phone = TextChip(self.tr("Phone"), self.tr("any part"), self)
        self._services = ChoiceChip(self.tr("Service"), self.tr("All"), parent=self)
        self._reset = Button("", "quiet", parent=self)
        self._fresh = Button("", "tinted", glyph="arrow-up", parent=self)
        self._search = Button("", "tinted", glyph="magnifying-glass", parent=self)
        self._fresh_count = 0
        self._build()
        self._connect()
        self._say()
        self.show_conditions(self.first)

    def _build(self) -> None:
        self._fresh.setProperty("shape", "round")
        self._fresh.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        for chip in (self._period, self._routes, self._phone, self._services, self._reset):
            layout.addWidget(chip)
        layout.addStretch()
        layout.addWidget(self._fresh)
        layout.addStretch()
        layout.addWidget(self._search)

    def _connect(self) -> None:
        self._period.value_changed.connect(self._on_changed)
        self._routes.value_changed.connect(self._on_changed)
        self._services.value_changed.connect(self._on_changed)
        self._phone.value_changed.connect(self._on_changed)
        self._reset.clicked.connect(self.reset)
        self._search.clicked.connect(self.search)
        self._fresh.clicked.connect(self.fresh_wanted)

    def _say(self) -> None:
        self._period.set_presets(periods.choices())
        self._phone.set_texts(self.tr("Phone"), self.tr("any part"))
        self._reset.setText(self.tr("Reset"))
        self._search.setText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search"))

    @property
    def conditions(self) -> SearchConditions:
        """Return what is chosen."""
        return SearchConditions(
            period=periods.chosen(self._period.value),
            routes=tuple(sorted(self._routes.value)),
            phone=search_digits(self._phone.value),
            services=tuple(sorted(self._services.value)),
        )

    def show_conditions(self, conditions: SearchConditions) -> None:
        """Show other conditions without telling anyone."""
        self._period.set_value(periods.shown(conditions.period))
        self._routes.set_value(conditions.routes)
        self._phone.set_value(conditions.phone)
        self._services.set_value(conditions.services)
        self._reset.setVisible(conditions != self.first)

    def offer(self, routes: Iterable[Choice], services: Iterable[Choice]) -> None:
        """Offer these routes and services; a single service is no choice and not offered."""
        here = tuple(services)
        self._routes.set_choices(tuple(routes))
        self._services.set_choices(here)
        self._services.setVisible(len(here) > 1)

    def set_today(self, today: date) -> None:
        """Take in that it is another day."""
        self._period.set_today(today)

    def show_fresh(self, count: int, moved: bool) -> None:
        """Offer to show ``count`` new rows, or (0 but ``moved``) that the list changed."""
        self._fresh.setVisible(moved)
        if not moved:
            return
        text = (
            self.tr("Show %n new callback(s)", "", count) if count else self.tr("The list has changed: show")
        )
        self._fresh.setText(text)
        set_tip(self._fresh, cap_of_key("news"))

    @property
    def fresh_offered(self) -> bool:
        """Tell whether new rows wait to be taken in."""
        return not self._fresh.isHidden()

    def focus_first(self) -> None:
        """Go to the first condition (Ctrl+F)."""
        self._period.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self) -> None:
        """Search for what is chosen (검색, F5)."""
        self._reset.setVisible(self.conditions != self.first)
        self.searched.emit(self.conditions)

    def reset(self) -> None:
        """Search for what a person starts with."""
        self.show_conditions(self.first)
        self.searched.emit(self.conditions)

    def _on_changed(self, _value: object) -> None:
        self.search()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
