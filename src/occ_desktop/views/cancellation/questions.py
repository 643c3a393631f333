"""What is asked before assignments are cancelled; the answer names the count."""

from PySide6.QtWidgets import QWidget

from occ_desktop.ui import dialogs
from occ_desktop.views.cancellation.wording import CancellationWords


class Questions:
    """Asks over ``parent``."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._words = CancellationWords(parent)

    async def cancel(self, count: int, agent: str) -> bool:
        """Return whether to go on; ``agent`` is the one whose rows are listed, empty for everybody."""
        return await dialogs.confirm(
            self._parent,
            self._words.question(count, agent),
            self._words.consequence(),
            accept=self._words.button(count),
            kind="danger-solid",
            reject=self._words.leave(),
        )
