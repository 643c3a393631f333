"""The line that offers to take a completion back while it has not been sent yet."""

import msgspec
from PySide6.QtCore import QObject, Signal

from occ_desktop.domain.drafts import Draft
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.second_thoughts import TakenBack
from occ_desktop.ui import failure_text
from occ_desktop.ui.widgets.undo_line import UndoLine


class _Completion(msgspec.Struct, frozen=True):
    callback_id: str
    customer: str
    note: Draft | None
    until: float  # seconds of the monotonic clock


class TakingBack(QObject):
    """`taken_back(str)`: what happened, in words; `failed(str)`: why not; `note_back(str, object)`: callback
    id and the `Draft` that is one again. The last completion goes first.
    """

    taken_back = Signal(str)
    note_back = Signal(str, object)
    failed = Signal(str)

    def __init__(
        self, services: Services, tasks: TaskOwner, line: UndoLine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._line = line
        self._done: list[_Completion] = []
        line.undo_clicked.connect(self._on_undo)
        line.dismissed.connect(self._on_dismissed)

    def offer(self, callback_id: str, customer: str, note: Draft | None) -> None:
        """Offer to take a completion back that was made just now."""
        seconds = self._services.actions.seconds_to_take_back
        if seconds > 0:
            until = self._services.clock.monotonic() + seconds
            others = [one for one in self._done if one.callback_id != callback_id]
            self._done = [*others, _Completion(callback_id, customer, note, until)]
            self._show_last()

    def carried(self) -> tuple[object, ...]:
        """Return what can still be taken back, for another window."""
        return tuple(self._done)

    def resume(self, carried: tuple[object, ...]) -> None:
        """Offer that here."""
        self._done = [one for one in carried if isinstance(one, _Completion)]
        self._show_last()

    def undo(self) -> None:
        """Take the last completion back (Ctrl+Z); nothing happens when there is none."""
        self._line.undo()

    def _show_last(self) -> None:
        now = self._services.clock.monotonic()
        self._done = [one for one in self._done if one.until - now >= 1.0]
        if self._done:
            last = self._done[-1]
            title = self.tr("Completed · {customer}").format(customer=last.customer)
            self._line.show_done(title, undo=self.tr("Take back"), seconds=int(last.until - now))

    def _on_dismissed(self) -> None:
        self._done.clear()

    def _on_undo(self) -> None:
        if self._done:
            last = self._done.pop()
            self._tasks.start(lambda: self._take_back(last), name=f"take-back-{last.callback_id}")

    async def _take_back(self, made: _Completion) -> None:
        try:
            became = await self._services.actions.take_back(made.callback_id, made.note)
        except Failure as failure:
            self.failed.emit(failure_text.sentence(failure))
            return
        if became is TakenBack.SENT:
            text = self.tr("The completion of {customer} had been sent already.")
            self.failed.emit(text.format(customer=made.customer))
        else:
            if made.note is not None:
                self.note_back.emit(made.callback_id, made.note)
            text = self.tr("The completion of {customer} was taken back. Nothing was sent.")
            if became is TakenBack.DISCARDED:
                text = self.tr("The completion of {customer} was discarded before. Nothing was sent.")
            self.taken_back.emit(text.format(customer=made.customer))
        self._show_last()
