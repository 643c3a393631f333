"""Draws every cell of a long table: ground, hairline, text, status, buttons, bar, check box, skeleton."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from occ_desktop.ui.status import look_of, paint_dot, paint_status
from occ_desktop.ui.tables.action_cells import paint_actions
from occ_desktop.ui.tables.checked import NONE_CHECKED, Checked
from occ_desktop.ui.tables.columns import Align, Bar, Cell, Column, ColumnKind
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.fonts import BODY, metrics, shared_font
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.widgets.load_bar import paint_load_bar

_PAD = 8
FIRST_INDENT = 4  # room for the dot of a new row before the first text
_ICON = 14
# Joined once: each "|" of Qt's flags makes an enumeration's member anew, which every cell would pay for.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


@dataclass(slots=True)
class RowLook:
    """What the view knows and the model does not: mouse, keyboard, checks. Changed by the view only."""

    hovered_row: int = -1
    hovered_action: int = -1
    current_row: int = -1
    current_column: int = -1
    focused_action: int = -1
    focus_visible: bool = False
    checked: Checked = NONE_CHECKED


class CellDelegate(QStyledItemDelegate):
    """The one delegate of the long tables."""

    def __init__(self, model: WindowModel[Any], look: RowLook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, 0)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        row, number = index.row(), index.column()
        column = self._model.columns[number]
        cell = self._model.cell(row, number)
        row_id = self._model.id_at(row)
        painter.save()
        painter.setClipRect(rect)
        self._paint_ground(painter, rect, row, row_id, column)
        if cell is None:
            if self._model.skeletons and column.kind not in (ColumnKind.CHECK, ColumnKind.ACTIONS):
                _paint_skeleton(painter, rect, row, column)
        else:
            self._paint_cell(painter, rect, row, row_id, column, cell)
        if row == self._look.current_row and number == self._look.current_column:
            self._paint_focus(painter, rect, column)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRect, row: int, row_id: str | None, column: Column[Any]
    ) -> None:
        look = self._look
        current = row == look.current_row
        checked = row_id is not None and row_id in look.checked
        if row_id is not None and self._model.flashes.active(row_id, column.id):
            painter.fillRect(rect, token_colour("soft"))
        elif current:
            painter.fillRect(rect, token_colour("sel"))
        elif row == look.hovered_row:
            painter.fillRect(rect, token_colour("hover"))
        elif checked:
            painter.fillRect(rect, token_colour("checked"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), token_colour("line"))
        if current and rect.left() <= 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), token_colour("accent"))

    def _paint_cell(
        self, painter: QPainter, rect: QRect, row: int, row_id: str | None, column: Column[Any], cell: Cell
    ) -> None:
        look = self._look
        if cell.dot:
            paint_dot(painter, QPointF(rect.left() + 5, rect.center().y() + 0.5), token_colour("accent"))
        if column.kind is ColumnKind.CHECK:
            _paint_check(painter, rect, row_id is not None and row_id in look.checked)
        elif cell.status is not None:
            paint_status(painter, rect.adjusted(4, 0, 0, 0), look_of(cell.status), cell.text)
            if cell.trailing:
                _paint_trailing(painter, rect, cell.trailing)
        elif cell.actions:
            paint_actions(
                painter,
                column,
                cell,
                rect,
                raised=row in (look.hovered_row, look.current_row),
                hovered=look.hovered_action if row == look.hovered_row else -1,
                focused=look.focused_action if row == look.current_row and look.focus_visible else -1,
            )
        elif cell.bar is not None:
            _paint_bar(painter, rect, cell.bar)
        else:
            _paint_text(painter, rect, column, cell)

    def _paint_focus(self, painter: QPainter, rect: QRect, column: Column[Any]) -> None:
        if not self._look.focus_visible or (
            column.kind is ColumnKind.ACTIONS and self._look.focused_action >= 0
        ):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(token_colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 4, 4)


def _paint_text(painter: QPainter, rect: QRect, column: Column[Any], cell: Cell) -> None:
    ink: QColor = token_colour(cell.ink or "text")
    area = rect.adjusted(_PAD, 0, -_PAD if column.align is Align.LEFT else -8, 0)
    if rect.left() <= 0:
        area.setLeft(area.left() + FIRST_INDENT)
    if column.align is Align.RIGHT:
        area.setLeft(rect.left() + 4)
    if cell.icon:
        top = area.center().y() - _ICON // 2 + 1  # digits stand a little below the middle of their line
        paint_icon(painter, QRect(area.left(), top, _ICON, _ICON), cell.icon, ink)
        area.setLeft(area.left() + _ICON + 6)
    text = cell.text
    if column.elide:
        text = metrics(BODY, bold=cell.bold).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(shared_font(BODY, bold=cell.bold))
    painter.setPen(ink)
    painter.drawText(area, _RIGHT if column.align is Align.RIGHT else _LEFT, text)
    if cell.trailing:
        _paint_trailing(painter, rect, cell.trailing)


def _paint_trailing(painter: QPainter, rect: QRect, text: str) -> None:
    painter.setFont(shared_font())
    painter.setPen(token_colour("text2"))
    painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), _RIGHT, text)


def _paint_check(painter: QPainter, rect: QRect, checked: bool) -> None:
    box = QRect(0, 0, 16, 16)
    box.moveCenter(rect.center())
    paint_check_box(painter, box, checked=checked)


def paint_check_box(painter: QPainter, box: QRect, *, checked: bool, partly: bool = False) -> None:
    """The 16-px check box of rows and of the head of a check column."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = checked or partly
    painter.setPen(QPen(token_colour("accent" if filled else "field"), 1.5))
    painter.setBrush(token_colour("accent" if filled else "surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75), 3.5, 3.5)
    pen = QPen(token_colour("on"), 1.9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    left, top = box.left(), box.top()
    if partly:
        painter.drawLine(QPointF(left + 4.5, top + 8), QPointF(left + 11.5, top + 8))
    elif checked:
        painter.drawPolyline(
            [QPointF(left + 4.2, top + 8.4), QPointF(left + 7, top + 11), QPointF(left + 11.8, top + 5.4)]
        )
    painter.restore()


def _paint_bar(painter: QPainter, rect: QRect, bar: Bar) -> None:
    area = QRectF(rect.left() + _PAD, rect.center().y() - 3, rect.width() - 2 * _PAD, 8)
    paint_load_bar(painter, area, bar.base, bar.added, bar.full, warn=bar.warn, good=bar.good)


def _paint_skeleton(painter: QPainter, rect: QRect, row: int, column: Column[Any]) -> None:
    """A grey bar where the text will stand; its length varies by position so that it reads as text."""
    share = 0.45 + 0.4 * ((row * 7 + len(column.id) * 3) % 5) / 5
    width = max(16.0, (rect.width() - 2 * _PAD) * share)
    height = 20 if column.kind is ColumnKind.STATUS else 10
    bar = QRectF(rect.left() + _PAD, rect.center().y() - height / 2 + 0.5, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(token_colour("greyb"))
    painter.drawRoundedRect(bar, height / 2, height / 2)
