"""The way from the start to a window, as a machine of few states; whatever happens on it ends in a window.

The one border of the start: an expected failure becomes its sentence, a bug its number, both with a way out.
It knows the windows only as callables.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from occ_desktop.domain.failures import CacheFailure, Failure, SecretsFailure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.ui.failure_text import sentence
from occ_desktop.views.opening.window import OpeningWindow

_QUIET_MS = 400  # what opens sooner needs no window of its own


class Stage(StrEnum):
    """Where the start stands. OPEN: a window of the program itself is there (log-in or frame)."""

    CLOSED = "closed"
    OPENING = "opening"
    REPAIRING = "repairing"
    FAILED = "failed"
    OPEN = "open"


class Opening(QObject):
    """``closed``: the person ends the program instead.

    ``come_in()`` opens a desk and shows its window or the log-in; ``log_in(failure)`` shows the log-in with
    what is to be said there; ``report(error)`` tells a bug and returns its number.
    """

    closed = Signal()

    def __init__(
        self,
        come_in: Callable[[], Awaitable[None]],
        log_in: Callable[[Failure | None], None],
        report: Callable[[BaseException], str],
        tasks: TaskOwner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._come_in = come_in
        self._log_in = log_in
        self._report = report
        self._tasks = tasks
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self.show)
        self._failure: Failure | None = None
        self.stage = Stage.CLOSED
        self.window: OpeningWindow | None = None

    async def run(self) -> None:
        """Come in or say why not; never raises but when cancelled."""
        self._enter(Stage.OPENING)
        self._failure = None
        try:
            await self._come_in()
        except (SecretsFailure, CacheFailure) as failure:
            if _asks_for_log_in(failure):
                self._to_log_in(failure)
            else:
                self.fail(failure)
            return
        except Failure as failure:
            self.fail(failure)
            return
        except Exception as bug:  # noqa: BLE001 - the border of the start: a person must have a window
            self._fault(bug)
            return
        self._enter(Stage.OPEN)

    def show(self) -> None:
        """Show at once what is being done: somebody asked for the program again."""
        self._quiet.stop()
        self._made().show()

    def repairing(self) -> None:
        """Say that the copy is being mended."""
        if self.stage is Stage.OPENING:
            self._enter(Stage.REPAIRING)

    def fail(self, failure: Failure) -> None:
        """Say what is in the way, with the ways out."""
        self._failure = failure
        self._enter(Stage.FAILED)
        self._made().show_failure(self.tr("Your work cannot be opened right now."), sentence(failure))
        self._made().show()

    def into(self, show: Callable[[], None]) -> None:
        """Show another window of the program; one that cannot be built leaves this one, with the ways out."""
        try:
            show()
        except Exception as bug:  # noqa: BLE001 - the same border
            self._fault(bug)

    def finish(self) -> None:
        """Go without a word; the program closes."""
        self._tasks.cancel("opening")
        self._enter(Stage.CLOSED)

    def _fault(self, bug: BaseException) -> None:
        number = self._report(bug)
        self._enter(Stage.FAILED)
        words = self.tr(
            "Something went wrong in the program while it started. Your work is kept. Try again; if it "
            "stays, tell your administrator number {number}."
        )
        self._made().show_failure(self.tr("The program could not start."), words.format(number=number))
        self._made().show()

    def _to_log_in(self, failure: Failure | None) -> None:
        try:
            self._log_in(failure)
        except Exception as bug:  # noqa: BLE001 - the same border
            self._fault(bug)
            return
        self._enter(Stage.OPEN)

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        if stage is Stage.OPENING:
            if self.window is None:
                self._quiet.start()
            else:
                self.window.show_opening()
        elif stage is Stage.REPAIRING:
            self._made().show_repairing()
        else:
            self._quiet.stop()
        if stage in {Stage.OPEN, Stage.CLOSED} and self.window is not None:
            window, self.window = self.window, None
            window.finish()

    def _made(self) -> OpeningWindow:
        if self.window is None:
            self.window = OpeningWindow()
            self.window.retry_chosen.connect(self._on_retry)
            self.window.login_chosen.connect(self._on_log_in)
            self.window.closed.connect(self.closed)
        return self.window

    def _on_retry(self) -> None:
        self._tasks.start(self.run, name="opening", policy=Policy.DROP)

    def _on_log_in(self) -> None:
        self._to_log_in(self._failure)


def _asks_for_log_in(failure: Failure) -> bool:
    """Tell whether trying again cannot help: there is no keyring, or a renewed copy knows nobody."""
    if isinstance(failure, CacheFailure):
        return failure.damaged
    return isinstance(failure, SecretsFailure) and failure.reason == "unavailable"
