"""Values of another kind in the trail (SQLite keeps any): if these fail, verifying ends in a traceback.

Whoever opens the file with sqlite3 may put text, a blob, a fraction or nothing at all where a number was.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from occ_server.audit.purge import purge
from occ_server.audit.service import Who, record
from occ_server.audit.verify import ChainCheck, chains
from occ_server.cli import main
from occ_server.migrations.runner import migrate
from occ_server.topics import open_database
from support.clock import ManualClock
from support.tampering import TRIGGERS

CHAIN = "0190a000-0000-7000-8000-00000000000a"
KIM = Who("person", "0190a000-0000-7000-8000-000000000001", "kim", "10.0.0.1", CHAIN)
LENGTH = 5
ENTRIES = (
    *("organisation_id", "number", "at", "actor_kind", "actor_id", "actor_name", "address", "action"),
    *("subject_kind", "subject_id", "details", "hash"),
)
TARGETS = (*(("audit_entries", name) for name in ENTRIES), ("audit_heads", "number"), ("audit_heads", "hash"))
# SQL for a value of each storage class: NULL, INTEGER, REAL, TEXT (also of bytes that are no UTF-8), BLOB
VALUES = st.one_of(
    st.just("NULL"),
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.sampled_from(("1.5", "-0.5", "9e999", "-9e999", "1e300")),
    st.binary(max_size=8).map(lambda found: f"x'{found.hex()}'"),
    st.binary(max_size=8).map(lambda found: f"CAST(x'{found.hex()}' AS TEXT)"),
    st.sampled_from(("'3'", "'three'", "''", "'{'", "'{\"n\":1'", "'[]'", "'null'", "'{\"n\": 2}'")),
)
Run = Callable[..., Result]

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def file(empty_url: str) -> Path:
    """A file with one chain of five entries, and without what guards it."""
    migrate(empty_url)

    async def fill() -> None:
        database = open_database(empty_url, ManualClock())
        for n in range(LENGTH):
            async with database.write() as uow:
                await record(uow, KIM, "test", subject=("n", str(n)), n=n)
        await database.close()

    asyncio.run(fill())
    path = Path(empty_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        for (name,) in link.execute(TRIGGERS.replace("name, sql", "name")).fetchall():
            link.execute(f"DROP TRIGGER {name}")
        # NOT NULL goes as the triggers do, with a few bytes of the schema
        link.execute("PRAGMA writable_schema = ON")
        link.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name LIKE 'audit%'")
    return path


@pytest.fixture
def tampered(file: Path) -> Callable[[str, str, int, str], bool]:
    """Put a value (SQL) into a column of one row; tell whether anything changed. The last one is undone."""
    before = file.read_bytes()

    def put(table: str, column: str, number: int, value: str) -> bool:
        for name in (file.with_name(file.name + end) for end in ("-wal", "-shm")):
            name.unlink(missing_ok=True)
        file.write_bytes(before)
        with closing(sqlite3.connect(file, isolation_level=None)) as link:
            where = f"WHERE number = {number if table == 'audit_entries' else LENGTH}"
            look = f"SELECT typeof({column}), CAST({column} AS BLOB) FROM {table} WHERE rowid = ?"
            (row,) = link.execute(f"SELECT rowid FROM {table} {where}").fetchone()
            old = link.execute(look, (row,)).fetchone()
            try:
                link.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = ?", (row,))
            except sqlite3.IntegrityError:
                return False
            return bool(link.execute(look, (row,)).fetchone() != old)

    return put


async def findings(file: Path) -> int:
    """Return how much verifying finds, as the command does: in each chain of which anything is there."""
    database = open_database(f"sqlite:///{file}", ManualClock())
    async with database.read() as conn:
        checks = [ChainCheck(name) for name in {CHAIN, *await chains(conn)}]
        found = sum([1 for check in checks async for _ in check.run(conn)])
    assert not await purged(file)
    await database.close()
    return found


async def purged(file: Path) -> int:
    """Purge by the law: nothing here is old enough, or else it is broken."""
    database = open_database(f"sqlite:///{file}", ManualClock())
    old = ManualClock().now() - timedelta(days=500)
    removed = await database.run(lambda uow: purge(uow, old))
    await database.close()
    return removed


def test_a_value_of_any_kind_in_any_column_is_found(
    tampered: Callable[[str, str, int, str], bool], file: Path
) -> None:
    changes = 0

    @settings(
        max_examples=150,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(TARGETS), st.integers(1, LENGTH), VALUES)
    def is_found(target: tuple[str, str], number: int, value: str) -> None:
        nonlocal changes
        changed = tampered(*target, number, value)
        assume(changed)
        changes += 1
        assert asyncio.run(findings(file)), (target, number, value)

    is_found()
    assert changes > 60


@pytest.mark.parametrize("column", ENTRIES)
@pytest.mark.parametrize("value", ["NULL", "'three'", "x'ff00'", "CAST(x'ff' AS TEXT)", "1.5"])
def test_the_operator_reads_that_an_entry_was_altered(
    tampered: Callable[[str, str, int, str], bool],
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    column: str,
    value: str,
) -> None:
    altered = tampered("audit_entries", column, 3, value)  # what holds nothing already stays as it was
    monkeypatch.setenv("OCC_DATABASE_URL", f"sqlite:///{file}")
    result = CliRunner().invoke(main, ["audit", "verify"])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert (result.exit_code, "altered" in result.output) == (int(altered), altered), result.output
    listed = CliRunner().invoke(main, ["audit", "list"])
    assert isinstance(listed.exception, SystemExit | None), (listed.output, listed.exception)


@pytest.mark.parametrize("column", ["number", "hash", "removed", "newest_at", "purged_at"])
@pytest.mark.parametrize("value", ["NULL", "'three'", "x'ff00'", "CAST(x'ff' AS TEXT)"])
def test_a_record_of_a_purge_that_was_altered_ends_in_no_traceback(
    tampered: Callable[[str, str, int, str], bool], file: Path, column: str, value: str
) -> None:
    tampered("audit_entries", "number", 1, "1")
    with closing(sqlite3.connect(file, isolation_level=None)) as link:
        year = 366 * 24 * 3600 * 10**6
        link.execute(f"INSERT INTO audit_purges VALUES ('{CHAIN}', 2, '{'0' * 64}', 2, 0, {year})")
        link.execute("PRAGMA ignore_check_constraints = ON")
        link.execute(f"UPDATE audit_purges SET {column} = {value}")
    assert asyncio.run(findings(file))


def test_a_chain_nobody_touched_is_sound(file: Path) -> None:
    assert asyncio.run(findings(file)) == 0
