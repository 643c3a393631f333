"""The bytes of a text while it is written: how many, for whom, what is left, and what cannot be sent.

It shows a `Measure` and computes nothing. Near the limit it is amber, over it red; words say so too.
"""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from occ_contract.sms import TextType
from occ_contract.sms_text import MMS_BODY_BYTES
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.status_shapes import Shape
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.theme import set_look, token_colour
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.shape_mark import ShapeMark
from occ_desktop.views.texting_parts.measure import Measure
from occ_desktop.views.texting_parts.text_troubles import TextTroubles

_BAR = 6  # pixels


class _Bar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(_BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share = 0.0
        self._ink: Token = "accent"

    def show_share(self, share: float, ink: Token) -> None:
        self._share, self._ink = min(1.0, share), ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(token_colour("greyb"))
        area = QRectF(self.rect())
        painter.drawRoundedRect(area, _BAR / 2, _BAR / 2)
        if self._share > 0:
            area.setWidth(max(_BAR, area.width() * self._share))
            painter.setBrush(token_colour(self._ink))
            painter.drawRoundedRect(area, _BAR / 2, _BAR / 2)
        painter.end()


class ByteMeter(QWidget):
    """`replace_asked(character, suggestion)` and `replace_all_asked()` when the person takes a suggestion;
    `long_text_asked()` when they would rather send an MMS. ``slim``: for a subject, figures without a bar.
    """

    replace_asked = Signal(str, str)
    replace_all_asked = Signal()
    long_text_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, slim: bool = False) -> None:
        super().__init__(parent)
        self._shown: tuple[Measure, TextType | None] | None = None
        self._slim = slim
        self._editable = True
        self._bar = _Bar(self)
        self._bar.setVisible(not slim)
        self._mark = ShapeMark(Shape.TRIANGLE, "red", parent=self)
        self._sentence = Label(self)
        self._sentence.setWordWrap(True)
        self._sentence.setProperty("tone", "second")
        self._long = Button("", "link", parent=self)
        self._figure = Label(self)
        self._troubles = TextTroubles(self)
        self._build()
        self._connect()
        for part in (self._mark, self._long, self._troubles):
            part.hide()

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._mark)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._long)
        line.addWidget(self._figure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._bar)
        layout.addLayout(line)
        layout.addWidget(self._troubles)

    def _connect(self) -> None:
        self._troubles.replace_asked.connect(self.replace_asked)
        self._troubles.replace_all_asked.connect(self.replace_all_asked)
        self._long.clicked.connect(self.long_text_asked)

    @property
    def figure(self) -> str:
        """The figures as they are read."""
        return self._figure.text()

    @property
    def sentence(self) -> str:
        """The sentence beside them."""
        return self._sentence.text()

    @property
    def offers_long_text(self) -> bool:
        """Tell whether it offers to send an MMS instead."""
        return not self._long.isHidden()

    def set_editable(self, editable: bool) -> None:
        """Offer no change where the text must not be changed."""
        self._editable = editable
        self._troubles.set_editable(editable)
        self._show()

    def show_measure(self, measure: Measure, kind: TextType | None) -> None:
        """Show a measure; ``kind`` is None for a subject."""
        if self._shown != (measure, kind):
            self._shown = (measure, kind)
            self._show()

    def _show(self) -> None:
        if self._shown is None:
            return
        measure, kind = self._shown
        ink: Token = "redsolid" if measure.over else "amber" if measure.near else "accent"
        self._bar.show_share(measure.bytes / measure.limit, ink)
        tone = "error" if measure.over else "warning" if measure.near else "second"
        self._mark.setVisible(measure.over)
        set_look(self._sentence, tone=tone)
        set_look(self._figure, tone=tone if measure.over or measure.near else "", weight="bold")
        self._figure.setText(self._figures(measure, kind))
        self._sentence.setText("" if self._slim and tone == "second" else self._words(measure))
        fits = measure.bytes <= MMS_BODY_BYTES
        self._long.setText(self.tr("Send as MMS"))
        self._long.setVisible(measure.over and fits and kind is TextType.SMS and self._editable)
        self._troubles.show_measure(measure)
        self.setAccessibleName(self._figure.text())
        self.setAccessibleDescription(self._sentence.text())

    def _figures(self, measure: Measure, kind: TextType | None) -> str:
        figures = {"bytes": f"{measure.bytes:,}", "limit": f"{measure.limit:,}"}
        if kind is None:
            return self.tr("{bytes} / {limit} bytes").format(**figures)
        return self.tr("{bytes} / {limit} bytes · {kind}").format(kind=name_of(kind), **figures)

    def _words(self, measure: Measure) -> str:
        if measure.over:
            several = self.tr("{count} bytes too many for “{name}”, whose text is the longest.")
            text = several if measure.worst else self.tr("{count} bytes too many. Shorten the text.")
        else:
            several = self.tr("Counted for “{name}”, whose text is the longest. {count} bytes are left.")
            text = several if measure.worst else self.tr("{count} bytes are left.")
        return text.format(count=f"{abs(measure.left):,}", name=measure.worst or "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._troubles.retranslate()
            self._show()
