"""Changing the schema of a centre at work: if these fail, an update stops the centre or is left half done."""

import asyncio
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy
from sqlalchemy.engine import Engine, make_url

from occ_server.migrations import runner
from occ_server.migrations.indexes import LateIndexes, complete, declared, present
from occ_server.migrations.runner import late_indexes, migrate, schema_version
from support.migrating import at_ease, at_step

BIG = LateIndexes({"ix_notices_actor_id": "notices (actor_id, created_at)"}, frozenset())
postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


class Beside:
    """Something done in a thread while the test looks on."""

    def __init__(self, work: Any, *arguments: Any) -> None:
        self.failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work, *arguments), daemon=True)
        self._thread.start()

    def _run(self, work: Any, *arguments: Any) -> None:
        try:
            work(*arguments)
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            self.failed = error

    @property
    def is_done(self) -> bool:
        return not self._thread.is_alive()

    def end(self) -> None:
        self._thread.join(60)
        assert self.is_done
        if self.failed is not None:
            raise self.failed


def wait_until_it_waits(url: str, beside: Beside) -> None:
    """Return once some session waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
    with psycopg.connect(url, autocommit=True) as conn:
        while not beside.is_done:
            if conn.execute(waiting, [make_url(url).database]).fetchall()[0][0]:
                return
            conn.execute("SELECT pg_sleep(0.01)")


def build(url: str) -> None:
    with at_ease(url) as connection:
        complete(connection, BIG)


@postgresql
def test_an_index_is_built_while_others_go_on_writing(empty_url: str) -> None:
    migrate(empty_url)
    write = "UPDATE notices SET count = 1"
    with psycopg.connect(empty_url) as busy, psycopg.connect(empty_url, autocommit=True) as other:
        busy.execute(write)  # a transaction that is not over yet
        building = Beside(build, empty_url)
        wait_until_it_waits(empty_url, building)
        assert not building.is_done
        other.execute("SET lock_timeout = 1000")
        other.execute(write)  # nobody queues behind the index
        busy.commit()
    building.end()
    with at_ease(empty_url) as connection:
        assert present(connection)["ix_notices_actor_id"] is True


@postgresql
def test_an_index_whose_building_was_interrupted_is_built_anew(empty_url: str) -> None:
    migrate(empty_url)
    name = "ix_callbacks_phone_trigrams"
    with psycopg.connect(empty_url) as busy, psycopg.connect(empty_url, autocommit=True) as other:
        other.execute(f"DROP INDEX {name}")
        busy.execute("UPDATE callbacks SET attempts = 1")
        other.execute("SET lock_timeout = 100")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(f"CREATE INDEX CONCURRENTLY {name} ON callbacks USING gin (phone gin_trgm_ops)")
    with at_ease(empty_url) as connection:
        assert present(connection)[name] is False
    migrate(empty_url)
    with at_ease(empty_url) as connection:
        assert present(connection)[name] is True


def test_what_steps_leave_for_later_is_built_once_and_dropped_when_a_later_step_says_so(
    empty_url: str,
) -> None:
    migrate(empty_url)

    class Adds:
        LATE_INDEXES = BIG.wanted

    class Drops:
        DROPPED_INDEXES = ("ix_notices_actor_id",)

    with at_ease(empty_url) as connection:
        for steps, there in (([Adds], True), ([Adds], True), ([Adds, Drops], False), ([Drops, Adds], True)):
            complete(connection, declared(steps))
            assert ("ix_notices_actor_id" in present(connection)) is there


def test_every_late_index_names_a_table_of_the_schema(empty_url: str) -> None:
    migrate(empty_url)
    with at_ease(empty_url) as connection:
        assert set(late_indexes().wanted) <= set(present(connection))


def indexes(url: str) -> dict[str, set[tuple[str | None, tuple[str | None, ...], bool]]]:
    """Return name, columns and uniqueness of the indexes of each table."""
    with at_ease(url) as connection:
        look = sqlalchemy.inspect(connection)
        return {
            table: {(i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in look.get_indexes(table)}
            for table in look.get_table_names()
        }


@contextmanager
def beside_the_work() -> Iterator[set[str]]:
    """Note the indexes that are built without keeping writers waiting."""
    found: set[str] = set()

    def note(_c: Any, _k: Any, statement: str, _p: Any, _x: Any, _m: bool) -> None:
        if built := re.match(r"CREATE UNIQUE INDEX CONCURRENTLY (?:IF NOT EXISTS )?(\w+)", statement):
            found.add(built[1])

    sqlalchemy.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sqlalchemy.event.remove(Engine, "before_cursor_execute", note)


BY_PHONE = "uq_callbacks_service_id_external_id_phone"


@postgresql
def test_a_promise_over_all_callbacks_is_checked_while_customers_are_taken_in(empty_url: str) -> None:
    at_step(empty_url, "0006")
    write = "UPDATE callbacks SET attempts = 1"
    with psycopg.connect(empty_url) as busy, psycopg.connect(empty_url, autocommit=True) as other:
        busy.execute(write)
        migrating = Beside(migrate, empty_url)
        wait_until_it_waits(empty_url, migrating)
        other.execute("SET lock_timeout = 1000")
        for _ in range(3):
            other.execute(write)  # nobody queues behind the index
        assert not migrating.is_done
        busy.commit()
    migrating.end()
    with at_ease(empty_url) as connection:
        constraints = sqlalchemy.inspect(connection).get_unique_constraints("callbacks")
        assert [one["name"] for one in constraints] == [BY_PHONE]


@postgresql
def test_a_promise_whose_checking_was_killed_is_checked_anew(empty_url: str) -> None:
    at_step(empty_url, "0006")
    with psycopg.connect(empty_url) as busy, psycopg.connect(empty_url, autocommit=True) as other:
        busy.execute("UPDATE callbacks SET attempts = 1")
        other.execute("SET lock_timeout = 100")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(
                f"CREATE UNIQUE INDEX CONCURRENTLY {BY_PHONE} ON callbacks (service_id, external_id, phone)"
            )
    with at_ease(empty_url) as connection:
        assert present(connection)[BY_PHONE] is False
    assert migrate(empty_url).is_current
    with at_ease(empty_url) as connection:
        assert present(connection)[BY_PHONE] is True


@postgresql
def test_a_step_killed_between_its_index_and_its_promise_goes_on_from_there(empty_url: str) -> None:
    at_step(empty_url, "0006")
    with at_ease(empty_url) as connection:
        columns = "(service_id, external_id, phone)"
        connection.exec_driver_sql(f"CREATE UNIQUE INDEX {BY_PHONE} ON callbacks {columns}")
    assert migrate(empty_url).is_current


@postgresql
def test_a_step_killed_after_it_claimed_numbers_claims_them_again(empty_url: str) -> None:
    at_step(empty_url, "0010")
    with at_ease(empty_url) as connection:
        connection.exec_driver_sql("ALTER TABLE callbacks ADD COLUMN completion_known_at BIGINT")
        connection.exec_driver_sql("ALTER TABLE call_attempts ADD COLUMN phone VARCHAR(20)")
    assert migrate(empty_url).is_current
    with at_ease(empty_url) as connection:
        assert present(connection)["uq_call_attempts_live_number"] is True


def test_no_step_builds_an_index_of_a_table_a_centre_has_filled_while_everybody_waits(empty_url: str) -> None:
    built = []
    at_step(empty_url, "0003")  # what was installed first had no rows
    steps = sorted(script.revision for script in runner._scripts().walk_revisions())
    with beside_the_work() as allowed:
        for revision in steps[steps.index("0003") + 1 :]:
            before = indexes(empty_url)
            at_step(empty_url, revision)
            after = indexes(empty_url)
            built += [index for table in before for index in after.get(table, set()) - before[table]]
    in_step = [name for name, _, unique in built if name not in allowed]
    if "sqlite" in empty_url:  # one writer: it waits for a step in any case, and for unique ones in the step
        in_step = [name for name, _, unique in built if not unique]
    assert in_step == []
    migrate(empty_url)
    assert set(late_indexes().wanted) <= {name for found in indexes(empty_url).values() for name, *_ in found}


@postgresql
def test_a_step_that_meets_a_table_in_use_gives_way_and_is_tried_again(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_step(empty_url, "0003")
    monkeypatch.setattr(runner, "LOCK_MILLISECONDS", 50)
    with psycopg.connect(empty_url) as busy, psycopg.connect(empty_url, autocommit=True) as other:
        busy.execute("LOCK TABLE alembic_version IN SHARE MODE")  # every step writes into it
        migrating = Beside(migrate, empty_url)
        for _ in range(3):
            wait_until_it_waits(empty_url, migrating)
            other.execute("SET lock_timeout = 5000")
            other.execute("SELECT version_num FROM alembic_version")
        assert not migrating.is_done
        busy.commit()
    migrating.end()
    assert schema_version(empty_url).is_current


@sqlite
def test_an_update_of_sqlite_that_breaks_off_leaves_nothing_of_itself(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr(runner, "complete", breaks)  # the last thing before the commit
    with pytest.raises(KeyError):
        migrate(empty_url)
    with sqlite3.connect(str(make_url(empty_url).database)) as conn:
        assert conn.execute("SELECT count(*) FROM sqlite_master").fetchall() == [(0,)]
    conn.close()
    monkeypatch.undo()
    assert migrate(empty_url).is_current


@sqlite
async def test_a_command_beside_a_busy_sqlite_server_does_not_wait_for_it(
    empty_url: str, tmp_path: Path
) -> None:
    await asyncio.to_thread(migrate, empty_url)
    busy = sqlite3.connect(str(make_url(empty_url).database), isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(10):
        assert (await asyncio.to_thread(migrate, empty_url)).is_current
    busy.close()
