"""The template tree under mouse and keyboard: what is open and chosen stays when it is shown anew."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.views.sms_templates.lines import Kind, Line, walked
from occ_desktop.views.sms_templates.tree_delegate import TreeDelegate
from occ_desktop.views.sms_templates.tree_model import TreeModel

_INDENT = 20
_CARET = 12


class TemplateTree(QTreeView):
    """`chosen(object)`: the id of the line one stands on, None where there is none; by the person.

    `entered()`: Enter, to go into the form; `step_wanted(str, int)`: Alt with an arrow, a line up or down.
    """

    chosen = Signal(object)
    entered = Signal()
    step_wanted = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._closed: set[str] = set()  # categories the person folded
        self._searching = False
        self._quiet = False
        self._current: str | None = None
        self.lines = TreeModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(TreeDelegate(self.lines, self))
        self._build()
        self.collapsed.connect(lambda index: self._on_folded(index, folded=True))
        self.expanded.connect(lambda index: self._on_folded(index, folded=False))
        self.selectionModel().currentChanged.connect(self._on_current)

    def _build(self) -> None:
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(_INDENT)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    @property
    def current(self) -> Line | None:
        """Return the line one stands on."""
        return self.lines.line(self.currentIndex())

    @property
    def wanted(self) -> str | None:
        """Return the line the person chose, also while it is not listed."""
        return self._current

    @property
    def shown(self) -> tuple[Line, ...]:
        """Return the lines listed."""
        return self._lines

    def show_lines(self, lines: Sequence[Line], templates: Iterable[str], *, searching: bool) -> None:
        """Show other lines; one stays on the line one stood on, and what was folded stays folded.

        While ``searching`` everything found is unfolded.
        """
        place = self.verticalScrollBar().value()
        here = self.lines.index_of(self._current).isValid()
        self._quiet = True
        self._lines, self._searching = tuple(lines), searching
        self.lines.show_lines(self._lines, templates)
        for line in walked(self._lines):
            if line.below and (searching or line.id not in self._closed):
                self.setExpanded(self.lines.index_of(line.id), True)
        self._stand_on(self._current)
        self._quiet = False
        if here or self._current is None:
            self.verticalScrollBar().setValue(place)

    def allow(self, *, checks: bool, moves: bool) -> None:
        """Offer check boxes, and reordering; a search lists too little to reorder in."""
        self.lines.checkable, self.lines.movable = checks, moves
        self.setDragEnabled(moves)
        self.viewport().update()

    def stand_on(self, line_id: str | None) -> None:
        """Stand on a line without telling anyone; one that is not listed yet, once it is."""
        self._quiet = True
        self._current = line_id
        self._stand_on(line_id)
        self._quiet = False

    def _stand_on(self, line_id: str | None) -> None:
        index = self.lines.index_of(line_id)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    def _on_current(self, index: QModelIndex) -> None:
        if self._quiet:
            return
        line = self.lines.line(index)
        self._current = None if line is None else line.id
        self.chosen.emit(self._current)

    def _on_folded(self, index: QModelIndex, *, folded: bool) -> None:
        line = self.lines.line(index)
        if line is not None and not self._quiet and not self._searching:
            (self._closed.add if folded else self._closed.discard)(line.id)

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        area = TreeDelegate.check_area(self.visualRect(index))
        if (
            index.isValid()
            and self.lines.checkable
            and event.button() is Qt.MouseButton.LeftButton
            and area.contains(event.position().toPoint())
        ):
            self.lines.toggle(index)
            event.accept()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.current, event.key()
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if line is not None and alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step_wanted.emit(line.id, 1 if key == Qt.Key.Key_Down else -1)
        elif line is not None and key == Qt.Key.Key_Space:
            self.lines.toggle(self.currentIndex())
        elif line is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    # Drawing

    def drawRow(
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRect(0, options.rect.top(), self.viewport().width(), options.rect.height())
        current = index == self.currentIndex()
        line = self.lines.line(index)
        if current:
            painter.fillRect(rect, token_colour("sel"))
        elif rect.contains(self.viewport().mapFromGlobal(self.cursor().pos())) and self.underMouse():
            painter.fillRect(rect, token_colour("hover"))
        elif line is not None and line.kind is Kind.TEMPLATE and line.id in self.lines.checked:
            painter.fillRect(rect, token_colour("checked"))
        super().drawRow(painter, options, index)
        if current:
            painter.fillRect(QRect(0, rect.top(), 3, rect.height()), token_colour("accent"))

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self.lines.line(index)
        if line is not None and line.below:
            glyph = "caret-down" if self.isExpanded(self.lines.index_of(line.id)) else "caret-right"
            box = QRect(rect.right() - _CARET - 3, rect.center().y() - _CARET // 2 + 1, _CARET, _CARET)
            paint_icon(painter, box, glyph, token_colour("text2"))
