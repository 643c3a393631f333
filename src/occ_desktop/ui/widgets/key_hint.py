"""A key as it stands in the status line and the help sheet: its cap, then what it does."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from occ_desktop.ui.theme.fonts import font, text_width
from occ_desktop.ui.theme.theme import token_colour


class KeyHint(QWidget):
    """`keys` as printed on the cap ("F2", "Ctrl K"), `label` translated, may be empty."""

    def __init__(self, keys: str, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._label = label
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{keys} {label}".strip())

    def sizeHint(self) -> QSize:
        label = text_width(self._label) + 6 if self._label else 0
        return QSize(self._cap_width() + label, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cap_width(self) -> int:
        return max(20, text_width(self._keys) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = QRectF(0.5, 1.5, self._cap_width() - 1, self.height() - 3)
        painter.setPen(QPen(token_colour("line2"), 1))
        painter.setBrush(token_colour("surface"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setFont(font())
        painter.setPen(token_colour("text2"))
        flags = Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter | flags, self._keys)
        if self._label:
            rest = QRectF(cap.right() + 6, 0, self.width(), self.height())
            painter.setPen(token_colour("text3"))
            painter.drawText(
                rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | flags, self._label
            )
        painter.end()
