"""Migrations. If these fail, an update of the server destroys or misses part of its data."""

import asyncio
import subprocess
import sys
from uuid import uuid4

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from occ_server.audit.service import record
from occ_server.feed.state import ensure_epoch
from occ_server.migrations.runner import UnknownSchema, migrate, schema_version, sync_url
from occ_server.migrations.trigrams import INDEXES
from occ_server.topics import open_database
from support.clock import ManualClock
from support.databases import Databases, administer
from support.looking import anywhere
from support.schema import complete_metadata
from support.world import OPERATOR


def test_the_migrated_schema_is_the_one_the_code_uses(empty_url: str) -> None:
    assert schema_version(empty_url).present is None
    version = migrate(empty_url)
    assert version.is_current
    assert migrate(empty_url) == version
    engine = sqlalchemy.create_engine(sync_url(empty_url))
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: name not in INDEXES}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, complete_metadata()) == []
    engine.dispose()


async def test_the_trail_is_append_only_after_migrations_too(empty_url: str, clock: ManualClock) -> None:
    await asyncio.to_thread(migrate, empty_url)
    database = open_database(empty_url, clock)
    await database.run(ensure_epoch)
    await database.run(lambda uow: record(uow, OPERATOR, "test"))
    for statement in ("UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"):

        async def change(statement: str = statement) -> None:
            async with database.write() as uow:
                await uow.conn.execute(anywhere(sqlalchemy.text(statement)))

        with pytest.raises(DBAPIError, match="append-only"):
            await change()
    await database.close()


def test_a_database_of_a_newer_server_is_left_alone(empty_url: str) -> None:
    migrate(empty_url)
    engine = sqlalchemy.create_engine(sync_url(empty_url))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for step in (schema_version, migrate):
        with pytest.raises(UnknownSchema, match="9999"):
            step(empty_url)


SEARCH = "EXPLAIN SELECT id FROM callbacks WHERE phone LIKE '%' || '3456' || '%'"


def found_with(databases: Databases, name: str) -> str:
    """Return how PostgreSQL looks for a part of a number when it would rather not read every row."""
    administer(databases.cluster, f"ALTER DATABASE {name} SET enable_seqscan = off")
    return str(administer(databases.cluster, SEARCH, name))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_any_part_of_a_number_is_found_through_an_index(empty_url: str, postgres: Databases) -> None:
    migrate(empty_url)
    assert "ix_callbacks_phone_trigrams" in found_with(postgres, empty_url.rpartition("/")[2])


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_who_may_not_install_trigrams_migrates_without_and_gets_the_index_later(
    empty_url: str, postgres: Databases
) -> None:
    name, role = empty_url.rpartition("/")[2], f"r_{uuid4().hex[:12]}"
    for statement in (f"CREATE ROLE {role} LOGIN PASSWORD 'x'", f"GRANT ALL ON SCHEMA public TO {role}"):
        administer(postgres.cluster, statement, name)
    theirs = str(make_url(empty_url).set(username=role, password="x").render_as_string(hide_password=False))
    assert migrate(theirs).is_current
    assert "trigrams" not in found_with(postgres, name)
    administer(postgres.cluster, "CREATE EXTENSION pg_trgm", name)
    assert migrate(theirs).is_current
    assert "ix_callbacks_phone_trigrams" in found_with(postgres, name)


def test_two_servers_may_migrate_at_once(empty_url: str) -> None:
    code = "import sys; from occ_server.migrations.runner import migrate; migrate(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-c", code, empty_url]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert schema_version(empty_url).is_current
