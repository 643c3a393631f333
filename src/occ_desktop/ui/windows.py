"""Top-level windows: where they stood last time, and that closing may mean going to the tray."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QByteArray, QRect, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

_SAVE_MS = 800


class PlaceSettings(Protocol):
    """Where windows keep their place between runs. Both calls return at once."""

    def load_place(self, window_id: str) -> str | None:
        """What was saved under this id, or `None`."""
        ...

    def save_place(self, window_id: str, place: str) -> None:
        """Keep it. The text is opaque."""
        ...


class MemoryPlaces:
    """Keeps places for this run only."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def load_place(self, window_id: str) -> str | None:
        """What was saved in this run."""
        return self._places.get(window_id)

    def save_place(self, window_id: str, place: str) -> None:
        """Keep it until the program ends."""
        self._places[window_id] = place


class RememberedWindow(QMainWindow):
    """`closing()`: the person really closes; `went_to_tray()`: the window hid, the program goes on."""

    closing = Signal()
    went_to_tray = Signal()

    def __init__(
        self,
        window_id: str,
        settings: PlaceSettings,
        *,
        hide_instead: Callable[[], bool] | None = None,
        first_size: tuple[int, int] = (1280, 720),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._window_id = window_id
        self._settings = settings
        self._hide_instead = hide_instead
        self._leaving = False
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._timer.timeout.connect(self._save)
        self.resize(*first_size)
        self._restore()

    def leave(self) -> None:
        """Close for good, also where closing would only hide."""
        self._leaving = True
        self.close()

    def _restore(self) -> None:
        place = self._settings.load_place(self._window_id)
        if place is not None and not self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii"))):
            return
        self._keep_on_a_screen()

    def _keep_on_a_screen(self) -> None:
        """A monitor may be gone since last time: at least the head must be reachable."""
        head = QRect(self.x(), self.y(), self.width(), 48)
        screens = QGuiApplication.screens()
        reachable = any(
            screen.availableGeometry().intersected(head).width() >= min(160, head.width())
            for screen in screens
        )
        if screens and not reachable:
            area = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(self.width(), area.width()), min(self.height(), area.height()))
            self.move(area.center() - self.rect().center())

    def _save(self) -> None:
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._settings.save_place(self._window_id, place)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """The program may end now: what was moved a moment ago is not waited for."""
        super().hideEvent(event)
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        if self.isVisible():  # a hidden one was saved when it hid
            self._save()
        if not self._leaving and self._hide_instead is not None and self._hide_instead():
            event.ignore()
            self.hide()
            self.went_to_tray.emit()
            return
        event.accept()
        self.closing.emit()
