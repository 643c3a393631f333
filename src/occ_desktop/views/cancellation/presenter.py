"""Lists outstanding callbacks, counts them per agent and has assignments cancelled. Lays out nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from occ_contract.callbacks import BATCH_LIMIT
from occ_contract.errors import ErrorCode
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged
from occ_desktop.ui.tables.checked import ALL_MATCHING, NONE_CHECKED, Checked
from occ_desktop.views.cancellation.holders import DEPARTED
from occ_desktop.views.cancellation.rows_presenter import OutstandingList
from occ_desktop.views.parts.in_front import InFront

if TYPE_CHECKING:
    from occ_desktop.views.cancellation.view import CancellationView

_PATIENCE = 3.0  # seconds; then assigning itself says what cannot be had yet
Ask = Callable[[int, str], Awaitable[bool]]  # how many, of which agent; whether to go on
GoOn = Callable[[frozenset[str]], None]  # to assign these again


class CancellationPresenter:
    """What is cancelled is what was checked when the person pressed; the server skips what moved since."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        view: "CancellationView",
        gate: InFront,
        ask: Ask,
        go_on: GoOn,
    ) -> None:
        self._services = services
        self._tasks = tasks
        self._view = view
        self._gate = gate
        self._ask = ask
        self._go_on = go_on
        self.rows = OutstandingList(services, tasks, view, gate, view.conditions.first)
        self._cancelled: frozenset[str] = frozenset()
        self._shown = asyncio.Event()  # the feed has shown what was cancelled
        self._shown.set()
        status = services.workplace.status
        if status is not None:
            self._on_status(status)
        self._leave = (
            services.bus.subscribe(ChangeSet, self._on_change),
            services.bus.subscribe(DirectoryChanged, self._on_directory),
            services.bus.subscribe(SyncStatus, self._on_status),
        )

    def closed(self) -> None:
        """Take the subscriptions off."""
        for leave in self._leave:
            leave()

    def cancel(self) -> None:
        """Ask, then cancel the assignments of the checked rows. A second press changes nothing.

        Of the departed, all of them are taken back unless some are checked.
        """
        self._tasks.start(self._cancel, name="cancel", policy=Policy.DROP)

    def reassign(self) -> None:
        """Go on to assigning what was cancelled, as soon as the feed shows that it can be assigned."""
        self._tasks.start(self._reassign, name="reassign", policy=Policy.DROP)

    async def _reassign(self) -> None:
        ids = self._cancelled
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._shown.wait()
        self._go_on(ids)

    async def _cancel(self) -> None:
        rows = self._view.rows
        try:
            checked = self._to_cancel()
            ids = await self.rows.ids_of(checked)
            if len(ids) > BATCH_LIMIT:
                count = checked.count(rows.model.total)
                raise Refused(ErrorCode.TOO_MANY, limit=BATCH_LIMIT, count=count)
            if not ids or not await self._ask(len(ids), self._services.directory.name(self.rows.agent)):
                return
            rows.button.set_busy(True)
            answer = await self._services.assignment.cancel(ids)
        except Failure as failure:
            rows.button.set_busy(False)
            rows.show_failure(failure)
            return
        rows.button.set_busy(False)
        self._cancelled = frozenset(answer.cancelled)
        self.rows.expect(self._cancelled)
        if self.rows.awaited:
            self._shown.clear()
        rows.table.set_checked(NONE_CHECKED)
        self._view.show_done(answer)
        self.rows.count_soon()

    def _to_cancel(self) -> Checked:
        checked = self._view.rows.table.checked
        nothing = not checked.count(self._view.rows.model.total)
        return ALL_MATCHING if nothing and self.rows.agent == DEPARTED else checked

    # What the bus reports

    def _on_change(self, change: ChangeSet) -> None:
        self.rows.on_change(change)
        if not self.rows.awaited:
            self._shown.set()

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._gate.do("reformat", self._view.rows.model.reformat)
        self.rows.count_soon()

    def _on_status(self, status: SyncStatus) -> None:
        self._view.rows.show_offline(status.server_away)
