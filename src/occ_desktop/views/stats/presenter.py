"""Counts the statistics, follows changes, and has them saved as a spreadsheet. Awaits, lays out nothing."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from occ_contract.callbacks import Stats
from occ_contract.statistics import Period, business_day
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.export import ExportOutcome
from occ_desktop.services.sheet import TableColumn
from occ_desktop.ui.download_job import DownloadJob, Progress
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.stats.conditions import Conditions, before
from occ_desktop.views.stats.figures import lines_of

if TYPE_CHECKING:
    from occ_desktop.views.stats.view import StatsView

_PAUSE = 1.0  # seconds between two counts while changes pour in


class StatsPresenter:
    """Keeps the conditions and the last figures; an older count never covers a newer one."""

    def __init__(self, services: Services, tasks: TaskOwner, view: "StatsView", gate: InFront) -> None:
        self._gate = gate
        self._services = services
        self._tasks = tasks
        self._view = view
        self._conditions = Conditions()
        self._stats: Stats | None = None
        self._stale = False
        self._leave = services.bus.subscribe(ChangeSet, self._on_change)

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return the services the person supervises."""
        return self._services.session.rights.supervised_services()

    def closed(self) -> None:
        """Take the subscription off."""
        self._leave()

    def search(self, conditions: Conditions | None = None) -> None:
        """Count anew, with other conditions if given."""
        self._conditions = conditions or self._conditions
        if self._services.session.me is not None:
            self._tasks.start(self._count, name="count", policy=Policy.LATEST)

    async def _count(self) -> None:
        conditions, zone = self._conditions, self._services.workplace.zone
        now = self._services.clock.now()
        wanted = conditions.to_filter(now, zone, self.allowed)
        try:
            stats = await self._services.figures.stats(wanted, conditions.by)
            earlier = await self._services.figures.stats(before(wanted), Period.MONTH)
        except Failure as failure:
            self._view.show_failure(failure)
            return
        self._stats = stats
        today = business_day(now, zone)
        lines = lines_of(stats.rows, conditions.by, today)
        days = (wanted.last - wanted.first).days + 1
        self._view.show_figures(lines, stats.total, earlier.total, days, narrowed=conditions.narrowed)
        self._view.counted.emit(now)

    def download(self) -> DownloadJob | None:
        """Return the job of saving what is shown, None while there is nothing."""
        stats = self._stats
        if stats is None:
            return None
        words = self._view.sheet_words(self._conditions.by)
        body = [
            (row.period, row.assigned, row.completed, row.outstanding, row.completion_rate)
            for row in (*stats.rows, stats.total)
        ]
        body[-1] = (words.total, *body[-1][1:])
        columns = tuple(
            TableColumn(title, 14, "0.0" if place == 4 else "#,##0" if place else "")
            for place, title in enumerate(words.titles)
        )
        described = self._described()

        async def run(path: Path, purpose: str, progress: Progress, cancel: asyncio.Event) -> ExportOutcome:
            if cancel.is_set():
                return ExportOutcome(path, 0, cancelled=True)
            outcome = await self._services.export.table(
                "stats", path, purpose, columns, body, words.sheet, described
            )
            progress(len(body), len(body))
            return outcome

        first, last = stats.rows[0].period, stats.rows[-1].period
        name = f"{words.sheet}_{first}_{last}.xlsx"
        return DownloadJob(words.what, len(stats.rows), name, run, personal=False)

    def _described(self) -> str:
        """Return the conditions for the record of the download: names and counts, no person's name."""
        zone = self._services.workplace.zone
        first, last = self._conditions.days(self._services.clock.now(), zone)
        chosen = self._conditions
        return (
            f"assigned={first}/{last}; by={chosen.by.value}; services={len(chosen.services)}; "
            f"routes={len(chosen.routes)}; assignees={len(chosen.assignees)}"
        )

    def _on_change(self, change: ChangeSet) -> None:
        """Count again while the tab is in front; coming to the front counts anew by itself."""
        if change.touches(Entity.CALLBACK) and self._stats is not None and self._gate.open:
            self._stale = True
            self._tasks.start(self._follow, name="follow", policy=Policy.DROP)

    async def _follow(self) -> None:
        while self._stale and self._gate.open:
            self._stale = False
            await self._count()
            await asyncio.sleep(_PAUSE)
