"""Geometry and painting of buttons inside a row: fixed slots, so that equal actions stand in line."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from occ_desktop.ui.tables.columns import Cell, Column, RowAction
from occ_desktop.ui.theme.fonts import BODY, shared_font, text_width
from occ_desktop.ui.theme.icons import paint_icon
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES

_PAD = 9
_ICON = 14
_GAP = 4
_EDGE = 6
_TEXT = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine
_BESIDE_ICON = _TEXT | Qt.AlignmentFlag.AlignLeft
_ALONE = _TEXT | Qt.AlignmentFlag.AlignHCenter


def slot_widths(column: Column[object]) -> list[int]:
    """The width of each slot: its label in bold, and room for an icon where the slot has one."""
    icons = column.slot_icons or (False,) * len(column.slots)
    return [
        text_width(label, BODY, bold=True) + 2 * _PAD + ((_ICON + _GAP) if has_icon else 0)
        for label, has_icon in zip(column.slots, icons, strict=True)
    ]


def actions_width(column: Column[object]) -> int:
    """The width an action column needs; it is never cut."""
    widths = slot_widths(column)
    return sum(widths) + _GAP * max(0, len(widths) - 1) + 2 * _EDGE


def action_rects(column: Column[object], cell_rect: QRect) -> list[QRect]:
    """Where each slot's button stands inside the cell."""
    height = min(26, cell_rect.height() - 4)
    top = cell_rect.top() + (cell_rect.height() - height) // 2
    left = cell_rect.left() + _EDGE
    rects = []
    for width in slot_widths(column):
        rects.append(QRect(left, top, width, height))
        left += width + _GAP
    return rects


def paint_actions(
    painter: QPainter,
    column: Column[object],
    cell: Cell,
    cell_rect: QRect,
    *,
    raised: bool,
    hovered: int = -1,
    focused: int = -1,
) -> None:
    """Draw the buttons of a row. `raised` (row under the mouse or current) gives them their edge."""
    for slot, (action, rect) in enumerate(zip(cell.actions, action_rects(column, cell_rect), strict=False)):
        if action is not None:
            _paint_button(painter, action, rect, raised and action.enabled, slot == hovered, slot == focused)


def _paint_button(
    painter: QPainter, action: RowAction, rect: QRect, raised: bool, hovered: bool, focused: bool
) -> None:
    frame = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if raised or focused:
        edge = token_colour("accent") if focused else token_colour("line2")
        painter.setPen(QPen(edge, 2.0 if focused else 1.0))
        painter.setBrush(token_colour("soft" if hovered and action.enabled else "surface"))
        inset = 0.5 if focused else 0.0
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), SIZES.radius, SIZES.radius)
    ink = token_colour("accent" if action.strong else "text") if action.enabled else token_colour("disabled")
    left = rect.left() + _PAD
    if action.icon:
        paint_icon(painter, QRect(left, rect.center().y() - _ICON // 2 + 1, _ICON, _ICON), action.icon, ink)
        left += _ICON + _GAP
    painter.setFont(shared_font(BODY, bold=action.strong and action.enabled))
    painter.setPen(ink)
    text = QRect(left, rect.top(), rect.right() - left, rect.height())
    if not action.icon:
        text = rect
    painter.drawText(text, _BESIDE_ICON if action.icon else _ALONE, action.label)
    painter.restore()
