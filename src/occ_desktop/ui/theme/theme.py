"""The scheme in force: follows the system or the person's choice, and switches while the client runs.

There is one application and so one theme; painting code asks `tokens()` each time it paints and never
keeps a colour, which is what makes the live switch work.
"""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory, QWidget

from occ_desktop.ui.theme import fonts
from occ_desktop.ui.theme.indicators import register_indicators
from occ_desktop.ui.theme.palette import build_palette, colour
from occ_desktop.ui.theme.stylesheet import build_stylesheet
from occ_desktop.ui.theme.tokens import DARK, LIGHT, Token, Tokens


class ThemeChoice(StrEnum):
    """What the person chose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Applies the tokens to the application. `changed` is emitted after the new scheme is in force."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._tokens = LIGHT
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        app.focusChanged.connect(self._on_focus_changed)

    @property
    def tokens(self) -> Tokens:
        """The table in force."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """The person's choice."""
        return self._choice

    def install(self) -> None:
        """Put style, fonts, palette and style sheet on the application."""
        self._app.setStyle(QStyleFactory.create("Fusion"))
        self._app.setFont(fonts.font())
        self.choose(self._choice)

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or hold light or dark whatever the system says."""
        self._choice = choice
        wanted = {
            ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
            ThemeChoice.LIGHT: Qt.ColorScheme.Light,
            ThemeChoice.DARK: Qt.ColorScheme.Dark,
        }[choice]
        self._app.styleHints().setColorScheme(wanted)
        self._apply()

    def _on_system_scheme_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Mark buttons reached by key: only those show the ring. A click focuses while a button is down."""
        if isinstance(new, QAbstractButton):
            set_look(new, keyfocus=self._app.mouseButtons() == Qt.MouseButton.NoButton)

    def _apply(self) -> None:
        dark = self._choice is ThemeChoice.DARK or (
            self._choice is ThemeChoice.SYSTEM and self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        self._tokens = DARK if dark else LIGHT
        _State.tokens = self._tokens
        register_indicators()
        self._app.setPalette(build_palette(self._tokens))
        self._app.setStyleSheet(build_stylesheet(self._tokens))
        self.changed.emit()


class _State:
    tokens: Tokens = LIGHT


def has_key_focus(widget: QWidget) -> bool:
    """Whether a self-painted control has the focus and got it by keyboard."""
    return widget.hasFocus() and bool(widget.property("keyfocus"))


def tokens() -> Tokens:
    """The colours in force now. Ask each time you paint; never keep the answer."""
    return _State.tokens


def token_colour(name: Token) -> QColor:
    """The colour in force now for a token name."""
    return colour(getattr(_State.tokens, name))


def set_look(widget: QWidget, **properties: str | bool) -> None:
    """Set the dynamic properties the style sheet selects by (`kind`, `tone`, …) and restyle the widget."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
