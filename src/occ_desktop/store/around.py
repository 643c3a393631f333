"""What stands around one callback, in one question to the cache.

So all of it is of one moment, and takes one turn at the reader however much changes. It knows no screen.
"""

import msgspec
from sqlalchemy import Connection

from occ_contract.callbacks import Callback
from occ_contract.tickets import Ticket
from occ_desktop.domain.commands import Command, CommandState
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.message_filters import MessageRow
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.store import callbacks, outbox, tickets
from occ_desktop.store.turns import beside


class Around(msgspec.Struct, frozen=True):
    """``calls``, ``tickets`` and ``texts`` of the same number, newest first, the callback itself among them.

    ``line`` are the rows of ``mine``, oldest first, as many as were asked for; ``outstanding`` counts all.
    ``row`` is None when the callback is not (any more) this person's to see.
    """

    row: CallbackRow | None
    calls: tuple[CallbackRow, ...]
    tickets: tuple[Ticket, ...]
    texts: tuple[MessageRow, ...]
    refused: Command | None
    line: tuple[CallbackRow, ...]
    outstanding: int


@beside
def around(
    conn: Connection, callback_id: str, mine: CallbackFilter, most_contacts: int, most_in_line: int
) -> Around:
    """Return what this machine knows around a callback; ``mine`` finds the person's open ones."""
    row = callbacks.get(conn, callback_id)
    here = row.callback if row is not None else None
    line = callbacks.page(conn, mine, CallbackSort(descending=False), 0, most_in_line)
    return Around(
        row=row,
        calls=callbacks.by_phone(conn, here.phone, (here.service_id,), most_contacts) if here else (),
        tickets=tickets.by_phone(conn, here.phone, most_contacts) if here else (),
        texts=_texts(conn, here, most_contacts) if here else (),
        refused=_refused(conn, callback_id),
        line=line,
        outstanding=len(line) if len(line) < most_in_line else callbacks.count(conn, mine),
    )


def _texts(conn: Connection, here: Callback, most: int) -> tuple[MessageRow, ...]:
    from occ_desktop.store import messages  # the first screen is there without it

    return messages.by_phone(conn, here.phone, (here.service_id,), most)


def _refused(conn: Connection, callback_id: str) -> Command | None:
    mine = (e for e in outbox.entries(conn) if e.callback_id == callback_id)
    return next((e for e in mine if e.state is CommandState.REFUSED), None)
