"""What a page of a fill costs. If these fail, a new desk waits longer with each page, and each year more."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event, text

from occ_contract.sync import Entity
from occ_server.feed.rows import standing
from occ_server.feed.writing import Mark, write_stamp
from occ_server.kit.db import Database
from occ_server.migrations.runner import migrate
from occ_server.topics import open_database
from support.clock import ManualClock
from support.looking import anywhere
from support.world import World

KEY = "s:a:callbacks"
Statement = tuple[str, Any]


@pytest.fixture
async def database(empty_url: str, clock: ManualClock) -> AsyncIterator[Database]:
    """A database as an operator has it: of two indexes alike, SQLite prefers the one made last."""
    migrate(empty_url)
    opened = open_database(empty_url, clock)
    yield opened
    await opened.close()


async def stamped(database: Database, organisation: str, *marks: Mark) -> int:
    async with database.write() as uow:
        return await write_stamp(uow, organisation, marks, [])


async def test_a_page_walks_down_what_stands_and_reads_nothing_that_left(
    database: Database, world: World
) -> None:
    """Exits between the rows once made 200,000 rows quadratic."""
    org = world.organisation_id
    for step in range(4):
        rows = range(step * 300, step * 300 + 300)
        await stamped(database, org, *(Mark(Entity.CALLBACK, f"row{n}", KEY, gone=False) for n in rows))
        gone = [n for n in rows if n % 10]
        head = await stamped(database, org, *(Mark(Entity.CALLBACK, f"row{n}", KEY, gone=True) for n in gone))
    seen: list[Statement] = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        seen.append((statement, values))

    async with database.read() as conn:
        event.listen(database._reader.sync_engine, "before_cursor_execute", note)
        page = await standing(conn, [KEY], head, 20)
        event.remove(database._reader.sync_engine, "before_cursor_execute", note)
        assert len(page.rows) >= 20
        assert not any(row.gone for row in page.rows)
        if not database.is_sqlite:
            await conn.execute(anywhere(text("SET LOCAL enable_seqscan = off")))
        how = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        walk, *_rest = seen
        plan = str((await conn.exec_driver_sql(f"{how} {walk[0]}", walk[1])).all())
    assert "ix_feed_standing" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan
