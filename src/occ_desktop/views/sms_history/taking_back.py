"""Taking texts back, and releasing held ones: asks the server, and says honestly what came of it.

One deed on one subject at a time; pressing again while it runs is the same press.
"""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from occ_contract.phone import shown
from occ_contract.sms import SmsCancelled, SmsMessage
from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.texting_history import TextingHistory
from occ_desktop.ui import failure_text


class TakingBack(QObject):
    """Signals: `done(str)`: what was done; `failed(str)`: why nothing was; `busy_changed()`."""

    done = Signal(str)
    failed = Signal(str)
    busy_changed = Signal()

    def __init__(self, history: TextingHistory, tasks: TaskOwner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._tasks = tasks
        self._busy: set[str] = set()

    def busy(self, message: SmsMessage) -> bool:
        """Tell whether something is being asked about this text or its request."""
        return bool(self._busy & {message.id, message.request_id})

    def cancel(self, message: SmsMessage, *, recall: bool = False) -> None:
        """Cancel one text; ``recall``: it is a single one that was to go at once."""
        number = shown(message.recipient)

        async def work() -> str:
            await self._history.cancel(message.id)
            if recall:
                return self.tr("Recalled: the text to {number} is not sent.").format(number=number)
            return self.tr("Cancelled: the text to {number} is not sent.").format(number=number)

        self._start(message.id, work)

    def cancel_rest(self, message: SmsMessage) -> None:
        """Cancel what of the text's request was not handed over."""

        async def work() -> str:
            return self._split(await self._history.cancel_request(message.request_id))

        self._start(message.request_id, work)

    def release(self, message: SmsMessage) -> None:
        """Have the held texts of the request sent after all."""

        async def work() -> str:
            await self._history.release(message.request_id)
            return self.tr("Released: they are sent now, unless something else holds them.")

        self._start(message.request_id, work)

    def _split(self, answer: SmsCancelled) -> str:
        stopped, late = len(answer.cancelled), len(answer.too_late)
        if not late:
            return self.tr("%Ln text(s) cancelled, none was handed over.", "", stopped)
        if not stopped:
            return self.tr("Too late: %Ln text(s) had been handed over, nothing was left to stop.", "", late)
        return self.tr("{late} handed over, {stopped} stopped.").format(
            late=f"{late:,}", stopped=f"{stopped:,}"
        )

    def _start(self, subject: str, work: Callable[[], Awaitable[str]]) -> None:
        if subject in self._busy:
            return
        self._busy.add(subject)
        self.busy_changed.emit()
        self._tasks.start(lambda: self._run(subject, work), name=f"texts.{subject}", policy=Policy.DROP)

    async def _run(self, subject: str, work: Callable[[], Awaitable[str]]) -> None:
        try:
            sentence = await work()
        except LoggedOut:
            return
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
        else:
            self.done.emit(sentence)
        finally:
            self._busy.discard(subject)
            self.busy_changed.emit()
