"""The call on one's line as one block: state and time, who, which service, and the only way to end it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.fonts import SECTION, font
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph

_HEIGHT = 38


class LiveCall(QFrame):
    """Hidden without a call. `hang_up_chosen`: the person ends it; `customer_chosen`: show who it is."""

    hang_up_chosen = Signal()
    customer_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Glyph("phone-call-fill", "blue", 16, self)
        self._state = Label(self)
        self._time = Label(self)
        self._name = Button("", "link", parent=self)
        self._phone = Label(self)
        self._service = Label(self)
        self.hang_up = BusyButton(
            self.tr("Hang up"),
            self.tr("Hanging up…"),
            "danger-solid",
            glyph="phone-disconnect",
            tall=False,
            parent=self,
        )
        self._has_service = False
        self._build()
        self.hide()

    def show_call(self, state: str, name: str, phone: str, service: str) -> None:
        """Show a call; ``state``, ``name`` … are ready to read, ``phone`` as people write it."""
        self._state.setText(state)
        self._name.setText(name or phone)
        set_tip(self._name, self.tr("Show this callback"))
        self._phone.setText(phone)
        self._phone.setVisible(bool(name))
        self._service.setText(service)
        set_tip(self._service, service)
        self._has_service = bool(service)
        self.setAccessibleName(", ".join(part for part in (state, name, phone, service) if part))
        self.show()

    def show_time(self, text: str) -> None:
        """Show how long the present state has lasted."""
        self._time.setText(text)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the service where there is no room."""
        self._service.setVisible(self._has_service and not narrow)

    @property
    def words(self) -> str:
        """What it says, empty while there is no call."""
        return "" if self.isHidden() else self.accessibleName()

    def _build(self) -> None:
        set_look(self, ground="blueb")
        self.setFixedHeight(_HEIGHT)
        set_look(self._state, tone="blue", weight="bold")
        set_look(self._time, tone="blue", weight="bold")
        self._time.setFont(font(SECTION, bold=True))
        set_look(self._service, tone="second")
        self._service.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hang_up.clicked.connect(self.hang_up_chosen)
        self._name.clicked.connect(self.customer_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._state)
        row.addWidget(self._time)
        row.addSpacing(4)
        row.addWidget(self._name)
        row.addWidget(self._phone)
        row.addWidget(self._service)
        row.addSpacing(4)
        row.addWidget(self.hang_up)
