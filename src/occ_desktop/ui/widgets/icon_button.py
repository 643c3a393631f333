"""A button that is only a glyph: close, copy, arrows. Always with an accessible name."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.tokens import Token


class IconButton(QToolButton):
    """`name` is translated; it is the tool tip and what a screen reader says."""

    def __init__(
        self, glyph: str, name: str, *, ink: Token = "text2", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(glyph, ink, on="accent"))
        self.setIconSize(QSize(size, size))
        self.setFixedSize(size + 12, size + 12)
        self.rename(name)

    def rename(self, name: str) -> None:
        """Another name (a toggle that now does the opposite, another language)."""
        self.setAccessibleName(name)
        set_tip(self, name)
