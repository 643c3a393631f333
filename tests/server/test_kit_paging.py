"""Pages and stored times. If these fail, a list repeats or loses rows at a page's edge, or a time lies."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select

from occ_contract.sync import Entity
from occ_server.kit.columns import UtcTime, Word, from_micros, to_micros
from occ_server.kit.db import Database
from occ_server.kit.paging import Paging, after, check_limit
from occ_server.kit.problems import ApiError
from occ_server.kit.sealed import Seal, new_seal_key

rows = Table(
    "rows", MetaData(), Column("at", UtcTime, primary_key=True), Column("id", Integer, primary_key=True)
)


async def test_walking_by_key_visits_each_row_once_also_among_equal_times(database: Database) -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    async with database.write() as uow:
        await uow.conn.run_sync(rows.create)
        values = [{"at": moment + timedelta(seconds=n // 4), "id": n} for n in range(20)]
        await uow.conn.execute(rows.insert(), values)
    for descending in (True, False):
        seen: list[int] = []
        last: tuple[datetime, int] | None = None
        while True:
            order = (rows.c.at.desc(), rows.c.id.desc()) if descending else (rows.c.at, rows.c.id)
            query = select(rows).order_by(*order).limit(3)
            if last is not None:
                query = query.where(after((rows.c.at, rows.c.id), last, descending=descending))
            async with database.read() as conn:
                page = (await conn.execute(query)).all()
            if not page:
                break
            seen += [row.id for row in page]
            last = (page[-1].at, page[-1].id)
        assert seen == sorted(range(20), reverse=descending)


def test_a_cursor_comes_back_as_it_went() -> None:
    value = (datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), "id")
    seal = Seal(new_seal_key())
    told = Paging(seal, "ann").more(value)
    assert Paging(seal, "ann", told).last(tuple[datetime, str]) == value


@pytest.mark.parametrize("text", ["x", "!!", "AAAA", "한"])
def test_a_cursor_nobody_made_is_refused(text: str) -> None:
    with pytest.raises(ApiError):
        Paging(Seal(new_seal_key()), "ann", text).last(tuple[datetime, str])


def test_limits_hold() -> None:
    assert (check_limit(None), check_limit(500)) == (100, 500)
    for limit in (0, -1, 501):
        with pytest.raises(ApiError):
            check_limit(limit)


def test_times_are_stored_exactly_whatever_their_zone() -> None:
    seoul = timezone(timedelta(hours=9))
    moment = datetime(2026, 11, 23, 9, 0, 0, 123457, tzinfo=seoul)
    assert from_micros(to_micros(moment)) == moment
    assert to_micros(datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)) == -1
    with pytest.raises(ValueError, match="time zone"):
        to_micros(datetime(2026, 1, 1))


async def test_a_word_of_a_newer_version_loads_as_unknown(database: Database) -> None:
    word = Word(Entity)
    dialect = database._writer.dialect
    assert word.result_processor(dialect, None)("hologram") is Entity.UNKNOWN
    assert word.process_bind_param(Entity.CALLBACK, dialect) == "callback"
