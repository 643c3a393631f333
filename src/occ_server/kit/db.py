"""Engines and transactions on SQLite and PostgreSQL. It knows no topic and no table.

Reads are snapshots (PostgreSQL: REPEATABLE READ, READ ONLY; SQLite: a deferred transaction in WAL mode),
writes are READ COMMITTED or BEGIN IMMEDIATE. SQLite has one writing connection per process, so that writers
queue here instead of polling the file's lock.

Reads have connections of their own, and so has what every request asks in one statement (who is there?):
writers that wait for each other keep nobody from reading, and long reads nobody from the door. On PostgreSQL
nobody waits for ever: statements, locks and transactions left open end by the limits below, so a frozen
process is let go before those who wait for it give up.
"""

import asyncio
import logging
import selectors
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Table, Text, bindparam, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import Pool, QueuePool

from occ_contract.ids import new_id
from occ_server.kit.announcements import Announcement, Announcer, committed, encode
from occ_server.kit.apart import Apart
from occ_server.kit.clock import Clock
from occ_server.kit.columns import metadata, to_micros
from occ_server.kit.grouping import Grouping
from occ_server.kit.organisation_guard import OrganisationGuard
from occ_server.kit.sqlite_link import careful_opener
from occ_server.kit.tasks import made_or_undone
from occ_server.kit.under_way import UnderWay
from occ_server.kit.unit import Stamper, UnitOfWork
from occ_server.kit.writing import Writing

logger = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[UnitOfWork], Awaitable[T]]

NOTIFY_CHANNEL = "occ"
# A network that swallows packets is noticed within a minute, not after the system's two hours.
POSTGRESQL_LINK: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
IDLE_IN_TRANSACTION_SECONDS = 5
LOCK_SECONDS = 10
STATEMENT_SECONDS = 30
_READ_ONLY = "-c default_transaction_read_only=on"
# Every filter of a write has its index. A plan made while a table was empty reads all of it, and is kept.
_BY_INDEX = "-c enable_seqscan=off -c jit=off"
LEAST_POOL = 4
LISTENERS = 1  # connections outside the pools: the one that hears what other processes announce
_POOL_SECONDS = 15
_PAYLOADS = func.unnest(bindparam("payloads", type_=ARRAY(Text))).column_valued("payload")
_NOTIFY = select(func.pg_notify(NOTIFY_CHANNEL, _PAYLOADS))
_RETRIES = 5
# Asks the system once; the default selector is made for many looks and costs more to make than one.
_ONE_LOOK = getattr(selectors, "PollSelector", selectors.DefaultSelector)
_BUSY_SECONDS = 15
_RETRY_STATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock
_RETRY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})  # the file, or a table in it


def async_url(url: str | URL) -> URL:
    """Return the URL with the driver this server uses.

    :raises ValueError: for another kind of database.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError(f"unsupported database {backend!r}: use sqlite or postgresql")


def may_retry(error: BaseException) -> bool:
    """Tell whether a transaction failed only because of its neighbours."""
    if not isinstance(error, DBAPIError):
        return False
    state, code = (getattr(error.orig, name, None) for name in ("sqlstate", "sqlite_errorcode"))
    return state in _RETRY_STATES or (code is not None and code & 0xFF in _RETRY_CODES)


def _prepare_sqlite(engine: AsyncEngine, begin: str, *extra: str) -> None:
    """Set pragmas, and begin transactions ourselves: the driver's own begin comes too late for snapshots."""
    pragmas = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", *extra)

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _replace_dead_connections(engine: AsyncEngine) -> None:
    """Replace connections that a restarted PostgreSQL has left dead in the pool.

    A live one is silent between transactions. One that has something to say was closed, or is about to be:
    the system knows without asking the database, which ``pool_pre_ping`` would do before each transaction.
    """

    @event.listens_for(engine.sync_engine, "checkout")
    def _on_checkout(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
        with _ONE_LOOK() as look:
            look.register(dbapi_connection.driver_connection.fileno(), selectors.EVENT_READ)
            if look.select(0):
                raise DisconnectionError("the database closed this connection")


def _limits() -> str:
    """Return the options by which PostgreSQL ends what would hold others up."""
    seconds = {
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_SECONDS,
        "lock_timeout": LOCK_SECONDS,
        "statement_timeout": STATEMENT_SECONDS,
    }
    return " ".join(f"-c {name}={round(most * 1000)}" for name, most in seconds.items())


class Database:
    """The central database. ``announcer`` tells this process what was committed."""

    def __init__(self, url: str | URL, clock: Clock, stamper: Stamper, *, pool_size: int = 10) -> None:
        self.url = async_url(url)
        self.clock = clock
        self.announcer = Announcer()
        self._stamper = stamper
        self.nonce = new_id()  # tells what this process announced from what others did
        self._untold: list[str] = []
        self._telling = False
        self._grouping = Grouping(self.write, self.run, may_retry)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # A failed statement is logged; what customers said and their numbers stay out of the message.
        options: dict[str, Any] = {"hide_parameters": True}
        if self.is_sqlite:
            if not self.url.database or self.url.database == ":memory:":
                raise ValueError("SQLite needs a file")
            opener = careful_opener(self.url.database, _BUSY_SECONDS)
            options |= {"async_creator": opener, "pool_timeout": 60}
            self._writer = create_async_engine(self.url, pool_size=1, max_overflow=0, **options)
            self._reader = create_async_engine(self.url, pool_size=4, max_overflow=4, **options)
            # A commit lost in a power cut would give its sequence number out again.
            _prepare_sqlite(self._writer, "BEGIN IMMEDIATE", "synchronous=FULL")
            _prepare_sqlite(self._reader, "BEGIN", "query_only=ON")
            self._asker = self._reader
        else:
            options |= {
                "connect_args": POSTGRESQL_LINK | {"options": _limits()},
                "max_overflow": 0,
                "pool_timeout": _POOL_SECONDS,
            }
            shares = _shares(pool_size)
            writing = options | {"connect_args": POSTGRESQL_LINK | {"options": f"{_limits()} {_BY_INDEX}"}}
            self._writer = create_async_engine(
                self.url, pool_size=shares.writers, isolation_level="READ COMMITTED", **writing
            )
            reading = create_async_engine(
                self.url, pool_size=shares.readers, isolation_level="REPEATABLE READ", **options
            )
            self._reader = reading.execution_options(postgresql_readonly=True)
            options["connect_args"] = POSTGRESQL_LINK | {"options": f"{_limits()} {_READ_ONLY}"}
            self._asker = create_async_engine(
                self.url, pool_size=shares.askers, isolation_level="AUTOCOMMIT", **options
            )
            for engine in (self._writer, reading, self._asker):
                _replace_dead_connections(engine)
        guard = OrganisationGuard(metadata)
        for engine in {self._writer, self._reader, self._asker}:
            guard.watch(engine)
        self.reads, self.writes = UnderWay(clock), UnderWay(clock)
        self.apart = Apart(clock)
        self.writing = Writing(clock)
        self.writing.watch(self._writer)

    @property
    def file(self) -> Path | None:
        """Return the SQLite file, None on PostgreSQL."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """One consistent snapshot; nothing can be written through it."""
        with self.reads.one():
            await _opened(self._reader)
            async with self._reader.connect() as conn, conn.begin():
                yield conn

    @asynccontextmanager
    async def ask(self) -> AsyncIterator[AsyncConnection]:
        """Statements that are each a snapshot of their own: where one is enough, no transaction is paid."""
        await _opened(self._asker)
        async with self._asker.connect() as conn:
            yield conn

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """One unit of work: stamped and committed on leaving, rolled back on any exception."""
        with self.writes.one():
            await _opened(self._writer)
            async with self._writer.begin() as conn:
                uow = UnitOfWork(conn, self.clock.now(), self._stamper)
                yield uow
                await uow.stamp()
                await uow.end()
        announcements = committed(uow.announcements, to_micros(self.clock.now()))
        self.announcer.announce(announcements)
        uow.finished()
        if not self.is_sqlite:
            await self._tell_others(announcements)

    async def _tell_others(self, announcements: Sequence[Announcement]) -> None:
        """Notify other processes, after the commit: a NOTIFY inside one makes all commits queue.

        Who tells meanwhile leaves theirs to the one already telling. What is lost here is found by the
        others' look at the heads.
        """
        self._untold += [f"{self.nonce} {encode(a)}" for a in announcements]
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                told, self._untold = self._untold, []
                async with self.ask() as conn:
                    await conn.execute(_NOTIFY, {"payloads": told})
        except (SQLAlchemyError, OSError) as error:
            logger.warning("other processes were not told (%s)", type(error).__name__)
        finally:
            self._telling = False

    async def run(self, work: Work[T]) -> T:
        """Run ``work(uow)`` in a unit of work, again after a deadlock or a locked file.

        ``work`` must have no effect outside its unit of work, because it may run several times.
        """
        for attempt in range(_RETRIES):
            try:
                async with self.write() as uow:
                    return await work(uow)
            except DBAPIError as error:
                if attempt == _RETRIES - 1 or not may_retry(error):
                    raise
                await asyncio.sleep(0.01 * 2**attempt)
        raise AssertionError("unreachable")

    async def run_grouped(self, organisation_id: str, work: Work[T]) -> T:
        """Run ``work(uow)`` like :meth:`run`, in one transaction with what else comes for the organisation.

        For small commands that come in bursts and lock nothing but what they make.
        """
        return await self._grouping.run(organisation_id, work)

    def pools(self) -> dict[str, dict[str, int]]:
        """Return, for each pool of connections of this process, how many are in use and how many may be."""
        engines = {"write": self._writer, "read": self._reader}
        if self._asker is not self._reader:
            engines["ask"] = self._asker
        return {name: _connections(engine.pool) for name, engine in engines.items()}

    async def close(self) -> None:
        """Close every connection."""
        await self._grouping.close()
        await self._writer.dispose()
        await self._reader.dispose()
        await self._asker.dispose()


@dataclass(frozen=True)
class _Shares:
    writers: int
    readers: int
    askers: int


def _shares(total: int) -> _Shares:
    """Divide a process's connections but the listener's: two fifths write, a quarter asks, the rest read."""
    rest = max(total, LEAST_POOL) - LISTENERS
    writers, askers = max(1, rest * 2 // 5), max(1, rest // 4)
    return _Shares(writers, rest - writers - askers, askers)


async def _opened(engine: AsyncEngine) -> None:
    """See to it that a connection waits in the pool, if one must be opened for who asks next.

    A caller cancelled while one is being opened would leave it behind, open and in nobody's hands.
    """
    pool = engine.pool
    if isinstance(pool, QueuePool) and not pool.checkedin():
        used = _connections(pool)
        if used["in_use"] < used["most"]:
            await made_or_undone(_open(engine), _nothing)


async def _open(engine: AsyncEngine) -> None:
    async with engine.connect():
        pass


async def _nothing(_: None) -> None:
    pass


def _connections(pool: Pool) -> dict[str, int]:
    if not isinstance(pool, QueuePool):
        return {}
    return {"in_use": pool.checkedout(), "most": pool.size() + pool._max_overflow}  # noqa: SLF001


def insert_into(conn: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT of the connection's dialect, which knows ON CONFLICT."""
    if conn.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
