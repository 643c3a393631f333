"""Where a text is written: subject (MMS only) and body with their meters, and a way to put placeholders in.

What is written is measured at every key, for the worst of the recipients that were given. It asks nobody and
keeps nothing: its owner hears `changed` and makes a draft of it.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from occ_contract.sms import TextType
from occ_contract.sms_text import normalised, unsendable
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.theme.tokens import SIZES, Token
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.views.texting_parts.byte_meter import ByteMeter
from occ_desktop.views.texting_parts.marked_text import MarkedText
from occ_desktop.views.texting_parts.measure import Measure, Measuring

_LOWEST = 112  # pixels of the field: four lines stand in it


class _Box(QFrame):
    """The edge around field and foot, drawn as that of any field."""

    def __init__(self, field: MarkedText, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._wrong = False
        field.installEventFilter(self)

    def show_wrong(self, wrong: bool) -> None:
        if self._wrong != wrong:
            self._wrong = wrong
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.ReadOnlyChange):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        locked = self._field.isReadOnly()
        focused = self._field.hasFocus()
        width = 2.0 if focused or self._wrong else 1.0
        edge: Token = "red" if self._wrong else "accent" if focused else "line2" if locked else "field"
        painter.setPen(QPen(token_colour(edge), width))
        painter.setBrush(token_colour("sunken" if locked else "surface"))
        area = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(area, SIZES.radius, SIZES.radius)
        painter.end()


class TextEditor(QWidget):
    """`changed()` when the person wrote something; `long_text_asked()` when they would rather send an MMS.

    `pictures_given(QMimeData)`: they were pasted or dropped into the text: for `PictureStrip.take`, at once.
    """

    changed = Signal()
    long_text_asked = Signal()
    pictures_given = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, modest: bool = False) -> None:
        super().__init__(parent)
        self._kind = TextType.SMS
        self._measuring = Measuring()
        self._names: tuple[str, ...] = ()
        self._quiet = False
        self._told = ("", "")
        self._subject_head = Label(self)
        self._subject_head.setProperty("tone", "second")
        self._subject = QLineEdit(self)
        self._subject_head.setBuddy(self._subject)
        self._subject_meter = ByteMeter(self, slim=True)
        self._field = MarkedText(self, modest=modest)
        self._field.setMinimumHeight(_LOWEST)
        self._box = _Box(self._field, self)
        self._names_button = Button("", "quiet", glyph="user", parent=self._box)
        self._names_button.setProperty("narrow", True)
        self._lock = Glyph("lock-simple", "text2", 16, self._box)
        self._why = Label(self._box)
        self._why.setProperty("tone", "second")
        self._why.setWordWrap(True)
        self._meter = ByteMeter(self)
        self._build()
        self._connect()
        self._retranslate()
        self.set_read_only(False, "")
        self.set_kind(TextType.SMS)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._names_button)
        foot.addWidget(self._lock)
        foot.addWidget(self._why, 1)
        foot.addStretch()
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(12, 10, 12, 6)
        inside.setSpacing(6)
        inside.addWidget(self._field, 1)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._subject_head)
        layout.addWidget(self._subject)
        layout.addWidget(self._subject_meter)
        layout.addSpacing(2)
        layout.addWidget(self._box, 1)
        layout.addWidget(self._meter)
        self.setFocusProxy(self._field)

    def _connect(self) -> None:
        self._subject.textChanged.connect(self._on_written)
        self._field.written.connect(self._on_written)
        self._field.pictures_given.connect(self.pictures_given)
        self._names_button.clicked.connect(self._on_names)
        self._meter.replace_asked.connect(self._field.replace)
        self._meter.replace_asked.connect(self._on_replaced)
        self._meter.replace_all_asked.connect(self._on_replace_all)
        self._meter.long_text_asked.connect(self.long_text_asked)
        self._subject_meter.replace_asked.connect(self._on_subject_replace)
        self._subject_meter.replace_all_asked.connect(self._on_subject_replace_all)

    @property
    def title(self) -> str:
        """The subject as it is counted and sent; empty for an SMS."""
        return normalised(self._subject.text()) if self._kind is TextType.MMS else ""

    @property
    def body(self) -> str:
        """The body as it is counted and sent, the syllable that is being composed included."""
        return self._field.text

    @property
    def kind(self) -> TextType:
        """What it is written as."""
        return self._kind

    @property
    def measure(self) -> Measure:
        """What the body costs."""
        return self._measuring.body(self.body, self._kind)

    @property
    def sendable(self) -> bool:
        """Tell whether the border would take what stands there; an empty body is none."""
        subject = self._measuring.subject(self.title)
        return bool(self.body.strip()) and self.measure.sendable and subject.sendable

    def set_kind(self, kind: TextType) -> None:
        """Write it as an SMS or an MMS; what was written as a subject stays in case one comes back to it."""
        self._kind = kind
        for part in (self._subject_head, self._subject, self._subject_meter):
            part.setVisible(kind is TextType.MMS)
        self._show_measures()

    def set_text(self, title: str, body: str) -> None:
        """Show another text without telling anyone. Ctrl+Z brings back what stood there."""
        self._quiet = True
        if title != normalised(self._subject.text()):
            self._subject.setText(title)
        if body != self._field.text:
            self._field.write(body)
        self._quiet = False
        self._told = (self._subject.text(), self.body)
        self._show_measures()

    def set_measuring(self, measuring: Measuring) -> None:
        """Measure for other recipients."""
        self._measuring = measuring
        self._show_measures()

    def set_placeholders(self, names: Sequence[str]) -> None:
        """Offer these names: the columns of an import. Without any, one that can be typed over."""
        self._names = tuple(names)

    @property
    def read_only(self) -> bool:
        """Tell whether the text is fixed."""
        return self._field.isReadOnly()

    def set_read_only(self, read_only: bool, why: str) -> None:
        """Show the text, take no key, and say why; what is shown can be selected and copied."""
        self._subject.setReadOnly(read_only)
        self._field.setReadOnly(read_only)
        self._names_button.setVisible(not read_only)
        self._lock.setVisible(read_only)
        self._why.setVisible(read_only)
        self._why.setText(why)
        self._field.setAccessibleDescription(why if read_only else "")
        self._meter.set_editable(not read_only)
        self._subject_meter.set_editable(not read_only)
        self._box.update()

    def _on_written(self) -> None:
        if self._quiet or (now := (self._subject.text(), self.body)) == self._told:
            return
        self._told = now
        self._show_measures()
        self.changed.emit()

    def _show_measures(self) -> None:
        measure = self.measure
        self._meter.show_measure(measure, self._kind)
        self._box.show_wrong(measure.over or bool(measure.unsendable))
        if self._kind is TextType.MMS:
            subject = self._measuring.subject(self.title)
            self._subject_meter.show_measure(subject, None)
            set_look(self._subject, invalid=subject.over or bool(subject.unsendable))

    def _on_names(self) -> None:
        menu = QMenu(self._names_button)
        menu.aboutToHide.connect(menu.deleteLater)
        names = self._names or (self.tr("name"),)
        for name in names:
            entry = menu.addAction(f"##{name}##".replace("&", "&&"))
            entry.triggered.connect(partial(self._on_name, name))
        menu.popup(self._names_button.mapToGlobal(QPoint(0, self._names_button.height())))

    def _on_name(self, name: str) -> None:
        self._field.insert(f"##{name}##", "" if self._names else name)

    def _on_replaced(self) -> None:
        self._field.setFocus()

    def _on_replace_all(self) -> None:
        for found in unsendable(self._field.text):
            self._field.replace(found.character, found.suggestion)
        self._field.setFocus()

    def _on_subject_replace(self, character: str, by: str) -> None:
        self._subject.setText(normalised(self._subject.text()).replace(character, by))
        self._subject.setFocus()

    def _on_subject_replace_all(self) -> None:
        for found in unsendable(self._subject.text()):
            self._on_subject_replace(found.character, found.suggestion)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._subject_head.setText(self.tr("Subject"))
        self._subject.setAccessibleName(self.tr("Subject"))
        self._subject.setPlaceholderText(self.tr("What it is about"))
        self._field.setAccessibleName(self.tr("Text"))
        self._field.setPlaceholderText(self.tr("Write the text here"))
        self._names_button.setText(self.tr("Insert placeholder"))
