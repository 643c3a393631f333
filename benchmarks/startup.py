"""From the start of the process to the first painted rows, beside a bare PySide6 window with a table.

Ours opens an encrypted cache of 20,000 callbacks as a remembered person while the server is away.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks import sample
from benchmarks.measure import Line, paired
from occ_contract.people import Me, Membership, Role
from occ_contract.permissions import effective_permissions
from occ_desktop.services.accounts import Account
from occ_desktop.services.desks import Remembered
from occ_desktop.services.preferences import Settings
from occ_desktop.store import Cache, CacheOwner, own
from occ_desktop.system.paths import ProfilePaths
from support.bulk import bulk_load

ROWS = 20_000
PROMISED = 10.0  # half of it is importing libraries the bare window does without; it may not grow
LIMIT = 1.5
SERVER = "http://127.0.0.1:9"  # nobody listens there: the server is away

_ME = Me(
    id="bench",
    username="bench",
    name="bench",
    organisation_id="1",
    organisation_name="bench",
    time_zone="Asia/Seoul",
    memberships=tuple(
        Membership(
            service_id=s, role=Role.SUPERVISOR, permissions=tuple(effective_permissions(Role.SUPERVISOR, ()))
        )
        for s in sample.SERVICES
    ),
    server_time=datetime(2026, 11, 23, tzinfo=UTC),
)


async def _prepare(folder: Path, rows: int) -> dict[str, str]:
    """Write the profile; return what its keyring holds."""
    paths = ProfilePaths.of("bench", root=folder).make()
    account, key = Account(SERVER, _ME.username), os.urandom(32)
    path = account.cache_path(paths.data / "cache")
    cache = await Cache.open(path, key, CacheOwner(SERVER, _ME.id))
    recent = datetime.now(UTC) - sample.END - timedelta(minutes=1)
    moved = (
        msgspec.structs.replace(row, received_at=row.received_at + recent) for row in sample.callbacks(rows)
    )
    await bulk_load(cache, moved, ("key",))
    await cache.write(own.set_preference, "me", msgspec.json.encode(_ME))
    await cache.close()
    settings = Settings(last_server=SERVER, last_account=_ME.username, remember=True)
    (paths.config / "settings.json").write_bytes(msgspec.json.encode(settings))
    token = msgspec.json.encode(Remembered(_ME.id, "none")).decode()
    return {account.token_name: token, account.key_name: key.hex()}


def _to_rows(arguments: tuple[str, ...]) -> float:
    """Start a process; return the seconds until it says that its rows are painted. Its end is not timed."""
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = time.perf_counter() - start
        assert said == "rows\n", f"{arguments[0]} said {said!r}"
        process.terminate()
    return taken


def run(*, small: bool) -> Iterator[Line]:
    """Yield our start beside the bare window's."""
    rows, rounds = (2_000, 1) if small else (ROWS, 7)
    with tempfile.TemporaryDirectory() as name:
        kept = json.dumps(asyncio.run(_prepare(Path(name), rows)))
        mine, bare = paired(
            ("benchmarks.startup_ours", name, kept), ("benchmarks.startup_bare",), rounds, timed=_to_rows
        )
    yield Line("start to first rows", mine, bare, "bare PySide6 window", PROMISED)
    yield Line("start to first rows", mine, LIMIT, "limit", 1.0)
