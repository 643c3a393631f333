"""The find box when open: an entry, up to eight hits below, and the way to all of them in the list."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from occ_contract.phone import shown
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status import look_of, paint_status, status_width
from occ_desktop.ui.theme.fonts import BODY, font, text_width
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.widgets.button import Button

WIDTH = 480
_ROW = 48


class Hit(msgspec.Struct, frozen=True):
    """One callback as the panel shows it; texts are ready to read, ``status`` a code of the vocabulary.

    ``texted``: its customer can be sent a text from here.
    """

    callback_id: str
    name: str
    phone: str
    detail: str
    status: str
    status_label: str
    texted: bool = False

    @property
    def spoken(self) -> str:
        """Return the hit as one line for a screen reader."""
        return ", ".join(part for part in (self.name, self.phone, self.status_label, self.detail) if part)


class _HitDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH - 40, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(hit, Hit):
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, token_colour("sel"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, token_colour("hover"))
        left = area.left() + 12
        pill = status_width(look_of(hit.status), hit.status_label)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        painter.setFont(font(BODY, bold=True))
        painter.setPen(token_colour("text"))
        line = QRect(left, area.top() + 2, area.width() - pill - 32, 24)
        painter.drawText(line, flags, hit.name or hit.phone)
        if hit.name:
            painter.setFont(font())
            line.setLeft(left + text_width(hit.name, BODY, bold=True) + 10)
            painter.drawText(line, flags, hit.phone)
        painter.setFont(font())
        painter.setPen(token_colour("text2"))
        below = QRect(left, area.top() + 23, area.width() - pill - 32, 22)
        words = painter.fontMetrics().elidedText(hit.detail, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, flags, words)
        spot = QRect(area.right() - pill - 8, area.top(), pill, area.height())
        paint_status(painter, spot, look_of(hit.status), hit.status_label)
        painter.restore()


class FindPanel(QWidget):
    """Content of a popover. `edited(str)` as one types; `hit_chosen(str)`, `all_chosen(str)`;
    `room_chosen(str)`: a place; `text_chosen(str)`: a callback whose customer is sent a text;
    `number_chosen(str)`: digits a text is sent to.
    """

    edited = Signal(str)
    hit_chosen = Signal(str)
    all_chosen = Signal(str)
    room_chosen = Signal(str)
    text_chosen = Signal(str)
    number_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = QLineEdit(self)
        self.hits = QListWidget(self)
        self._note = Label(self)
        self._all = Button("", "link", parent=self)
        self._text = Button("", "link", glyph="chat-text", parent=self)
        self._number = Button("", "link", glyph="chat-text", parent=self)
        self._digits = ""
        self._rooms: list[Button] = []
        self._column = QVBoxLayout(self)
        self._build()

    def focus_first(self) -> None:
        """Put the focus into the entry."""
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_hits(self, hits: Sequence[Hit], total: int, note: str) -> None:
        """Show hits, the first marked; ``note`` explains an empty list."""
        self.hits.clear()
        for hit in hits:
            item = QListWidgetItem(hit.spoken, self.hits)
            item.setData(Qt.ItemDataRole.UserRole, hit)
        if hits:
            self.hits.setCurrentRow(0)
        self._on_marked()
        self.hits.setFixedHeight(len(hits) * _ROW)
        self.hits.setVisible(bool(hits))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._all.setText(self.tr("Show all %n in the list", None, total))
        self._all.setVisible(total > len(hits))
        self.adjustSize()

    def show_rooms(self, rooms: Sequence[tuple[str, str]]) -> None:
        """Offer to go to these rooms (place, name)."""
        for button in self._rooms:
            button.hide()
            button.deleteLater()
        self._rooms = []
        for place, name in rooms:
            button = Button(self.tr("Go to {room}").format(room=name), "link", parent=self)
            button.clicked.connect(partial(self.room_chosen.emit, place))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._rooms.append(button)
        self.adjustSize()

    def show_number(self, digits: str) -> None:
        """Offer to send a text to a number that was typed; empty: none."""
        self._digits = digits
        self._number.setText(self.tr("Send a text to {number}").format(number=shown(digits)))
        self._number.setVisible(bool(digits))
        self.adjustSize()

    @property
    def texts(self) -> list[Button]:
        """Return the buttons in view that lead to a text: for the marked hit, for the number typed."""
        return [button for button in (self._text, self._number) if not button.isHidden()]

    def _on_marked(self) -> None:
        hit = self._marked()
        self._text.setVisible(hit is not None and hit.texted)
        if hit is not None:
            self._text.setText(self.tr("Send a text to {name}").format(name=hit.name or hit.phone))

    def _marked(self) -> Hit | None:
        item = self.hits.currentItem()
        hit = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return hit if isinstance(hit, Hit) else None

    def _on_text(self) -> None:
        if (hit := self._marked()) is not None:
            self.text_chosen.emit(hit.callback_id)

    @property
    def rooms(self) -> list[Button]:
        """Return the buttons that lead to rooms."""
        return self._rooms

    @property
    def note(self) -> str:
        """What explains an empty list, empty when there are hits."""
        return self._note.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
        step = steps.get(event.key())
        if step is not None and self.hits.count():
            self.hits.setCurrentRow((self.hits.currentRow() + step) % self.hits.count())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.hits.currentItem() is None and self._rooms:
                self._rooms[0].click()
            else:
                self._choose(self.hits.currentItem())
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem | None) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(hit, Hit):
            self.hit_chosen.emit(hit.callback_id)

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Find customer, number, callback"))
        self.setFixedWidth(WIDTH)
        self.input.setAccessibleName(self.accessibleName())
        self.input.setPlaceholderText(self.tr("Name, part of a number, or words of the message"))
        self.input.addAction(icon("magnifying-glass", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.input.setClearButtonEnabled(True)
        self.input.textEdited.connect(self.edited)
        self.hits.setItemDelegate(_HitDelegate(self.hits))
        self.hits.setAccessibleName(self.tr("Hits"))
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setMouseTracking(True)
        self.hits.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.itemClicked.connect(self._choose)
        self.hits.currentRowChanged.connect(self._on_marked)
        self._text.clicked.connect(self._on_text)
        self._number.clicked.connect(lambda: self.number_chosen.emit(self._digits))
        self._all.clicked.connect(lambda: self.all_chosen.emit(self.input.text()))
        set_look(self._note, tone="second")
        self._note.setWordWrap(True)
        column = self._column
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.input)
        column.addWidget(self.hits)
        column.addWidget(self._note)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._number, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_number("")
        self.show_hits((), 0, self.tr("Everything this computer keeps is searched, also without the server."))
