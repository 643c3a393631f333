"""Recipients out of a file: read off this thread, looked at anew when the person says what it means.

They are of the text that was in the form when the file was given, and of no other one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.texting_recipients import TextingRecipients
from occ_desktop.ui import failure_text
from occ_desktop.views.sms_sending.addressees import File, corrected, read_file
from occ_desktop.views.sms_sending.writing import Writing

if TYPE_CHECKING:
    from occ_desktop.views.sms_sending.recipients_editor import RecipientsEditor

Choose = Callable[[], Awaitable[Path | None]]


class Importing:
    """``choose()`` asks the person for a file; ``failed(sentence)``: it could not be read, empty: it was."""

    def __init__(
        self,
        recipients: TextingRecipients,
        tasks: TaskOwner,
        editor: "RecipientsEditor",
        writing: Writing,
        choose: Choose,
        failed: Callable[[str], None],
    ) -> None:
        self._recipients = recipients
        self._tasks = tasks
        self._editor = editor
        self._writing = writing
        self._choose = choose
        self._failed = failed
        editor.import_wanted.connect(self.ask)
        editor.files_given.connect(self._on_files)
        editor.column_chosen.connect(self._on_column)
        editor.zeros_wanted.connect(self._on_zeros)
        editor.row_corrected.connect(self._on_corrected)
        editor.file_dropped_out.connect(self._on_dropped)

    def ask(self) -> None:
        """Ask for a file and read it."""
        self._tasks.start(self._ask, name="import")

    def read(self, path: Path, *, others: int = 0) -> None:
        """Read this file; ``others``: so many were given with it, which are not read."""
        self._tasks.start(self._read(path, others), name="import", policy=Policy.LATEST)

    async def _ask(self) -> None:
        subject = self._writing.subject
        if (path := await self._choose()) is not None and subject == self._writing.subject:
            await self._read(path)

    async def _read(self, path: Path, others: int = 0) -> None:
        subject = self._writing.subject
        self._failed("")
        with self._editor.take_in.working():
            try:
                sheet = await self._recipients.read(path)
            except Failure as failure:
                if subject == self._writing.subject:
                    self._failed(failure_text.sentence(failure))
                return
            if subject != self._writing.subject:
                return
            if not sheet.columns:
                self._failed(self._editor.empty_file)
                return
            column = sheet.phone_column or 0
            await self._take(
                partial(read_file, path.name, sheet, column, self._recipients.recipients), subject
            )
            if others and subject == self._writing.subject:
                self._failed(self._editor.one_file_alone(path.name, others))

    async def _take(self, make: Callable[[], File], subject: str) -> None:
        """Take in what a file says; nothing of it where the person went on to another text meanwhile."""
        file = await asyncio.to_thread(make)
        if subject == self._writing.subject:
            self._writing.take_file(file)

    def _again(self, make: Callable[[], File]) -> None:
        self._tasks.start(self._take(make, self._writing.subject), name="import", policy=Policy.QUEUE)

    def _on_files(self, paths: list[Path]) -> None:
        self.read(paths[0], others=len(paths) - 1)

    def _on_column(self, column: int) -> None:
        if (file := self._writing.file) is not None:
            self._again(partial(read_file, file.name, file.sheet, column, self._recipients.recipients))

    def _on_zeros(self) -> None:
        if (file := self._writing.file) is not None:
            given = (file.name, file.sheet, file.column, self._recipients.recipients)
            self._again(partial(read_file, *given, with_zeros=True))

    def _on_corrected(self, row: int, number: str) -> None:
        if (file := self._writing.file) is not None:
            self._again(partial(corrected, file, row, number, self._recipients.recipients))

    def _on_dropped(self) -> None:
        self._failed("")
        self._writing.take_file(None)
