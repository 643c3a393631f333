"""The download: if these fail, personal data leaves without a purpose, or a file is wrong, half or lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.download_job import DownloadJob
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.download.dialog import DownloadDialog
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import LogIn, StandInFrame

Shown = Callable[..., Any]


async def asked(
    log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, rows: int, path: Path
) -> tuple[CallbacksRoom, DownloadDialog]:
    services = await log_in("boss")
    dialogs: list[DownloadDialog] = []

    async def choose(_parent: QWidget, _suggested: Path) -> Path | None:
        return path

    def open_download(job: DownloadJob, parent: QWidget) -> None:
        dialogs.append(DownloadDialog(job, tasks, parent, choose_path=choose))
        dialogs[-1].show()

    room = CallbacksRoom(services, tasks, frame, download=open_download)
    shown(room, 1376, 700)
    room.entered({})
    await until(lambda: room.model.total == rows and not room.model.loading)
    room.view.bar.download_pressed.emit()
    return room, dialogs[0]


async def test_the_file_equals_the_list_and_texts_stay_texts(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, tmp_path: Path
) -> None:
    async def two(centre: Any) -> None:
        await centre.received(phone="01000000001", name="=1+1", message="-5 %")
        await centre.received(phone="01000000002", name="김영희", message="@home")

    server.run(two)
    path = tmp_path / "callbacks.xlsx"
    room, dialog = await asked(log_in, tasks, frame, shown, 2, path)
    dialog.view.purpose.setText("weekly report")
    dialog.view.save.click()
    await until(path.exists, 20)
    await until(lambda: dialog.presenter.phase == "done")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:6] == ("Received", "Service", "IVR route", "Customer", "Phone", "Message")
    assert {row[3:6] for row in rows[1:]} == {
        ("=1+1", "010-0000-0001", "-5 %"),
        ("김영희", "010-0000-0002", "@home"),
    }
    assert all(cell.data_type in "snd" for row in sheet.iter_rows() for cell in row)
    room.closed()


async def test_without_a_purpose_nothing_is_saved(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, tmp_path: Path
) -> None:
    server.run(lambda centre: centre.waiting(1))
    path = tmp_path / "callbacks.xlsx"
    room, dialog = await asked(log_in, tasks, frame, shown, 1, path)
    dialog.view.save.click()
    assert dialog.view.purpose_field.error == "Please fill this in."
    assert dialog.presenter.phase == "asking"
    assert not path.exists()
    dialog.close()
    room.closed()


async def test_a_stopped_download_leaves_no_file(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, tmp_path: Path
) -> None:
    server.run(lambda centre: centre.waiting(3))
    path = tmp_path / "sheets" / "callbacks.xlsx"
    path.parent.mkdir()
    room, dialog = await asked(log_in, tasks, frame, shown, 3, path)
    dialog.view.purpose.setText("weekly report")
    dialog.presenter.phase_changed.connect(
        lambda phase: dialog.presenter.cancel() if phase == "running" else None
    )
    dialog.view.save.click()
    await until(lambda: dialog.view._result.text() == "The download was stopped. No file is left.", 20)
    assert not list(path.parent.iterdir())
    dialog.close()
    room.closed()


async def test_a_folder_that_refuses_is_said_and_the_purpose_stays(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, frame: StandInFrame, shown: Shown, tmp_path: Path
) -> None:
    server.run(lambda centre: centre.waiting(1))
    path = tmp_path / "gone" / "callbacks.xlsx"
    room, dialog = await asked(log_in, tasks, frame, shown, 1, path)
    dialog.view.purpose.setText("weekly report")
    dialog.view.save.click()
    await until(lambda: dialog.view._result.property("tone") == "error" and dialog.view._result.text(), 20)
    assert dialog.view.purpose.text() == "weekly report"
    dialog.close()
    room.closed()
