"""The pictures of a long text in a row: dropped, pasted or chosen, put in order, taken away.

It reads and converts nothing: its owner does, off this thread, and shows how far it is.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QEvent,
    QIODevice,
    QMimeData,
    QRectF,
    QStandardPaths,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from occ_contract.sms import MOST_IMAGES
from occ_desktop.ui import dialogs
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import token_colour
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.texting_parts.picture_tile import WIDE, PictureTile, ShownPicture

_FILES = "*.jpg *.jpeg *.png *.gif *.bmp *.tif *.tiff *.webp"
_READY = ("image/jpeg", "image/png")  # as the clipboard has them; anything else is written out as a bitmap


def pasted_picture(mime: QMimeData) -> bytes | None:
    """Return the picture a clipboard holds, as the bytes of a file, None when it holds none."""
    for form in _READY:
        if mime.hasFormat(form):
            return bytes(mime.data(form).data())
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB888).save(written, "BMP")  # type: ignore[call-overload]
    return bytes(written.data().data())


def _files(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class _AddTile(QWidget):
    """Where a picture can be dropped: a dashed place with the ways to fill it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDE)
        self.setMinimumHeight(132)
        self.over = False
        self.button = Button("", glyph="image", parent=self)
        self.hint = Label(self)
        self.hint.setProperty("tone", "hint")
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addStretch()
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.hint)
        layout.addStretch()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Qt.PenStyle.SolidLine if self.over else Qt.PenStyle.DashLine
        painter.setPen(QPen(token_colour("accent" if self.over else "field"), 2 if self.over else 1, style))
        painter.setBrush(token_colour("soft" if self.over else "surface"))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, SIZES.radius_card, SIZES.radius_card)
        painter.end()


class PictureStrip(QWidget):
    """`files_dropped(list)` of `Path`, as many as there is room for; `picture_pasted(object)`: bytes of one;
    `choose_asked()`: a dialog is wanted; `removed(str)`; `moved(str, int)`: its new place, from 0.
    """

    files_dropped = Signal(list)
    picture_pasted = Signal(object)
    choose_asked = Signal()
    removed = Signal(str)
    moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None, *, most: int = MOST_IMAGES) -> None:
        super().__init__(parent)
        self._most = most
        self._read_only = False
        self._shown: tuple[ShownPicture, ...] = ()
        self._tiles: list[PictureTile] = []
        self._left_out = 0
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._add = _AddTile(self)
        self._add.button.clicked.connect(self.choose_asked)
        self._notice = Label(self)
        self._notice.setProperty("tone", "warning")
        self._notice.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._add)
        self._row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._row)
        layout.addWidget(self._notice)
        self._retranslate()
        self._arrange()

    @property
    def pictures(self) -> tuple[ShownPicture, ...]:
        """What it shows."""
        return self._shown

    @property
    def room(self) -> int:
        """Return how many more pictures may be added."""
        return 0 if self._read_only else max(0, self._most - len(self._shown))

    def show_pictures(self, pictures: Sequence[ShownPicture]) -> None:
        """Show these, in their order; one that is on its way counts."""
        pictures = tuple(pictures)
        if pictures != self._shown:
            if len(pictures) < len(self._shown):
                self._left_out = 0
            self._shown = pictures
            self._arrange()

    def set_read_only(self, read_only: bool) -> None:
        """Show the pictures, change none."""
        self._read_only = read_only
        self._arrange()

    def take(self, mime: QMimeData) -> bool:
        """Take pictures from a clipboard or a drop; tell whether there were any."""
        if files := _files(mime):
            self._left_out = max(0, len(files) - self.room)
            if taken := files[: self.room]:
                self.files_dropped.emit(taken)
            self._retranslate()
            return True
        if (picture := pasted_picture(mime)) is None:
            return False
        self._left_out = 0 if self.room else 1
        if self.room:
            self.picture_pasted.emit(picture)
        self._retranslate()
        return True

    def _arrange(self) -> None:
        while len(self._tiles) < len(self._shown):
            tile = PictureTile(self)
            tile.remove_asked.connect(self._on_remove)
            tile.move_asked.connect(self._on_move)
            self._row.insertWidget(len(self._tiles), tile)
            self._tiles.append(tile)
        last = len(self._shown) - 1
        for place, tile in enumerate(self._tiles):
            if place <= last:
                picture = self._shown[place]
                tile.show_picture(picture, first=place == 0, last=place == last, locked=self._read_only)
            tile.setVisible(place <= last)
        self._add.setVisible(self.room > 0)
        self._retranslate()

    def _on_remove(self, picture_id: str) -> None:
        self._left_out = 0
        self.removed.emit(picture_id)

    def _on_move(self, picture_id: str, step: int) -> None:
        places = [picture.id for picture in self._shown]
        if picture_id in places:
            self.moved.emit(picture_id, min(max(0, places.index(picture_id) + step), len(places) - 1))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if not self._read_only and (_files(mime) or mime.hasImage()):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        if not self._read_only and self.take(event.mimeData()):
            event.acceptProposedAction()

    def _light(self, over: bool) -> None:
        self._add.over = over
        self._add.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._add.button.setText(self.tr("Add a picture"))
        self._add.hint.setText(self.tr("or drop it here, or paste it into the text"))
        self._notice.setVisible(self._left_out > 0)
        most = self.tr("A text takes %n picture(s); the others were left out.", "", self._most)
        self._notice.setText(most)


async def choose_pictures(asker: QWidget, strip: PictureStrip) -> list[Path]:
    """Ask for pictures in files; return as many as the strip has room for by then."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    found = await dialogs.open_files(
        asker,
        QCoreApplication.translate("PictureStrip", "Choose pictures"),
        folder=Path(folder or "."),
        name_filter=QCoreApplication.translate("PictureStrip", "Pictures ({files})").format(files=_FILES),
        several=True,
    )
    return found[: strip.room]
