"""A push button that knows the kinds of the design."""

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
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
SWALLOWED = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Shortcut,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchEnd,
    }
)


class Button(QPushButton):
    """`tall` is 36 px (main button of a panel or dialog), else 28 px (bars).

    One that is disabled while it has the focus keeps it, grey and deaf, until the person goes elsewhere: Qt
    would hand it to whatever comes next, and the next Space would press that.
    """

    _grey = False  # Qt sends events while the base class is being built

    def __init__(
        self,
        text: str,
        kind: Kind = "plain",
        *,
        glyph: str | None = None,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._kind: Kind = kind
        self._glyph = glyph
        self.setProperty("kind", kind)
        if tall:
            self.setProperty("tall", "main")
        self.setAutoDefault(False)
        self.set_glyph(glyph)

    def setText(self, text: str) -> None:
        """Show a text letter by letter: an ampersand in a name underlines nothing and makes no key."""
        super().setText(text.replace("&", "&&"))

    def text(self) -> str:
        """Return the text as it was given."""
        return super().text().replace("&&", "&")

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

    def setEnabled(self, enabled: bool) -> None:
        self._set_grey(not enabled and self.window().focusWidget() is self)
        super().setEnabled(enabled or self._grey)

    def isEnabled(self) -> bool:
        return super().isEnabled() and not self._grey

    def _set_grey(self, grey: bool) -> None:
        if grey != self._grey:
            self._grey = grey
            set_look(self, grey=grey)

    def click(self) -> None:
        if not self._grey:
            super().click()

    def event(self, event: QEvent) -> bool:
        if self._grey and event.type() in SWALLOWED:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._grey and not event.text().isprintable():
            event.ignore()  # Esc and the like are for the window
        elif self._grey:
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        elsewhere = event.reason() not in {
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        }
        if self._grey and elsewhere:
            self._set_grey(False)
            super().setEnabled(False)
