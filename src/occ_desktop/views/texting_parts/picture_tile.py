"""One picture of a text: small, its name, what was done to it or is wrong, what one can do with it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.ui.widgets.icon_button import IconButton

WIDE = 168  # of a tile, pixels
THUMB = QSize(WIDE - 18, 100)


@dataclass(frozen=True)
class ShownPicture:
    """A picture as the strip shows it. ``id`` is its owner's name for it.

    ``note`` is translated ("1000 × 750, 212 KB · made smaller"); ``progress`` from 0 to 1 while it is on its
    way, less than 0 when nobody knows how far; None when it is there. ``error`` says why it cannot be sent.
    """

    id: str
    name: str
    image: QImage | None = None
    note: str = ""
    progress: float | None = None
    error: str = ""


class _Thumb(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._small = QImage()
        self._of = -1
        self.setFixedSize(THUMB)

    def show_image(self, image: QImage | None) -> None:
        key = -1 if image is None else image.cacheKey()
        if key == self._of:
            return
        self._of = key
        self._small = QImage()
        if image is not None and not image.isNull():
            room = THUMB * max(1.0, self.devicePixelRatioF())
            self._small = image.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), SIZES.radius_check, SIZES.radius_check)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), token_colour("greyb"))
        if not self._small.isNull():
            whole = self._small.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            area = QRectF(0, 0, whole.width(), whole.height())
            area.moveCenter(QRectF(self.rect()).center())
            painter.drawImage(area, self._small)
        painter.end()


class PictureTile(QFrame):
    """`remove_asked(str)`; `move_asked(str, int)`: a place to the left (-1) or right (1)."""

    remove_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = ShownPicture("", "")
        self.setFixedWidth(WIDE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self._thumb = _Thumb(self)
        self._waits = Glyph("image", "text3", 24, self._thumb)
        self._waits.move((THUMB.width() - 24) // 2, (THUMB.height() - 24) // 2)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._name = Label(self)
        self._note = Label(self)
        self._note.setWordWrap(True)
        self._left = IconButton("caret-left", "", parent=self)
        self._right = IconButton("caret-right", "", parent=self)
        self._remove = IconButton("x", "", parent=self)
        self._build()
        self._left.clicked.connect(self._on_left)
        self._right.clicked.connect(self._on_right)
        self._remove.clicked.connect(self._on_remove)
        self._retranslate()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._left)
        buttons.addWidget(self._right)
        buttons.addStretch()
        buttons.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 5)
        layout.setSpacing(4)
        layout.addWidget(self._thumb)
        layout.addWidget(self._progress)
        layout.addWidget(self._name)
        layout.addWidget(self._note)
        layout.addStretch()
        layout.addLayout(buttons)

    @property
    def picture(self) -> ShownPicture:
        """What it shows."""
        return self._picture

    def show_picture(self, picture: ShownPicture, *, first: bool, last: bool, locked: bool) -> None:
        """Show a picture and where it stands; ``locked``: nothing may be done with it."""
        self._picture = picture
        self._thumb.show_image(picture.image)
        self._waits.setVisible(picture.image is None)
        self._progress.setVisible(picture.progress is not None and not picture.error)
        if picture.progress is not None:
            self._progress.setRange(0, 0 if picture.progress < 0 else 100)
            self._progress.setValue(round(max(0.0, picture.progress) * 100))
        room = self._name.fontMetrics()
        self._name.setText(room.elidedText(picture.name, Qt.TextElideMode.ElideMiddle, THUMB.width()))
        set_tip(self._name, picture.name)
        said = picture.error or picture.note
        self._note.setText(said)
        self._note.setVisible(bool(said))
        set_look(self._note, tone="error" if picture.error else "hint")
        self._left.setVisible(not locked and not first)
        self._right.setVisible(not locked and not last)
        self._remove.setVisible(not locked)
        self.setAccessibleName(picture.name)
        self.setAccessibleDescription(said)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return False  # its width is fixed: rows around it need not ask again and again

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        wraps = layout.hasHeightForWidth()
        return QSize(WIDE, layout.totalHeightForWidth(WIDE) if wraps else layout.totalSizeHint().height())

    def _on_left(self) -> None:
        self.move_asked.emit(self._picture.id, -1)

    def _on_right(self) -> None:
        self.move_asked.emit(self._picture.id, 1)

    def _on_remove(self) -> None:
        self.remove_asked.emit(self._picture.id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._left.rename(self.tr("Move to the left"))
        self._right.rename(self.tr("Move to the right"))
        self._remove.rename(self.tr("Remove the picture"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(token_colour("red" if self._picture.error else "line2"), 1))
        painter.setBrush(token_colour("surface"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, SIZES.radius_card, SIZES.radius_card)
        painter.end()
