"""Spreadsheet downloads: the whole search result to .xlsx, with purpose, progress and cancel.

Rows are read here in pages and handed through a pipe to a child process that writes the file, so that the
window stays smooth (docs/decisions/0010). The purpose is recorded before anything is written; the file
appears under its name only when it is whole.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
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
        cache = self._place.desk.cache
        ids = await cache.read(stored.ids, conditions, sort, MAX_ROWS + 1)
        order = CallbackSheet(path="", columns=tuple(columns), words=words, **self._names())
        read = partial(_in_order, cache, stored.get_many, attrgetter("callback"))
        found = _Found("callbacks", tuple(ids), _described(conditions), order, read)
        return await self._save(found, path, purpose, progress, cancel)

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

        cache = self._place.desk.cache
        ids = await cache.read(stored_texts.ids, conditions, sort, MAX_ROWS + 1)
        order = MessageSheet(path="", columns=tuple(columns), words=words, **self._names())
        read = partial(_in_order, cache, stored_texts.get_many, attrgetter("message"))
        found = _Found("messages", tuple(ids), _texts_described(conditions), order, read)
        return await self._save(found, path, purpose, progress, cancel)

    def _names(self) -> dict[str, Any]:
        """Return what every sheet writes ids and times with."""
        return {
            "services": {service.id: service.name for service in self._directory.services()},
            "people": self._directory.names(),
            "zone": self._place.zone.key,
        }

    async def _save(
        self, found: "_Found", path: Path, purpose: str, progress: Progress, cancel: asyncio.Event
    ) -> ExportOutcome:
        """Write what was found page by page; the next page is read while one is written."""
        ids, read, total = found.ids, found.read, len(found.ids)
        if total > MAX_ROWS:
            raise Refused(ErrorCode.TOO_MANY, limit=MAX_ROWS, count=total)
        await self._record(found.kind, purpose, total, found.described)
        progress(0, total)
        async with SheetProcess(path, self.worker) as sheet:
            await sheet.order(msgspec.structs.replace(found.order, path=sheet.part))
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


class _Found(msgspec.Struct, frozen=True):
    """What a search found: the ids in their order, the sheet they go to, and what reads a page of them.

    ``described`` are the conditions for the audit trail.
    """

    kind: str
    ids: tuple[str, ...]
    described: str
    order: CallbackSheet | MessageSheet
    read: Callable[[Sequence[str]], Awaitable[list[Any]]]


async def _in_order(
    cache: Cache, get_many: Callable[..., Iterable[Any]], body: Callable[[Any], Any], ids: Sequence[str]
) -> list[Any]:
    """Return the bodies of these rows in this order; those gone meanwhile are left out."""
    if not ids:
        return []
    found = {row.id: body(row) for row in await cache.read(get_many, ids)}
    return [found[i] for i in ids if i in found]


def _described(conditions: CallbackFilter) -> str:
    """Return the conditions for the audit trail: names of set fields and counts, the number masked."""
    parts: list[str] = []
    if conditions.received_from and conditions.received_to:
        parts.append(f"received={conditions.received_from.isoformat()}/{conditions.received_to.isoformat()}")
    if conditions.open_too:
        parts.append("unfinished=of any day")
    parts += _narrowing(conditions, "services", "routes", "statuses", "assigners", "assignees")
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
    parts += _narrowing(conditions, "kind", "type", "request", "services", "statuses", "templates", "agents")
    if conditions.senders:
        parts.append(f"senders={len(conditions.senders)}")
    if conditions.recipient:
        parts.append(f"recipient=…{conditions.recipient[-2:]}")
    return "; ".join(parts)[:CONDITIONS_LIMIT]


def _narrowing(conditions: object, *names: str) -> list[str]:
    """Return those of the fields that narrow a search, with their values."""
    chosen = {name: value for name in names if (value := getattr(conditions, name))}
    return [
        f"{name}={','.join(map(str, value)) if isinstance(value, tuple) else value}"
        for name, value in chosen.items()
    ]
