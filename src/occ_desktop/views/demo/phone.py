"""A customer's telephone: the text the sample centre's sandbox took last. Nothing of it left this machine."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.phone import shown as in_groups
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.views.texting_parts.phone_preview import PhonePreview


class PhoneWindow(QWidget):
    """Stands beside the program's windows; closing it only puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("demo-phone")
        self.setWindowTitle(self.tr("A customer's phone"))
        self._to = Label(self.tr("Nothing was sent yet"), self)
        self._to.setProperty("role", "title")
        self._preview = PhonePreview(self)
        self._preview.show_text(None, "", (), None)
        self._note = Label(self.tr("The sandbox keeps what it takes. No text leaves this machine."), self)
        self._note.setWordWrap(True)
        self._note.setProperty("tone", "second")
        self._build()

    def show_text(
        self, recipient: str, sender: str, subject: str, body: str, pictures: Sequence[bytes], when: str
    ) -> None:
        """Show a text as it arrived; ``pictures`` are JPEGs, ``when`` is written out."""
        self._to.setText(in_groups(recipient))
        shown = [QImage.fromData(picture) for picture in pictures]
        self._preview.show_text(subject or None, body, shown, in_groups(sender), when=when)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(self._to, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._preview, 1, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._note)
        set_look(self, ground="surface")
        self.resize(300, 560)
