"""Spreadsheet downloads: the whole search result to .xlsx, with purpose, progress and cancel.

Rows are read here in pages and handed through a pipe to a child process that writes the file, so that the
window stays smooth (docs/decisions/0010). The purpose is recorded before anything is written; the file
appears under its name only when it is whole.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from occ_contract.callbacks import Callback
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.sms import SmsMessage
from occ_contract.sync import ExportRecord
from occ_desktop.domain.commands import Command, CommandKind
from occ_desktop.domain.failures import Refused, Unreachable
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.message_filters import MessageFilter, MessageSort
from occ_desktop.services.directory import Directory
from occ_desktop.services.ports import Clock
from occ_desktop.services.sheet import (
    CallbackSheet,
    Cell,
    MessageColumn,
    MessageSheet,
    MessageWords,
    SheetColumn,
    SheetWords,
    TableColumn,
    TableSheet,
)
from occ_desktop.services.sheet_process import WORKER, SheetProcess
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import callbacks as stored
from occ_desktop.store import projection
from occ_desktop.store.cache import Cache

_log = logging.getLogger(__name__)
PAGE = 500
MAX_ROWS = 1_048_575  # rows of an .xlsx sheet below its header
PURPOSE_LIMIT = 200
CONDITIONS_LIMIT = 1000

Progress = Callable[[int, int], None]


class ExportOutcome(msgspec.Struct, frozen=True):
    """What became of a download. ``rows`` written; ``cancelled``: no file is left."""

    path: Path
    rows: int
    cancelled: bool = False


class SpreadsheetExport:
    """Downloads of callbacks, texts and statistics; also with the server away (the record is sent later)."""

    def __init__(
        self, workplace: Workplace, directory: Directory, clock: Clock, worker: Sequence[str] = WORKER
    ) -> None:
        self._place = workplace
        self._directory = directory
        self._clock = clock
        self.worker = tuple(worker)

    async def callbacks(
        self,
        conditions: CallbackFilter,
        sort: CallbackSort,
        path: Path,
        purpose: str,
        columns: Sequence[SheetColumn],
        words: SheetWords,
        progress: Progress,
        cancel: asyncio.Event,
    ) -> ExportOutcome:
        """Write every row of the search in its order. ``progress(done, total)`` is called on the loop.

        :raises Refused: ``required`` / ``too_long`` (field ``purpose``), ``too_many`` (limit), ``forbidden``.
        :raises FileFailure: the file could not be written; nothing half is left.
        """
        desk = self._place.desk
        ids = await desk.cache.read(stored.ids, conditions, sort, MAX_ROWS + 1)
        _check_count(len(ids))
        await self._record("callbacks", purpose, len(ids), _described(conditions))
        progress(0, len(ids))
        order = CallbackSheet(
            path="",
            columns=tuple(columns),
            words=words,
            services={s.id: s.name for s in self._directory.services()},
            people=self._directory.names(),
            zone=self._place.zone.key,
        )
        return await self._write(order, path, ids, partial(_read, desk.cache), progress, cancel)

    async def messages(
        self,
        conditions: MessageFilter,
        sort: MessageSort,
        path: Path,
        purpose: str,
        columns: Sequence[MessageColumn],
        words: MessageWords,
        progress: Progress,
        cancel: asyncio.Event,
    ) -> ExportOutcome:
        """Write every text of a search of the history in its order; see `callbacks`."""
        from occ_desktop.store import messages as stored_texts  # the first screen is there without it

        desk = self._place.desk
        ids = await desk.cache.read(stored_texts.ids, conditions, sort, MAX_ROWS + 1)
        _check_count(len(ids))
        await self._record("messages", purpose, len(ids), _texts_described(conditions))
        progress(0, len(ids))
        order = MessageSheet(
            path="",
            columns=tuple(columns),
            words=words,
            services={s.id: s.name for s in self._directory.services()},
            people=self._directory.names(),
            zone=self._place.zone.key,
        )
        return await self._write(order, path, ids, partial(_read_texts, desk.cache), progress, cancel)

    async def _write(
        self,
        order: CallbackSheet | MessageSheet,
        path: Path,
        ids: Sequence[str],
        read: Callable[[Sequence[str]], Awaitable[list[Callback] | list[SmsMessage]]],
        progress: Progress,
        cancel: asyncio.Event,
    ) -> ExportOutcome:
        """Write the rows of these ids page by page; the next page is read while one is written."""
        total = len(ids)
        async with SheetProcess(path, self.worker) as sheet:
            await sheet.order(msgspec.structs.replace(order, path=sheet.part))
            rows = await read(ids[:PAGE])
            for end in range(PAGE, total + PAGE, PAGE):
                if cancel.is_set():
                    return ExportOutcome(path, 0, cancelled=True)
                following = read(ids[end : end + PAGE])
                if rows:  # an empty page would end the sheet
                    _, rows = await asyncio.gather(sheet.page(rows), following)
                else:
                    rows = await following
                progress(min(end, total), total)
            if cancel.is_set():
                return ExportOutcome(path, 0, cancelled=True)
            return ExportOutcome(path, await sheet.finish(end_of_pages=True))

    async def table(
        self,
        kind: str,
        path: Path,
        purpose: str,
        columns: Sequence[TableColumn],
        rows: Iterable[Sequence[Cell]],
        sheet: str,
        conditions: str = "",
    ) -> ExportOutcome:
        """Write a small table as the screen shows it (statistics); see `callbacks` for what it raises."""
        body = tuple(tuple(row) for row in rows)
        await self._record(kind, purpose, len(body), conditions)
        async with SheetProcess(path, self.worker) as writing:
            await writing.order(TableSheet(path=writing.part, columns=tuple(columns), rows=body, sheet=sheet))
            return ExportOutcome(path, await writing.finish(end_of_pages=False))

    async def _record(self, kind: str, purpose: str, rows: int, conditions: str) -> None:
        """Have purpose and size recorded before anything is written; sent later when the server is away.

        :raises Refused: ``required`` or ``too_long`` (field ``purpose``), or the server forbids the download.
        """
        words = purpose.strip()
        if not words:
            raise Refused(ErrorCode.REQUIRED, field="purpose")
        if len(words) > PURPOSE_LIMIT:
            raise Refused(ErrorCode.TOO_LONG, field="purpose", limit=PURPOSE_LIMIT, length=len(words))
        record = ExportRecord(kind=kind, purpose=words, row_count=rows, conditions=conditions)
        key = new_id()
        try:
            await self._place.online().record_export(record, key=key)
        except Unreachable as away:
            _log.info("the record of a download waits for the server: %s", away.reason)
            command = Command(key=key, kind=CommandKind.EXPORT, body=record, created_at=self._clock.now())
            await self._place.change(projection.enqueue, command)


def _check_count(total: int) -> None:
    if total > MAX_ROWS:
        raise Refused(ErrorCode.TOO_MANY, limit=MAX_ROWS, count=total)


async def _read_texts(cache: Cache, ids: Sequence[str]) -> list[SmsMessage]:
    """Return these texts in this order; those gone meanwhile are left out."""
    from occ_desktop.store import messages as stored_texts

    if not ids:
        return []
    found = {row.id: row.message for row in await cache.read(stored_texts.get_many, ids)}
    return [found[i] for i in ids if i in found]


async def _read(cache: Cache, ids: Sequence[str]) -> list[Callback]:
    """Return these rows in this order; those gone meanwhile are left out."""
    if not ids:
        return []
    found = {row.id: row.callback for row in await cache.read(stored.get_many, ids)}
    return [found[i] for i in ids if i in found]


def _described(conditions: CallbackFilter) -> str:
    """Return the conditions for the audit trail: names of set fields and counts, the number masked."""
    parts: list[str] = []
    if conditions.received_from and conditions.received_to:
        parts.append(f"received={conditions.received_from.isoformat()}/{conditions.received_to.isoformat()}")
    if conditions.open_too:
        parts.append("unfinished=of any day")
    for name in ("services", "routes", "statuses", "assigners", "assignees"):
        values = getattr(conditions, name)
        if values:
            parts.append(f"{name}={','.join(str(v) for v in values)}")
    if conditions.service_routes:
        parts.append(f"routes={','.join(code for _, code in conditions.service_routes)}")
    if conditions.phone:
        parts.append(f"phone=…{conditions.phone[-2:]}")
    if conditions.text:
        parts.append("text=set")
    return "; ".join(parts)[:CONDITIONS_LIMIT]


def _texts_described(conditions: MessageFilter) -> str:
    """Return the conditions of a search of the history for the audit trail, the number masked."""
    parts: list[str] = []
    if conditions.registered_from and conditions.registered_to:
        start, end = conditions.registered_from.isoformat(), conditions.registered_to.isoformat()
        parts.append(f"registered={start}/{end}")
    for name in ("kind", "type", "request", "services", "statuses", "templates", "agents"):
        value = getattr(conditions, name)
        if value:
            parts.append(f"{name}={','.join(value) if isinstance(value, tuple) else value}")
    if conditions.senders:
        parts.append(f"senders={len(conditions.senders)}")
    if conditions.recipient:
        parts.append(f"recipient=…{conditions.recipient[-2:]}")
    return "; ".join(parts)[:CONDITIONS_LIMIT]
