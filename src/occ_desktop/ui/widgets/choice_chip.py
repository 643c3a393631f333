"""A search condition with a list of values to choose from, one or several, with a search for long lists."""

from collections.abc import Iterable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from occ_desktop.domain.search_text import searchable
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.fonts import text_width
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.popover import Popover, open_popover
from occ_desktop.ui.widgets.search_chip import SearchChip

_SEARCH_FROM = 9
_ROW = 30
_ROWS_SHOWN = 10


class Choice(msgspec.Struct, frozen=True):
    """One value: its id and its translated name."""

    id: str
    label: str


class ChoiceList(QWidget):
    """The content of the panel. `picked()` after a change, `finished()` when the panel should close."""

    picked = Signal()
    finished = Signal()

    def __init__(
        self,
        choices: Sequence[Choice],
        chosen: Iterable[str],
        *,
        multiple: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._multiple = multiple
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Find"))
        self._search.setAccessibleName(self.tr("Find"))
        self._search.setVisible(len(choices) >= _SEARCH_FROM)
        self._list = QListWidget(self)
        self._list.setProperty("popup", True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._clear = Button(self.tr("All"), "link", parent=self)
        self._done = Button(self.tr("Apply"), "tinted", parent=self)
        self._clear.setVisible(multiple)
        self._done.setVisible(multiple)
        self._fill(choices, set(chosen))
        self._build(choices)
        self._search.textChanged.connect(self._on_search_changed)
        self._search.installEventFilter(self)
        self._list.installEventFilter(self)
        self._list.itemClicked.connect(self._on_clicked)
        self._clear.clicked.connect(self._on_clear)
        self._done.clicked.connect(self.finished)

    def _fill(self, choices: Sequence[Choice], chosen: set[str]) -> None:
        for choice in choices:
            item = QListWidgetItem(choice.label)
            item.setData(Qt.ItemDataRole.UserRole, choice.id)
            item.setSizeHint(QSize(0, _ROW))
            if self._multiple:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                state = Qt.CheckState.Checked if choice.id in chosen else Qt.CheckState.Unchecked
                item.setCheckState(state)
            self._list.addItem(item)
            if choice.id in chosen and self._list.currentRow() < 0:
                self._list.setCurrentItem(item)
        if self._list.currentRow() < 0 and self._list.count():
            self._list.setCurrentRow(0)

    def _build(self, choices: Sequence[Choice]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        widest = max((text_width(choice.label) for choice in choices), default=120)
        self._list.setFixedWidth(min(360, max(160, widest + 72)))
        self._list.setFixedHeight(min(_ROWS_SHOWN, max(1, len(choices))) * _ROW + 4)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self._multiple:
            row = QHBoxLayout()
            row.addWidget(self._clear)
            row.addStretch()
            row.addWidget(self._done)
            layout.addLayout(row)

    @property
    def chosen(self) -> frozenset[str]:
        """The ids chosen now."""
        if not self._multiple:
            item = self._list.currentItem()
            return frozenset({str(item.data(Qt.ItemDataRole.UserRole))}) if item is not None else frozenset()
        items = (self._list.item(row) for row in range(self._list.count()))
        checked = Qt.CheckState.Checked
        return frozenset(str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == checked)

    def focus_first(self) -> None:
        """The search if there is one, else the list."""
        target: QWidget = self._search if not self._search.isHidden() else self._list
        target.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not self._multiple:
                    self.picked.emit()
                self.finished.emit()
                return True
            if key == Qt.Key.Key_Space and watched is self._list and self._multiple:
                self._toggle(self._list.currentItem())
                return True
            if watched is self._search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _toggle(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            checked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
            self.picked.emit()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if self._multiple:
            self._toggle(item)
        else:
            self.picked.emit()
            self.finished.emit()

    def _on_clear(self) -> None:
        for row in range(self._list.count()):
            self._list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self.picked.emit()

    def _on_search_changed(self, text: str) -> None:
        wanted = searchable(text).strip().casefold()
        first = -1
        for row in range(self._list.count()):
            hidden = wanted not in searchable(self._list.item(row).text()).casefold()
            self._list.setRowHidden(row, hidden)
            if not hidden and first < 0:
                first = row
        self._list.setCurrentRow(first)


class ChoiceChip(SearchChip):
    """`value_changed(object)`: a frozenset of ids, by the person; empty means all."""

    value_changed = Signal(object)

    def __init__(
        self,
        label: str,
        all_text: str,
        choices: Sequence[Choice] = (),
        *,
        multiple: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, all_text, parent=parent)
        self._all_text = all_text
        self._choices = tuple(choices)
        self._multiple = multiple
        self._value: frozenset[str] = frozenset()
        self._panel: Popover | None = None
        self.open_requested.connect(self._on_open_requested)
        self.cleared.connect(self._on_cleared)

    @property
    def value(self) -> frozenset[str]:
        """The chosen ids; empty means all."""
        return self._value

    def set_choices(self, choices: Sequence[Choice], all_text: str | None = None) -> None:
        """Other values to choose from; chosen ones that are gone stay chosen until changed."""
        self._choices = tuple(choices)
        self._all_text = self._all_text if all_text is None else all_text
        self.set_value(self._value)

    def set_value(self, value: Iterable[str]) -> None:
        """Show a value without telling anyone."""
        self._value = frozenset(value)
        names = [choice.label for choice in self._choices if choice.id in self._value]
        text = ", ".join(names) if names else self._all_text
        if len(names) > 3:
            text = self.tr("%1 +%2").replace("%1", names[0]).replace("%2", str(len(names) - 1))
        self.show_value(text, is_set=bool(self._value))
        if not self.locked:
            set_tip(self, ", ".join(names))

    def _change(self, value: frozenset[str]) -> None:
        if value != self._value:
            self.set_value(value)
            self.value_changed.emit(value)

    def _on_cleared(self) -> None:
        self._change(frozenset())

    def _on_open_requested(self) -> None:
        content = ChoiceList(self._choices, self._value, multiple=self._multiple)
        content.setAccessibleName(self.label)
        content.picked.connect(self._on_picked)
        self._panel = open_popover(self, content)
        content.finished.connect(self._panel.close_panel)
        self._panel.closed.connect(self._on_closed)

    def _on_picked(self) -> None:
        if self._panel is not None and isinstance(self._panel.content, ChoiceList):
            self._change(self._panel.content.chosen)

    def _on_closed(self) -> None:
        self._panel = None
