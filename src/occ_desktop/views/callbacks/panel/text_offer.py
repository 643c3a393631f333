"""Sending the customer a text from the panel; after a call nobody answered, first the service's for that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.status import StatusGlyph
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.key_hint import KeyHint

_NAME_ROOM = 104  # pixels of a template's name on its button; the whole of it is the tool tip


class TextOffer(QWidget):
    """`pressed()`: a text of one's own; `template_pressed()`: the service's text for who did not answer."""

    pressed = Signal()
    template_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._called_at = self._template = self._cap = ""
        self._alone = Button("", "link", glyph="chat-text", parent=self)
        self._card = QFrame(self)
        self._card.setProperty("ground", "box")
        self._words = Label(self._card)
        self._words.setWordWrap(True)
        self._send = Button("", "tinted", glyph="chat-text", parent=self._card)
        self._other = Button("", "link", parent=self._card)
        self._hint = QHBoxLayout()
        self._build()
        self._alone.clicked.connect(self.pressed)
        self._other.clicked.connect(self.pressed)
        self._send.clicked.connect(self.template_pressed)
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(6)
        mark = StatusGlyph("call.no_answer", "", self._card)
        said.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._send)
        buttons.addLayout(self._hint)
        buttons.addStretch()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(12, 8, 8, 8)
        inside.setSpacing(4)
        inside.addLayout(said)
        inside.addLayout(buttons)
        inside.addWidget(self._other, alignment=Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._alone, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._card)

    @property
    def sentence(self) -> str:
        """What it says of a call nobody answered and of the text for that, empty where there is none."""
        return "" if self._card.isHidden() else f"{self._words.text()} {self._template}"

    def show_nothing(self) -> None:
        """Offer nothing: no text can be sent from here."""
        self.hide()

    def show_offer(self, called_at: str = "", template: str = "") -> None:
        """Offer a text; ``called_at`` is when a call was not answered, ``template`` the text for that."""
        self._called_at, self._template = called_at, template
        self._alone.setVisible(not template)
        self._card.setVisible(bool(template))
        self._write()
        self.show()

    def show_keys(self, cap: str) -> None:
        """Name the key that does the same."""
        if cap != self._cap:
            self._cap = cap
            if (old := self._hint.takeAt(0)) is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
            if cap:
                self._hint.addWidget(KeyHint(cap, parent=self._card))
            set_tip(self._alone, cap)

    def retranslate(self) -> None:
        """Write every text anew."""
        self._alone.setText(self.tr("Send a text"))
        self._other.setText(self.tr("Write another text"))
        self._write()

    def _write(self) -> None:
        self._words.setText(self.tr("No answer at {time}, and no text since.").format(time=self._called_at))
        room = self._send.fontMetrics()
        name = room.elidedText(self._template, Qt.TextElideMode.ElideRight, _NAME_ROOM)
        self._send.setText(self.tr("Send “{template}”").format(template=name))
        set_tip(self._send, self._template)
