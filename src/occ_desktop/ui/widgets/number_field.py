"""A field for a whole number, and one for a time of day.

Qt 6 ignores a style sheet's padding in spin boxes (the inner edit has no frame), so the margin is set here.
"""

from datetime import time

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QSpinBox, QTimeEdit, QWidget

_MARGIN = 8


class NumberField(QSpinBox):
    """From `least` to `most`. `name` is translated and spoken."""

    def __init__(
        self, name: str, value: int, *, least: int, most: int, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSuffix(suffix)
        self.setValue(value)
        self.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)


class TimeField(QTimeEdit):
    """Hours and minutes. `name` is translated and spoken."""

    def __init__(self, name: str, value: time, parent: QWidget | None = None) -> None:
        super().__init__(QTime(value.hour, value.minute), parent)
        self.setAccessibleName(name)
        self.setDisplayFormat("HH:mm")
        self.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)

    @property
    def chosen(self) -> time:
        """The time shown."""
        shown = self.time()
        return time(shown.hour(), shown.minute())
