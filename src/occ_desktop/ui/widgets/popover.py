"""A panel that opens under a control and closes when one clicks or tabs elsewhere. It lives in the window.

Being a child widget, not a window of its own, it gets round corners and a shadow on every desktop, and no
nested event loop is involved. A press elsewhere closes it, wherever that lands: a widget that takes a press
tells nobody of it, so the application is listened to, while the panel is open and only then.
"""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from occ_desktop.ui.theme.shadow import SHADOW, paint_floating_card
from occ_desktop.ui.theme.tokens import SIZES


@runtime_checkable
class PopoverContent(Protocol):
    """Content that wants the focus on a particular field when it opens."""

    def focus_first(self) -> None:
        """Put the focus where typing should go."""
        ...


class Popover(QWidget):
    """One panel per opening: made by `open_popover`, deleted when closed. `closed` is emitted once."""

    closed = Signal()

    def __init__(self, anchor: QWidget, content: QWidget, *, align_right: bool = False) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self._content = content
        self._align_right = align_right
        self._open = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(content.accessibleName() or anchor.accessibleName())
        layout = QVBoxLayout(self)
        edge = SHADOW + 1
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.addWidget(content)
        self.hide()

    @property
    def content(self) -> QWidget:
        """What the panel holds."""
        return self._content

    def open(self) -> None:
        """Show it at its anchor and take the focus. Does not block."""
        self._place()
        self.show()
        self.raise_()
        self._open = True
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        if isinstance(self._content, PopoverContent):
            self._content.focus_first()
        else:
            self._content.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self, *, restore_focus: bool = True) -> None:
        """Close it; the focus goes back to the anchor unless the person went elsewhere."""
        if not self._open:
            return
        self._open = False
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
        if restore_focus:
            self._anchor.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def relayout(self) -> None:
        """The content changed its size."""
        self._place()

    def _place(self) -> None:
        window = self.window()
        wanted = self.sizeHint()
        size = QSize(min(wanted.width(), window.width()), min(wanted.height(), window.height()))
        at = self._anchor.mapTo(window, QPoint(0, self._anchor.height()))
        left = at.x() + self._anchor.width() - size.width() + SHADOW if self._align_right else at.x() - SHADOW
        top = at.y() + 4 - SHADOW
        if top + size.height() > window.height():
            above = at.y() - self._anchor.height() - size.height() - 4 + SHADOW
            top = above if above >= 0 else window.height() - size.height()
        left = max(-SHADOW, min(left, window.width() - size.width() + SHADOW))
        self.setGeometry(QRect(QPoint(left, max(0, top)), size))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            assert isinstance(event, QMouseEvent)
            at = self.mapFromGlobal(event.globalPosition().toPoint())
            if not self.rect().contains(at) and not self._is_ours(watched):
                on_anchor = watched is self._anchor
                self.close_panel(restore_focus=on_anchor)
                return on_anchor
        elif kind == QEvent.Type.Resize and watched is self.window():
            QTimer.singleShot(0, self, self._place)  # the anchor moves with the layout, a moment later
        elif kind in (QEvent.Type.WindowDeactivate, QEvent.Type.Hide) and watched is self.window():
            self.close_panel(restore_focus=False)
        return super().eventFilter(watched, event)

    def _is_ours(self, widget: QWidget) -> bool:
        """Inside the panel, or in a pop-up (a calendar, a combo list) that belongs to it."""
        top: QWidget | None = widget
        while top is not None:
            if top is self:
                return True
            top = top.parentWidget()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_floating_card(painter, QRectF(self.rect()), SIZES.radius_card)
        painter.end()


def open_popover(anchor: QWidget, content: QWidget, *, align_right: bool = False) -> Popover:
    """Open `content` in a panel under `anchor`."""
    panel = Popover(anchor, content, align_right=align_right)
    panel.open()
    return panel
