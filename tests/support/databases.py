"""A database for each test, cheaply: PostgreSQL databases are emptied and used again, SQLite files copied."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy
from psycopg import sql

from occ_server.kit.db import Database
from support.postgres import Cluster
from support.schema import complete_metadata

TEMPLATE = "occ_template"
Rows = Mapping[str, bytes]  # by table, as COPY writes them
Keeper = psycopg.Connection[tuple[Any, ...]]
_NO_ROWS: Rows = {}
# Ends whoever else is connected to this database, and waits until they are gone.
_END_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def create_schema(url: str) -> None:
    """Create every table, as a migration would."""
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    complete_metadata().create_all(engine)
    engine.dispose()


@cache
def _sqlite_template() -> Path:
    """Make an SQLite file with the complete schema, once in a process."""
    folder = tempfile.mkdtemp(prefix="occ-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "template.sqlite3"
    create_schema(f"sqlite:///{path}")
    return path


def sqlite_at(path: Path) -> str:
    """Put a complete, empty SQLite database there; return its URL."""
    shutil.copy(_sqlite_template(), path)
    return f"sqlite:///{path}"


def administer(cluster: Cluster, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
    """Run one statement outside a transaction."""
    with psycopg.connect(cluster.url(database), autocommit=True) as conn:
        cursor = conn.execute(sql.SQL(statement))  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def rows_of(url: str) -> Rows:
    """Return all rows of all tables; tables without any are left out."""
    found: dict[str, bytes] = {}
    with psycopg.connect(url) as conn:
        for table in complete_metadata().tables:
            with conn.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
                found[table] = b"".join(bytes(part) for part in copy)
    return {table: rows for table, rows in found.items() if rows}


def _put(conn: Keeper, rows: Rows) -> None:
    """Put rows in as they were; all of them or none."""
    with conn.transaction():
        for table, lines in rows.items():
            with conn.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                copy.write(lines)


def _empty(conn: Keeper) -> bool:
    """Empty all tables once everybody else has gone; tell whether they are those of the schema."""
    tables = complete_metadata().tables
    conn.execute(_END_OTHERS)
    found = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    if {row[0] for row in found} != set(tables):
        return False
    conn.execute(sql.SQL("; ".join(f"DELETE FROM {table}" for table in sorted(tables))))  # type: ignore[arg-type]
    return True


async def waits_for_a_lock(database: Database, task: "asyncio.Task[Any]") -> bool:
    """Wait until a transaction on PostgreSQL waits for another one; False when ``task`` ended before."""
    waiting = sqlalchemy.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    look_again = sqlalchemy.text("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
    async with database.read() as conn:
        while not task.done():
            if (await conn.execute(waiting)).scalar_one():
                return True
            await conn.execute(look_again)
    return False


class Databases:
    """The databases of one cluster; ``used`` lends one that holds the complete, empty schema.

    A connection to each is kept, past triggers and foreign keys: a new one would have to learn all tables.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._clean: list[str] = []
        self._keepers: dict[str, Keeper] = {}
        administer(cluster, f"CREATE DATABASE {TEMPLATE}")
        create_schema(cluster.url(TEMPLATE))

    def close(self) -> None:
        """Close the kept connections."""
        for name in list(self._keepers):
            self._let_go(name)

    @contextmanager
    def used(self, rows: Rows = _NO_ROWS) -> Iterator[str]:
        """Lend the URL of a database with these rows; dropped when it no longer is as it was."""
        name = self._clean.pop() if self._clean else self._create(TEMPLATE)
        if rows:
            _put(self._keeper(name), rows)
        yield self.cluster.url(name)
        if self._emptied(name):
            self._clean.append(name)
        else:
            self._drop(name)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend the URL of a database without a schema."""
        name = self._create("template0")
        yield self.cluster.url(name)
        self._drop(name)

    def _create(self, template: str) -> str:
        name = f"t_{uuid4().hex[:16]}"
        administer(self.cluster, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def _drop(self, name: str) -> None:
        self._let_go(name)
        administer(self.cluster, f"DROP DATABASE {name} WITH (FORCE)")

    def _keeper(self, name: str) -> Keeper:
        if name not in self._keepers:
            opened = psycopg.connect(self.cluster.url(name), autocommit=True)
            opened.execute("SET session_replication_role = replica")
            self._keepers[name] = opened
        return self._keepers[name]

    def _let_go(self, name: str) -> None:
        if kept := self._keepers.pop(name, None):
            kept.close()

    def _emptied(self, name: str) -> bool:
        """Empty a database; tell whether it can be used again. A test may have cut the connection to it."""
        with suppress(psycopg.OperationalError):
            return _empty(self._keeper(name))
        self._let_go(name)
        with suppress(psycopg.OperationalError):
            return _empty(self._keeper(name))
        return False

    def disconnect(self, name: str) -> None:
        """End every connection to a database."""
        administer(
            self.cluster,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
