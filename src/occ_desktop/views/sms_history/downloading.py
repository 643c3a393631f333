"""The download of a search in the history: all its texts, in its order, under the heads of the screen."""

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.sms import HeldReason, MessageStage, MessageStatus, SendingKind, TextType
from occ_contract.sms_results import ResultReason
from occ_desktop.domain.message_filters import MessageFilter, MessageSort
from occ_desktop.services.container import Services
from occ_desktop.services.export import ExportOutcome
from occ_desktop.services.sheet import MessageColumn, MessageField, MessageWords
from occ_desktop.ui.download_job import DownloadJob, Progress
from occ_desktop.ui.texting_words import name_of

translate = QCoreApplication.translate


def sheet_columns() -> tuple[MessageColumn, ...]:
    """Return the columns of the file; widths in characters."""
    return (
        MessageColumn(MessageField.REGISTERED, translate("HistoryColumns", "Registered"), 20),
        MessageColumn(MessageField.SERVICE, translate("HistoryColumns", "Service"), 14),
        MessageColumn(MessageField.TYPE, translate("HistoryColumns", "Type"), 8),
        MessageColumn(MessageField.KIND, translate("HistoryColumns", "Form"), 10),
        MessageColumn(MessageField.RESERVED, translate("HistoryColumns", "Reserved for"), 20),
        MessageColumn(MessageField.TEMPLATE, translate("HistoryColumns", "Template"), 24),
        MessageColumn(MessageField.SUBJECT, translate("HistoryColumns", "Subject"), 20),
        MessageColumn(MessageField.BODY, translate("HistoryColumns", "Text"), 48),
        MessageColumn(MessageField.SENDER, translate("HistoryColumns", "Sender"), 16),
        MessageColumn(MessageField.RECIPIENT, translate("HistoryColumns", "Recipient"), 16),
        MessageColumn(MessageField.STATUS, translate("HistoryColumns", "Status"), 10),
        MessageColumn(MessageField.RESULT, translate("HistoryColumns", "Result"), 28),
        MessageColumn(MessageField.CODE, translate("HistoryColumns", "Carrier's code"), 12),
        MessageColumn(MessageField.AGENT, translate("HistoryColumns", "Agent"), 12),
        MessageColumn(MessageField.SENT, translate("HistoryColumns", "Sent"), 20),
        MessageColumn(MessageField.RESULT_AT, translate("HistoryColumns", "Result at"), 20),
    )


def sheet_words() -> MessageWords:
    """Return the words of the file in the person's language."""
    return MessageWords(
        sheet=translate("HistoryDownload", "Texts"),
        types={kind.value: name_of(kind) for kind in TextType},
        kinds={kind.value: name_of(kind) for kind in SendingKind},
        statuses={status.value: name_of(status) for status in MessageStatus},
        stages={stage.value: name_of(stage) for stage in MessageStage},
        results={reason.value: name_of(reason) for reason in ResultReason},
        holds={reason.value: name_of(reason) for reason in HeldReason},
    )


def job_of(
    services: Services, conditions: MessageFilter, sort: MessageSort, rows: int, zone: ZoneInfo
) -> DownloadJob:
    """Return the job of saving every text of a search."""
    columns, words = sheet_columns(), sheet_words()

    async def run(path: Path, purpose: str, progress: Progress, cancel: asyncio.Event) -> ExportOutcome:
        return await services.export.messages(
            conditions, sort, path, purpose, columns, words, progress, cancel
        )

    now = services.clock.now().astimezone(zone)
    return DownloadJob(
        what=translate(
            "HistoryDownload", "All {count} texts of this search are saved, not only those in view."
        ).format(count=f"{rows:,}"),
        rows=rows,
        file_name=translate("HistoryDownload", "texts-{moment}.xlsx").format(moment=f"{now:%Y%m%d-%H%M}"),
        run=run,
    )
