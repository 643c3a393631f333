"""Opens the key sheet over a window; Esc or the button closes it."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.dialogs import tell
from occ_desktop.ui.help_sheet import HelpSheet
from occ_desktop.ui.key_map import KeyMap
from occ_desktop.views.parts.keys import key_map, sheet_keys


def open_key_sheet(tasks: TaskOwner, parent: QWidget, keys: KeyMap | None = None) -> None:
    """Show the sheet; returns at once. A second press while it is open does nothing."""
    tasks.start(lambda: _show(parent, keys or key_map({})), name="key-sheet")


def _sheet(in_force: KeyMap) -> QWidget:
    """Return two columns of groups: one column would be taller than a small screen."""
    keys = sheet_keys(in_force)
    groups = list(dict.fromkeys(key.group for key in keys))
    body = QWidget()
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(32)
    for side in (0, 1):
        part = [key for key in keys if groups.index(key.group) % 2 == side]
        row.addWidget(HelpSheet(part, body), 1, Qt.AlignmentFlag.AlignTop)
    return body


async def _show(parent: QWidget, keys: KeyMap) -> None:
    sheet = _sheet(keys)
    await tell(parent, QCoreApplication.translate("KeySheet", "Keys"), "", body=sheet)
