"""Opens the encrypted file: one SQLAlchemy engine over SQLCipher with a raw key. It knows no table."""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.pool import QueuePool

KEY_BYTES = 32
SALT_BYTES = 16
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",  # also what is freed: rows a person may no longer see leave the file
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA wal_autocheckpoint=4000",  # pages; 500 callbacks are 800, with most of the indexes' pages again
    "PRAGMA busy_timeout=5000",
)
_READING = ("PRAGMA query_only=ON", "PRAGMA temp_store=MEMORY", "PRAGMA busy_timeout=5000")


class _Compiler(SQLiteCompiler):
    """Writes table hints (INDEXED BY), which SQLAlchemy's own compiler for SQLite leaves out."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002
        return text


def _prepare(raw: Any, _record: object) -> None:
    for setting in _SETTINGS:
        raw.execute(setting)


def _prepare_reading(raw: Any, _record: object) -> None:
    for setting in _READING:
        raw.execute(setting)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def salt_of(key: bytes) -> bytes:
    """Return the salt of new files: known from the key, so that a spoilt head does not take it along.

    It serves the seals of pages only; the key itself is random and needs no salt.
    """
    return hashlib.blake2b(key, digest_size=SALT_BYTES, person=b"occ cache salt").digest()


def open_engine(path: Path, key: bytes, *, reading: bool = False, salt: bytes | None = None) -> Engine:
    """Return an engine on the encrypted file at ``path``, made if it is not there; ``key`` is 32 raw bytes.

    ``salt``: instead of what the head of the file says. ``reading``: the file is there and nothing of it is
    changed, its journal least of all; works in a folder nobody may write to. Connections begin with the
    statement in their execution option ``begin``. Nothing is opened yet: a wrong key shows on the first
    connection.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a cache key has 32 bytes")

    def connect() -> Any:
        address = _reading_address(path) if reading else str(path)
        raw = sqlcipher3.connect(
            address, timeout=5.0, isolation_level=None, check_same_thread=False, uri=reading
        )
        raw.execute("PRAGMA cipher_log_level=NONE")
        return raw

    if salt is None and not _has_head(path):
        salt = salt_of(key)
    # A raw key spares the key derivation, which would cost 0.1 s a connection.
    url = URL.create("sqlite+pysqlcipher", password=f"x'{key.hex()}{salt.hex() if salt else ''}'")
    engine = create_engine(
        url, creator=connect, poolclass=QueuePool, pool_size=3, max_overflow=0, hide_parameters=True
    )
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", _prepare_reading if reading else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _has_head(path: Path) -> bool:
    return path.exists() and path.stat().st_size >= SALT_BYTES


def _reading_address(path: Path) -> str:
    """Return the address of a file that is only read.

    Without a journal nothing can be under way, and the file is read as it is, which makes no file beside it.
    """
    journal = path.with_name(path.name + "-wal")
    still = not journal.exists() or journal.stat().st_size == 0
    return f"file:{quote(str(path))}?mode=ro" + ("&immutable=1" if still else "")
