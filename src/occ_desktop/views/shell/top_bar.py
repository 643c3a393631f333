"""The bar above the rooms: telephony at the left; find, bell and person at the right."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from occ_desktop.ui.key_map import KeyMap
from occ_desktop.ui.plain_text import set_tip
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.theme.tokens import SIZES
from occ_desktop.views.shell.bell import Bell
from occ_desktop.views.shell.cti_bar import CtiBar
from occ_desktop.views.shell.find_button import FindButton
from occ_desktop.views.shell.person_button import PersonButton


class TopBar(QFrame):
    """52 px. Gives way to a live call before it would clip anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cti = CtiBar(self)
        self.finder = FindButton(self)
        self.bell = Bell(self)
        self.person = PersonButton(self)
        line = QFrame(self)
        self.setFixedHeight(SIZES.cti_bar)
        set_look(self, ground="surface", hairline="bottom")
        set_look(line, line="v")
        line.setFixedHeight(28)
        self.cti.width_changed.connect(self.fit)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.cti, 1)
        row.addWidget(self.finder)
        row.addWidget(self.bell)
        row.addWidget(line)
        row.addWidget(self.person)

    def show_keys(self, keys: KeyMap) -> None:
        """Name the keys in force where the parts name theirs."""
        self.finder.show_key(keys.cap("find"))
        self.bell.show_key(keys.cap("notices"))
        set_tip(self.cti.call.hang_up, keys.cap("hang-up"))
        self.fit()

    def fit(self) -> None:
        """Leave out, in this order, what is too much.

        The service of the call, the role, the words of the find box, the states nobody can choose in a call.
        """
        steps = (self.cti.set_narrow, self.person.set_narrow, self.finder.set_narrow, self.cti.set_tight)
        for step in steps:
            step(False)
        for step in steps:
            if self._needed() <= self.width():
                return
            step(True)

    def _needed(self) -> int:
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        for part in (self.cti, self.cti.call):
            inner = part.layout()
            if inner is not None:
                inner.invalidate()
        parts = (self.cti, self.finder, self.bell, self.person)
        return sum(part.sizeHint().width() for part in parts) + 28 + 4 * 12 + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
