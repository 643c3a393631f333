"""The log-in as laid out: what one reads at the side, the form in the middle. Awaits nothing."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.fonts import font
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.ui.widgets.password_field import PasswordField
from occ_desktop.views.login.side_panel import SidePanel

_FORM_WIDTH = 400


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    server: str = ""
    username: str = ""
    password: str = ""
    remember: bool = True


def native_name(code: str) -> str:
    """Return what a language calls itself: that is how people find theirs."""
    return "English" if code == "en" else QLocale(code).nativeLanguageName()


def _line(glyph: str, line: QLineEdit) -> QLineEdit:
    line.addAction(icon(glyph, "text3"), QLineEdit.ActionPosition.LeadingPosition)
    set_look(line, tall="login")
    return line


class LoginView(QWidget):
    """Shows states given by the presenter; says what the person did."""

    submitted = Signal()
    cancelled = Signal()
    server_edited = Signal(str)
    server_left = Signal()
    session_only_chosen = Signal()
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = SidePanel(self)
        self.server_input = _line("globe", QLineEdit(self))
        self.account_input = _line("user", QLineEdit(self))
        self.password_input = PasswordField("", self)
        _line("lock-simple", self.password_input)
        self.server = FormField("", self.server_input, parent=self)
        self.account = FormField("", self.account_input, parent=self)
        self.password = FormField("", self.password_input, parent=self)
        self._inputs = (self.server_input, self.account_input, self.password_input)
        self.remember = QCheckBox(self)
        self.submit = BusyButton("", "", parent=self)
        self._stop = QPushButton(self)
        self._title = Label(self)
        self._lead = Label(self)
        self._trace = Label(self)
        self._forgot = QPushButton(self)
        self._forgot_answer = Label(self)
        self._language = QToolButton(self)
        self._languages: dict[str, QAction] = {}
        self._notice = QFrame(self)
        self._notice_text = Label(self._notice)
        self._session_only = QPushButton(self._notice)
        self._busy = False
        self.caps_lock_said = False
        self._build()
        self._connect()
        self.retranslate()

    def typed(self) -> Typed:
        """Return what stands in the form."""
        return Typed(
            self.server_input.text(),
            self.account_input.text(),
            self.password_input.text(),
            self.remember.isChecked(),
        )

    def fill(self, typed: Typed) -> None:
        """Put in what is known; the focus goes to the first field that is empty."""
        self.server_input.setText(typed.server)
        self.account_input.setText(typed.username)
        self.password_input.setText(typed.password)
        self.remember.setChecked(typed.remember)
        self.focus_first_empty()

    def focus_first_empty(self) -> None:
        """Go where typing goes on."""
        target = next((line for line in self._inputs if not line.text()), self.password_input)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, busy: bool) -> None:
        """While the server is asked the button says so; Esc or the link beside it stops that."""
        self._busy = busy
        self.submit.set_busy(busy)
        self._stop.setVisible(busy)
        self._trace.setVisible(not busy)
        for line in self._inputs:
            line.setReadOnly(busy)

    def show_notice(self, sentence: str, *, offer_session_only: bool = False) -> None:
        """Show what concerns no single field above the button; an empty sentence hides it."""
        self._notice_text.setText(sentence)
        self._session_only.setVisible(offer_session_only)
        self._notice.setVisible(bool(sentence))
        self._notice.setAccessibleName(sentence)

    @property
    def notice(self) -> str:
        """The sentence above the button, empty when there is none."""
        return self._notice_text.text() if not self._notice.isHidden() else ""

    def clear_errors(self) -> None:
        """Take off every error; what was typed stays."""
        for field in (self.server, self.account, self.password):
            field.set_error(None)
        self.show_notice("")

    def show_caps_lock(self, on: bool) -> None:
        """Say beside the password that Caps Lock is on."""
        self.caps_lock_said = on
        self.password.set_aside(self.tr("Caps Lock is on") if on else "")

    def choose_language(self, code: str) -> None:
        """Mark the language in force."""
        action = self._languages.get(code)
        if action is not None:
            action.setChecked(True)
            self._language.setText(action.text())

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.side.say_name(self.tr("Online Contact Center"), self.tr("Callbacks in one window"))
        self.side.encryption.say(
            self.tr("What this computer keeps is encrypted"), self.tr("It can be erased when you log out")
        )
        self._title.setText(self.tr("Log in"))
        self._lead.setText(self.tr("Use the account you got from your company."))
        self.server.set_label(self.tr("Server"))
        self.account.set_label(self.tr("Account"))
        self.password.set_label(self.tr("Password"))
        self.server_input.setPlaceholderText("https://center.example.kr")
        self.remember.setText(self.tr("Stay logged in on this computer"))
        self._forgot.setText(self.tr("I forgot my password"))
        self._forgot_answer.setText(
            self.tr("Your supervisor or administrator can set a new password for you.")
        )
        self._trace.setText(self.tr("Logging in is recorded."))
        self._stop.setText(self.tr("Cancel"))
        self.submit.set_texts(self.tr("Log in"), self.tr("Logging in…"))
        self._session_only.setText(self.tr("Log in for this session only"))
        self._language.setAccessibleName(self.tr("Language"))
        self.show_busy(self._busy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._busy:
            self.cancelled.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self._busy:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        set_look(self, ground="surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form = QWidget(self)
        form.setFixedWidth(_FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(16)
        self._build_form(column)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.addStretch(3)
        row.addWidget(form, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(3)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(middle)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side, 11)
        whole.addWidget(scroll, 19)

    def _build_form(self, column: QVBoxLayout) -> None:
        self._title.setFont(font(20, bold=True))
        set_look(self._lead, tone="second")
        self._lead.setWordWrap(True)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addSpacing(8)
        for field in (self.server, self.account, self.password):
            column.addWidget(field)
        choices = QHBoxLayout()
        choices.addWidget(self.remember)
        choices.addStretch(1)
        choices.addWidget(self._forgot)
        column.addLayout(choices)
        set_look(self._forgot, kind="link", flush="right")
        set_look(self._forgot_answer, tone="second")
        self._forgot_answer.setWordWrap(True)
        self._forgot_answer.hide()
        column.addWidget(self._forgot_answer)
        column.addWidget(self._notice)
        self._build_notice()
        set_look(self.submit, tall="login")
        column.addWidget(self.submit)
        column.addLayout(self._foot())

    def _build_notice(self) -> None:
        set_look(self._notice, ground="amberb")
        set_look(self._notice_text, tone="warning")
        self._notice_text.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._notice_text)
        words.addWidget(self._session_only, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(8)
        row.addWidget(Glyph("warning-fill", "amber", 16, self._notice), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._notice.hide()

    def _foot(self) -> QBoxLayout:
        set_look(self._trace, tone="hint")
        set_look(self._stop, kind="link")
        self._language.setIcon(icon("caret-down", "text2"))
        self._language.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the caret stands behind the name
        set_look(self._language, flush="right")
        self._language.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._language.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._language.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self._language)
        group = QActionGroup(menu)
        for code in ("ko", "en"):
            action = menu.addAction(native_name(code))
            action.setCheckable(True)
            action.setData(code)
            group.addAction(action)
            self._languages[code] = action
        menu.triggered.connect(self._on_language)
        self._language.setMenu(menu)
        row = QHBoxLayout()
        row.addWidget(self._trace)
        row.addWidget(self._stop)
        row.addStretch(1)
        row.addWidget(self._language)
        return row

    def _connect(self) -> None:
        self.submit.clicked.connect(self.submitted)
        self._stop.clicked.connect(self.cancelled)
        self.server_input.textEdited.connect(self.server_edited)
        self.server_input.editingFinished.connect(self.server_left)
        self.password_input.caps_lock_changed.connect(self.show_caps_lock)
        self._session_only.clicked.connect(self.session_only_chosen)
        self._forgot.clicked.connect(self._forgot_answer.show)
        for line in self._inputs:
            line.textEdited.connect(self._on_edited)

    def _on_edited(self, _text: str) -> None:
        """What was wrong may be right now; the sentence stays until the person types."""
        for field in (self.server, self.account, self.password):
            if field.field is self.sender():
                field.set_error(None)

    def _on_language(self, action: QAction) -> None:
        self.choose_language(str(action.data()))
        self.language_chosen.emit(str(action.data()))
