"""What this person set on this machine: one JSON file per profile, written off the loop and atomically.

Nothing secret and nothing of a customer belongs here. A damaged file is set aside and the defaults hold:
settings must never keep the program from starting.
"""

import asyncio
import contextlib
import logging
import os
import threading
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from occ_desktop.services.bus import Bus
from occ_desktop.services.events import PreferencesChanged
from occ_desktop.services.ports import Tasks

_log = logging.getLogger(__name__)


class Language(StrEnum):
    """Language of the screen; SYSTEM follows the desktop."""

    SYSTEM = "system"
    KOREAN = "ko"
    ENGLISH = "en"


class ThemeChoice(StrEnum):
    """Light or dark; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """Row height of tables: 28, 32 or 40 px."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


class QuietMode(StrEnum):
    """How long do-not-disturb holds."""

    OFF = "off"
    HALF_HOUR = "half_hour"
    WHILE_ON_CALL = "while_on_call"
    UNTIL_TOMORROW = "until_tomorrow"


class TableLayout(msgspec.Struct, frozen=True, kw_only=True):
    """How one table was left: visual order, hidden columns and widths (logical px), by column name."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: dict[str, int] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings with their defaults; unknown fields of a newer version are dropped on reading."""

    language: Language = Language.SYSTEM
    theme: ThemeChoice = ThemeChoice.SYSTEM
    density: Density = Density.NORMAL
    notify_new_callbacks: bool = True
    notify_assignments: bool = True
    quiet_mode: QuietMode = QuietMode.OFF
    quiet_until: datetime | None = None
    sound: bool = False
    sound_volume: int = 60  # per cent
    start_with_system: bool = False
    close_to_tray: bool = True
    tray_explained: bool = False  # the person has been told that closing the window keeps the program
    panel_open: bool = True
    last_server: str = ""
    last_account: str = ""
    last_extension: str = ""
    after_call_state: str = ""  # a CtiState to set when a call ends; empty: left to the telephone system
    remember: bool = True
    keys: dict[str, str] = {}  # entry -> portable sequence, where it differs from the default
    tables: dict[str, TableLayout] = {}
    windows: dict[str, str] = {}  # window name -> geometry as Qt saved it, base64
    further_windows: dict[str, tuple[tuple[str, ...], ...]] = {}  # person -> the rooms of each
    splitters: dict[str, str] = {}
    last_rooms: dict[str, str] = {}


class Preferences:
    """The settings of one profile. Read once at start, kept in memory, written 300 ms after a change."""

    DELAY = 0.3

    def __init__(self, path: Path, bus: Bus, tasks: Tasks) -> None:
        self._path = path
        self._bus = bus
        self._tasks = tasks
        self._value = Settings()
        self._written = self._value
        self._writing = threading.Lock()

    @property
    def value(self) -> Settings:
        """Return the present settings (a frozen value)."""
        return self._value

    def load(self) -> Settings:
        """Read the file. Called once before the first window, when blocking is still allowed."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return self._value
        except OSError as error:
            _log.warning("settings not readable: %s", error.strerror)
            return self._value
        try:
            self._value = msgspec.json.decode(raw, type=Settings)
        except msgspec.DecodeError:
            _log.warning("settings were damaged; set aside, defaults hold")
            with contextlib.suppress(OSError):
                self._path.replace(self._path.with_suffix(".damaged"))
        self._written = self._value
        return self._value

    def change(self, **fields: Any) -> Settings:
        """Set fields of `Settings` by name, publish what differs and write it soon.

        :raises TypeError: for a field `Settings` does not have.
        """
        before = self._value
        self._value = msgspec.structs.replace(before, **fields)
        changed = frozenset(name for name in fields if getattr(before, name) != getattr(self._value, name))
        if changed:
            self._tasks.start(self._write_soon(), name="write-preferences")
            self._bus.publish(PreferencesChanged(changed))
        return self._value

    def table(self, name: str) -> TableLayout:
        """Return how a table was left."""
        return self._value.tables.get(name, TableLayout())

    def keep_table(self, name: str, layout: TableLayout) -> None:
        """Remember how a table looks."""
        self.change(tables={**self._value.tables, name: layout})

    def keep_window(self, name: str, geometry: str) -> None:
        """Remember a window's geometry (base64 text)."""
        self.change(windows={**self._value.windows, name: geometry})

    def further_windows(self, person_id: str) -> tuple[tuple[str, ...], ...]:
        """Return the rooms of each window a person left open beside the main one."""
        return self._value.further_windows.get(person_id, ())

    def keep_further_windows(self, person_id: str, rooms: tuple[tuple[str, ...], ...]) -> None:
        """Remember which windows a person has beside the main one; none forgets the person."""
        others = {who: theirs for who, theirs in self._value.further_windows.items() if who != person_id}
        self.change(further_windows={**others, person_id: rooms} if rooms else others)

    async def flush(self) -> None:
        """Write what is not written yet; used when closing. A failing disk costs the change, not the exit."""
        while self._written is not self._value:
            value = self._value
            try:
                await asyncio.to_thread(self._write, value)
            except OSError as error:
                _log.warning("settings not written: %s", error.strerror)
                return
            self._written = value

    def _write(self, value: Settings) -> None:
        with self._writing:  # a cancelled flush leaves its thread at work
            write_atomically(self._path, _encode(value))

    async def _write_soon(self) -> None:
        await asyncio.sleep(self.DELAY)
        await self.flush()


def _encode(value: Settings) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file as a whole: after a crash it holds the old or the new content, never half.

    :raises OSError: the directory or the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
