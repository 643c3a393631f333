"""What a press on a row does: connect, complete, enter a result; one at a time per row, failures in words."""

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import AttemptResult
from occ_desktop.domain.drafts import Draft, DraftKind
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.note_conflict import conflict_of
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text
from occ_desktop.views.callbacks.standing import PresentStanding


class RowCommands(QObject):
    """`connected(str, object)`: callback id and the `ConnectAnswer`; `completed(str, object)`: callback id
    and the `Draft` it was completed with, None where that said nothing new; `reported(str)`;
    `failed(str, str)`: callback id and the sentence that says why; `busy_changed(str)`: callback id;
    `conflicted(str, object)`: callback id and the `NoteConflict` that has to be decided before completing.
    """

    connected = Signal(str, object)
    completed = Signal(str, object)
    reported = Signal(str)
    failed = Signal(str, str)
    conflicted = Signal(str, object)
    busy_changed = Signal(str)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        standing: PresentStanding,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._standing = standing
        self._completing: set[str] = set()

    def completing(self, callback_id: str) -> bool:
        """Tell whether completing this row is under way."""
        return callback_id in self._completing

    def connect_row(self, callback_id: str) -> None:
        """Dial the customer; a second press joins the first."""
        self._tasks.start(lambda: self._connect(callback_id), name=f"connect-{callback_id}")

    def complete_row(self, callback_id: str, note: Draft | None) -> None:
        """Complete with what stands in the note (None: it is not shown; what was typed before counts)."""
        self._tasks.start(lambda: self._complete(callback_id, note), name=f"complete-{callback_id}")

    def report_result(
        self, callback_id: str, attempt_id: str, result: AttemptResult, talk_seconds: int | None
    ) -> None:
        """Enter how a softphone call ended; talk time in seconds."""
        self._tasks.start(
            lambda: self._report(callback_id, attempt_id, result, talk_seconds), name=f"report-{attempt_id}"
        )

    def hang_up(self) -> None:
        """End the call on the person's own line."""
        self._tasks.start(self._hang_up, name="hang-up")

    async def _connect(self, callback_id: str) -> None:
        self._standing.set_connecting(callback_id, busy=True)
        self.busy_changed.emit(callback_id)
        try:
            answer = await self._services.actions.connect(callback_id)
        except Failure as failure:
            self.failed.emit(callback_id, failure_text.sentence(failure))
        else:
            self._standing.dialled(callback_id, answer)
            self.connected.emit(callback_id, answer)
        finally:
            self._standing.set_connecting(callback_id, busy=False)
            self.busy_changed.emit(callback_id)

    async def _complete(self, callback_id: str, note: Draft | None) -> None:
        self._completing.add(callback_id)
        self.busy_changed.emit(callback_id)
        text: str | None = None
        try:
            draft = note or await self._services.drafts.read(DraftKind.NOTE, callback_id)
            if draft is not None:  # what was handed over just now goes first
                draft = await self._services.notes.standing(callback_id, draft)
            text = None if draft is None or draft.untouched else draft.text
            base = draft.base if draft is not None else None
            try:
                await self._services.actions.complete(callback_id, text, base)
            except Failure:
                await self._services.drafts.keep(DraftKind.NOTE, callback_id, draft if text else None)
                raise
            await self._services.drafts.keep(DraftKind.NOTE, callback_id, None)
        except Failure as failure:
            self._tell(callback_id, text or "", failure)
        else:
            self.completed.emit(callback_id, draft if text else None)
        finally:
            self._completing.discard(callback_id)
            self.busy_changed.emit(callback_id)

    def _tell(self, callback_id: str, text: str, failure: Failure) -> None:
        conflict = None
        if isinstance(failure, Refused):
            conflict = conflict_of(failure.code.value, failure.params, text)
        if conflict is not None:
            self.conflicted.emit(callback_id, conflict)
        else:
            self.failed.emit(callback_id, failure_text.sentence(failure))

    async def _report(
        self, callback_id: str, attempt_id: str, result: AttemptResult, talk_seconds: int | None
    ) -> None:
        try:
            await self._services.actions.report_result(callback_id, attempt_id, result, talk_seconds)
        except Failure as failure:
            self.failed.emit(callback_id, failure_text.sentence(failure))
        else:
            self._standing.reported(callback_id)
            self.reported.emit(callback_id)

    async def _hang_up(self) -> None:
        try:
            await self._services.actions.hang_up()
        except Failure as failure:
            self.failed.emit("", failure_text.sentence(failure))
