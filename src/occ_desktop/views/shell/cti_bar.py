"""Telephony in the top bar: extension, state, the live call, what comes after it, or why there is none."""

from enum import StrEnum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from occ_contract.cti import CtiState
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.icons import icon
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.views.shell.live_call import LiveCall

SETTABLE = (CtiState.READY, CtiState.WORK, CtiState.BREAK)


class CtiLook(StrEnum):
    """What the bar shows."""

    ABSENT = "absent"  # the person has no telephony
    LOGGED_OUT = "logged_out"
    LOGGED_IN = "logged_in"
    DISCONNECTED = "disconnected"


class CtiBar(QWidget):
    """Shows what the presenter says; tells what the person chose."""

    login_chosen = Signal()
    logout_chosen = Signal()
    state_chosen = Signal(str)
    after_call_chosen = Signal(str)  # a CtiState value, empty: leave it to the telephone system
    width_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Telephony"))
        self.login = Button(self.tr("Log in to CTI"), "tinted", glyph="phone", parent=self)
        self.extension = QToolButton(self)
        segments = [Segment(state.value, name_of(f"cti.{state.value}"), _look(state)) for state in SETTABLE]
        self.states = SegmentedControl(segments, self.tr("Telephone state"), self)
        self._lasting = Label(self)
        self.call = LiveCall(self)
        self.after = QToolButton(self)
        self._invented = QFrame(self)
        self._gone = QFrame(self)
        self._gone_title = Label(self._gone)
        self._gone_text = Label(self._gone)
        self._error = Label(self)
        self._after_actions: dict[str, QAction] = {}
        self._look = CtiLook.ABSENT
        self._build()
        self.show_look(CtiLook.ABSENT)

    @property
    def look(self) -> CtiLook:
        """What it shows now."""
        return self._look

    def show_look(self, look: CtiLook) -> None:
        """Show the parts of one state of things."""
        self._look = look
        self.login.setVisible(look is CtiLook.LOGGED_OUT)
        self.extension.setVisible(look in {CtiLook.LOGGED_IN, CtiLook.DISCONNECTED})
        self.states.setVisible(look is CtiLook.LOGGED_IN)
        self._gone.setVisible(look is CtiLook.DISCONNECTED)
        self._lasting.setVisible(look is CtiLook.LOGGED_IN and self.call.isHidden())
        if look is not CtiLook.LOGGED_IN:
            self.call.hide()
            self.after.hide()

    def show_simulated(self, *, is_simulated: bool) -> None:
        """Say that the telephone system is a simulator, or that it is not."""
        self._invented.setVisible(is_simulated)

    @property
    def warning(self) -> str:
        """What it says of a simulator, empty where telephones ring."""
        return "" if self._invented.isHidden() else self._invented.accessibleName()

    def show_extension(self, number: str) -> None:
        """Show the extension logged in with."""
        self.extension.setText(self.tr("Ext. {number}").format(number=number))
        self.extension.setVisible(bool(number) and self._look in {CtiLook.LOGGED_IN, CtiLook.DISCONNECTED})

    def show_lasting(self, text: str) -> None:
        """Show the state between calls and how long it has lasted; empty during one."""
        self._lasting.setText(text)
        self._lasting.setVisible(bool(text))

    @property
    def lasting(self) -> str:
        """What `show_lasting` showed last."""
        return self._lasting.text()

    def show_disconnected(self, title: str, text: str) -> None:
        """Say that telephony is gone and since when."""
        self._gone_title.setText(title)
        self._gone_text.setText(text)
        self._gone.setAccessibleName(f"{title} {text}")

    def show_after_call(self, state: str) -> None:
        """Mark what comes after the call (a CtiState value, empty: left to the telephone system)."""
        action = self._after_actions.get(state, self._after_actions[""])
        action.setChecked(True)
        self.after.setText(self.tr("After: {state}").format(state=action.text()))

    def show_error(self, sentence: str) -> None:
        """Show why the last press did nothing; empty hides it."""
        self._error.setText(sentence)
        set_tip(self._error, sentence)
        self._error.setVisible(bool(sentence))
        self.width_changed.emit()

    @property
    def error(self) -> str:
        """The sentence shown, empty when there is none."""
        return self._error.text()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what can wait where there is little room."""
        self.call.set_narrow(narrow)

    def set_tight(self, tight: bool) -> None:
        """Leave out during a call what cannot be chosen then."""
        may_go = not self.call.isHidden()
        self.states.setVisible(self._look is CtiLook.LOGGED_IN and not (tight and may_go))

    def _build(self) -> None:
        self.login.clicked.connect(self.login_chosen)
        self.extension.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.extension.setAccessibleName(self.tr("Extension"))
        self.extension.clicked.connect(self._on_extension)
        self.states.chosen.connect(self.state_chosen)
        self._build_invented()
        self._invented.hide()
        self._build_gone()
        self._build_after()
        set_look(self._lasting, tone="second")
        set_look(self._error, tone="error")
        self._error.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (
            self._invented,
            self.login,
            self.extension,
            self.states,
            self._lasting,
            self.call,
            self.after,
            self._gone,
            self._error,
        ):
            row.addWidget(widget)
        row.addStretch(1)

    def _build_invented(self) -> None:
        set_look(self._invented, ground="amberb")
        self._invented.setFixedHeight(38)
        word = Label(self.tr("Simulated calls"), self._invented)
        set_look(word, tone="warning", weight="bold")
        why = self.tr("Nobody is dialled: calls, and how they end, are invented")
        set_tip(self._invented, why)
        self._invented.setAccessibleName(f"{word.text()}. {why}")
        row = QHBoxLayout(self._invented)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("warning-circle", "amber", 16, self._invented))
        row.addWidget(word)

    def _build_gone(self) -> None:
        set_look(self._gone, ground="redb")
        self._gone.setFixedHeight(38)
        set_look(self._gone_title, tone="error", weight="bold")
        row = QHBoxLayout(self._gone)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("prohibit", "red", 16, self._gone))
        row.addWidget(self._gone_title)
        row.addWidget(self._gone_text)

    def _build_after(self) -> None:
        self.after.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.after.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.after.setIcon(icon("caret-down", "text3"))
        self.after.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.after)
        group = QActionGroup(menu)
        names = {"": self.tr("automatic")}
        names |= {state.value: name_of(f"cti.{state.value}") for state in SETTABLE}
        for value, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            self._after_actions[value] = action
        menu.triggered.connect(lambda action: self.after_call_chosen.emit(str(action.data())))
        self.after.setMenu(menu)
        self.show_after_call("")
        self.after.hide()

    def _on_extension(self) -> None:
        menu = QMenu(self.extension)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Log out of CTI")).triggered.connect(self.logout_chosen)
        menu.popup(self.extension.mapToGlobal(QPoint(0, self.extension.height() + 2)))


def _look(state: CtiState) -> str:
    return "cti.rest" if state is CtiState.BREAK else f"cti.{state.value}"
