"""The text being written, with what is derived from it, kept as a draft a moment after each change.

One subject at a time: a callback's id, a number somebody came here with, or ``new``. To go to another keeps
what stands there first; nothing typed is lost on the way.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer

from occ_contract.phone import shown
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.text_drafts import NEW, WrittenText, from_draft, to_draft
from occ_desktop.services.container import Services
from occ_desktop.views.sms_sending.addressees import Addressees, File, addressees
from occ_desktop.views.texting_parts.measure import Measuring

_KEEP_MS = 600


class Writing(QObject):
    """``changed(derived)`` is called after each change; ``derived``: who it goes to may be other people."""

    def __init__(self, services: Services, changed: Callable[[bool], None], parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._changed = changed
        self.subject = NEW
        self.text = WrittenText()
        self.file: File | None = None
        self.to = Addressees()
        self.measuring = Measuring()
        self.loaded = False
        self._unkept = False
        self._first = WrittenText()  # what it began with: not worth keeping
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._timer.timeout.connect(self.keep)

    async def open(self, subject: str, begin: WrittenText) -> bool:
        """Take up what was written under a subject, else begin so; tell whether there was something.

        :raises CacheFailure: it cannot be read; nothing is kept over it.
        """
        self.keep()
        self.loaded = False
        draft = await self._services.drafts.read(DraftKind.SMS, subject)
        before = from_draft(draft, WrittenText)
        self.subject, self.file, self._first = subject, None, begin
        self.text = before or begin
        if before is not None:  # what is known of the customer by now, unless the person wrote another
            self.text = msgspec.structs.replace(before, values={**begin.values, **before.values})
        self.loaded = True
        self._derive()
        self._changed(True)
        return before is not None

    def begin_anew(self, begin: WrittenText) -> None:
        """What stood there was sent: the next one of this subject begins so. Its draft is gone already."""
        self._timer.stop()
        self._unkept = False
        self.text = self._first = begin
        self.file = None
        self._derive()
        self._changed(True)

    def change(self, **fields: Any) -> None:
        """Change some of it."""
        self.put(msgspec.structs.replace(self.text, **fields))

    def put(self, text: WrittenText) -> None:
        """Have another text."""
        if not self.loaded or text == self.text:
            return
        now, then = ((one.typed, one.recipients, one.values) for one in (text, self.text))
        derived = now != then
        self.text = text
        if derived:
            self._derive()
        self._unkept = True
        self._timer.start()
        self._changed(derived)

    def take_file(self, file: File | None) -> None:
        """Have the recipients of a file instead of those before; None: none."""
        if not self.loaded:
            return
        self.file = file
        found = file.found.recipients if file is not None else ()
        self.text = msgspec.structs.replace(self.text, recipients=found)
        self._derive()
        self._unkept = True
        self._timer.start()
        self._changed(True)

    @property
    def blank(self) -> bool:
        """Tell whether nothing was written that is worth keeping; a number to send from comes by itself."""
        without = msgspec.structs.replace(self.text, sender=self._first.sender)
        return without == self._first

    def keep(self) -> None:
        """Keep it now; the screen may go."""
        self._timer.stop()
        if self.loaded and self._unkept:
            self._unkept = False
            draft = None if self.blank else to_draft(self.text)
            self._services.drafts.keep_soon(DraftKind.SMS, self.subject, draft)

    def _derive(self) -> None:
        before = self.to.recipients
        self.to = addressees(self.text.typed, self.text.recipients, self.file, self.text.values)
        recipients = self.to.recipients
        if recipients == before:
            return  # what was measured of their values holds
        rows = [one.values for one in recipients]
        self.measuring = Measuring(rows, lambda place: shown(recipients[place].phone))
