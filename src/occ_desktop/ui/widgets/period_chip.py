"""A search condition over time: presets such as today or the last 7 days, or a range of one's own.

The chip knows no clock: the presets are names, and the presenter turns them into dates in the
organisation's time zone.
"""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.ui.widgets.date_field import DateField
from occ_desktop.ui.widgets.popover import Popover, open_popover
from occ_desktop.ui.widgets.search_chip import SearchChip

CUSTOM = "custom"
Days = Callable[[str, date], tuple[date, date] | None]  # (preset, today): its first and last day, None: all


class Period(msgspec.Struct, frozen=True):
    """A preset by id, or `custom` with both days (inclusive, in the organisation's time zone)."""

    preset: str
    first: date | None = None
    last: date | None = None


class PeriodPanel(QWidget):
    """Presets as buttons, and two dates: first the days in force. `picked(object)`: a `Period`."""

    picked = Signal(object)

    def __init__(
        self, presets: Sequence[Choice], value: Period, days: tuple[date, date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first = DateField(self.tr("From"), days[0], self)
        self._last = DateField(self.tr("To"), days[1], self)
        self._error = Label(self.tr("The first day must not be after the last."), self)
        self._error.setProperty("tone", "error")
        self._error.hide()
        self._buttons: list[Button] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(4)
        for preset in presets:
            button = Button(preset.label, "tinted" if preset.id == value.preset else "plain", parent=self)
            button.setProperty("preset", preset.id)
            button.clicked.connect(self._on_preset)
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)
        dates = QHBoxLayout()
        dates.setSpacing(8)
        dates.addWidget(self._first)
        dates.addWidget(Label("–", self))
        dates.addWidget(self._last)
        apply = Button(self.tr("Apply"), "tinted", parent=self)
        apply.clicked.connect(self._on_apply)
        dates.addWidget(apply)
        layout.addLayout(dates)
        layout.addWidget(self._error)

    def focus_first(self) -> None:
        """The preset in force, else the first one."""
        chosen = next((b for b in self._buttons if b.kind == "tinted"), None)
        target: QWidget = chosen or (self._buttons[0] if self._buttons else self._first)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_preset(self) -> None:
        self.picked.emit(Period(str(self.sender().property("preset"))))

    def _on_apply(self) -> None:
        wrong = self._first.value > self._last.value
        self._error.setVisible(wrong)
        set_look(self._first, invalid=wrong)
        if not wrong:
            self.picked.emit(Period(CUSTOM, self._first.value, self._last.value))


class PeriodChip(SearchChip):
    """`value_changed(object)`: a `Period`, by the person. `default` is the preset that × returns to.

    ``days`` says which days a preset means; a range of one's own begins with those.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        presets: Sequence[Choice],
        *,
        default: str,
        today: date,
        days: Days,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, "", parent=parent)
        self._days = days
        self._presets = tuple(presets)
        self._default = default
        self._today = today
        self._value = Period(default)
        self._panel: Popover | None = None
        self.set_value(self._value)
        self.open_requested.connect(self._on_open_requested)
        self.cleared.connect(self._on_cleared)

    @property
    def value(self) -> Period:
        """The period in force."""
        return self._value

    def set_today(self, today: date) -> None:
        """The date a fresh range starts from (midnight has passed)."""
        self._today = today

    def set_default(self, preset: str) -> None:
        """The preset × returns to, which counts as not set."""
        self._default = preset

    def set_presets(self, presets: Sequence[Choice]) -> None:
        """The presets in another language."""
        self._presets = tuple(presets)
        self.set_value(self._value)

    def set_value(self, value: Period) -> None:
        """Show a period without telling anyone."""
        self._value = value
        self.show_value(self._text(value), is_set=value != Period(self._default))

    def _text(self, value: Period) -> str:
        if value.preset == CUSTOM and value.first and value.last:
            if value.first == value.last:
                return value.first.strftime("%Y.%m.%d")
            pattern = "%m.%d" if value.first.year == value.last.year else "%Y.%m.%d"
            return f"{value.first:%Y.%m.%d} – {value.last.strftime(pattern)}"
        return next((preset.label for preset in self._presets if preset.id == value.preset), value.preset)

    def _change(self, value: Period) -> None:
        if value != self._value:
            self.set_value(value)
            self.value_changed.emit(value)

    def _on_cleared(self) -> None:
        self._change(Period(self._default))

    def _on_open_requested(self) -> None:
        content = PeriodPanel(self._presets, self._value, self._in_force())
        content.setAccessibleName(self.label)
        self._panel = open_popover(self, content)
        content.picked.connect(self._on_picked)
        self._panel.closed.connect(self._on_closed)

    def _in_force(self) -> tuple[date, date]:
        value, today = self._value, self._today
        if value.preset == CUSTOM:
            return value.first or today, value.last or today
        return self._days(value.preset, today) or (today, today)

    def _on_picked(self, value: Period) -> None:
        self._change(value)
        if self._panel is not None:
            self._panel.close_panel()

    def _on_closed(self) -> None:
        self._panel = None
