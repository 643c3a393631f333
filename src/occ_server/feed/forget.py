"""Forgetting what no desk can need any more: exits behind the horizon, and news nobody is told again.

A desk that was off for longer than the horizon gathers everything anew. What an organisation's counter was at
that time is known from marks made at every run; a row's exit and its number do not say.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import and_, delete, func, select, tuple_, update

from occ_server.feed.state import heads
from occ_server.feed.tables import feed, feed_counters, feed_marks
from occ_server.kit.chunks import CHUNK
from occ_server.kit.db import Database, insert_into
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.sources import FeedSource
from occ_server.kit.unit import UnitOfWork

HORIZON = timedelta(days=30)
MARGIN = timedelta(hours=1)  # a transaction under way at a mark may carry an earlier time and a later number
_TIDYING = "what is told and forgotten goes in all"
NEWS_KEPT = 2  # times as long as a first fill tells them


async def forget_old(database: Database, sources: Iterable[FeedSource]) -> None:
    """Mark where the counters stand, and delete what lies behind the horizon, a little at a time."""
    await database.run(_mark)
    while await database.run(_forget_exits):
        pass
    for source in sources:
        if source.first_fill is not None:
            while await database.run(lambda uow, source=source: _forget_news(uow, source)):  # type: ignore[misc]
                pass


async def _mark(uow: UnitOfWork) -> None:
    """Note the counters, and move the horizon to the newest marks that are old enough."""
    marks = [
        {"organisation_id": organisation_id, "at": uow.now, "seq": seq}
        for organisation_id, seq in (await heads(uow.conn)).items()
    ]
    if marks:
        await uow.conn.execute(insert_into(uow.conn, feed_marks).on_conflict_do_nothing(), marks)
    old = feed_marks.c.at <= uow.now - HORIZON
    at = (await uow.conn.execute(select(func.max(feed_marks.c.at)).where(old))).scalar_one()
    if at is None:
        return
    reached = select(feed_marks.c.organisation_id, feed_marks.c.seq).where(feed_marks.c.at == at)
    for organisation_id, seq in (await uow.conn.execute(reached)).all():
        counter = feed_counters.c.organisation_id == organisation_id
        await uow.conn.execute(update(feed_counters).where(counter).values(horizon=seq))
    await uow.conn.execute(delete(feed_marks).where(feed_marks.c.at < at))


async def _forget_exits(uow: UnitOfWork) -> bool:
    """Delete some exits behind the horizon; tell whether there may be more.

    The age is asked of the row that is deleted, too: one that was given back to its holder while this waited
    for it is no exit any more.
    """
    old = feed_marks.c.at <= uow.now - HORIZON
    at = (await uow.conn.execute(select(func.max(feed_marks.c.at)).where(old))).scalar_one()
    if at is None:
        return False
    place = (feed.c.entity_id, feed.c.entity, feed.c.key)
    gone = feed.c.gone_at < at - MARGIN
    some = select(*place).where(gone).limit(CHUNK)
    done = await uow.conn.execute(delete(feed).where(tuple_(*place).in_(some), gone))
    return bool(done.rowcount == CHUNK)


async def _forget_news(uow: UnitOfWork, source: FeedSource) -> bool:
    """Delete some rows of a kind that is told and forgotten; tell whether there may be more."""
    assert source.first_fill is not None
    table = source.table
    too_old = table.c.created_at < uow.now - NEWS_KEPT * source.first_fill
    some = across_organisations(select(table.c.id).where(too_old).limit(CHUNK), _TIDYING)
    ids = (await uow.conn.execute(some)).scalars().all()
    if ids:
        await uow.conn.execute(
            delete(feed).where(and_(feed.c.entity_id.in_(ids), feed.c.entity == source.entity))
        )
        await uow.conn.execute(across_organisations(delete(table).where(table.c.id.in_(ids)), _TIDYING))
    return len(ids) == CHUNK
