"""Between the callback as a Struct and the row that finds and orders it. It runs no query of its own accord.

``body`` holds the server's row exactly as the feed sent it; the other columns hold what is *shown*: the
server's row with this person's pending commands laid over it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import msgspec

from occ_contract.callbacks import Callback, CallbackStatus
from occ_desktop.domain.commands import Command, CommandState, replay
from occ_desktop.domain.filters import CallbackSort, SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.search_text import searchable
from occ_desktop.store.interning import Names
from occ_desktop.store.times import stored

decoder = msgspec.json.Decoder(Callback)


class Texts(msgspec.Struct):
    """What of a body the search looks through; the rest of it is passed over."""

    phone: str
    name: str | None = None
    message: str | None = None


text_decoder = msgspec.json.Decoder(Texts)

# The columns by which a shown row is found and ordered, as the table has them.
SHOWN = (
    "received_at",
    "assigned_at",
    "completed_at",
    "attempts",
    "status",
    "phone",
    "service_no",
    "route_no",
    "assigner_no",
    "assignee_no",
    "pending",
)

# The order in which 상태 sorts.
STATUS_NUMBERS = {
    CallbackStatus.RECEIVED: 1,
    CallbackStatus.ASSIGNED: 2,
    CallbackStatus.COMPLETED: 3,
    CallbackStatus.CANCELLED: 4,
    CallbackStatus.UNKNOWN: 9,
}
STATUS_OF_NUMBER = {number: status for status, number in STATUS_NUMBERS.items()}


def pending_on(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Return the commands that change how a row looks: a refused one no longer does."""
    return tuple(c for c in commands if c.state is not CommandState.REFUSED)


def shown(server: Callback, commands: Iterable[Command]) -> Callback:
    """Return the server's row with the pending commands laid over it, oldest first."""
    return reduce(lambda row, command: replay(command, row), pending_on(commands), server)


def listed(server: Callback, commands: Sequence[Command]) -> CallbackRow:
    """Return the row as a list shows it; a refused command comes before one still under way."""
    if not commands:
        return CallbackRow(server)
    told = next((c for c in commands if c.state is CommandState.REFUSED), commands[0])
    return CallbackRow(
        shown(server, commands), pending=told.kind, pending_state=told.state, pending_at=told.created_at
    )


def shown_columns(row: Callback, names: Names, *, pending: bool) -> dict[str, Any]:
    """Return the columns by which a shown row is found and ordered."""
    return dict(zip(SHOWN, shown_values(row, names, pending=pending), strict=True))


def shown_values(row: Callback, names: Names, *, pending: bool) -> tuple[Any, ...]:
    """Return the values of the columns ``SHOWN``."""
    return (
        stored(row.received_at),
        stored(row.assigned_at),
        stored(row.completed_at),
        row.attempts,
        STATUS_NUMBERS[row.status],
        row.phone,
        names[row.service_id],
        names[row.route_code],
        names[row.assigner_id],
        names[row.assignee_id],
        int(pending),
    )


def words(row: Callback) -> str:
    """Return what the find box looks through, ended so that its last characters begin a trigram as well."""
    name, message = row.name, row.message
    text = searchable(f"{name} {message}" if name and message else name or message or "")
    return f"{text}  " if text else ""


def place(row: CallbackRow, sort: CallbackSort) -> tuple[int | str, str]:
    """Return where a row stands in an order: the value of the sorted column, and the id for ties."""
    callback = row.callback
    values: Mapping[SortColumn, int | str] = {
        SortColumn.RECEIVED: stored(callback.received_at),
        SortColumn.ASSIGNED: stored(callback.assigned_at),
        SortColumn.COMPLETED: stored(callback.completed_at),
        SortColumn.STATUS: STATUS_NUMBERS[callback.status],
        SortColumn.ATTEMPTS: callback.attempts,
        SortColumn.PHONE: callback.phone,
    }
    return values[sort.column], callback.id
