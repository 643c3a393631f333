"""The layout of the customer panel: what is known above, the note and the next step always in view below."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from occ_desktop.ui.key_map import KeyMap
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.status import StatusPill
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.views.callbacks.panel.facts import Fact, Known, Line, PanelFacts
from occ_desktop.views.callbacks.panel.foot import PanelFoot
from occ_desktop.views.callbacks.panel.lines import LineSection
from occ_desktop.views.callbacks.panel.text_offer import TextOffer
from occ_desktop.views.parts.history.view import HistoryView


class PanelView(QWidget):
    """Signals: `closed()`; `copy_pressed()`; `row_pressed(str)`: another callback is asked for.

    The foot (note, buttons) is its own widget with its own signals.
    """

    closed = Signal()
    copy_pressed = Signal()
    row_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Label(self)
        self._name.setProperty("role", "panel")
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._kind = Label(self)
        self._kind.setProperty("tone", "hint")
        self._close = IconButton("x", "", parent=self)
        self._phone = Label(self)
        self._phone.setProperty("role", "panel")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = IconButton("copy", "", parent=self)
        self._pill = StatusPill(parent=self)
        self._message = Label(self)
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._box = QFrame(self)
        self._box.setProperty("ground", "box")
        self._facts = QGridLayout()
        self.attempts = LineSection(self)
        self.history = LineSection(self)
        self.queue = LineSection(self)
        self.foot = PanelFoot(self)
        self.texts = TextOffer(self)
        self._cards = QVBoxLayout()
        self._fact_rows: tuple[Fact, ...] = ()
        self._shown_id = ""
        self._left_behind = QVBoxLayout()
        self._nobody = _Nobody(self)
        self._known = QWidget(self)
        self._around = QWidget(self)
        self._area = QScrollArea(self)
        self._form: HistoryView | None = None
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._kind)
        head.addStretch()
        head.addWidget(self._close)
        number = QHBoxLayout()
        number.setSpacing(4)  # the number in full beside "Assigned", the longest of the statuses
        number.addWidget(Glyph("phone", "text3", 16, self))
        number.addWidget(self._phone)
        number.addWidget(self._copy)
        number.addStretch()
        number.addWidget(self._pill)
        box = QVBoxLayout(self._box)
        box.setContentsMargins(12, 8, 12, 8)
        box.addWidget(self._message)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnStretch(1, 1)
        self._facts.setColumnMinimumWidth(0, 60)
        known = QWidget()
        known.setProperty("ground", "clear")
        column = QVBoxLayout(known)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(10)
        self._column = column
        column.addWidget(self._box)
        column.addWidget(self._around)
        around = QVBoxLayout(self._around)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(10)
        around.addWidget(self.texts)
        around.addLayout(self._facts)
        for section in (self.attempts, self.history, self.queue):
            around.addWidget(_hairline())
            around.addWidget(section)
        column.addStretch()
        area = self._area
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(known)
        layout = QVBoxLayout(self._known)
        layout.setContentsMargins(0, 8, 0, 12)
        layout.setSpacing(8)
        for row, right in ((head, 8), (number, 16)):
            row.setContentsMargins(16, 0, right, 0)
            layout.addLayout(row)
        layout.addWidget(area, 1)
        self._cards.setContentsMargins(16, 0, 16, 0)
        layout.addLayout(self._cards)
        layout.addWidget(self.foot)
        pages = QVBoxLayout(self)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.addWidget(self._nobody)
        pages.addWidget(self._known)
        self._left_behind.setContentsMargins(16, 0, 16, 12)
        pages.addLayout(self._left_behind)
        self._known.hide()

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self._copy.clicked.connect(self.copy_pressed)
        self.history.target_pressed.connect(self.row_pressed)
        self.queue.target_pressed.connect(self.row_pressed)

    def show_nobody(self) -> None:
        """Say that no callback is chosen."""
        self._say_of_nobody()
        self._known.hide()
        self._nobody.show()

    def show_waiting(self) -> None:
        """Say that the callback in hand is being read: nothing of the one before stands under it."""
        self._nobody.say(self.tr("Checking…"), "")
        self._known.hide()
        self._nobody.show()

    def show_facts(self, facts: PanelFacts) -> None:
        """Show what is known of a row."""
        self._nobody.hide()
        self._known.show()
        if facts.callback_id != self._shown_id:
            self._shown_id = facts.callback_id
            for section in (self.attempts, self.history, self.queue):
                section.fold()
        self._name.setText(facts.name)
        self._phone.setText(facts.phone)
        self._pill.show_status(facts.status, facts.status_name)
        self._message.setText(facts.message)
        self._box.setVisible(bool(facts.message))
        self._show_fact_rows(facts.facts)
        self.show_attempts(facts.attempts, facts.attempt_count)
        self.setAccessibleName(f"{facts.name} {facts.phone}")

    def show_attempts(self, lines: Sequence[Line], count: int) -> None:
        """Show the call attempts, newest first."""
        self.attempts.show_head(self.tr("Call attempts"), self.tr("%n time(s)", "", count))
        self.attempts.show_lines(lines, empty=self.tr("Nobody has called yet."))

    def show_history(self, lines: Sequence[Line], known: Known) -> None:
        """Show what happened with this number before; no number and no "nothing" before it is known."""
        checking = self.tr("Checking…")
        hint, empty = self.tr("%n record(s)", "", len(lines)), self.tr("Nothing else from this number.")
        if known is Known.CHECKING:
            hint, empty = checking, checking
        elif known is Known.HERE:
            hint, empty = self.tr("as known here"), self.tr("Nothing else is known here of this number.")
        self.history.show_head(self.tr("This customer"), hint)
        self.history.show_lines(lines, empty=empty)

    def show_queue(self, lines: Sequence[Line], left: int, *, beside_this: bool) -> None:
        """Show the person's next callbacks; hidden for those who have none.

        ``beside_this``: the callback in view is one of theirs too, and not counted in ``left``.
        """
        self.queue.setVisible(bool(lines))
        hint = self.tr("%n of mine", "", left)
        if beside_this:
            hint = self.tr("%n of mine beside this one", "", left)
        self.queue.show_head(self.tr("Next in line"), hint)
        self.queue.show_lines(lines, empty="")
        self._fit_queue()

    def _fit_queue(self) -> None:
        """Show as many of the next in line as stand in the room that is left, before they are folded."""
        self._column.activate()
        room = self._area.viewport()
        self.queue.grow(room.height() - self._column.totalHeightForWidth(room.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_queue()

    def show_conflict(self, card: ConflictCard | None) -> None:
        """Show the card of a refused command, or none."""
        _fill(self._cards, [card] if card is not None else [])

    def show_left_behind(self, cards: Sequence[ConflictCard]) -> None:
        """Show the cards of notes whose callbacks are the person's no more, whoever is in view."""
        _fill(self._left_behind, cards)

    def show_form(self, form: HistoryView | None) -> None:
        """Show a form under the message instead of what stands around the callback; None: that again."""
        self.foot.show_register(form.register if form is not None else None)
        if self._form is not None:
            self._column.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
        self._form = form
        self._around.setVisible(form is None)
        if form is not None:
            self._column.insertWidget(self._column.indexOf(self._around), form, 1)
            for first, then in pairwise((self._copy, *form.stops, *self.foot.stops)):
                QWidget.setTabOrder(first, then)

    def show_keys(self, keys: KeyMap) -> None:
        """Name the keys in force."""
        self._close.rename(self.tr("Close the panel ({keys})").format(keys=keys.cap("panel")))
        self.foot.show_keys(keys)
        self.texts.show_keys(keys.cap("text"))

    def retranslate(self) -> None:
        """Write every fixed text anew."""
        self._kind.setText(self.tr("Customer"))
        self._copy.rename(self.tr("Copy the number"))
        self._say_of_nobody()
        self.foot.retranslate()
        self.texts.retranslate()

    def _say_of_nobody(self) -> None:
        self._nobody.say(
            self.tr("No callback is chosen"),
            self.tr("Choose a row and the customer, earlier contacts and your note stand here."),
        )

    def _show_fact_rows(self, facts: tuple[Fact, ...]) -> None:
        if facts == self._fact_rows:
            return
        self._fact_rows = facts
        while (item := self._facts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, fact in enumerate(facts):
            label = Label(fact.label, self)
            label.setProperty("tone", "hint")
            text = Label(self)
            text.setText(fact.text)
            text.setWordWrap(True)
            set_tip(text, fact.tooltip)
            if fact.tone:
                set_look(text, tone=fact.tone, weight="bold")
            self._facts.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, place, 1)


class _Nobody(QWidget):
    """What the panel says before a row is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Label(self)
        self._title.setProperty("weight", "bold")
        self._text = Label(self)
        self._text.setProperty("tone", "second")
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(Glyph("user-focus", "text3", 32, self), alignment=Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """Write the texts."""
        self._title.setText(title)
        self._text.setText(text)


def _fill(area: QVBoxLayout, cards: Sequence[ConflictCard]) -> None:
    while (item := area.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for card in cards:
        area.addWidget(card)


def _hairline() -> QFrame:
    line = QFrame()
    line.setProperty("line", "h")
    return line
