"""A push button that knows the kinds of the design."""

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.theme.tokens import Token

Kind = Literal["plain", "primary", "tinted", "danger", "danger-solid", "quiet", "link"]

_ICON_INK: dict[Kind, Token] = {
    "plain": "text2",
    "primary": "on",
    "tinted": "accent",
    "danger": "red",
    "danger-solid": "onred",
    "quiet": "text2",
    "link": "accent",
}


class Button(QPushButton):
    """`tall` is 36 px (main button of a panel or dialog), else 28 px (bars)."""

    def __init__(
        self,
        text: str,
        kind: Kind = "plain",
        *,
        glyph: str | None = None,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind: Kind = kind
        self._glyph = glyph
        self.setProperty("kind", kind)
        if tall:
            self.setProperty("tall", "main")
        self.setAutoDefault(False)
        self.set_glyph(glyph)

    @property
    def kind(self) -> Kind:
        """The look."""
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Change the look."""
        self._kind = kind
        set_look(self, kind=kind)
        self.set_glyph(self._glyph)

    def set_glyph(self, glyph: str | None) -> None:
        """Change or remove the icon before the text."""
        self._glyph = glyph
        if glyph is not None:
            self.setIcon(icon(glyph, _ICON_INK[self._kind]))
            self.setIconSize(QSize(16, 16))
