"""Whether this machine can show Korean at all."""

from PySide6.QtGui import QFontDatabase


def has_korean_font() -> bool:
    """Tell whether a font with Hangul is installed."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Korean))
