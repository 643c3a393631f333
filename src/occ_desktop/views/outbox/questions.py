"""What is asked before something the person did is given up; the text is shown once more."""

from PySide6.QtWidgets import QWidget

from occ_desktop.ui import dialogs
from occ_desktop.views.outbox.entries import Entry, EntryWords


class Questions:
    """Asks over ``parent``."""

    def __init__(self, parent: QWidget, words: EntryWords) -> None:
        self._parent = parent
        self._words = words

    async def discard(self, entry: Entry) -> bool:
        """Return whether to give the entry up."""
        return await dialogs.confirm(
            self._parent,
            self._words.discard_title(),
            entry.text or self._words.what(entry),
            accept=self._words.discard(),
            kind="danger-solid",
            reject=self._words.keep(),
            note=self._words.discard_note(),
        )
