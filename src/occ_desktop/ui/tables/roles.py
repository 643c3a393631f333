"""What a cell answers to Qt's roles: text, tool tip, alignment, and the words for a screen reader."""

from typing import Any

from PySide6.QtCore import Qt

from occ_desktop.ui.plain_text import tip
from occ_desktop.ui.tables.columns import Align, Cell

_ALIGNMENT = {
    Align.LEFT: int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    Align.RIGHT: int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
}


def alignment(align: Align) -> int:
    """Qt's flags for the alignment of a column."""
    return _ALIGNMENT[align]


def answer(cell: Cell, role: int) -> Any:
    """The value of a role, `None` for those that do not concern a cell."""
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text
    if role == Qt.ItemDataRole.ToolTipRole:
        return tip(cell.tooltip) or None
    if role == Qt.ItemDataRole.AccessibleTextRole:
        words = [cell.text, cell.trailing, *(action.label for action in cell.actions if action is not None)]
        return " ".join(word for word in words if word)
    return None
