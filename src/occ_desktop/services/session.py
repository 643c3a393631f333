"""Who sits here: logging in, coming back without a password, and leaving.

The only topic that opens and closes caches and connections. Secrets (refresh token, cache key) live in the
keyring; without one the person may go on for this session only.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.people import Me, Permission
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import CacheFailure, Failure, LoggedOut, Refused, Unreachable
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.services.accounts import Account
from occ_desktop.services.all_or_nothing import all_or_nothing
from occ_desktop.services.bus import Bus
from occ_desktop.services.desks import Desks
from occ_desktop.services.directory import Directory
from occ_desktop.services.drafts import Drafts
from occ_desktop.services.events import (
    CacheRepairing,
    DirectoryChanged,
    RescueRead,
    SessionChanged,
    SessionEnding,
    SessionState,
)
from occ_desktop.services.past_damage import past_damage
from occ_desktop.services.ports import Tasks
from occ_desktop.services.preferences import Preferences
from occ_desktop.services.rights import Rights, Room
from occ_desktop.services.server_address import normalise_server
from occ_desktop.services.server_check import ServerStatus, check_server
from occ_desktop.services.workplace import Desk, Workplace
from occ_desktop.store import own

_log = logging.getLogger(__name__)
_MOST_RENEWALS = 3
_ANY_SERVER = "https://center.example.kr"


class Session:
    """The person's session; `SessionChanged` says when anything here is another."""

    def __init__(
        self,
        workplace: Workplace,
        directory: Directory,
        desks: Desks,
        drafts: Drafts,
        preferences: Preferences,
        bus: Bus,
        tasks: Tasks,
        clock: ServerTime,
        limit_beat: float = 15.0,
    ) -> None:
        self._limit_beat = limit_beat
        self._place = workplace
        self._directory = directory
        self._desks = desks
        self._drafts = drafts
        self._preferences = preferences
        self._bus = bus
        self._tasks = tasks
        self._clock = clock
        self._state = SessionState.LOGGED_OUT
        self._account: Account | None = None
        self._renewals = 0  # of the cache, for damage, in this session
        desks.on_logged_out = self._on_logged_out
        desks.on_repairing = lambda: bus.publish(CacheRepairing())
        self._rooms: tuple[Room, ...] = ()
        bus.subscribe(DirectoryChanged, self._on_directory)
        bus.subscribe(SyncStatus, self._on_status)

    @property
    def state(self) -> SessionState:
        """Return where the session stands."""
        return self._state

    @property
    def me(self) -> Me | None:
        """Return the person, None while nobody is logged in."""
        return self._place.me if self._place.open else None

    @property
    def zone(self) -> ZoneInfo:
        """Return the organisation's time zone, UTC while nobody is logged in."""
        return self._place.zone if self._place.open else ZoneInfo("UTC")

    @property
    def server(self) -> str:
        """Return the server of the session, or the last one used."""
        return self._account.server if self._account else self._preferences.value.last_server

    @property
    def ignored_settings(self) -> tuple[str, ...]:
        """Return the settings of this machine that were left out on the way to the server."""
        return self._desks.ignored_settings

    def settings_in_the_way(self, server: str) -> tuple[Unreachable | None, tuple[str, ...]]:
        """Return which setting of this machine bars the way to a server, and which are left out on it.

        Without an address: to any server of another machine.
        """
        try:
            return self._desks.way(normalise_server(server or _ANY_SERVER))
        except Unreachable:
            return None, ()  # no address; that is another complaint

    @property
    def rights(self) -> Rights:
        """Return what the person may do now."""
        return Rights(self.me, self._directory.service)

    def may(self, service_id: str | None, permission: Permission) -> bool:
        """Tell whether the person has ``permission`` in that service (None: in any)."""
        return self.rights.may(service_id, permission)

    def is_supervisor(self, service_id: str | None = None) -> bool:
        """Tell whether the person is 관리자 of that service (None: of any)."""
        return self.rights.is_supervisor(service_id)

    def rooms(self) -> tuple[Room, ...]:
        """Return the tabs of the callback room that are shown."""
        return self.rights.rooms()

    def server_now(self) -> datetime:
        """Return the server's time (UTC) as well as we know it."""
        return self._clock.now()

    async def check_server(self, url: str) -> ServerStatus:
        """Ask a server who it is, before any password is sent; raises like `server_check.check_server`."""
        return await check_server(url, self._desks.health, self._clock)

    async def login(
        self,
        server: str,
        username: str,
        password: str,
        remember: bool,
        *,
        this_session_only: bool = False,
    ) -> Me:
        """Log in and open this account's cache; rows may be there at once, the rest follows.

        ``remember`` keeps the session in the keyring. ``this_session_only``: no keyring, key in memory,
        cache in a temporary folder erased at the end.

        :raises SecretsFailure: the keyring failed; nothing was sent. Offer ``this_session_only``.
        :raises Refused: wrong credentials, locked, disabled, client too old …
        :raises Unreachable, CacheFailure: nothing was kept.
        """
        if self._state is SessionState.LOGGING_IN:
            raise Refused(ErrorCode.UNAVAILABLE)
        account = Account(normalise_server(server), username.strip())
        await self._leave(erase=False, tell_server=False)
        self._set(SessionState.LOGGING_IN)
        async with all_or_nothing() as undo:
            undo.callback(self._set, SessionState.LOGGED_OUT)
            desk = await self._desks.log_in(
                account,
                password,
                remember=remember and not this_session_only,
                temporary=this_session_only,
            )
            undo.push_async_callback(self._leave, erase=False, tell_server=False)
            self._clock.learn(desk.me.server_time)
            await self._sit_down(desk, account)
            chosen = {"last_server": account.server, "last_account": account.username}
            self._preferences.change(**chosen, remember=remember)
            await self._preferences.flush()  # a program killed right now comes back as this person
        return self._begin(SessionState.ACTIVE)

    async def resume(self, shown: Callable[[], Awaitable[None]] | None = None) -> Me | None:
        """Come back as the last person without a password, also with the server away.

        Answers from the cache at once; the server confirms in the background, once ``shown()`` has returned:
        what the network needs takes as long to load as the first screen. None: a log-in is needed. Nothing
        stays open when it fails; trying again may succeed.

        :raises SecretsFailure: the keyring failed. :raises CacheFailure: see `Desks.come_back`.
        """
        if self._place.open:
            return self._place.me
        settings = self._preferences.value
        if not (settings.remember and settings.last_server and settings.last_account):
            return None
        account = Account(settings.last_server, settings.last_account)
        async with all_or_nothing() as undo:
            desk = await self._desks.come_back(account)
            if desk is None:
                return None
            undo.push_async_callback(self._leave, erase=False, tell_server=False)
            await self._sit_down(desk, account)
            await self._desks.keep_me(self._place.desk)
        self._watch_cache()
        self._set(SessionState.OFFLINE_RESUMED)
        self._tasks.start(self._go_online(shown), name="confirm-session")
        return self._place.me

    async def _go_online(self, shown: Callable[[], Awaitable[None]] | None) -> None:
        if shown is not None:
            await shown()
        if self._place.open:
            self._place.desk.sync.start()
            await self._confirm()

    def reopen_cache(self) -> None:
        """Try again whether the cache can be written; what is on the screens stays meanwhile."""
        if self._place.open and self._place.cache.limit is not None:
            self._tasks.start(self._renew_cache(damaged=False), name="renew-cache")

    async def rescue_read(self) -> None:
        """Take in that the person knows what a repair saved and what not.

        :raises CacheFailure: it will be told again at the next start.
        """
        cache = self._place.cache
        cache.rescue = None
        self._bus.publish(RescueRead())
        await cache.write(own.rescue_read)

    async def logout(self, erase: bool = False) -> None:
        """End the session here and on the server; ``erase`` also removes this account's cache and key."""
        await self._leave(erase=erase, tell_server=True)
        self._set(SessionState.LOGGED_OUT, erased=erase)

    async def close(self) -> None:
        """Stop for the end of the program; a remembered session stays remembered."""
        await self._leave(erase=False, tell_server=False)

    async def _leave(self, *, erase: bool, tell_server: bool) -> None:
        self._tasks.cancel("confirm-session")
        if not self._place.open or self._account is None:
            return
        account = self._account
        self._bus.publish(SessionEnding())  # the one order there is: texts are kept, then all is closed
        await self._drafts.settled()
        if self._account is not account:
            return  # it was left meanwhile
        desk = self._place.desk
        self._place.leave()
        self._account = None
        await self._directory.reload()
        await self._desks.clear(desk, account, erase=erase, tell_server=tell_server)

    async def _sit_down(self, desk: Desk, account: Account) -> None:
        """Take the desk; a cache that is damaged where nobody looked before gives way to a new one."""
        self._account = account
        self._renewals = 0
        self._place.enter(desk)
        await past_damage(lambda damaged: self._exchange(True) if damaged else self._directory.reload())

    async def _exchange(self, damaged: bool) -> None:
        """Go on with the cache opened anew; ``damaged``: with one that was made anew."""
        renewed = await self._desks.reopen(self._place.desk, damaged=damaged)
        self._place.exchange(replace(renewed, me=self._place.me))
        await self._directory.reload()

    def _begin(self, state: SessionState) -> Me:
        self._set(state)
        self._start_sync()
        return self._place.me

    def _start_sync(self) -> None:
        self._watch_cache()
        self._place.desk.sync.start()

    def _watch_cache(self) -> None:
        cache = self._place.cache
        cache.on_damaged = self._on_damaged
        if cache.limit is not None:
            self._tasks.start(self._watch_limit(), name="watch-limit")
        self._tasks.start(self._place.renew_search(), name="renew-search")

    async def _watch_limit(self) -> None:
        """Open the cache again once it may be written; nobody should have to press for that."""
        while self._place.open and self._place.cache.limit is not None:
            await asyncio.sleep(self._limit_beat)
            if self._place.open and await self._place.cache.may_be_written():
                self.reopen_cache()

    def _on_damaged(self) -> None:
        if self._state in {SessionState.ACTIVE, SessionState.OFFLINE_RESUMED}:
            self._tasks.start(self._renew_cache(damaged=True), name="renew-cache")

    async def _renew_cache(self, *, damaged: bool) -> None:
        """Exchange the cache under the open screens; where that fails, nothing of the desk stays open."""
        if not self._place.open:
            return
        self._renewals += damaged
        if self._renewals > _MOST_RENEWALS:  # a disk that spoils whatever is written
            await self._end_for(CacheFailure("unreadable"))
            return
        try:
            await self._exchange(damaged)
        except CacheFailure as failure:
            await self._end_for(failure)
            return
        self._start_sync()
        self._set(self._state)
        self._bus.publish(ChangeSet(everything=True, outbox=True))

    async def _end_for(self, failure: CacheFailure) -> None:
        _log.warning("the session ends: the local copy is %s", failure.reason)
        await self._leave(erase=False, tell_server=False)
        self._set(SessionState.LOGGED_OUT, failure=failure)

    def _set(
        self,
        state: SessionState,
        *,
        failure: Failure | None = None,
        code: ErrorCode | None = None,
        erased: bool = False,
        rights: bool = False,
    ) -> None:
        self._state = state
        self._rooms = self.rooms()
        changed = SessionChanged(state, self.me, code=code, erased=erased, rights=rights, failure=failure)
        self._bus.publish(changed)

    async def _confirm(self) -> None:
        """Have the server say who this is; what it cannot say now, it says after the next contact."""
        asked = self._clock.asking()
        try:
            me = await self._desks.confirm(self._place.desk)
            self._clock.learn(me.server_time, asked)
        except (Unreachable, Refused, CacheFailure):
            return
        except LoggedOut as ended:
            self._on_logged_out(ended.code)
            return
        if self._state is SessionState.OFFLINE_RESUMED:
            self._place.rename(me)
            self._set(SessionState.ACTIVE)

    def _on_logged_out(self, code: ErrorCode) -> None:
        """Take in that the server ended the session; a disabled account's rows leave this machine."""
        if self._state in {SessionState.ACTIVE, SessionState.OFFLINE_RESUMED}:
            self._tasks.start(self._end(code), name="end-session")

    async def _end(self, code: ErrorCode) -> None:
        if self._account is None:
            return
        erase = code is ErrorCode.ACCOUNT_DISABLED
        await self._desks.forget_token(self._account)
        await self._leave(erase=erase, tell_server=False)
        self._set(SessionState.LOGGED_OUT, code=code, erased=erase)

    def _on_status(self, status: SyncStatus) -> None:
        reached = status.state is SyncState.IDLE
        if reached and self._state is SessionState.OFFLINE_RESUMED:
            self._tasks.start(self._confirm(), name="confirm-session")

    def _on_directory(self, _event: DirectoryChanged) -> None:
        """Follow right changes from the person's own row and the switches of their services."""
        me = self.me
        if me is None or self._state is SessionState.LOGGING_IN:
            return
        own = self._directory.agent(me.id)
        moved = own is not None and bool(own.memberships) and own.memberships != me.memberships
        if own is not None and moved:
            renewed = msgspec.structs.replace(me, memberships=own.memberships, name=own.name)
            self._place.rename(renewed)
            self._tasks.start(self._desks.keep_me(self._place.desk), name="keep-me")
        if moved or self.rooms() != self._rooms:
            self._set(self._state, rights=True)
