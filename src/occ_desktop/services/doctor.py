"""`occ-desktop doctor`: what this machine lacks to run well, as codes; sentences belong to the screen."""

import asyncio
import logging
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from occ_desktop.domain.failures import CacheFailure, Failure, Refused, SecretsFailure, Unreachable
from occ_desktop.services.ports import Secrets
from occ_desktop.services.session import Session
from occ_desktop.store.cache import Cache, CacheOwner

_log = logging.getLogger(__name__)
SKEW_SECONDS = 120.0


class Check(StrEnum):
    """What is looked at."""

    FOLDERS = "folders"
    KEYRING = "keyring"
    CIPHER = "cipher"
    SETTINGS = "settings"
    SERVER = "server"
    CLOCK = "clock"
    TRAY = "tray"
    FONTS = "fonts"


class Level(StrEnum):
    """FINE, LIMITED (works in part) or BROKEN (does not work)."""

    FINE = "fine"
    LIMITED = "limited"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One answer; ``reason`` is a stable code, ``params`` what its sentence names (no secrets)."""

    check: Check
    level: Level
    reason: str = ""
    params: dict[str, Any] = field(default_factory=dict)


class Doctor:
    """Looks at folders, keyring, cipher, settings, server, clock; who has Qt tells tray and fonts."""

    def __init__(self, session: Session, vault: Secrets, folders: Sequence[Path]) -> None:
        self._session = session
        self._vault = vault
        self._folders = tuple(folders)

    async def examine(
        self,
        server: str = "",
        *,
        tray: bool | None = None,
        fonts: bool | None = None,
        tell: Callable[[Finding], None] = lambda _found: None,
    ) -> tuple[Finding, ...]:
        """Return one finding per check, in a fixed order; None for tray or fonts: not looked at.

        ``tell`` hears each finding when it is found, since a later look may take long.
        """
        found: list[Finding] = []

        def add(*some: Finding) -> None:
            for one in some:
                found.append(one)
                tell(one)

        address = server or self._session.server
        add(*await _look(Check.FOLDERS, self._writable()))
        add(*await _look(Check.KEYRING, self._keyring()))
        add(*await _look(Check.CIPHER, self._cipher()))
        add(*await _look(Check.SETTINGS, self._settings(address)))
        add(*await _look(Check.SERVER, self._server(address)))
        if tray is not None:
            add(Finding(Check.TRAY, Level.FINE if tray else Level.LIMITED, "" if tray else "missing"))
        if fonts is not None:
            add(Finding(Check.FONTS, Level.FINE if fonts else Level.LIMITED, "" if fonts else "missing"))
        return tuple(found)

    async def _settings(self, server: str) -> Finding:
        trouble, ignored = self._session.settings_in_the_way(server)
        if trouble is not None:
            return Finding(Check.SETTINGS, Level.BROKEN, trouble.reason, {"setting": trouble.setting})
        if ignored:
            return Finding(Check.SETTINGS, Level.LIMITED, "ignored", {"setting": ", ".join(ignored)})
        return Finding(Check.SETTINGS, Level.FINE)

    async def _writable(self) -> Finding:
        return await asyncio.to_thread(self._try_folders)

    def _try_folders(self) -> Finding:
        for folder in self._folders:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder) as probe:
                    probe.write(b"1")
            except OSError as error:
                return Finding(
                    Check.FOLDERS,
                    Level.BROKEN,
                    "not_writable",
                    {"folder": str(folder), "error": error.strerror},
                )
        return Finding(Check.FOLDERS, Level.FINE)

    async def _keyring(self) -> Finding:
        name, word = "doctor", secrets.token_hex(8)
        try:
            await self._vault.set(name, word)
            kept = await self._vault.get(name) == word
            await self._vault.delete(name)
        except SecretsFailure as failure:
            return Finding(Check.KEYRING, Level.LIMITED, failure.reason)
        return Finding(Check.KEYRING, Level.FINE if kept else Level.LIMITED, "" if kept else "forgets")

    async def _cipher(self) -> Finding:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "doctor.cache"
            try:
                cache = await Cache.open(path, secrets.token_bytes(32), CacheOwner("doctor", "doctor"))
                await cache.close()
                head = await asyncio.to_thread(path.read_bytes)
            except CacheFailure as failure:
                return Finding(Check.CIPHER, Level.BROKEN, failure.reason)
        plain = head.startswith(b"SQLite format 3")
        return Finding(Check.CIPHER, Level.BROKEN if plain else Level.FINE, "plain" if plain else "")

    async def _server(self, server: str) -> tuple[Finding, ...]:
        if not server:
            return (Finding(Check.SERVER, Level.LIMITED, "not_set"),)
        try:
            status = await self._session.check_server(server)
        except Unreachable as failure:
            named = {"url": server, "setting": failure.setting}
            return (Finding(Check.SERVER, Level.BROKEN, failure.reason, named),)
        except Refused as failure:
            return (Finding(Check.SERVER, Level.BROKEN, failure.code.value, dict(failure.params)),)
        except Failure as failure:
            return (Finding(Check.SERVER, Level.BROKEN, str(failure), {"url": server}),)
        late = abs(status.clock_skew) > SKEW_SECONDS
        told = {"url": status.url, "version": status.version, "round_trip_ms": status.round_trip_ms}
        return (
            Finding(Check.SERVER, Level.FINE, "", told),
            Finding(
                Check.CLOCK,
                Level.LIMITED if late else Level.FINE,
                "skewed" if late else "",
                {"seconds": round(status.clock_skew)},
            ),
        )


async def _look(check: Check, look: Awaitable[Finding | tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Return what a look found; who looks for a fault must not meet one that ends the search."""
    try:
        found = await look
    except Exception as bug:  # noqa: BLE001 - the border of a look
        _log.warning("the look at %s failed", check, exc_info=bug)
        found = Finding(check, Level.BROKEN, "fault", {"error": f"{type(bug).__name__}: {bug}"})
    return found if isinstance(found, tuple) else (found,)
