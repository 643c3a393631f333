"""Copies of a served database: if these fail, the backup is worthless on the day it is needed."""

import asyncio
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from occ_server.cli import main
from occ_server.feed.state import epoch, head
from occ_server.kit.db import Database
from occ_server.migrations.runner import schema_version
from occ_server.people.tables import services
from occ_server.topics import open_database
from support.clock import ManualClock
from support.looking import anywhere
from support.world import World

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
Back = Callable[..., Result]


@pytest.fixture
def back_up(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Back:
    monkeypatch.setenv("OCC_DATABASE_URL", database_url)

    def invoke(file: Path, code: int = 0) -> Result:
        answer = CliRunner().invoke(main, ["backup", str(file)])
        assert answer.exit_code == code, (answer.output, answer.exception)
        return answer

    return invoke


@pytest.fixture
def copied(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str) -> Path:
    """Have the test's database under its migrated version, as a real one is."""
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as conn:
        wanted = schema_version(database_url).wanted
        conn.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        conn.execute("INSERT INTO alembic_version VALUES (?)", [wanted])
        conn.commit()
    return tmp_path / "copy.sqlite3"


async def test_a_copy_is_one_moment_of_a_database_that_is_written_meanwhile(
    database: Database, world: World, back_up: Back, copied: Path
) -> None:
    """Every service has its number in the feed: a copy between the two would have one without."""
    copying = asyncio.ensure_future(asyncio.to_thread(back_up, copied))
    made = 0
    while not copying.done():
        await world.service(f"service {made}")  # is not held up
        made += 1
    await copying
    restored = open_database(f"sqlite:///{copied}", ManualClock())
    async with restored.read() as conn:
        query = select(func.count(), func.max(services.c.seq)).select_from(services)
        count, newest = (await conn.execute(anywhere(query))).one()
        assert (newest or 0) <= await head(conn, world.organisation_id) == count
    await restored.close()


async def test_a_restored_copy_begins_a_new_epoch(
    database: Database, world: World, back_up: Back, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.read() as conn:
        before = await epoch(conn)
    await asyncio.to_thread(back_up, copied)
    monkeypatch.setenv("OCC_DATABASE_URL", f"sqlite:///{copied}")
    fresh = await asyncio.to_thread(CliRunner().invoke, main, ["new-epoch"])
    assert fresh.exit_code == 0, fresh.output
    assert fresh.output.strip() != before


def test_a_copy_is_its_owners_and_one_file(database_url: str, back_up: Back, copied: Path) -> None:
    assert str(copied) in back_up(copied).output
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert [path.name for path in copied.parent.glob("*copy*")] == [copied.name]


def test_a_copy_never_replaces_another(database_url: str, back_up: Back, copied: Path) -> None:
    copied.write_text("last week's")
    assert "exists" in back_up(copied, code=1).output
    assert copied.read_text() == "last week's"


def test_a_copy_that_fails_leaves_nothing(database_url: str, back_up: Back, copied: Path) -> None:
    missing = copied.parent / "nowhere" / "copy"
    assert "cannot copy" in back_up(missing, code=1).output
    Path(database_url.removeprefix("sqlite:///")).write_bytes(b"no database" * 1000)
    assert "cannot copy" in back_up(copied, code=1).output
    assert list(copied.parent.glob("*copy*")) == []
