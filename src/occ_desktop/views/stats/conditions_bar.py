"""The search line of the statistics: period, day or month, route, assignee, service; 다운로드 and 검색."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from occ_contract.statistics import Period
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.ui import periods
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.choice_chip import Choice, ChoiceChip
from occ_desktop.ui.widgets.period_chip import PeriodChip
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.views.parts.keys import cap_of_key
from occ_desktop.views.stats.conditions import PRESETS, Conditions


class StatsConditionsBar(QFrame):
    """`searched(object)`: `Conditions`, after a change or 검색; `download_wanted()`."""

    searched = Signal(object)
    download_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("hairline", "bottom")
        self.setFixedHeight(SIZES.search_bar)
        first = PeriodPreset.LAST_14_DAYS.value
        everything = self.tr("All")
        offered = periods.choices(PRESETS)
        self._period = PeriodChip(
            self.tr("Period"), offered, default=first, today=today, days=periods.days_of, parent=self
        )
        steps = (Segment(Period.DAY.value, self.tr("Day")), Segment(Period.MONTH.value, self.tr("Month")))
        self._by = SegmentedControl(steps, self.tr("Rows per day or month"), self)
        self._routes = ChoiceChip(self.tr("IVR route"), everything, parent=self)
        self._assignees = ChoiceChip(self.tr("Assignee"), everything, parent=self)
        self._services = ChoiceChip(self.tr("Service"), everything, parent=self)
        self._reset = Button(self.tr("Reset"), "quiet", parent=self)
        self.download = Button(self.tr("Download"), glyph="download-simple", parent=self)
        self._search = Button(self.tr("Search"), "tinted", glyph="magnifying-glass", parent=self)
        self._build()
        self._connect()
        self.show_conditions(Conditions())

    def _build(self) -> None:
        set_tip(self.download, cap_of_key("download"))
        set_tip(self._search, cap_of_key("again"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        for part in (self._period, self._by, self._routes, self._assignees, self._services, self._reset):
            layout.addWidget(part)
        layout.addStretch()
        layout.addWidget(self.download)
        layout.addWidget(self._search)

    def _connect(self) -> None:
        for chip in (self._period, self._routes, self._assignees, self._services):
            chip.value_changed.connect(self._on_changed)
        self._by.chosen.connect(self._on_changed)
        self._reset.clicked.connect(self._on_reset)
        self._search.clicked.connect(self._on_changed)
        self.download.clicked.connect(self.download_wanted)

    @property
    def conditions(self) -> Conditions:
        """Return what is chosen."""
        return Conditions(
            period=periods.chosen(self._period.value),
            by=Period(self._by.value or Period.DAY.value),
            routes=tuple(sorted(self._routes.value)),
            assignees=tuple(sorted(self._assignees.value)),
            services=tuple(sorted(self._services.value)),
        )

    def show_conditions(self, conditions: Conditions) -> None:
        """Show other conditions without telling anyone."""
        self._period.set_value(periods.shown(conditions.period))
        self._by.choose(conditions.by.value)
        self._routes.set_value(conditions.routes)
        self._assignees.set_value(conditions.assignees)
        self._services.set_value(conditions.services)
        self._reset.setVisible(conditions.narrowed)

    def offer(
        self, routes: Iterable[Choice], assignees: Iterable[Choice], services: Iterable[Choice]
    ) -> None:
        """Offer these values; a single service is no choice and not offered."""
        here = tuple(services)
        self._routes.set_choices(tuple(routes))
        self._assignees.set_choices(tuple(assignees))
        self._services.set_choices(here)
        self._services.setVisible(len(here) > 1)

    def set_today(self, today: date) -> None:
        """Take in that it is another day."""
        self._period.set_today(today)

    def focus_first(self) -> None:
        """Go to the first condition (Ctrl+F)."""
        self._period.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_changed(self) -> None:
        self._reset.setVisible(self.conditions.narrowed)
        self.searched.emit(self.conditions)

    def _on_reset(self) -> None:
        self.show_conditions(Conditions(by=self.conditions.by))
        self.searched.emit(self.conditions)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._period.set_presets(periods.choices(PRESETS))
            self._reset.setText(self.tr("Reset"))
            self.download.setText(self.tr("Download"))
            self._search.setText(self.tr("Search"))
