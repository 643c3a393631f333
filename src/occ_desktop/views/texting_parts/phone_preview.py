"""A text as the customer sees it: a phone with the sender above and the bubble below; long ones scroll."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import token_colour, tokens
from occ_desktop.ui.theme.tokens import SIZES

_WIDE, _HIGH = 236, 420  # of the phone, pixels
_NARROW, _LOW, _HIGHEST = 200, 240, 560
_BEZEL, _CORNER = 6, 18
_NOTCH = QSize(56, 8)
_SIDE = 12  # between the screen's edge and the bubble
_WORD = _NARROW - 2 * (_BEZEL + 1) - 2 * _SIDE - 16 - 24  # of the narrowest bubble's lines, pixels
_MAY_BREAK = "\u200b"  # shows nothing; a line may end there
_MOST_PICTURE = 180  # pixels high: the text below stays in sight


class _Picture(QWidget):
    """One picture across the bubble, in its own proportions."""

    def __init__(self, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = image
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._image.isNull():
            return 40
        return min(_MOST_PICTURE, round(width * self._image.height() / self._image.width()))

    def sizeHint(self) -> QSize:
        return QSize(_NARROW // 2, self.heightForWidth(_NARROW // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), SIZES.radius, SIZES.radius)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), token_colour("greyb"))
        if not self._image.isNull():
            whole = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            area = QRectF(0, 0, whole.width(), whole.height())
            area.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(area, self._image)
        painter.end()


def _unlocked(label: Label, word: str) -> str:
    """Let a word that is wider than a line end it anywhere, as phones do: the label would be cut instead."""
    return _MAY_BREAK.join(word) if label.fontMetrics().horizontalAdvance(word) > _WORD else word


class _Bubble(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = Label(self)
        self.title.setProperty("weight", "bold")
        self.body = Label(self)
        for label in (self.title, self.body):
            label.setWordWrap(True)
        self._pictures: list[_Picture] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.title)
        self._layout.addWidget(self.body)

    def show_words(self, title: str, body: str) -> None:
        for label, text in ((self.title, title), (self.body, body)):
            label.setText("".join(_unlocked(label, word) for word in re.split(r"(\s+)", text)))
            label.setVisible(bool(text))

    def show_pictures(self, pictures: Sequence[QImage]) -> None:
        for old in self._pictures:
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._pictures = [_Picture(image, self) for image in pictures]
        for place, picture in enumerate(self._pictures, start=1):
            self._layout.insertWidget(place, picture)
            picture.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(token_colour("line"), 1))
        painter.setBrush(token_colour("surface"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, SIZES.radius_dialog, SIZES.radius_dialog)
        painter.end()


class PhonePreview(QWidget):
    """Nothing in it can be pressed; long texts scroll by wheel and keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(_HIGHEST)
        self._sender = Label(self)
        self._sender.setProperty("weight", "bold")
        self._sender.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._when = Label(self)
        self._when.setProperty("tone", "hint")
        self._when.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget()
        self._page.setProperty("ground", "clear")
        self._bubble = _Bubble(self._page)
        self._note = Label(self._page)
        self._note.setProperty("tone", "hint")
        self._build()
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range)

    def _build(self) -> None:
        inside = QVBoxLayout(self._page)
        inside.setContentsMargins(_SIDE, _SIDE, _SIDE + 16, _SIDE)
        inside.setSpacing(6)
        inside.addWidget(self._bubble)
        inside.addWidget(self._note)
        inside.addStretch()
        self._scroll.setWidget(self._page)
        layout = QVBoxLayout(self)
        top = _BEZEL + 22
        layout.setContentsMargins(_BEZEL + 1, top, _BEZEL + 1, _BEZEL + _CORNER // 2)
        layout.setSpacing(0)
        layout.addWidget(self._sender)
        layout.addWidget(self._when)
        layout.addSpacing(8)
        layout.addWidget(self._scroll, 1)

    def show_text(
        self,
        title: str | None,
        body: str,
        pictures: Sequence[QImage],
        sender: str | None,
        *,
        when: str = "",
        note: str = "",
    ) -> None:
        """Show a text as it arrives. ``title`` is None for an SMS; ``when`` and ``note`` are translated."""
        shown = (title, body, tuple(image.cacheKey() for image in pictures), sender, when, note)
        if shown == self._shown:
            return
        if shown[2] != self._shown[2:3]:
            self._bubble.show_pictures(pictures)
        self._shown = shown
        self._bubble.show_words(title or "", body)
        self._bubble.setVisible(bool(title or body or pictures))
        self._sender.setText(sender or self.tr("No sender number yet"))
        self._when.setText(when)
        self._when.setVisible(bool(when))
        empty = self._bubble.isHidden()
        self._note.setText(self.tr("The text will stand here") if empty else note)
        self._note.setVisible(bool(self._note.text()))
        self.setAccessibleName(self.tr("The text as it arrives"))
        self.setAccessibleDescription("\n".join(part for part in (sender, title, body) if part))

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, _LOW)

    def _on_range(self, _least: int, most: int) -> None:
        """Let the keyboard in only where there is something to scroll."""
        policy = Qt.FocusPolicy.TabFocus if most > 0 else Qt.FocusPolicy.NoFocus
        self._scroll.setFocusPolicy(policy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._shown = ()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        case = token_colour("line2" if tokens().dark else "rail")
        painter.setPen(QPen(case, _BEZEL))
        painter.setBrush(token_colour("canvas"))
        area = QRectF(self.rect()).adjusted(_BEZEL / 2, _BEZEL / 2, -_BEZEL / 2, -_BEZEL / 2)
        painter.drawRoundedRect(area, _CORNER, _CORNER)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(case)
        notch = QRectF((self.width() - _NOTCH.width()) / 2, _BEZEL + 6, _NOTCH.width(), _NOTCH.height())
        painter.drawRoundedRect(notch, _NOTCH.height() / 2, _NOTCH.height() / 2)
        below = self._scroll.geometry().top() - 1
        painter.fillRect(QRectF(_BEZEL, below, self.width() - 2 * _BEZEL, 1), token_colour("line"))
        painter.end()
