"""Making and clearing desks: link, keyring, cache and synchronisation of one session, in the right order.

Knows no screen and no event; `session` decides when.
"""

import asyncio
import logging
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.people import Me
from occ_desktop.domain.failures import CacheFailure, SecretsFailure
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Health, Link
from occ_desktop.services.accounts import Account
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.ports import Secrets, SyncControl, Tasks
from occ_desktop.services.workplace import Desk
from occ_desktop.store import own
from occ_desktop.store.cache import Cache, CacheOwner

_log = logging.getLogger(__name__)
_ME = "me"
_KEY_BYTES = 32
FAREWELL_SECONDS = 3.0  # a server that is silent holds nobody up; the session it has left expires


class LinkFactory(Protocol):
    """Makes a link to a normalised server address."""

    def __call__(
        self,
        server: str,
        *,
        on_renewal: Callable[[Renewal], None],
        on_logged_out: Callable[[ErrorCode], None],
    ) -> Link:
        """Return a link that has asked nothing yet."""
        ...


class SyncFactory(Protocol):
    """Makes the synchronisation of a cache with the server of a link; it publishes on the bus by itself."""

    def __call__(self, link: Link, cache: Cache, me: Me) -> SyncControl:
        """Return it, not started."""
        ...


class Remembered(msgspec.Struct, frozen=True):
    """What the keyring holds of a session that outlives the program."""

    person_id: str
    refresh_token: str
    refresh_key: str = ""


@dataclass(frozen=True)
class _Open:
    account: Account
    person_id: str
    link: Link
    remember: bool
    temporary: Path | None = None


class Desks:
    """Builds a `Desk` for a log-in or a come-back and takes it apart again."""

    def __init__(
        self,
        links: LinkFactory,
        syncs: SyncFactory,
        vault: Secrets,
        folder: Path,
        tasks: Tasks,
        device: str,
    ) -> None:
        self._links = links
        self._syncs = syncs
        self._vault = vault
        self._folder = folder
        self._device = device
        self._open: _Open | None = None
        self._renewal: Renewal | None = None
        self._keep_token_soon = Coalesced(tasks, "keep-refresh-token", self._keep_token)
        self.on_logged_out: Callable[[ErrorCode], None] = lambda _code: None

    async def health(self, server: str) -> Health:
        """Ask a server who it is."""
        link = self._links(server, on_renewal=lambda _r: None, on_logged_out=lambda _c: None)
        try:
            return await link.health()
        finally:
            await link.aclose()

    async def log_in(self, account: Account, password: str, *, remember: bool, temporary: bool) -> Desk:
        """Return a desk for this account; on any failure nothing stays open.

        :raises SecretsFailure: before anything was sent.
        """
        key = secrets.token_bytes(_KEY_BYTES) if temporary else await self._key(account)
        known = None if temporary else await self._vault.get(account.device_name)
        link = self._link(account)
        folder: Path | None = None
        try:
            device_token = await link.login(account.username, password, self._device, known or "")
            me = await link.api.me()
            if temporary:
                folder = await asyncio.to_thread(_private_folder)
            path = account.cache_path(folder or self._folder)
            owner = CacheOwner(account.server, me.id)
            cache = await Cache.open(path, key, owner, replace=True)
        except BaseException:
            await link.aclose()
            await _remove(folder)
            raise
        self._open = _Open(account, me.id, link, remember, folder)
        if device_token is not None and not temporary:
            await self._keep(account.device_name, device_token)
        if remember:
            await self._keep_token()
        elif not temporary:
            await self.forget_token(account)
        return await self._desk(link, cache, me)

    async def come_back(self, account: Account) -> Desk | None:
        """Return a desk from what keyring and cache remember, None when a log-in is needed.

        :raises SecretsFailure: the keyring failed.
        """
        raw = await self._vault.get(account.token_name)
        key = _key_of(await self._vault.get(account.key_name))
        if raw is None or key is None:
            return None
        try:
            kept = msgspec.json.decode(raw, type=Remembered)
        except msgspec.DecodeError:
            return None
        path = account.cache_path(self._folder)
        if not await asyncio.to_thread(path.exists):
            return None
        try:
            cache = await Cache.open(path, key, CacheOwner(account.server, kept.person_id))
        except CacheFailure as failure:
            _log.warning("the cache was not opened: %s", failure.reason)
            return None
        me = _me_of(await cache.read(own.preference, _ME))
        if me is None:
            await cache.close()
            return None
        renewal = Renewal(kept.refresh_token, kept.refresh_key or new_id())
        link = self._link(account)
        link.resume(renewal)
        self._renewal = renewal
        self._open = _Open(account, kept.person_id, link, remember=True)
        return Desk(me, cache, link.api, self._syncs(link, cache, me))

    async def confirm(self, desk: Desk) -> Me:
        """Ask the server who this is and keep the answer.

        :raises Unreachable, Refused, LoggedOut: it did not say.
        """
        me = await desk.api.me()
        await _keep_me(desk.cache, me)
        return me

    async def keep_me(self, desk: Desk) -> None:
        """Keep who sits at this desk for the next come-back."""
        try:
            await _keep_me(desk.cache, desk.me)
        except CacheFailure as failure:
            _log.info("the person's rights were not kept: %s", failure.reason)

    async def forget_token(self, account: Account) -> None:
        """Make sure that the next start asks for the password. A failing keyring is logged, no more."""
        await self._forget(account.token_name)

    async def clear(self, desk: Desk, account: Account, *, erase: bool, tell_server: bool) -> None:
        """Take a desk apart: synchronisation, link, cache; never fails half-way.

        ``tell_server`` ends the session on the server and forgets its token; ``erase`` deletes cache and key.
        """
        opened, self._open = self._open, None
        temporary = opened.temporary if opened else None
        async with AsyncExitStack() as steps:  # in reverse; each is taken whatever became of the others
            if erase and temporary is None:
                steps.push_async_callback(self._forget, account.key_name)
                steps.push_async_callback(self._forget, account.device_name)
            steps.push_async_callback(_remove, temporary)
            steps.push_async_callback(desk.cache.erase if erase or temporary else desk.cache.close)
            if opened is not None:
                steps.push_async_callback(opened.link.aclose)
            if opened is not None and tell_server:
                steps.push_async_callback(_farewell, opened.link)
                steps.push_async_callback(self.forget_token, account)
            steps.push_async_callback(desk.sync.stop)

    def _on_link_ended(self, code: ErrorCode) -> None:
        self.on_logged_out(code)

    def _link(self, account: Account) -> Link:
        self._renewal = None
        return self._links(
            account.server,
            on_renewal=self._on_renewal,
            on_logged_out=self._on_link_ended,
        )

    async def _desk(self, link: Link, cache: Cache, me: Me) -> Desk:
        await _keep_me(cache, me)
        return Desk(me, cache, link.api, self._syncs(link, cache, me))

    async def _key(self, account: Account) -> bytes:
        """Return the cache key of an account, made and kept if there is none.

        :raises SecretsFailure: the keyring failed.
        """
        known = _key_of(await self._vault.get(account.key_name))
        if known is not None:
            return known
        fresh = secrets.token_bytes(_KEY_BYTES)
        await self._vault.set(account.key_name, fresh.hex())
        return fresh

    def _on_renewal(self, renewal: Renewal) -> None:
        self._renewal = renewal
        if self._open is not None and self._open.remember:
            self._keep_token_soon()

    async def _keep_token(self) -> None:
        """Keep the newest token; an older one is worth nothing, since they rotate."""
        opened, renewal = self._open, self._renewal
        if opened is None or renewal is None:
            return
        kept = Remembered(opened.person_id, renewal.token, renewal.key)
        await self._keep(opened.account.token_name, msgspec.json.encode(kept).decode())

    async def _keep(self, name: str, secret: str) -> None:
        try:
            await self._vault.set(name, secret)
        except SecretsFailure as failure:
            _log.warning("a secret was not remembered: keyring %s", failure.reason)

    async def _forget(self, name: str) -> None:
        try:
            await self._vault.delete(name)
        except SecretsFailure as failure:
            _log.warning("a secret was not deleted: keyring %s", failure.reason)


def _key_of(text: str | None) -> bytes | None:
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _me_of(raw: bytes | None) -> Me | None:
    try:
        return msgspec.json.decode(raw, type=Me) if raw else None
    except msgspec.DecodeError:
        return None


async def _keep_me(cache: Cache, me: Me) -> None:
    await cache.write(own.set_preference, _ME, msgspec.json.encode(me))


async def _farewell(link: Link) -> None:
    try:
        async with asyncio.timeout(FAREWELL_SECONDS):
            await link.logout()
    except TimeoutError:
        _log.info("the server was not told of the log-out in time")


def _private_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="occ-session-"))


async def _remove(folder: Path | None) -> None:
    if folder is not None:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
