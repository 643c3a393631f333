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
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_contract.people import Me
from occ_desktop.domain.failures import CacheFailure, LoggedOut, Refused, SecretsFailure, Unreachable
from occ_desktop.remote.auth import Renewal
from occ_desktop.remote.link import Health, Link
from occ_desktop.remote.surroundings import way_to
from occ_desktop.services.accounts import Account
from occ_desktop.services.all_or_nothing import all_or_nothing
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.past_damage import past_damage
from occ_desktop.services.ports import Secrets, SyncControl, Tasks
from occ_desktop.services.workplace import Desk
from occ_desktop.store import own
from occ_desktop.store.cache import Cache, CacheOwner, is_there

_log = logging.getLogger(__name__)
_ME = "me"
_KEY_BYTES = 32
ANSWER_SECONDS = 5.0  # somebody looks at the window of the start meanwhile
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
    key: bytes = field(repr=False)
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
        self.on_repairing: Callable[[], None] = lambda: None

    def way(self, server: str) -> tuple[Unreachable | None, tuple[str, ...]]:
        """Return which setting of this machine bars the way to a server, and which are left out on it."""
        way = way_to(server)
        return way.trouble, way.ignored

    async def health(self, server: str) -> Health:
        """Ask a server who it is."""
        link = self._links(server, on_renewal=lambda _r: None, on_logged_out=lambda _c: None)
        try:
            return await link.health()
        finally:
            await link.aclose()

    async def log_in(self, account: Account, password: str, *, remember: bool, temporary: bool) -> Desk:
        """Return a desk for this account; on any failure, and cancelled, nothing stays open.

        :raises SecretsFailure: before anything was sent.
        """
        key = secrets.token_bytes(_KEY_BYTES) if temporary else await self._key(account)
        known = None if temporary else await self._vault.get(account.device_name)
        async with all_or_nothing() as undo:
            link = self._link(account)
            undo.push_async_callback(link.aclose)
            device_token = await link.login(account.username, password, self._device, known or "")
            me = await link.api.me()
            folder = _private_folder() if temporary else None
            undo.push_async_callback(_remove, folder)
            if folder is not None:
                await asyncio.to_thread(folder.mkdir, 0o700)
            self._open = _Open(account, me.id, link, key, remember, folder)
            undo.callback(self._forget_open)
            path = account.cache_path(folder or self._folder)
            owner = CacheOwner(account.server, me.id)
            desk = await past_damage(partial(self._begun, self._open, me, path, owner))
            undo.push_async_callback(desk.cache.close)
            if device_token is not None and not temporary:
                await self._keep(account.device_name, device_token)
            if remember:
                await self._keep_token()
            elif not temporary:
                await self.forget_token(account)
        return desk

    async def come_back(self, account: Account) -> Desk | None:
        """Return a desk from what keyring and cache remember, None when a log-in is needed.

        :raises SecretsFailure: the keyring failed.
        :raises CacheFailure: what is in the way of the cache, which is as it was; ``unreadable`` once a
            copy no longer tells who was here and the server does not say it either.
        """
        raw = await self._vault.get(account.token_name)
        key = _key_of(await self._vault.get(account.key_name))
        kept = _remembered(raw)
        path = account.cache_path(self._folder)
        if kept is None or key is None or not await asyncio.to_thread(is_there, path):
            return None
        async with all_or_nothing() as undo:
            owner = CacheOwner(account.server, kept.person_id)
            cache, me = await past_damage(partial(self._seen, path, key, owner))
            undo.push_async_callback(cache.close)
            link = self._link(account)
            undo.push_async_callback(link.aclose)
            renewal = Renewal(kept.refresh_token, kept.refresh_key or new_id())
            link.resume(renewal)
            self._renewal = renewal
            self._open = _Open(account, kept.person_id, link, key, remember=True)
            undo.callback(self._forget_open)
            me = me or await self._told_by(link)
            return Desk(me, cache, link.api, self._syncs(link, cache, me))

    async def reopen(self, desk: Desk, *, damaged: bool) -> Desk:
        """Return the desk with its cache opened anew; link and session go on. Its sync is not started.

        ``damaged``: the file is set aside, what can be rescued comes over.

        :raises CacheFailure: the desk has no open cache any more; `clear` it.
        """
        opened = self._open
        if opened is None:
            raise LoggedOut(ErrorCode.UNAUTHENTICATED)
        await desk.sync.stop()
        await desk.cache.close()
        begin = partial(self._begun, opened, desk.me, desk.cache.path, desk.cache.owner)
        async with all_or_nothing() as undo:
            renewed = await past_damage(begin, known=damaged)
            if self._open is not opened:  # the person left meanwhile
                undo.push_async_callback(_remove, opened.temporary)
                undo.push_async_callback(renewed.cache.close)
                raise LoggedOut(ErrorCode.UNAUTHENTICATED)
        return renewed

    @property
    def ignored_settings(self) -> tuple[str, ...]:
        """Return the settings of this machine that were left out on the way to the server."""
        return self._open.link.http.ignored_settings if self._open is not None else ()

    async def confirm(self, desk: Desk) -> Me:
        """Ask the server who this is and keep the answer.

        :raises Unreachable, Refused, LoggedOut: it did not say.
        """
        me = await desk.api.me()
        await self.keep_me(replace(desk, me=me))
        return me

    async def keep_me(self, desk: Desk) -> None:
        """Keep who sits at this desk for the next come-back, if the cache takes it.

        :raises CacheFailure: it is damaged.
        """
        try:
            await desk.cache.write(own.set_preference, _ME, msgspec.json.encode(desk.me))
        except CacheFailure as failure:
            if failure.damaged:
                raise
            _log.info("the person's rights were not kept: %s", failure.reason)
        except LoggedOut:  # the cache was closed under us, which says nothing of the session
            _log.info("the person's rights were not kept: the cache is being exchanged")

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

    def _forget_open(self) -> None:
        self._open = None

    async def _begun(self, opened: _Open, me: Me, path: Path, owner: CacheOwner, damaged: bool) -> Desk:
        """Return a desk whose cache has kept who sits at it; see `past_damage`."""
        async with all_or_nothing() as undo:
            cache = await self._cache(path, opened.key, owner, damaged)
            undo.push_async_callback(cache.close)
            desk = Desk(me, cache, opened.link.api, self._syncs(opened.link, cache, me))
            await self.keep_me(desk)
        return desk

    async def _cache(self, path: Path, key: bytes, owner: CacheOwner, damaged: bool) -> Cache:
        """Return the cache; ``damaged``: a new one, the old one is set aside with what can be rescued.

        :raises CacheFailure: the surroundings are in the way, the file is as it was; or it is damaged.
        """
        if damaged:
            self.on_repairing()
        return await Cache.open(path, key, owner, mend=damaged, damaged=damaged)

    async def _told_by(self, link: Link) -> Me:
        """Have the server say who this is, where the copy no longer does.

        :raises CacheFailure: it did not say either, so that somebody has to log in.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await link.api.me()
        except (Unreachable, Refused, LoggedOut, TimeoutError) as failure:
            raise CacheFailure("unreadable") from failure

    async def _seen(
        self, path: Path, key: bytes, owner: CacheOwner, damaged: bool
    ) -> tuple[Cache, Me | None]:
        """Return the open cache and who was here last; see `past_damage`."""
        async with all_or_nothing() as undo:
            cache = await self._cache(path, key, owner, damaged)
            undo.push_async_callback(cache.close)
            me = _me_of(await cache.read(own.preference, _ME))
        return cache, me

    async def _key(self, account: Account) -> bytes:
        """Return the cache key of an account, made and kept if there is none.

        :raises SecretsFailure: the keyring failed.
        """
        known = _key_of(await self._vault.get(account.key_name))
        if known is not None:
            return known
        fresh = secrets.token_bytes(_KEY_BYTES)
        await self._vault.set(account.key_name, fresh.hex())
        if _key_of(await self._vault.get(account.key_name)) != fresh:
            raise SecretsFailure("unavailable")  # what it does not keep, the next start could not open
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


def _remembered(raw: str | None) -> Remembered | None:
    try:
        return msgspec.json.decode(raw, type=Remembered) if raw else None
    except msgspec.DecodeError:
        return None


async def _farewell(link: Link) -> None:
    try:
        async with asyncio.timeout(FAREWELL_SECONDS):
            await link.logout()
    except TimeoutError:
        _log.info("the server was not told of the log-out in time")


def _private_folder() -> Path:
    """Return a new name, so that it can be cleared away whenever its making is broken off."""
    return Path(tempfile.gettempdir()) / f"occ-session-{secrets.token_hex(8)}"


async def _remove(folder: Path | None) -> None:
    if folder is not None:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
