"""The right side: the text as each recipient gets it, what is about to be sent, and the one main button."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from occ_contract.phone import shown
from occ_contract.sms import Recipient, TextType
from occ_contract.sms_text import TextForm, in_one_line
from occ_desktop.domain.text_drafts import WrittenText
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.views.sms_sending.addressees import Addressees
from occ_desktop.views.sms_sending.wording import SendingWords
from occ_desktop.views.texting_parts.phone_preview import PhonePreview

_WIDE, _NARROW = 284, 236
_LOW = 520  # pixels of height: below, what the form says as well is left to it


class SendingSide(QFrame):
    """`send_wanted()`: the main button was pressed."""

    send_wanted = Signal()

    def __init__(self, words: SendingWords, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="sunken")
        self.setFixedWidth(_WIDE)
        self._words = words
        self._place = 0
        self._shown: tuple[WrittenText, Addressees, tuple[QImage, ...]] = (WrittenText(), Addressees(), ())
        self._head = Label(self)
        self._head.setProperty("role", "section")
        self._walk = Label(self)
        self._walk.setProperty("tone", "second")
        self.before = IconButton("caret-left", "", parent=self)
        self.after = IconButton("caret-right", "", parent=self)
        self.phone = PhonePreview(self)
        self._names = [Label(self) for _ in range(4)]
        self._values = [Label(self) for _ in range(4)]
        self._wrong = Label(self)
        self._wrong.setWordWrap(True)
        self._wrong.setProperty("tone", "error")
        self._wrong.hide()
        self.send = BusyButton("", "", "primary", glyph="paper-plane-tilt", parent=self)
        self._again = Label(self)
        self._again.setProperty("tone", "hint")
        self._key = KeyHint(key, parent=self)
        self._build()
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        self.send.clicked.connect(self.send_wanted)
        self._say()
        self.show_text(*self._shown)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._head, 1)
        for part in (self.before, self._walk, self.after):
            head.addWidget(part)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setProperty("tone", "second")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        self._values[1].setProperty("weight", "bold")
        hint = QHBoxLayout()
        hint.addStretch()
        hint.addWidget(self._again)
        hint.addWidget(self._key)
        hint.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 12)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.phone, 1, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(grid)
        layout.addWidget(self._wrong)
        layout.addWidget(self.send)
        layout.addLayout(hint)

    def set_narrow(self, narrow: bool) -> None:
        """Take less room, or as much as is good."""
        self.setFixedWidth(_NARROW if narrow else _WIDE)
        layout = self.layout()
        if layout is not None:
            side = 12 if narrow else 20
            layout.setContentsMargins(side, 12, side, 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall = self.height() >= _LOW
        for row in (0, 2, 3):
            self._names[row].setVisible(tall)
            self._values[row].setVisible(tall)
        self._again.setVisible(tall)
        self._key.setVisible(tall)

    def show_text(self, written: WrittenText, to: Addressees, pictures: Sequence[QImage]) -> None:
        """Show what would be sent now."""
        self._shown = (written, to, tuple(pictures))
        self._place = max(0, min(self._place, to.count - 1))
        self._show_one()
        words, reserved = self._words, written.reserve_at is not None
        values = (
            words.kind(written.type),
            words.recipients(to.count),
            shown(written.sender) if written.sender else "–",
            words.when(written.reserve_at),
        )
        for label, text in zip(self._values, values, strict=True):
            label.setText(text)
        busy = self.tr("Reserving…") if reserved else self.tr("Sending…")
        self.send.set_texts(words.press(to.count, reserved=reserved), busy)

    def show_wrong(self, sentence: str, *, passing: bool = False) -> None:
        """Say why it cannot be sent now, above the button; empty: it can. ``passing``: it ends by itself."""
        set_look(self._wrong, tone="warning" if passing else "error")
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    @property
    def wrong(self) -> str:
        """Return what stands above the button."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def _show_one(self) -> None:
        """Show the text of one recipient; a placeholder without a value stands as it is written."""
        written, to, pictures = self._shown
        one = to.recipients[self._place] if to.count else Recipient(phone="", values=written.values)
        long = written.type is TextType.MMS
        self.phone.show_text(
            in_one_line(_filled(written.subject, one)) if long else None,
            _filled(written.body, one),
            pictures if long else (),
            shown(written.sender) if written.sender else None,
            when="" if written.reserve_at is None else self._words.moment(written.reserve_at),
            note=self._words.kind(written.type),
        )
        text = self.tr("{place} / {count}").format(place=f"{self._place + 1:,}", count=f"{to.count:,}")
        self._walk.setText(text)
        for part in (self.before, self._walk, self.after):
            part.setVisible(to.count > 1)

    def _on_before(self) -> None:
        self._step(-1)

    def _on_after(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        self._place = (self._place + by) % max(1, self._shown[1].count)
        self._show_one()

    def _say(self) -> None:
        self._head.setText(self.tr("Preview"))
        self.before.rename(self.tr("Recipient before"))
        self.after.rename(self.tr("Next recipient"))
        names = (self.tr("Type"), self.tr("Recipients"), self.tr("Sender number"), self.tr("Time"))
        for label, text in zip(self._names, names, strict=True):
            label.setText(text)
        self._again.setText(self.tr("You are asked once more"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self.show_text(*self._shown)


def _filled(text: str, one: Recipient) -> str:
    form = TextForm(text)
    known = {name: f"##{name}##" for name in form.names} | {k: v for k, v in one.values.items() if v}
    return form.filled(known)
