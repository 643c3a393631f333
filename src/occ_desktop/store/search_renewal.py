"""Brings what finds a callback to today's spelling after an update of the program, a step at a time.

Rows that were stored before have their words as they came (`domain.search_text` says what is alike now). It
knows no screen; where it stands is kept in the file, so that it goes on after a crash.
"""

from sqlalchemy import Connection, delete, insert, select

from occ_desktop.store import binding
from occ_desktop.store.callback_rows import decoder, words
from occ_desktop.store.schema import callback_search, callbacks

STEP = 500  # rows; what a person does meanwhile waits behind one step at most


def renew_some(conn: Connection) -> bool:
    """Renew the next rows, at most ``STEP``; tell whether more may wait."""
    place = binding.value(conn, binding.SEARCH_RENEWAL)
    if place is None:
        return False
    search = callback_search.c
    found = conn.execute(
        select(callbacks.c.no, callbacks.c.body, search.words)
        .join(callback_search, search.rowid == callbacks.c.no)
        .where(callbacks.c.no > int(place))
        .order_by(callbacks.c.no)
        .limit(STEP)
    ).all()
    stale = []
    for no, body, written in found:
        row = decoder.decode(body)
        if (today := words(row)) != written:
            stale.append({"rowid": no, "phone": row.phone, "words": today})
    if stale:
        conn.execute(delete(callback_search).where(search.rowid.in_([row["rowid"] for row in stale])))
        conn.execute(insert(callback_search), stale)
    binding.remember(conn, **{binding.SEARCH_RENEWAL: str(found[-1].no) if found else None})
    return bool(found)
