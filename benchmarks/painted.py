"""Knowing that a widget was painted."""

import asyncio

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Tells when a widget was painted the next time."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.done = asyncio.Event()
        widget.installEventFilter(self)
        widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self.done.set)
        return super().eventFilter(watched, event)
