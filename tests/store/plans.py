"""How the cache answers: the plan of every query that is asked. It knows no table."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event


def plans(conn: Connection, ask: Callable[[], Any]) -> list[str]:
    """Return the plan lines of every query ``ask`` makes."""
    lines: list[str] = []

    def explain(_conn: Connection, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            cursor.execute("EXPLAIN QUERY PLAN " + statement, parameters)
            lines.extend(row[3] for row in cursor.fetchall())

    event.listen(conn.engine, "before_cursor_execute", explain)
    try:
        ask()
    finally:
        event.remove(conn.engine, "before_cursor_execute", explain)
    return lines
