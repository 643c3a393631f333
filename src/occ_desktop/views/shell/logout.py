"""Asks before logging out: whether to erase what this computer keeps, and what would be lost by it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.ui.dialogs import confirm
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look

translate = QCoreApplication.translate


class EraseChoice(QWidget):
    """The check box and what it would cost; ``unsent`` entries of the outbox go with the copy."""

    def __init__(self, unsent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.erase = QCheckBox(self.tr("Erase what this computer keeps of this account"), self)
        self._note = Label(self)
        self._unsent = unsent
        set_look(self._note, tone="warning")
        self._note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.erase)
        column.addWidget(self._note)
        self.erase.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def _on_toggled(self, erase: bool) -> None:
        if self._unsent and erase:
            self._note.setText(self.tr("%n unsent item(s) will be lost with it.", None, self._unsent))
        elif self._unsent:
            self._note.setText(
                self.tr("%n unsent item(s) kept and sent when you log in again.", None, self._unsent)
            )
        self._note.setVisible(bool(self._unsent))


async def ask_logout(parent: QWidget, status: SyncStatus | None) -> bool | None:
    """Return whether to erase, or None when the person stays."""
    unsent = status.pending + status.refused if status is not None else 0
    choice = EraseChoice(unsent)
    accepted = await confirm(
        parent,
        translate("Logout", "Log out?"),
        translate("Logout", "Your session ends here and on the server."),
        accept=translate("Logout", "Log out"),
        body=choice,
    )
    return choice.erase.isChecked() if accepted else None
