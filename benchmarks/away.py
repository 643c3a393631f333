"""A desk whose server is away: the profile of a remembered person with a filled, encrypted cache.

What a desk does by itself is measured on it; the feed, where one is wanted, comes from memory.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks import sample
from benchmarks.feeding import EPOCH, KEYS
from occ_contract.callbacks import Callback
from occ_contract.people import Me, Membership, Role
from occ_contract.permissions import effective_permissions
from occ_contract.sync import SyncPage
from occ_desktop.services.accounts import Account
from occ_desktop.services.desks import Remembered
from occ_desktop.services.preferences import Settings
from occ_desktop.store import Cache, CacheOwner, feed, own
from occ_desktop.system.paths import ProfilePaths
from support.bulk import bulk_load

SERVER = "http://127.0.0.1:9"  # nobody listens there: the server is away

ME = Me(
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


async def prepare(folder: Path, rows: int) -> dict[str, str]:
    """Write the profile, the newest callback a minute old; return what its keyring holds."""
    paths = ProfilePaths.of("bench", root=folder).make()
    account, key = Account(SERVER, ME.username), os.urandom(32)
    path = account.cache_path(paths.data / "cache")
    cache = await Cache.open(path, key, CacheOwner(SERVER, ME.id))
    await bulk_load(cache, recent(rows), KEYS)
    seen = SyncPage(epoch=EPOCH, cursor="0", head=rows, changes=(), has_more=False)
    await cache.write(feed.last_rows, (), seen, ME.id, datetime.now(UTC))
    await cache.write(own.set_preference, "me", msgspec.json.encode(ME))
    await cache.close()
    settings = Settings(last_server=SERVER, last_account=ME.username, remember=True)
    (paths.config / "settings.json").write_bytes(msgspec.json.encode(settings))
    token = msgspec.json.encode(Remembered(ME.id, "none")).decode()
    return {account.token_name: token, account.key_name: key.hex()}


def recent(count: int) -> Iterator[Callback]:
    """Yield the sample's callbacks, oldest first, as if the newest had been received a minute ago."""
    ago = datetime.now(UTC) - sample.END - timedelta(minutes=1)
    for row in sample.callbacks(count):
        yield msgspec.structs.replace(row, received_at=row.received_at + ago)
