"""What the person typed and chose on this machine: drafts by kind and subject, preferences of the account."""

from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from occ_desktop.domain.drafts import About, Draft, DraftKind
from occ_desktop.store import callbacks
from occ_desktop.store.binding import remember
from occ_desktop.store.schema import drafts, preferences
from occ_desktop.store.times import stored


def _place(kind: DraftKind, subject: str) -> str:
    return subject if kind is DraftKind.NOTE else f"{kind.value}:{subject}"


def draft(conn: Connection, kind: DraftKind, subject: str) -> Draft | None:
    """Return what was typed for this subject (a callback's id) and not sent."""
    query = select(drafts.c.text, drafts.c.base).where(drafts.c.callback_id == _place(kind, subject))
    found = conn.execute(query).first()
    return None if found is None else Draft(found.text, found.base)


def typed(conn: Connection, kind: DraftKind) -> tuple[tuple[str, Draft], ...]:
    """Return the drafts of a kind by subject: few, since each is soon sent, forgotten or decided on."""
    found: list[tuple[str, Draft]] = []
    for row in conn.execute(select(drafts.c.callback_id, drafts.c.text, drafts.c.base)):
        subject = row.callback_id.rpartition(":")[2]
        if row.callback_id == _place(kind, subject):
            found.append((subject, Draft(row.text, row.base)))
    return tuple(found)


def keep_draft(conn: Connection, kind: DraftKind, subject: str, draft: Draft | None, now: datetime) -> None:
    """Keep what is being typed, an empty text as well (a note that was cleared); None forgets it.

    With a note goes whom it is about as long as that is known here: the program may be killed before it is
    sent, and the callback be somebody else's at the next start.
    """
    place = _place(kind, subject)
    if draft is None:
        conn.execute(delete(drafts).where(drafts.c.callback_id == place))
        return
    values = {"text": draft.text, "base": draft.base, "kept_at": stored(now)}
    if kind is DraftKind.NOTE and (row := callbacks.server_row(conn, subject)) is not None:
        values |= asdict(About.of(row))
    statement = insert(drafts).values(callback_id=place, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["callback_id"], set_=values))


def about(conn: Connection, callback_id: str) -> About | None:
    """Return whom a note that was kept is about, None for one of an older version or without a callback."""
    query = select(drafts.c.service_id, drafts.c.customer, drafts.c.phone)
    found = conn.execute(query.where(drafts.c.callback_id == callback_id)).first()
    if found is None or found.service_id is None:
        return None
    return About(found.service_id, found.customer, found.phone or "")


def preference(conn: Connection, name: str) -> bytes | None:
    """Return a preference of this account."""
    found: bytes | None = conn.execute(select(preferences.c.value).where(preferences.c.name == name)).scalar()
    return found


def set_preference(conn: Connection, name: str, value: bytes | None) -> None:
    """Keep a preference of this account; None forgets it."""
    if value is None:
        conn.execute(delete(preferences).where(preferences.c.name == name))
        return
    statement = insert(preferences).values(name=name, value=value)
    conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def rescue_read(conn: Connection) -> None:
    """Forget what there was to tell of a repair: the person has read it."""
    remember(conn, rescue=None)
