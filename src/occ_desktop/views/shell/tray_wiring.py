"""The tray's menu, and that its icon stands for this window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.tray import Tray, bring_to_front

OPEN, NOTICES, QUIT = "open", "notices", "quit"


class TrayWiring(QObject):
    """`quit_chosen` when the person ends the program from the tray."""

    quit_chosen = Signal()

    def __init__(self, tray: Tray, window: QWidget, show_notices: Callable[[], None]) -> None:
        super().__init__(window)
        self._tray = tray
        self._window = window
        self._show_notices = show_notices
        tray.set_menu(
            (
                (OPEN, self.tr("Open the window")),
                (NOTICES, self.tr("Notices")),
                None,
                (QUIT, self.tr("Quit")),
            )
        )
        tray.opened.connect(self._on_opened)
        tray.menu_chosen.connect(self._on_menu)
        tray.start()

    def say_still_here(self) -> None:
        """Tell once that closing the window did not end the program."""
        self._tray.notify(
            self.tr("Still running"),
            self.tr("The window is closed; notices keep coming. Quit from the tray menu."),
        )

    def close(self) -> None:
        """Let go of the tray; it may serve another window."""
        self._tray.opened.disconnect(self._on_opened)
        self._tray.menu_chosen.disconnect(self._on_menu)
        self._tray.show_count(0, "")
        self._tray.set_menu(())

    def _on_opened(self) -> None:
        bring_to_front(self._window)

    def _on_menu(self, entry: str) -> None:
        if entry == QUIT:
            self.quit_chosen.emit()
            return
        bring_to_front(self._window)
        if entry == NOTICES:
            self._show_notices()
