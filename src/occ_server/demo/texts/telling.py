"""Tells whoever started the demo what the sandboxes took last, as somebody's telephone would show it."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import select

from occ_server.kit.db import Database
from occ_server.kit.tasks import attempt
from occ_server.sms.carriers.sandbox.tables import texts
from occ_server.sms.tables import image_contents

SECONDS = 1.0  # between looks


class SentText(msgspec.Struct, frozen=True, kw_only=True):
    """A text a sandbox took; ``pictures`` are JPEGs, ``taken_at`` is UTC."""

    sender: str
    recipient: str
    subject: str
    body: str
    taken_at: datetime
    pictures: tuple[bytes, ...] = ()


async def newest_text(database: Database, organisation_id: str, after: str) -> tuple[str, SentText] | None:
    """Return the last text a sandbox took and its id, None when it is the one named ``after``."""
    t, c = texts.c, image_contents.c
    query = select(texts).where(t.organisation_id == organisation_id, t.id > after)
    async with database.read() as conn:
        row = (await conn.execute(query.order_by(t.id.desc()).limit(1))).one_or_none()
        if row is None:
            return None
        shown = select(c.sha256, c.content).where(
            c.organisation_id == organisation_id, c.sha256.in_(row.images)
        )
        contents = {found.sha256: found.content for found in await conn.execute(shown)}
    text = SentText(
        sender=row.sender,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body,
        taken_at=row.taken_at,
        pictures=tuple(contents[sha256] for sha256 in row.images if sha256 in contents),
    )
    return row.id, text


async def tell_texts(database: Database, organisation_id: str, tell: Callable[[SentText], None]) -> None:
    """Tell each text that is the last one for a second, until cancelled."""
    last = ""

    async def look() -> None:
        nonlocal last
        newest = await newest_text(database, organisation_id, last)
        if newest is not None:
            last, text = newest
            tell(text)

    while True:
        await attempt(look, "telling texts")
        await database.clock.sleep(SECONDS)
