"""The one door for telling the person something: a toast, a line with a way back, or a banner.

A question goes through `dialogs`; an event that may be missed goes to the notification centre, which may also
use the toast. This module knows no wording.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.theme.shadow import SHADOW
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.banner import Banner, Tone
from occ_desktop.ui.widgets.toast import Toast
from occ_desktop.ui.widgets.undo_line import UndoLine

_MOST_TOASTS = 3


class Messages(QObject):
    """Made by the shell for its window; the shell places `banner_area` and `undo_line` in its layout."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._banners: dict[str, Banner] = {}
        self._toasts: list[Toast] = []
        self._on_undo: Callable[[], None] | None = None
        self.banner_area = QWidget(window)
        self._banner_layout = QVBoxLayout(self.banner_area)
        self._banner_layout.setContentsMargins(0, 0, 0, 0)
        self._banner_layout.setSpacing(0)
        self.undo_line = UndoLine(window)
        self.undo_line.undo_clicked.connect(self._on_undo_clicked)
        self.undo_line.dismissed.connect(self._on_dismissed)
        window.installEventFilter(self)

    def done(
        self,
        title: str,
        text: str = "",
        *,
        undo: str = "",
        on_undo: Callable[[], None] | None = None,
        seconds: int = 10,
    ) -> None:
        """Say that something was done, with a way back if there is one. A newer line replaces an older."""
        self._on_undo = on_undo
        self.undo_line.show_done(title, text, undo=undo if on_undo is not None else "", seconds=seconds)
        self._place_toasts()

    def undo(self) -> None:
        """Ctrl+Z."""
        self.undo_line.undo()

    def banner(
        self,
        banner_id: str,
        title: str,
        text: str,
        *,
        tone: Tone = "amber",
        glyph: str = "cloud-slash-fill",
        aside: str = "",
        action: str = "",
        on_action: Callable[[], None] | None = None,
    ) -> None:
        """Show or change the banner of this id; it stays until `clear_banner`."""
        known = self._banners.get(banner_id)
        if known is None:
            known = self._banners[banner_id] = Banner(tone, glyph, self.banner_area)
            self._banner_layout.addWidget(known)
            if on_action is not None:
                known.action_clicked.connect(on_action)
        known.show_text(title, text, aside=aside, action=action)

    def banner_aside(self, banner_id: str, aside: str) -> None:
        """Change only the counting part of a banner."""
        if banner_id in self._banners:
            self._banners[banner_id].show_aside(aside)

    def clear_banner(self, banner_id: str) -> None:
        """Take the banner of this id away."""
        gone = self._banners.pop(banner_id, None)
        if gone is not None:
            gone.hide()
            self._banner_layout.removeWidget(gone)
            gone.deleteLater()

    @property
    def banners(self) -> tuple[str, ...]:
        """The ids of the banners shown."""
        return tuple(self._banners)

    def toast(
        self,
        title: str,
        text: str = "",
        *,
        actions: Sequence[StateAction] = (),
        on_action: Callable[[str], None] | None = None,
        source: str = "",
        time: str = "",
        seconds: int = 8,
    ) -> Toast:
        """Show a notice in the corner; at most three, the oldest goes first."""
        while len(self._toasts) >= _MOST_TOASTS:
            self._toasts[0].close_toast()
        made = Toast(title, text, actions, source=source, time=time, seconds=seconds, parent=self._window)
        if on_action is not None:
            made.action_triggered.connect(on_action)
        made.closed.connect(self._on_toast_closed)
        self._toasts.append(made)
        made.adjustSize()
        made.start()
        self._place_toasts()
        return made

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """The toasts shown, oldest first."""
        return tuple(self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._place_toasts()
        return super().eventFilter(watched, event)

    def _place_toasts(self) -> None:
        bottom = self._window.height() - SIZES.status_line - 4 + SHADOW
        if not self.undo_line.isHidden():
            bottom -= self.undo_line.height()
        for toast in reversed(self._toasts):
            toast.adjustSize()
            bottom -= toast.height()
            # At the left: the right is where the person writes a note and presses the main button.
            toast.move(max(0, self.banner_area.mapTo(self._window, QPoint()).x()) + 4 - SHADOW // 2, bottom)
            bottom += SHADOW

    def _on_toast_closed(self) -> None:
        closed = self.sender()
        self._toasts = [toast for toast in self._toasts if toast is not closed]
        self._place_toasts()

    def _on_undo_clicked(self) -> None:
        action, self._on_undo = self._on_undo, None
        if action is not None:
            action()

    def _on_dismissed(self) -> None:
        self._on_undo = None
        self._place_toasts()
