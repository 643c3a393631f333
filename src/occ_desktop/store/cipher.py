"""Opens the encrypted file: one SQLAlchemy engine over SQLCipher with a raw key. It knows no table."""

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.pool import QueuePool

KEY_BYTES = 32
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",  # also what is freed: rows a person may no longer see leave the file
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA busy_timeout=5000",
)


class _Compiler(SQLiteCompiler):
    """Writes table hints (INDEXED BY), which SQLAlchemy's own compiler for SQLite leaves out."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002
        return text


def _prepare(raw: Any, _record: object) -> None:
    for setting in _SETTINGS:
        raw.execute(setting)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def open_engine(path: Path, key: bytes) -> Engine:
    """Return an engine on the encrypted file at ``path``, made if it is not there; ``key`` is 32 raw bytes.

    Connections begin with the statement in their execution option ``begin``. Nothing is opened yet: a wrong
    key shows on the first connection.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a cache key has 32 bytes")

    def connect() -> Any:
        raw = sqlcipher3.connect(str(path), timeout=5.0, isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA cipher_log_level=NONE")
        return raw

    # A raw key spares the key derivation, which would cost 0.1 s a connection.
    url = URL.create("sqlite+pysqlcipher", password=f"x'{key.hex()}'")
    engine = create_engine(
        url, creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=0, hide_parameters=True
    )
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine
