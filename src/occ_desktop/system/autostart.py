"""Starts the client with the session, by the way each system has for it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

_NAME = "occ-desktop"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


class Autostart(Protocol):
    """Switched in the settings. File and registry work: call it from a worker thread."""

    def enabled(self) -> bool:
        """Whether the client starts with the session."""
        ...

    def enable(self, command: Sequence[str]) -> None:
        """Start `command` with the session from now on. Raises `OSError`."""
        ...

    def disable(self) -> None:
        """Start it no more; nothing happens if it is not. Raises `OSError`."""
        ...


class XdgAutostart:
    """A desktop entry in the autostart folder (`$XDG_CONFIG_HOME/autostart`)."""

    def __init__(self, config_home: Path) -> None:
        self._file = config_home / "autostart" / f"{_NAME}.desktop"

    def enabled(self) -> bool:
        """Whether the entry is there and not switched off."""
        try:
            return "Hidden=true" not in self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return False

    def enable(self, command: Sequence[str]) -> None:
        """Write the entry."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        entry = (
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Online Contact Center\n"
            f"Exec={' '.join(_quoted(part) for part in command)}\n"
            f"Icon={_NAME}\n"
            "Terminal=false\n"
            "X-GNOME-Autostart-enabled=true\n"
        )
        self._file.write_text(entry, encoding="utf-8")

    def disable(self) -> None:
        """Remove the entry."""
        self._file.unlink(missing_ok=True)


def _quoted(part: str) -> str:
    """One argument by the quoting rules of the desktop entry specification."""
    if part and not set(part) & set(" \t\n\"'\\><~|&;$*?#()`%"):
        return part
    for letter in ("\\", '"', "`", "$"):
        part = part.replace(letter, "\\" + letter)
    return '"' + part.replace("\\", "\\\\").replace("%", "%%") + '"'


class LaunchAgentAutostart:
    """A property list among the person's launch agents (macOS)."""

    def __init__(self, home: Path) -> None:
        self._file = home / "Library" / "LaunchAgents" / f"kr.online-contact.{_NAME}.plist"

    def enabled(self) -> bool:
        """Whether the agent is there."""
        return self._file.is_file()

    def enable(self, command: Sequence[str]) -> None:
        """Write the agent."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        agent = {
            "Label": self._file.stem,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        import plistlib

        self._file.write_bytes(plistlib.dumps(agent))

    def disable(self) -> None:
        """Remove the agent."""
        self._file.unlink(missing_ok=True)


class RegistryAutostart:
    """A value of the person's Run key (Windows). `registry` is `winreg`."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry

    def enabled(self) -> bool:
        """Whether the value is there."""
        reg = self._registry
        try:
            with reg.OpenKey(reg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                reg.QueryValueEx(key, _NAME)
        except FileNotFoundError:
            return False
        return True

    def enable(self, command: Sequence[str]) -> None:
        """Write the value."""
        import subprocess

        reg = self._registry
        with reg.CreateKey(reg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            reg.SetValueEx(key, _NAME, 0, reg.REG_SZ, subprocess.list2cmdline(list(command)))

    def disable(self) -> None:
        """Remove the value."""
        reg = self._registry
        try:
            with reg.OpenKey(reg.HKEY_CURRENT_USER, _RUN_KEY, 0, reg.KEY_SET_VALUE) as key:
                reg.DeleteValue(key, _NAME)
        except FileNotFoundError:
            return


def system_autostart(config_home: Path) -> Autostart:
    """What fits this system. `config_home`: `$XDG_CONFIG_HOME`, used on Linux only."""
    if sys.platform == "win32":
        import winreg

        return RegistryAutostart(winreg)
    if sys.platform == "darwin":
        return LaunchAgentAutostart(Path.home())
    return XdgAutostart(config_home)
