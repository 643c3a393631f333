"""The lines of the catalogue as Qt's model: few enough to be shown anew whole. Checks are kept by id.

What may be let go where it asks `moves`; it changes nothing itself but asks for it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from occ_desktop.ui.plain_text import tip
from occ_desktop.ui.texting_words import name_of
from occ_desktop.views.sms_templates.lines import Kind, Line
from occ_desktop.views.sms_templates.moves import fits

Index = QModelIndex | QPersistentModelIndex
_MIME = "application/x-occ-template-line"
_TOP = QModelIndex()


class _Node:
    """A line with its place in the tree; the model holds it, so that Qt may keep its address."""

    def __init__(self, line: Line, row: int, above: "_Node | None") -> None:
        self.line = line
        self.row = row
        self.above = above
        self.below = [_Node(child, place, self) for place, child in enumerate(line.below)]


class TreeModel(QAbstractItemModel):
    """`checked_changed()`; `move_wanted(str, object, int)`: line, under which category, before which row."""

    checked_changed = Signal()
    move_wanted = Signal(str, object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._top: list[_Node] = []
        self._by_id: dict[str, _Node] = {}
        self._checked: frozenset[str] = frozenset()
        self.checkable = False
        self.movable = False

    @property
    def checked(self) -> frozenset[str]:
        """Return the templates that are checked, those a search hides as well."""
        return self._checked

    def show_lines(self, lines: Sequence[Line], templates: Iterable[str]) -> None:
        """Show other lines; checks of what is no longer among all ``templates`` end."""
        self.beginResetModel()
        self._top = [_Node(line, place, None) for place, line in enumerate(lines)]
        self._by_id = {}
        todo = list(self._top)
        while todo:
            node = todo.pop()
            self._by_id[node.line.id] = node
            todo += node.below
        self.endResetModel()
        self.check(self._checked & frozenset(templates))

    def check(self, ids: frozenset[str]) -> None:
        """Have exactly these templates checked."""
        if ids != self._checked:
            self._checked = ids
            self.layoutChanged.emit()
            self.checked_changed.emit()

    def toggle(self, index: Index) -> None:
        """Check what a line stands for, or take its checks off where all of it is checked."""
        line = self.line(index)
        if line is None or not self.checkable or not line.templates:
            return
        its = frozenset(line.templates)
        self.check(self._checked - its if its <= self._checked else self._checked | its)

    def line(self, index: Index) -> Line | None:
        """Return the line at an index."""
        node = self._node(index)
        return None if node is None else node.line

    def index_of(self, line_id: str | None) -> QModelIndex:
        """Return where a line is, an invalid index where it is not listed."""
        node = self._by_id.get(line_id or "")
        return QModelIndex() if node is None else self.createIndex(node.row, 0, node)

    def state(self, line: Line) -> Qt.CheckState:
        """Return how much of a line is checked."""
        its = line.templates
        count = sum(one in self._checked for one in its)
        if count and count == len(its):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked

    # What Qt asks

    def rowCount(self, parent: Index = _TOP) -> int:
        node = self._node(parent)
        return len(self._top if node is None else node.below)

    def columnCount(self, parent: Index = _TOP) -> int:
        del parent
        return 1

    def index(self, row: int, column: int, parent: Index = _TOP) -> QModelIndex:
        node = self._node(parent)
        nodes = self._top if node is None else node.below
        if column or not 0 <= row < len(nodes):
            return QModelIndex()
        return self.createIndex(row, 0, nodes[row])

    def parent(self, index: Index = _TOP) -> Any:  # Qt has two of this name, told apart by the argument
        node = self._node(index)
        if node is None or node.above is None:
            return QModelIndex()
        return self.createIndex(node.above.row, 0, node.above)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((line.name, *self.said(line)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join((line.name, *self.said(line))))
        if role == Qt.ItemDataRole.CheckStateRole and self.checkable and line.templates:
            return self.state(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index)
        if line is None:
            return Qt.ItemFlag.ItemIsDropEnabled if self.movable else Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.movable:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if line.kind is not Kind.TEMPLATE:
                flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        line = self.line(indexes[0]) if indexes else None
        if line is not None:
            carried.setData(_MIME, QByteArray(line.id.encode()))
        return carried

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        del action, row, column
        carried = self._by_id.get(bytes(data.data(_MIME).data()).decode())
        under = self.line(parent)
        return (
            self.movable
            and carried is not None
            and fits(carried.line.kind, None if under is None else under.kind)
        )

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move; the rows stay until it is shown, so nothing is ever removed here."""
        if self.canDropMimeData(data, action, row, column, parent):
            under = self.line(parent)
            carried = bytes(data.data(_MIME).data()).decode()
            self.move_wanted.emit(carried, None if under is None else under.id, row)
        return False

    def said(self, line: Line) -> tuple[str, ...]:
        """Return what a line shows besides its name, in words."""
        found: list[str] = []
        template = line.template
        if template is not None:
            found.append(name_of(template.type))
            if not template.editable:
                found.append(self.tr("Senders cannot change the text"))
        else:
            found.append(self.tr("%n template(s)", "", line.count))
        if not line.enabled:
            found.append(self.tr("Switched off"))
        elif not line.live:
            found.append(self.tr("Hidden: a category above is switched off"))
        if line.drafted:
            found.append(self.tr("Changes not saved"))
        return tuple(found)

    def _node(self, index: Index) -> _Node | None:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else None
