"""The tray: an icon with a badge, a menu, native notices; and a plain answer when the desktop has no tray.

Qt says that messages are supported even where nothing would show, so availability is asked for each time and
the caller always has the in-app way.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from occ_desktop.ui.app_icon import app_icon
from occ_desktop.ui.plain_text import notice_text, set_tip


class Tray(QObject):
    """Signals: `opened()`: the icon was clicked; `menu_chosen(str)`; `notice_clicked(str)`: the key of the
    notice last shown; `in_app_wanted(str, str, str)`: title, text, key of a notice no tray could show.
    """

    opened = Signal()
    menu_chosen = Signal(str)
    notice_clicked = Signal(str)
    in_app_wanted = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(self)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self._on_message_clicked)
        self._menu = QMenu()
        self._menu.triggered.connect(self._on_menu_triggered)
        self._count = 0
        self._quiet = False
        self._key = ""
        self._render()

    @property
    def available(self) -> bool:
        """Whether the desktop shows tray icons now; panels may come and go."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def shown(self) -> bool:
        """Whether the icon stands in a tray, so that closing the window may keep the program."""
        return self.available and self._icon.isVisible()

    def start(self) -> bool:
        """Show the icon if there is a tray; returns whether there is."""
        if self.available:
            self._icon.show()
        return self.shown

    def stop(self) -> None:
        """Take the icon away; part of closing."""
        self._icon.hide()
        self._menu.hide()
        self._menu.deleteLater()

    def set_menu(self, entries: Sequence[tuple[str, str] | None]) -> None:
        """The menu as (id, translated label); `None` is a separator."""
        self._menu.clear()
        for entry in entries:
            if entry is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(entry[1]).setData(entry[0])
        self._icon.setContextMenu(self._menu)

    def show_count(self, count: int, tooltip: str) -> None:
        """The badge (own open work) and what the icon says under the mouse."""
        set_tip(self._icon, tooltip)
        if count != self._count:
            self._count = count
            self._render()

    def set_quiet(self, quiet: bool) -> None:
        """Grey the icon while notices are held back."""
        if quiet != self._quiet:
            self._quiet = quiet
            self._render()

    def notify(self, title: str, text: str, key: str = "") -> bool:
        """Show a native notice. Without a tray `in_app_wanted` is emitted and the answer is `False`."""
        if not self.shown or not QSystemTrayIcon.supportsMessages():
            self.in_app_wanted.emit(title, text, key)
            return False
        self._key = key
        self._icon.showMessage(notice_text(title), notice_text(text), self._icon.icon(), 8000)
        return True

    def _render(self) -> None:
        self._icon.setIcon(app_icon(count=self._count, quiet=self._quiet))

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()

    def _on_message_clicked(self) -> None:
        self.notice_clicked.emit(self._key)

    def _on_menu_triggered(self, action: QAction) -> None:
        self.menu_chosen.emit(str(action.data()))


def bring_to_front(window: QWidget) -> None:
    """Show a hidden or minimised window and ask the desktop to raise it."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
