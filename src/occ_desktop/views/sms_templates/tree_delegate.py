"""Draws a line of the template tree: check box, glyph, name, marks, and its count or type at the right."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from occ_contract.sms import TextType
from occ_desktop.ui.status import paint_dot
from occ_desktop.ui.tables.delegates import paint_check_box
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.fonts import BODY, metrics, shared_font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token
from occ_desktop.views.sms_templates.lines import Kind, Line
from occ_desktop.views.sms_templates.tree_model import TreeModel

_BOX, _GLYPH, _GAP, _PAD = 16, 16, 8, 12
_CHECK = _BOX + _GAP
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class TreeDelegate(QStyledItemDelegate):
    """The ground of a line is its view's; `check_area` says where a press checks."""

    def __init__(self, model: TreeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, SIZES.row)

    @staticmethod
    def check_area(rect: QRect) -> QRect:
        """Return the part of a line whose press checks it."""
        return QRect(rect.left() - 2, rect.top(), _CHECK, rect.height())

    def editorEvent(
        self,
        event: QEvent,
        model: object,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        del event, model, option, index
        return False  # the view answers presses and keys; the base class would check by itself

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self._model.line(index)
        if line is None:
            return
        painter.save()
        area = QRect(option.rect)
        if self._model.checkable:
            if line.templates:
                self._paint_check(painter, area, line)
            area.setLeft(area.left() + _CHECK)
        glyph = QRect(area.left(), area.center().y() - _GLYPH // 2 + 1, _GLYPH, _GLYPH)
        paint_icon(painter, glyph, _glyph_of(line), token_colour("text2" if line.live else "text3"))
        area.setLeft(area.left() + _GLYPH + _GAP)
        area.setRight(area.right() - _PAD)
        self._paint_right(painter, area, line)
        ink = token_colour("text" if line.live else "text3")
        bold = line.kind is Kind.FIRST
        name = metrics(BODY, bold=bold).elidedText(line.name, Qt.TextElideMode.ElideRight, area.width())
        painter.setFont(shared_font(BODY, bold=bold))
        painter.setPen(ink)
        painter.drawText(area, _LEFT, name)
        painter.restore()

    def _paint_check(self, painter: QPainter, area: QRect, line: Line) -> None:
        state = self._model.state(line)
        box = QRect(area.left() + 2, area.center().y() - _BOX // 2 + 1, _BOX, _BOX)
        paint_check_box(
            painter,
            box,
            checked=state is Qt.CheckState.Checked,
            partly=state is Qt.CheckState.PartiallyChecked,
        )

    def _paint_right(self, painter: QPainter, area: QRect, line: Line) -> None:
        """Draw what stands at the right, and leave the rest of the area to the name."""
        template = line.template
        text = f"{line.count:,}" if template is None else name_of(template.type)
        painter.setFont(shared_font())
        painter.setPen(token_colour("text2" if line.live else "text3"))
        painter.drawText(area, _RIGHT, text)
        area.setRight(area.right() - text_width(text) - _GAP)
        if template is not None and not template.editable:
            _paint_mark(painter, area, "lock-simple", "text2")
        if not line.live:
            _paint_mark(painter, area, "eye-slash", "text2")
        if line.drafted:
            paint_dot(painter, QPointF(area.right() - 4, area.center().y() + 0.5), token_colour("amber"), 3.5)
            area.setRight(area.right() - 16)


def _paint_mark(painter: QPainter, area: QRect, glyph: str, ink: Token) -> None:
    box = QRect(area.right() - 14, area.center().y() - 6, 14, 14)
    paint_icon(painter, box, glyph, token_colour(ink))
    area.setRight(area.right() - 14 - _GAP)


def _glyph_of(line: Line) -> str:
    template = line.template
    if template is None:
        return "folder" if line.kind is Kind.SECOND else "folders"
    return "image" if template.type is TextType.MMS else "chat-text"
