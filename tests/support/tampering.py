"""Somebody with the database's own keys: past the triggers, straight into the audit trail's tables."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from occ_server.kit.db import async_url

OFF = "SET LOCAL session_replication_role = replica"  # PostgreSQL: a superuser's triggers rest
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"


def tamper(url: str, *statements: str) -> None:
    """Run statements in one transaction with the triggers out of the way; afterwards they are back."""
    if url.startswith("postgresql"):
        with psycopg.connect(url) as conn:
            for statement in (OFF, *statements):
                conn.execute(statement.encode())
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as link:
        link.execute("BEGIN IMMEDIATE")
        triggers = link.execute(TRIGGERS).fetchall()
        for name, _ in triggers:
            link.execute(f"DROP TRIGGER {name}")
        for statement in (*statements, *(sql for _, sql in triggers)):
            link.execute(statement)
        link.execute("COMMIT")


@asynccontextmanager
async def unguarded(url: str) -> AsyncIterator[AsyncConnection]:
    """Lend a transaction past the triggers; what is done in it never happened afterwards."""
    engine = create_async_engine(async_url(url), poolclass=sqlalchemy.NullPool)
    try:
        async with engine.connect() as conn:
            if conn.dialect.name == "postgresql":
                await conn.execute(sqlalchemy.text(OFF))
            else:
                link = await conn.get_raw_connection()
                link.driver_connection.isolation_level = None  # type: ignore[union-attr]
                await conn.execute(sqlalchemy.text("BEGIN IMMEDIATE"))
                for name, _ in (await conn.execute(sqlalchemy.text(TRIGGERS))).all():
                    await conn.execute(sqlalchemy.text(f"DROP TRIGGER {name}"))
            yield conn
            await conn.rollback()
    finally:
        await engine.dispose()


async def rows(conn: AsyncConnection, table: str) -> list[dict[str, Any]]:
    """Return a table as it is stored."""
    found = await conn.execute(sqlalchemy.text(f"SELECT * FROM {table} ORDER BY 1, 2"))
    return [dict(row) for row in found.mappings()]
