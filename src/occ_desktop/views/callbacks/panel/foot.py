"""The foot of the panel: note, softphone result, what keeps one from the next step, and the buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from occ_desktop.ui.key_map import KeyMap
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.views.callbacks.offers import Reason
from occ_desktop.views.callbacks.panel.footer import Footer, Step
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.panel.result_entry import ResultEntry


class PanelFoot(QWidget):
    """Signals: `connect_pressed()`, `complete_pressed()`, `history_pressed()`."""

    connect_pressed = Signal()
    complete_pressed = Signal()
    history_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = Label(self)
        self._heading.setProperty("weight", "bold")
        self.note = NoteBox(self)
        self.result = ResultEntry(self)
        self._sentence = Label(self)
        self._sentence.setWordWrap(True)
        self.connect_button = BusyButton("", "", "primary", glyph="phone", parent=self)
        self.complete_button = BusyButton("", "", "plain", glyph="check", parent=self)
        self.history_button = Button("", tall=True, parent=self)
        self._register: BusyButton | None = None
        self._footer: Footer | None = None
        self._error = ""
        self._reason = ""
        self._connect_cap = ""
        self._build()
        self.connect_button.clicked.connect(self.connect_pressed)
        self.complete_button.clicked.connect(self.complete_pressed)
        self.history_button.clicked.connect(self.history_pressed)

    def _build(self) -> None:
        self._buttons = buttons = QHBoxLayout()
        buttons.setSpacing(4)  # three, busy ones too, in the narrowest panel
        for button in (self.connect_button, self.complete_button, self.history_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setProperty("narrow", True)
            buttons.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(self.note)
        layout.addWidget(self.result)
        layout.addWidget(self._sentence)
        layout.addLayout(buttons)

    def show_footer(self, footer: Footer, reason: str, *, completing: bool, loading: bool = False) -> None:
        """Show which steps there are and which one is the main one; ``loading``: the note is not here yet."""
        self._footer = footer
        self._keep_focus(footer, completing=completing)
        self.connect_button.setVisible(footer.connect.there)
        leads_to_login = footer.connect.reason is Reason.CTI_LOGIN
        self.connect_button.setEnabled(footer.connect.ready or footer.connecting or leads_to_login)
        self.connect_button.set_kind("primary" if footer.primary is Step.CONNECT else "plain")
        self.connect_button.set_glyph("phone" if footer.connect.ready or leads_to_login else "phone-slash")
        self.connect_button.set_busy(footer.connecting)
        self.complete_button.setVisible(footer.complete.there)
        self.complete_button.setEnabled(footer.complete.ready or completing)
        self.complete_button.set_kind("primary" if footer.primary is Step.COMPLETE else "plain")
        self.complete_button.set_busy(completing)
        self.result.setVisible(footer.asks_result)
        self.note.set_read_only(not footer.note or loading)
        shown = footer.note or bool(self.note.text)
        self.note.setVisible(shown)
        self._heading.setVisible(shown)
        self._reason = reason
        self._show_tips()
        self._show_sentence()

    def _show_tips(self) -> None:
        ready = self._footer is None or self._footer.connect.ready
        set_tip(self.connect_button, self._connect_cap if ready else self._reason)

    def _keep_focus(self, footer: Footer, *, completing: bool) -> None:
        """Take the focus to the note before its button goes: the next one in line would get it, and Space."""
        goes = (
            (self.connect_button, not footer.connect.there),
            (self.complete_button, not footer.complete.there and not completing),
        )
        if any(gone and button.hasFocus() for button, gone in goes):
            (self.note if footer.note else self).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return what the Tab key reaches, in the order of the eye."""
        last = self.history_button if self._register is None else self._register
        return (self.note.focusProxy() or self.note, self.connect_button, self.complete_button, last)

    def show_register(self, button: BusyButton | None) -> None:
        """Show the button of an open history form in the place of the one that opens it; None: that again."""
        if self._register is not None:
            self._buttons.removeWidget(self._register)
            self._register.hide()
            self._register.deleteLater()
        self._register = button
        self.history_button.setVisible(button is None)
        self.note.set_low(button is not None)
        if button is not None:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            set_look(button, narrow=True)
            self._buttons.addWidget(button, 1)

    def focus_first(self) -> None:
        """Go to the note, or where there is none to the first button."""
        target = self.history_button if self.note.isHidden() else self.note
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_error(self, sentence: str) -> None:
        """Say why the last step failed; empty takes it away."""
        self._error = sentence
        self._show_sentence()

    def _show_sentence(self) -> None:
        text = self._error or self._reason
        self._sentence.setText(text)
        self._sentence.setVisible(bool(text))
        set_look(self._sentence, tone="error" if self._error else "second")
        self._fit_sentence()

    def _fit_sentence(self) -> None:
        """Give the wrapped sentence its lines; nested layouts keep the height of the first width."""
        width = self.width() - 32
        if width > 0:
            self._sentence.setFixedHeight(max(0, self._sentence.heightForWidth(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sentence()

    def retranslate(self) -> None:
        """Write every fixed text anew."""
        self._heading.setText(self.tr("Call note"))
        self.note.set_texts(self.tr("Call note"), self.tr("What was agreed with the customer"))
        self.connect_button.set_texts(self.tr("Connect"), self.tr("Connecting…"))
        self.complete_button.set_texts(self.tr("Complete"), self.tr("Completing…"))
        self.history_button.setText(self.tr("History"))  # three buttons stand in the width of the panel
        self.history_button.setAccessibleName(self.tr("Register history"))
        self.result.retranslate()

    def show_keys(self, keys: KeyMap) -> None:
        """Name the key of each step."""
        self._connect_cap = keys.cap("connect")
        self._show_tips()
        set_tip(self.complete_button, keys.cap("complete"))
        set_tip(self.history_button, keys.cap("history"))
        set_tip(self.note, keys.cap("note"))
