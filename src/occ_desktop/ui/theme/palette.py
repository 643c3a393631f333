"""Turns the colour tables into Qt's objects: the application palette and cached `QColor`s."""

from functools import cache

from PySide6.QtGui import QColor, QPalette

from occ_desktop.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole


@cache
def colour(value: str) -> QColor:
    """The `QColor` of a token value. The object is shared: copy before changing it."""
    return QColor(value)


def build_palette(tokens: Tokens) -> QPalette:
    """The palette under the style sheet, so that what the sheet leaves alone still fits."""
    palette = QPalette()
    roles: dict[QPalette.ColorRole, str] = {
        _Role.Window: tokens.surface,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.sunken,
        _Role.Text: tokens.text,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.onred,
        _Role.Highlight: tokens.sel,
        _Role.HighlightedText: tokens.text,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.accent2,
        _Role.ToolTipBase: tokens.rail,
        _Role.ToolTipText: tokens.railon,
        _Role.PlaceholderText: tokens.text3,
        _Role.Accent: tokens.accent,
        _Role.Light: tokens.surface,
        _Role.Midlight: tokens.hover,
        _Role.Mid: tokens.line2,
        _Role.Dark: tokens.field,
        _Role.Shadow: tokens.shadow,
    }
    for role, value in roles.items():
        palette.setColor(role, colour(value))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour(tokens.disabled))
    return palette
