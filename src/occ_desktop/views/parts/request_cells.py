"""The cells every list of requests begins with: when, where to, who, which number, what about."""

from collections.abc import Callable, Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import CallbackStatus
from occ_contract.phone import shown
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui import moments
from occ_desktop.ui.tables.columns import Cell
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.vocabulary import name_of

translate = QCoreApplication.translate


class RequestCells:
    """Names and clock are at hand, nothing waits.

    ``lively`` are the statuses a list is about; rows of others, and those of ``left``, which the search finds
    no more, stand in ``quiet`` ink, and say in place of the message who has them.
    """

    def __init__(
        self,
        service_name: Callable[[str], str],
        person_name: Callable[[str | None], str],
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        lively: Collection[CallbackStatus],
        quiet: Token = "text3",
    ) -> None:
        self._service_name = service_name
        self._person_name = person_name
        self.left: frozenset[str] = frozenset()
        self._now = now
        self._zone = zone
        self._lively = lively
        self._quiet: Token = quiet

    def ink(self, row: CallbackRow) -> Token:
        """Return the ink of a row's main texts."""
        return "text" if row.status in self._lively and row.id not in self.left else self._quiet

    def moment(self, moment: datetime | None, row: CallbackRow) -> Cell:
        """Return a time as short as the day allows, whole in the tooltip."""
        text = moments.short(moment, self._now(), self._zone())
        return Cell(text, ink=self.ink(row), tooltip=moments.full(moment, self._zone()))

    def received(self, row: CallbackRow) -> Cell:
        """Return when the request came."""
        return self.moment(row.callback.received_at, row)

    def service(self, row: CallbackRow) -> Cell:
        """Return the service's name."""
        name = self._service_name(row.callback.service_id)
        return Cell(name, ink="text2", tooltip=name)

    def route(self, row: CallbackRow) -> Cell:
        """Return the IVR route as it came with the request."""
        label = row.callback.route_name or row.callback.route_code or ""
        return Cell(label, ink="text2", tooltip=label)

    def customer(self, row: CallbackRow) -> Cell:
        """Return the customer's name."""
        name = row.callback.name or ""
        return Cell(name, ink=self.ink(row), tooltip=name)

    def phone(self, row: CallbackRow) -> Cell:
        """Return the number as people read it; it is never cut. What stood behind it is in the tooltip."""
        callback = row.callback
        tooltip = shown(callback.phone, callback.phone_remark) if callback.phone_remark else ""
        return Cell(shown(callback.phone), ink=self.ink(row), tooltip=tooltip)

    def message(self, row: CallbackRow) -> Cell:
        """Return the message on one line, whole in the tooltip."""
        if row.id in self.left:
            whose = self.whose(row)
            return Cell(whose, ink=self._quiet, tooltip=whose)
        text = row.callback.message or ""
        return Cell(" ".join(text.split()), ink="text2", tooltip=text)

    def status(self, row: CallbackRow) -> Cell:
        """Return the status: name, shape and colour."""
        code = f"callback.{row.status.value}"
        return Cell(name_of(code), status=code, tooltip=self.whose(row) if row.id in self.left else "")

    def whose(self, row: CallbackRow) -> str:
        """Return who has a row that left the list, as far as that is known."""
        callback, status = row.callback, row.status
        if status is CallbackStatus.COMPLETED:
            return self._by(
                translate("RequestCells", "{name} completed it"),
                translate("RequestCells", "Completed by somebody else"),
                callback.completed_by or callback.assignee_id,
            )
        if status is CallbackStatus.ASSIGNED:
            return self._by(
                translate("RequestCells", "{name} has it"),
                translate("RequestCells", "Assigned by somebody else"),
                callback.assignee_id,
            )
        return translate("RequestCells", "No longer in this list")

    def _by(self, known: str, unknown: str, person_id: str | None) -> str:
        name = self._person_name(person_id)
        return known.format(name=name) if name else unknown
