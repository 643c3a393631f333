"""The windows of the start: opening, mending, failing, and what is said once a damaged copy was mended.

Here the keyring is a stand-in that answers when it is told to; the rest is the program.
"""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.demo_server import DemoAccount, DemoCentre
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.services.events import CacheRepairing
from occ_desktop.system.secrets import KeyringLocked, Secrets, SessionSecrets
from pictures.camera import Camera, until


class Clients(Protocol):
    """Who opens desks and leaves them."""

    def client(self, profile: str, secrets: Secrets | None = None) -> Client:
        """Return a client on a profile."""
        ...

    async def leave(self, client: Client) -> None:
        """Close one for good."""
        ...


class SlowKeyring(SessionSecrets):
    """A keyring that can be locked: then it waits to be unlocked, and is refused in the end."""

    def __init__(self) -> None:
        super().__init__()
        self._locked = False
        self._over = asyncio.Event()

    def lock(self) -> None:
        """Answer no question from now on."""
        self._locked = True

    def refuse(self) -> None:
        """End the wait: nobody unlocked it."""
        self._over.set()

    def unlock(self) -> None:
        """Answer again."""
        self._locked = False

    async def get(self, name: str) -> str | None:
        """Answer, or wait and refuse."""
        if self._locked:
            await self._over.wait()
            raise KeyringLocked(name)
        return await super().get(name)


async def starts(camera: Camera, clients: Clients, centre: DemoCentre, account: DemoAccount) -> None:
    """Somebody who stays logged in comes back: to a locked keyring, then to a copy a disk has damaged."""
    if not camera.wants("opening", "mending", "opening-failed", "banners", "nothing-heard"):
        return
    keyring = SlowKeyring()
    before = clients.client("remembered", keyring)
    await before.services.session.login(centre.url, account.username, account.password, remember=True)
    await until(lambda: _idle(before), 60, "first fill")
    copy = before.services.workplace.cache.path
    await clients.leave(before)
    await _locked(camera, clients.client("remembered", keyring), keyring)
    _spoil(copy)
    os.environ["SSLKEYLOGFILE"] = str(copy.parent / "nowhere" / "keys.log")
    await _mended(camera, clients.client("remembered", keyring))
    del os.environ["SSLKEYLOGFILE"]


async def _locked(camera: Camera, client: Client, keyring: SlowKeyring) -> None:
    keyring.lock()
    begun = asyncio.ensure_future(client.open())
    await until(lambda: client.opening.window is not None, what="the window of the start")
    await camera.instant(client.opening.window, "opening", sized=False)
    client.services.bus.publish(CacheRepairing())
    await camera.instant(client.opening.window, "mending", sized=False)
    keyring.refuse()
    await begun
    await camera.instant(client.opening.window, "opening-failed", sized=False)
    client.opening.finish()
    keyring.unlock()


async def _mended(camera: Camera, client: Client) -> None:
    await client.open()
    await until(lambda: client.shell is not None and _idle(client), 60, "mended")
    place = client.services.workplace
    assert place.status is not None
    status, bus = place.status, client.services.bus
    await camera.instant(
        client.shell, "nothing-heard", last=lambda: bus.publish(replace(status, late=True, live=False))
    )
    await camera.instant(
        client.shell, "banners", last=lambda: bus.publish(replace(status, server_offset=-5400.0))
    )
    await client.put_away()


def _idle(client: Client) -> bool:
    status = client.services.workplace.status
    return status is not None and status.state is SyncState.IDLE


def _spoil(file: Path) -> None:
    """Write over the head of the file, as a failing disk does."""
    with file.open("r+b") as pages:
        pages.seek(16)
        pages.write(b"\xff" * 64)
