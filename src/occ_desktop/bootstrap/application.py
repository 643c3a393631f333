"""The one application object, named as the system knows it. It knows nothing of the program it carries."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication


def make_application(arguments: list[str]) -> QApplication:
    """Return the one application; there may be one already."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(arguments)
    app.setApplicationName("occ-desktop")
    app.setDesktopFileName("occ-desktop")
    app.setQuitOnLastWindowClosed(False)
    return app
