"""The templates one may send from, in two levels of categories, found by names and contents."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from occ_contract.sms import SmsTemplate
from occ_desktop.domain.search_text import searchable
from occ_desktop.services.texting_templates import Branch
from occ_desktop.ui.plain_text import Label, tip
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.fonts import BODY, font
from occ_desktop.ui.theme.icons import icon

_ID = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


class TemplateTree(QWidget):
    """`chosen(str)`: a template's id, by the person."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self._note = Label(self)
        self._note.setProperty("tone", "hint")
        self._note.setWordWrap(True)
        self._branches: tuple[Branch, ...] = ()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._awaited = False
        self._build()
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._on_entered)
        self.tree.itemActivated.connect(self._on_item)
        self.tree.itemClicked.connect(self._on_item)
        self._say()

    def _build(self) -> None:
        tree = self.tree
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(True)
        tree.setIndentation(16)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        head = tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 4, 8)
        layout.setSpacing(8)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 8, 0)  # in line with what stands above; the tree's bar reaches further
        above.addWidget(self.search)
        layout.addLayout(above)
        layout.addWidget(tree, 1)
        layout.addWidget(self._note)

    def show_branches(self, branches: Sequence[Branch], chosen: str | None, *, awaited: bool = False) -> None:
        """Show what may be sent from, what is open staying open; ``awaited``: more is still on its way."""
        self._awaited = awaited
        closed = {key for key, item in self._items.items() if item.childCount() and not item.isExpanded()}
        self._branches = tuple(branches)
        self.tree.clear()
        self._items = {}
        for branch in self._branches:
            self._add(branch, self.tree.invisibleRootItem(), top=True)
        for key, item in self._items.items():
            item.setExpanded(key not in closed)
        self.show_chosen(chosen)
        self._on_search(self.search.text())

    def show_chosen(self, template_id: str | None) -> None:
        """Mark the template the text is made from."""
        item = self._items.get(template_id or "")
        if item is not None:
            self.tree.setCurrentItem(item)
        else:
            self.tree.setCurrentIndex(QModelIndex())
            self.tree.clearSelection()

    def focus_search(self) -> None:
        """Put the focus where one looks for a template."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @property
    def templates(self) -> list[str]:
        """Return the ids of the templates in view, in order."""
        return [str(item.data(0, _ID)) for item in self._leaves() if not item.isHidden()]

    def _add(self, branch: Branch, parent: QTreeWidgetItem, *, top: bool) -> None:
        item = QTreeWidgetItem(parent, [branch.category.name, str(branch.count)])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _WORDS, searchable(branch.category.name).casefold())
        if top:
            item.setFont(0, font(BODY, bold=True))
        self._items[branch.category.id] = item
        for child in branch.children:
            self._add(child, item, top=False)
        for template in branch.templates:
            self._add_template(template, item)

    def _add_template(self, template: SmsTemplate, parent: QTreeWidgetItem) -> None:
        item = QTreeWidgetItem(parent, [template.name, name_of(template.type)])
        item.setData(0, _ID, template.id)
        words = f"{template.name} {template.description} {template.subject} {template.body}"
        item.setData(0, _WORDS, searchable(words).casefold())
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(
            0, Qt.ItemDataRole.ToolTipRole, tip(f"{template.name}\n{template.description or template.body}")
        )
        if not template.editable:
            item.setIcon(0, icon("lock-simple", "text3"))
            item.setData(1, Qt.ItemDataRole.ToolTipRole, tip(self.tr("Its text cannot be changed")))
        self._items[template.id] = item

    def _leaves(self) -> Iterator[QTreeWidgetItem]:
        return (item for item in self._items.values() if item.data(0, _ID))

    def _on_search(self, text: str) -> None:
        wanted = searchable(text).strip().casefold()
        found = 0
        for place in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(place)
            if top is not None:
                found += self._filter(top, wanted, inherited=False)
        if not self._branches:
            none = self.tr("There is no template to send from. Write the text yourself.")
            self._note.setText(self.tr("The templates are being fetched.") if self._awaited else none)
        elif wanted and not found:
            self._note.setText(self.tr("No template holds “{words}”.").format(words=text.strip()))
        else:
            self._note.setText(self.tr("A lock: its text cannot be changed") if self._has_locked() else "")
        self._note.setVisible(bool(self._note.text()))

    def _has_locked(self) -> bool:
        return any(not item.icon(0).isNull() for item in self._leaves())

    def _filter(self, item: QTreeWidgetItem, wanted: str, *, inherited: bool) -> int:
        """Hide what does not hold the words, nor stands under what does; return how many templates do."""
        here = inherited or wanted in str(item.data(0, _WORDS))
        if item.data(0, _ID):
            item.setHidden(not here)
            return int(here)
        below = [item.child(n) for n in range(item.childCount())]
        found = sum(self._filter(one, wanted, inherited=here) for one in below if one is not None)
        item.setHidden(not found)
        if wanted and found:
            item.setExpanded(True)
        return found

    def _on_entered(self) -> None:
        """Enter in the search takes the only one found, else goes to the first."""
        found = self.templates
        if found:
            self.tree.setCurrentItem(self._items[found[0]])
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if len(found) == 1:
            self.chosen.emit(found[0])

    def _on_item(self, item: QTreeWidgetItem) -> None:
        if template_id := item.data(0, _ID):
            self.chosen.emit(str(template_id))
        else:
            item.setExpanded(not item.isExpanded())

    def _say(self) -> None:
        self.search.setPlaceholderText(self.tr("Find a template"))
        self.search.setAccessibleName(self.tr("Find a template"))
        self.tree.setAccessibleName(self.tr("Templates"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and (found := self.templates):
            self.tree.setCurrentItem(self._items[found[0]])
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._on_search(self.search.text())
