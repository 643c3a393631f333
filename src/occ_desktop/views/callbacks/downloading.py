"""The download of a callback search: all its rows, in its order, under the heads of the screen."""

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.services.container import Services
from occ_desktop.services.export import ExportOutcome
from occ_desktop.services.sheet import SheetColumn, SheetField, SheetWords
from occ_desktop.ui.download_job import DownloadJob, Progress
from occ_desktop.ui.vocabulary import name_of

translate = QCoreApplication.translate


def sheet_columns() -> tuple[SheetColumn, ...]:
    """Return the columns of the file; widths in characters."""
    return (
        SheetColumn(SheetField.RECEIVED, translate("CallbackColumns", "Received"), 20),
        SheetColumn(SheetField.SERVICE, translate("CallbackColumns", "Service"), 14),
        SheetColumn(SheetField.ROUTE, translate("CallbackColumns", "IVR route"), 16),
        SheetColumn(SheetField.CUSTOMER, translate("CallbackColumns", "Customer"), 12),
        SheetColumn(SheetField.PHONE, translate("CallbackColumns", "Phone"), 16),
        SheetColumn(SheetField.MESSAGE, translate("CallbackColumns", "Message"), 48),
        SheetColumn(SheetField.PREFERRED, translate("CallbackColumns", "Wish"), 20),
        SheetColumn(SheetField.STATUS, translate("CallbackColumns", "Status"), 8),
        SheetColumn(SheetField.ASSIGNED, translate("CallbackColumns", "Assigned"), 20),
        SheetColumn(SheetField.ASSIGNER, translate("CallbackColumns", "Assigner"), 12),
        SheetColumn(SheetField.ASSIGNEE, translate("CallbackColumns", "Assignee"), 12),
        SheetColumn(SheetField.ATTEMPTS, translate("CallbackColumns", "Tries"), 8),
        SheetColumn(SheetField.COMPLETED, translate("CallbackColumns", "Completed at"), 20),
        SheetColumn(SheetField.NOTE, translate("CallbackColumns", "Note"), 48),
    )


def job_of(
    services: Services, conditions: CallbackFilter, sort: CallbackSort, rows: int, zone: ZoneInfo
) -> DownloadJob:
    """Return the job of saving every row of a search."""
    words = SheetWords(
        sheet=translate("CallbackDownload", "Callbacks"),
        statuses={status.value: name_of(f"callback.{status.value}") for status in CallbackStatus},
    )
    columns = sheet_columns()

    async def run(path: Path, purpose: str, progress: Progress, cancel: asyncio.Event) -> ExportOutcome:
        return await services.export.callbacks(
            conditions, sort, path, purpose, columns, words, progress, cancel
        )

    now = services.clock.now().astimezone(zone)
    return DownloadJob(
        what=translate(
            "CallbackDownload", "All {count} callbacks of this search are saved, not only those in view."
        ).format(count=f"{rows:,}"),
        rows=rows,
        file_name=translate("CallbackDownload", "callbacks-{moment}.xlsx").format(
            moment=f"{now:%Y%m%d-%H%M}"
        ),
        run=run,
    )
