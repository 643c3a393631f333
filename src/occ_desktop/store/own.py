"""What the person typed and chose on this machine: drafts of notes, and preferences of this account."""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from occ_desktop.store.binding import remember
from occ_desktop.store.schema import drafts, preferences
from occ_desktop.store.times import stored


def draft(conn: Connection, callback_id: str) -> str:
    """Return the unfinished note on a callback, empty when there is none."""
    found = conn.execute(select(drafts.c.text).where(drafts.c.callback_id == callback_id)).scalar()
    return found or ""


def keep_draft(conn: Connection, callback_id: str, text: str, now: datetime) -> None:
    """Keep an unfinished note; empty forgets it."""
    if not text:
        conn.execute(delete(drafts).where(drafts.c.callback_id == callback_id))
        return
    values = {"text": text, "kept_at": stored(now)}
    statement = insert(drafts).values(callback_id=callback_id, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=["callback_id"], set_=values))


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
