"""From a callback to what its row shows. Formatters never wait: names, clock and standing are at hand.

One object per list; the columns ask it while the table paints, so everything here is cheap.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.callbacks import CallbackStatus
from occ_contract.cti import CallState
from occ_desktop.domain.commands import CommandKind, CommandState
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui import moments
from occ_desktop.ui.tables.columns import Cell, RowAction
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.callbacks.offers import Choice, Claim, Offer, Reason, Standing, offer
from occ_desktop.views.callbacks.reasons import sentence_of
from occ_desktop.views.parts.promise_cell import pressing
from occ_desktop.views.parts.request_cells import RequestCells

translate = QCoreApplication.translate
_OPEN = frozenset(status for status in CallbackStatus if status is not CallbackStatus.COMPLETED)
CONNECT, COMPLETE, HISTORY, TEXT = "connect", "complete", "history", "text"
_CALL_ICONS = {CallState.DIALLING: "phone-outgoing", CallState.RINGING: "bell-ringing-fill"}
_BROKEN = frozenset({Reason.OFFLINE, Reason.CTI_DOWN})  # no telephone at all; else it is only busy


class CallbackCells(RequestCells):
    """Makes the cells of one list.

    ``service_name`` and ``person_name`` answer at once from memory; ``standing`` says what the person may do;
    ``fresh`` are the ids that came since the last look (marked with a dot).
    """

    def __init__(
        self,
        service_name: Callable[[str], str],
        person_name: Callable[[str | None], str],
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        standing: Callable[[], Standing],
    ) -> None:
        super().__init__(service_name, person_name, now, zone, lively=_OPEN, quiet="text2")
        self._standing = standing
        self.fresh: frozenset[str] = frozenset()
        self._wish_has_column = False

    def follow_columns(self, shown: frozenset[str]) -> None:
        """Take in which columns are in view: a wish without its own stands before the message."""
        self._wish_has_column = "preferred" in shown

    def received(self, row: CallbackRow) -> Cell:
        """Return when the request came, dotted while it is new here."""
        return self._moment(row, row.callback.received_at, _open(row), dot=row.id in self.fresh)

    def message(self, row: CallbackRow) -> Cell:
        """Return the message on one line, whole in the tooltip; before it a pressing wish with no column."""
        cell, wish = super().message(row), self._pressing(row)
        if wish is None or self._wish_has_column:
            return cell
        line = " · ".join(part for part in (wish.text, cell.text) if part)
        return Cell(line, ink=wish.ink, icon=wish.icon, tooltip=f"{wish.tooltip}\n{cell.tooltip}".strip())

    def preferred(self, row: CallbackRow) -> Cell:
        """Return when the customer wishes to be called; marked from ten minutes before while it is open."""
        return self._pressing(row) or self._moment(row, row.callback.preferred_at, strong=False)

    def _pressing(self, row: CallbackRow) -> Cell | None:
        """Return the wish of an open row that is due soon or has passed, None otherwise."""
        return pressing(row.callback.preferred_at, self._now(), self._zone()) if _open(row) else None

    def assigned(self, row: CallbackRow) -> Cell:
        """Return when the present (or, for a withdrawn one, the last) assignment was made."""
        return self._moment(row, row.callback.assigned_at, strong=False)

    def assigner(self, row: CallbackRow) -> Cell:
        """Return who assigned it."""
        return Cell(self._person_name(row.callback.assigner_id), ink="text2")

    def assignee(self, row: CallbackRow) -> Cell:
        """Return who has it; one's own name is bold."""
        mine = row.callback.assignee_id == self._standing().me
        return Cell(self._person_name(row.callback.assignee_id), ink=self.ink(row), bold=mine and _open(row))

    def attempts(self, row: CallbackRow) -> Cell:
        """Return how often the customer was dialled."""
        count = row.callback.attempts
        return Cell(str(count), ink="text" if count and _open(row) else "text3")

    def completed(self, row: CallbackRow) -> Cell:
        """Return when it was completed."""
        return self._moment(row, row.callback.completed_at, strong=False)

    def actions(self, row: CallbackRow) -> Cell:
        """Return the buttons of the row, or why there are none now: a call, unsent work, a conflict."""
        made = offer(row, self._standing())
        if made.conflicted:
            return Cell(
                translate("CallbackCells", "Could not be sent"),
                ink="red",
                icon="warning-octagon",
                bold=True,
                tooltip=translate(
                    "CallbackCells", "The server refused this. Your text is kept; decide in the panel."
                ),
            )
        if made.claim is not None:
            return self._claim(made.claim)
        if made.connecting:
            return Cell(
                translate("CallbackCells", "Connecting…"), ink="blue", icon="phone-outgoing", bold=True
            )
        if made.waiting is CommandKind.COMPLETE:
            return self._waiting(row)
        return Cell(actions=_buttons(made))

    def _claim(self, claim: Claim) -> Cell:
        who = translate("CallbackCells", "Me")
        if not claim.mine:
            who = self._person_name(claim.agent_id) or translate("CallbackCells", "A colleague")
        text = translate("CallbackCells", "{name} · {state}").format(
            name=who, state=name_of(f"call.{claim.state.value}")
        )
        running = ""
        if claim.since is not None and self._standing().informed:  # else nobody knows whether it still runs
            running = moments.running(claim.since, self._now())
        icon = _CALL_ICONS.get(claim.state, "phone-call")
        return Cell(text, ink="blue", bold=True, icon=icon, trailing=running)

    def _waiting(self, row: CallbackRow) -> Cell:
        under_way = row.pending_state is not CommandState.QUEUED and self._standing().online
        code = "outbox.sending" if under_way else "outbox.waiting"
        done = moments.short(row.pending_at, self._now(), self._zone())
        return Cell(
            name_of(code),
            status=code,
            trailing=translate("CallbackCells", "{time} completed").format(time=done),
            tooltip=translate(
                "CallbackCells", "Completed here; it is sent as soon as the server can be reached."
            ),
        )

    def _moment(self, row: CallbackRow, moment: datetime | None, strong: bool, *, dot: bool = False) -> Cell:
        if moment is None:
            return Cell(dot=dot)
        ink: Token = self.ink(row) if strong else "text2"
        text = moments.short(moment, self._now(), self._zone())
        return Cell(text, ink=ink, tooltip=moments.full(moment, self._zone()), dot=dot)


def _open(row: CallbackRow) -> bool:
    return row.status in _OPEN


def _buttons(made: Offer) -> tuple[RowAction | None, ...]:
    return (
        _button(made.connect, CONNECT, translate("CallbackCells", "Connect"), "phone", strong=True),
        _button(made.complete, COMPLETE, translate("CallbackCells", "Complete"), None, strong=False),
        RowAction(HISTORY, translate("CallbackCells", "Register history")) if made.history else None,
        *((_text(),) if made.text else ()),
    )


def _text() -> RowAction:
    tip = translate("CallbackCells", "Send the customer a text")
    return RowAction(TEXT, translate("CallbackCells", "Text"), reason=tip)


def _button(choice: Choice, name: str, label: str, icon: str | None, *, strong: bool) -> RowAction | None:
    if not choice.there:
        return None
    reason = sentence_of(choice.reason) if choice.reason else ""
    glyph = "phone-slash" if icon and choice.reason in _BROKEN else icon
    enabled = choice.ready or choice.reason is Reason.CTI_LOGIN  # pressing it opens the log-in
    return RowAction(name, label, icon=glyph, strong=strong and choice.ready, enabled=enabled, reason=reason)
