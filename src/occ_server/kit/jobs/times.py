"""Which clock the jobs go by. Several processes share the table, and their clocks differ and jump.

What is stored (due, ready, leased until) is compared with one clock: PostgreSQL's own where the server runs
by the system's clock, so that no process takes a job early, or a living lease, because its machine is ahead.
SQLite is one machine, whose clock all its processes have. A clock that was injected (a test, a simulation) is
the only time there is.

A process judges its own lease by elapsed time, which no correction of the clock moves: ``clock.ticks``.
"""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, literal, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_server.kit.clock import SystemClock
from occ_server.kit.columns import UtcTime
from occ_server.kit.db import Database

_MICROSECOND = timedelta(microseconds=1)

Moment = ColumnElement[datetime]


def present(database: Database) -> Moment:
    """Return the present moment as an expression, the same for every process of this database."""
    if database.is_sqlite or not isinstance(database.clock, SystemClock):
        return literal(database.clock.now(), UtcTime())
    return _of_postgresql()


def at_once(conn: AsyncConnection, now: datetime) -> Moment:
    """Return the due time of what is due now, though this process's clock be ahead of the others'."""
    if conn.dialect.name != "postgresql":
        return literal(now, UtcTime())
    return func.least(literal(now, UtcTime()), _of_postgresql(), type_=UtcTime())


def later(moment: Moment, by: timedelta) -> Moment:
    """Return the expression for that moment and a while."""
    micros = cast(moment, BigInteger) + by // _MICROSECOND
    return type_coerce(micros, UtcTime())


def _of_postgresql() -> Moment:
    # Of the statement, not of the wall behind it: the planner may compare it with an index.
    seconds = extract("epoch", func.statement_timestamp())
    return type_coerce(cast(seconds * 1_000_000, BigInteger), UtcTime())
