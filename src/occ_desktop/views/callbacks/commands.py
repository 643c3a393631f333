"""What a press on a row does: connect, complete, enter a result; one at a time per row, failures in words."""

from PySide6.QtCore import QObject, Signal

from occ_contract.callbacks import AttemptResult
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text
from occ_desktop.views.callbacks.standing import PresentStanding


class RowCommands(QObject):
    """`connected(str, object)`: callback id and the `ConnectAnswer`; `completed(str, str)`: callback id and
    the note it was completed with; `reported(str)`;
    `failed(str, str)`: callback id and the sentence that says why; `busy_changed(str)`: callback id.
    """

    connected = Signal(str, object)
    completed = Signal(str, str)
    reported = Signal(str)
    failed = Signal(str, str)
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

    def complete_row(self, callback_id: str, note: str | None) -> None:
        """Complete, with the note if there is one to change."""
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
            self.connected.emit(callback_id, answer)
        finally:
            self._standing.set_connecting(callback_id, busy=False)
            self.busy_changed.emit(callback_id)

    async def _complete(self, callback_id: str, note: str | None) -> None:
        self._completing.add(callback_id)
        self.busy_changed.emit(callback_id)
        try:
            text = note if note is not None else await self._draft(callback_id)
            await self._services.actions.complete(callback_id, text)
            await self._services.actions.keep_draft(callback_id, "")
        except Failure as failure:
            self.failed.emit(callback_id, failure_text.sentence(failure))
        else:
            self.completed.emit(callback_id, text or "")
        finally:
            self._completing.discard(callback_id)
            self.busy_changed.emit(callback_id)

    async def _draft(self, callback_id: str) -> str | None:
        """Return what was typed for this row earlier and not sent, None when there is nothing."""
        return await self._services.actions.draft(callback_id) or None

    async def _report(
        self, callback_id: str, attempt_id: str, result: AttemptResult, talk_seconds: int | None
    ) -> None:
        try:
            await self._services.actions.report_result(callback_id, attempt_id, result, talk_seconds)
        except Failure as failure:
            self.failed.emit(callback_id, failure_text.sentence(failure))
        else:
            self.reported.emit(callback_id)

    async def _hang_up(self) -> None:
        try:
            await self._services.actions.hang_up()
        except Failure as failure:
            self.failed.emit("", failure_text.sentence(failure))
