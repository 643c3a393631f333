"""The last look before a text goes: type, count, sender, time, whom it is the longest for, and as it arrives.

Who got something similar in the last day stands out, with when and from whom. It shows what the server said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from occ_contract.phone import shown
from occ_contract.sms import NewSmsRequest, Similar, SmsPreview, TextType
from occ_contract.sms_text import TextForm
from occ_desktop.ui import dialogs
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.views.sms_sending.wording import SendingWords
from occ_desktop.views.texting_parts.measure import body_limit
from occ_desktop.views.texting_parts.phone_preview import PhonePreview

_MOST_NAMED = 100
_LIST_HIGH = 132


@dataclass(frozen=True)
class Asked:
    """What is about to be sent, and what the server said of it."""

    request: NewSmsRequest
    preview: SmsPreview
    template_name: str
    left_out: int
    pictures: tuple[QImage, ...]


class SimilarBox(QFrame):
    """Who got something similar lately: how many, the newest, and the list on demand."""

    def __init__(
        self, similar: Sequence[Similar], words: SendingWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, ground="amberb")
        self.title = Label(self.tr("%Ln of them got a text in the last 24 hours", "", len(similar)), self)
        self.title.setProperty("tone", "warning")
        self.title.setProperty("weight", "bold")
        self.title.setWordWrap(True)
        newest = max(similar, key=lambda one: one.at)
        same = sum(1 for one in similar if one.same)
        senders = Counter(one.agent_name for one in similar)
        names = ", ".join(name for name, _count in senders.most_common(3))
        texts = [self.tr("{time} {names}").format(time=words.moment(newest.at), names=names)]
        if same:
            texts.append(self.tr("%Ln of them the very same", "", same))
        about = Label(" · ".join(texts), self)
        about.setWordWrap(True)
        self._show = Button(self.tr("Show the list"), "link", parent=self)
        self._show.clicked.connect(self._on_show)
        self._list = self._made_list(similar, words)
        self._list.hide()
        line = QHBoxLayout()
        line.addWidget(about, 1)
        line.addWidget(self._show)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Glyph("clock", "amber", 16, self), alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(line)
        layout.addWidget(self._list)

    def _made_list(self, similar: Sequence[Similar], words: SendingWords) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 4, 8, 0)
        grid.setHorizontalSpacing(12)
        for place, one in enumerate(similar[:_MOST_NAMED]):
            same = self.tr("the same text") if one.same else self.tr("another text")
            cells = (shown(one.recipient), words.moment(one.at), one.agent_name, same)
            for column, text in enumerate(cells):
                grid.addWidget(Label(text, inside), place, column)
        if (rest := len(similar) - _MOST_NAMED) > 0:
            grid.addWidget(Label(self.tr("and %Ln more", "", rest), inside), _MOST_NAMED, 0)
        grid.setColumnStretch(3, 1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMaximumHeight(_LIST_HIGH)
        scroll.setAccessibleName(self.title.text())
        return scroll

    def _on_show(self) -> None:
        self._list.setVisible(self._list.isHidden())
        self._show.setText(self.tr("Show the list") if self._list.isHidden() else self.tr("Hide the list"))


class Confirmation(QWidget):
    """The body of the question."""

    def __init__(self, asked: Asked, words: SendingWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked, self._words = asked, words
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(8)
        self.facts.setColumnStretch(1, 1)
        for name, value, strong in self.lines():
            self._add(name, value, strong=strong)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(self.facts)
        self.similar: SimilarBox | None = None
        if asked.preview.similar:
            self.similar = SimilarBox(asked.preview.similar, words, self)
            left.addWidget(self.similar)
        note = Label(self._way_back(), self)
        note.setProperty("tone", "second")
        note.setWordWrap(True)
        left.addWidget(note)
        left.addStretch()
        self.phone = PhonePreview(self)
        self._show_phone()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(24)
        layout.addLayout(left, 1)
        layout.addWidget(self.phone)
        self.setMinimumWidth(600)

    def lines(self) -> list[tuple[str, str, bool]]:
        """Return what is said of the text: name, value, whether it stands out."""
        request, preview, words = self._asked.request, self._asked.preview, self._words
        size = self.tr("{bytes} of {limit} bytes").format(
            bytes=f"{preview.bytes:,}", limit=f"{body_limit(request.type):,}"
        )
        who = words.recipients(preview.count)
        if preview.count == 1:
            who = f"{who} · {shown(request.recipients[0].phone)}"
        if left_out := len(preview.duplicates) + self._asked.left_out:
            who = " · ".join((who, self.tr("%Ln left out", "", left_out)))
        at = request.reserve_at
        when = self.tr("at once") if at is None else words.day_and_time(at)
        found = [
            (self.tr("Type"), f"{words.kind(request.type)} ({size})", False),
            (self.tr("Recipients"), who, True),
            (self.tr("Sender number"), shown(request.sender), False),
            (self.tr("Time"), when, at is not None),
        ]
        if self._asked.template_name:
            found.append((self.tr("Template"), self._asked.template_name, False))
        if request.type is TextType.MMS:
            found.append((self.tr("Pictures"), self.tr("%n picture(s)", "", len(request.image_ids)), False))
        if TextForm(request.body).names:
            longest = self.tr("{phone} ({bytes} bytes)")
            text = longest.format(phone=shown(preview.worst), bytes=f"{preview.bytes:,}")
            found.append((self.tr("Longest text"), text, False))
        return found

    def _add(self, name: str, value: str, *, strong: bool) -> None:
        place = self.facts.rowCount()
        head, text = Label(name, self), Label(value, self)
        head.setProperty("tone", "second")
        text.setWordWrap(True)
        if strong:
            text.setProperty("weight", "bold")
        top = Qt.AlignmentFlag.AlignTop
        self.facts.addWidget(head, place, 0, top)
        self.facts.addWidget(text, place, 1, top)

    def _way_back(self) -> str:
        request = self._asked.request
        if request.reserve_at is not None:
            text = self.tr("Until {time} it can be cancelled in the sending history.")
            return text.format(time=self._words.moment(request.reserve_at))
        if self._asked.preview.count == 1:
            return self.tr("For 10 seconds after sending it can be taken back.")
        return self.tr("What is not handed over yet can be stopped in the sending history.")

    def _show_phone(self) -> None:
        request, preview = self._asked.request, self._asked.preview
        values = next((one.values for one in request.recipients if one.phone == preview.worst), {})
        body = TextForm(request.body).filled(values)
        title = TextForm(request.subject).filled(values) if request.type is TextType.MMS else None
        self.phone.show_text(
            title,
            body,
            self._asked.pictures,
            shown(request.sender),
            when="" if request.reserve_at is None else self._words.moment(request.reserve_at),
            note=self._words.kind(request.type),
        )


async def ask(parent: QWidget, asked: Asked, words: SendingWords) -> bool:
    """Ask whether to send; True only for the press that says so."""
    count, reserved = asked.preview.count, asked.request.reserve_at is not None
    return await dialogs.confirm(
        parent,
        words.question(count, reserved=reserved),
        "",
        accept=words.yes(count, reserved=reserved),
        reject=words.no(),
        note=words.once(),
        body=Confirmation(asked, words),
        glyph="paper-plane-tilt",
    )
