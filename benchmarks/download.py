"""Download of a search result to .xlsx, beside a bare openpyxl write-only loop over rows already in memory.

Ours reads the encrypted cache, keeps order and names, and writes in another process; the second line is how
long the event loop of the window was ever held meanwhile, beside its limit.
"""

import asyncio
import gc
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from openpyxl import Workbook

from benchmarks import sample
from benchmarks.measure import Line, paired
from occ_contract.people import Agent, Me, Role, Service
from occ_contract.phone import shown
from occ_contract.sync import Change, Entity
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.remote.link import Link
from occ_desktop.runtime.clock import SystemClock
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.bus import Bus
from occ_desktop.services.colleagues import Colleagues
from occ_desktop.services.directory import Directory
from occ_desktop.services.export import SpreadsheetExport
from occ_desktop.services.ports import Beats
from occ_desktop.services.sheet import SheetColumn, SheetField, SheetWords
from occ_desktop.services.workplace import Desk, Workplace
from occ_desktop.store import Cache, CacheOwner, feed
from support.bulk import bulk_load

ROWS = 100_000
LIMIT_HELD = 0.050
BEAT = 0.005
COLUMNS = tuple(SheetColumn(field, field.value, 16) for field in SheetField)
_ME = Me(
    id="bench",
    username="bench",
    name="bench",
    organisation_id="1",
    organisation_name="bench",
    time_zone="Asia/Seoul",
    memberships=(),
    server_time=datetime(2026, 11, 23, tzinfo=UTC),
)


class _Still:
    """A synchronisation that never runs: the server of this benchmark is away."""

    def start(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""

    def nudge(self) -> None:
        """Do nothing."""

    def listen_anew(self) -> None:
        """Do nothing."""


def _raise(error: BaseException) -> None:
    raise error


class _Bench:
    """A cache of so many rows and the service that writes them out."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.held: list[float] = []

    async def open(self) -> None:
        """Fill the cache and sit down at a desk without a server."""
        owner = CacheOwner("http://127.0.0.1:1", _ME.id)
        self.cache = await Cache.open(self.folder / "bench.cache", os.urandom(32), owner)
        await bulk_load(self.cache, sample.callbacks(self.count), ("key",))
        bus, self.tasks = Bus(_raise), TaskOwner("bench")
        self.link = Link(
            "http://127.0.0.1:1",
            on_renewal=lambda _renewal: None,
            on_logged_out=lambda _code: None,
            spawn=lambda work, name: self.tasks.start(work, name=name),
        )
        place = Workplace(bus)
        place.enter(Desk(_ME, self.cache, self.link.api, _Still()))
        bus.publish(SyncStatus(state=SyncState.OFFLINE))
        await self.cache.write(feed.apply_rows, _names(), _ME.id)
        colleagues = Colleagues(place, bus, self.tasks, SystemClock(), Beats())
        directory = Directory(place, colleagues, bus, self.tasks)
        await directory.reload()
        self.export = SpreadsheetExport(place, directory, SystemClock())

    async def download(self) -> None:
        """Write the file while a heart beats on the loop."""
        self.held.append(0.0)
        beating = asyncio.ensure_future(self._beat())
        outcome = await self.export.callbacks(
            CallbackFilter(),
            CallbackSort(),
            self.folder / "ours.xlsx",
            "benchmark",
            COLUMNS,
            SheetWords(sheet="callbacks"),
            lambda _done, _total: None,
            asyncio.Event(),
        )
        beating.cancel()
        assert outcome.rows == self.count

    async def _beat(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.held[-1] = max(self.held[-1], time.perf_counter() - before - BEAT)

    async def close(self) -> None:
        """End everything."""
        await self.tasks.aclose()
        await self.link.aclose()
        await self.cache.close()


def _names() -> list[Change]:
    """Return the services and people whose names stand in the sheet."""
    switches = {"callback_enabled": True, "sms_enabled": False, "cti_enabled": True}
    services = [Service(id=s, name=s, **switches) for s in sample.SERVICES]
    people = [Agent(id=a, name=a, role=Role.AGENT) for a in sample.AGENTS]
    return [
        Change(entity=entity, id=row.id, seq=1, keys=("key",), body=msgspec.Raw(msgspec.json.encode(row)))
        for entity, rows in ((Entity.SERVICE, services), (Entity.AGENT, people))
        for row in rows
    ]


def _bare(rows: list[list[object]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("bare")
    for row in rows:
        sheet.append(row)
    book.save(path)


def _values(count: int) -> list[list[object]]:
    def time_of(moment: datetime | None) -> datetime | None:
        return moment.replace(tzinfo=None) if moment else None

    return [
        [
            time_of(c.received_at),
            c.service_id,
            c.route_name,
            c.name,
            shown(c.phone),
            c.message,
            c.status.value,
            time_of(c.assigned_at),
            c.assigner_id,
            c.assignee_id,
            c.attempts,
            time_of(c.completed_at),
            time_of(c.preferred_at),
            c.note,
        ]
        for c in sample.callbacks(count)
    ]


def run(*, small: bool) -> Iterator[Line]:
    """Yield the download beside the bare loop, and the longest hold of the loop beside its limit."""
    count, rounds = (3_000, 1) if small else (ROWS, 3)
    with tempfile.TemporaryDirectory() as name, asyncio.Runner() as runner:
        bench = _Bench(Path(name), count)
        runner.run(bench.open())
        try:
            rows = _values(count)
            gc.collect()
            gc.freeze()  # the peer's rows are not the window's to sweep
            mine, other = paired(
                lambda: runner.run(bench.download()),
                lambda: _bare(rows, bench.folder / "bare.xlsx"),
                rounds,
            )
            yield Line(f"download of {count:,} rows", mine, other, "bare openpyxl write-only loop", 1.3)
            # what else the machine does only adds, so the quietest round tells what is ours
            yield Line("longest hold of the window's loop", min(bench.held), LIMIT_HELD, "limit", 1.0)
        finally:
            gc.unfreeze()
            runner.run(bench.close())
