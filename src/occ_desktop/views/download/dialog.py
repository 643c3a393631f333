"""The download as a dialog of its own that does not block: one may go on working while it writes."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.dialogs import save_file
from occ_desktop.ui.download_job import DownloadJob
from occ_desktop.views.download.presenter import DownloadPresenter, Phase
from occ_desktop.views.download.view import DownloadView

ChoosePath = Callable[[QWidget, Path], Awaitable[Path | None]]


async def ask_path(parent: QWidget, suggested: Path) -> Path | None:
    """Ask where to save; None when the person changes their mind."""
    return await save_file(
        parent,
        parent.windowTitle(),
        suggested,
        name_filter="Excel (*.xlsx)",
        suffix="xlsx",
    )


class DownloadDialog(QDialog):
    """Opened with `show()`. Closing it while it writes stops the download."""

    def __init__(
        self,
        job: DownloadJob,
        tasks: TaskOwner,
        parent: QWidget | None = None,
        *,
        choose_path: ChoosePath = ask_path,
    ) -> None:
        super().__init__(parent)
        self._job = job
        self._choose_path = choose_path
        self._tasks = tasks.child("download", parent=self)
        self._path: Path | None = None
        self.presenter = DownloadPresenter(job, self._tasks, self)
        self.view = DownloadView(job.what, self, personal=job.personal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Download"))
        self.setAccessibleName(self.tr("Download"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self.view.purpose.setFocus()

    def _connect(self) -> None:
        made, view = self.presenter, self.view
        view.save_pressed.connect(self._on_save)
        view.cancel_pressed.connect(made.cancel)
        view.close_pressed.connect(self.close)
        view.folder_pressed.connect(self._on_folder)
        made.phase_changed.connect(self._on_phase)
        made.progressed.connect(view.show_progress)
        made.saved.connect(self._on_saved)
        made.stopped.connect(self._on_stopped)
        made.failed.connect(partial(view.show_result, wrong=True))
        made.purpose_refused.connect(view.show_purpose_problem)

    def _on_save(self) -> None:
        problem = self.presenter.purpose_problem(self.view.purpose.text())
        self.view.show_purpose_problem(problem)
        if not problem:
            self._tasks.start(self._ask_and_start, name="ask-path")

    async def _ask_and_start(self) -> None:
        path = await self._choose_path(self, _documents() / self._job.file_name)
        if path is not None:
            self.presenter.start(path, self.view.purpose.text())

    def _on_phase(self, phase: str) -> None:
        self.view.show_phase(Phase(phase))

    def _on_saved(self, path: Path, rows: int) -> None:
        self._path = path
        self.view.show_saved(path, rows)
        self.adjustSize()

    def _on_stopped(self) -> None:
        self.view.show_result(self.tr("The download was stopped. No file is left."))

    def _on_folder(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.presenter.cancel()
        super().closeEvent(event)


def _documents() -> Path:
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(places[0]) if places else Path.home()
