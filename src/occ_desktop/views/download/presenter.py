"""Runs one download: starts it, reports progress, stops it when asked. Lays nothing out."""

import asyncio
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text, sentences
from occ_desktop.ui.download_job import DownloadJob

PURPOSE_LIMIT = 200


class Phase(StrEnum):
    """Where a download stands."""

    ASKING = "asking"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"


class DownloadPresenter(QObject):
    """Signals: `phase_changed(str)`; `progressed(int, int)`: rows done, of how many; `saved(object, int)`:
    path, rows; `stopped()`; `failed(str)`; `purpose_refused(str)`: what is wrong with the purpose.
    """

    phase_changed = Signal(str)
    progressed = Signal(int, int)
    saved = Signal(object, int)
    stopped = Signal()
    failed = Signal(str)
    purpose_refused = Signal(str)

    def __init__(self, job: DownloadJob, tasks: TaskOwner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._tasks = tasks
        self._cancel = asyncio.Event()
        self._phase = Phase.ASKING

    @property
    def phase(self) -> Phase:
        """Return where the download stands."""
        return self._phase

    def purpose_problem(self, purpose: str) -> str:
        """Return what is wrong with a purpose before anything begins, empty when it is well."""
        length = len(purpose.strip())
        if not length:
            return sentences.for_code(ErrorCode.REQUIRED)
        if length > PURPOSE_LIMIT:
            return sentences.for_code(ErrorCode.TOO_LONG, {"limit": PURPOSE_LIMIT, "length": length})
        return ""

    def start(self, path: Path, purpose: str) -> None:
        """Begin; the same dialog begins one at a time."""
        if self._phase in {Phase.RUNNING, Phase.STOPPING}:
            return
        self._cancel = asyncio.Event()
        self._enter(Phase.RUNNING)
        self._tasks.start(lambda: self._run(path, purpose.strip()), name="download.run")

    def cancel(self) -> None:
        """Stop a running download; nothing half is left."""
        if self._phase is Phase.RUNNING:
            self._cancel.set()
            self._enter(Phase.STOPPING)

    async def _run(self, path: Path, purpose: str) -> None:
        try:
            outcome = await self._job.run(path, purpose, self.progressed.emit, self._cancel)
        except Refused as refused:
            self._enter(Phase.ASKING)
            if refused.params.get("field") == "purpose":
                self.purpose_refused.emit(failure_text.sentence(refused))
            else:
                self.failed.emit(failure_text.sentence(refused))
        except Failure as failure:
            self._enter(Phase.ASKING)
            self.failed.emit(failure_text.sentence(failure))
        else:
            if outcome.cancelled:
                self._enter(Phase.ASKING)
                self.stopped.emit()
            else:
                self._enter(Phase.DONE)
                self.saved.emit(outcome.path, outcome.rows)

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self.phase_changed.emit(phase.value)
