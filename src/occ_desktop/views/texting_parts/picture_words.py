"""What is said of the pictures of a text: on their way, made fit for a telephone, or not to be had."""

from PySide6.QtCore import QObject

from occ_desktop.domain.failures import Failure
from occ_desktop.services.texting_images import ImageChange, PreparedImage
from occ_desktop.ui import failure_text


class PictureWords(QObject):
    """Asked whenever one is shown, so that another language needs no more."""

    def name(self) -> str:
        """Return what a picture is called whose file nobody here has seen."""
        return self.tr("Picture")

    def pasted(self) -> str:
        """Return the name of a picture that came without one."""
        return self.tr("pasted picture")

    def preparing(self) -> str:
        """Return what is said while a picture is opened and shrunk."""
        return self.tr("Being prepared")

    def sending(self) -> str:
        """Return what is said while a picture is on its way."""
        return self.tr("On its way to the server")

    def not_here(self, failure: Failure) -> str:
        """Return why a picture the server has cannot be shown."""
        return self.tr("Not shown. {why}").format(why=failure_text.sentence(failure))

    def here(self, width: int, height: int, count: int) -> str:
        """Return what a picture of so many bytes is."""
        return f"{width:,} × {height:,}, {_size(count)}"

    def made(self, picture: PreparedImage) -> str:
        """Return what a picture is now, and what was done to it so that it can be sent."""
        now = self.here(picture.width, picture.height, len(picture.jpeg))
        done = [text for change, text in self._changes(picture).items() if change in picture.changes]
        return " · ".join((now, *done))

    def _changes(self, picture: PreparedImage) -> dict[ImageChange, str]:
        before = f"{picture.width_before:,} × {picture.height_before:,}"
        return {
            ImageChange.CONVERTED: self.tr("made a JPEG"),
            ImageChange.SHRUNK: self.tr("made smaller, from {size}").format(size=before),
            ImageChange.COMPRESSED: self.tr("compressed, from {size}").format(
                size=_size(picture.bytes_before)
            ),
            ImageChange.STRIPPED: self.tr("place and camera taken out"),
        }


def _size(count: int) -> str:
    """Return a size of a file as people read it."""
    if count >= 1024 * 1024:
        return f"{count / (1024 * 1024):.1f} MB"
    return f"{max(1, round(count / 1024)):,} KB"
