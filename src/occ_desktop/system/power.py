"""Keeps the machine awake while a wall is shown, where the system allows it."""

import ctypes
import logging
import shutil
import sys
from typing import Protocol

from PySide6.QtCore import QProcess

_log = logging.getLogger(__name__)
_ES_CONTINUOUS = 0x80000000
_ES_SYSTEM_REQUIRED = 0x00000001
_ES_DISPLAY_REQUIRED = 0x00000002


class KeepAwake(Protocol):
    """Held by a wall while it is on the screen."""

    def hold(self, reason: str) -> bool:
        """Keep screen and machine awake; returns whether the system does so. Holding twice is one hold."""
        ...

    def release(self) -> None:
        """Let the machine sleep again; nothing happens if nothing is held."""
        ...


class ProcessKeepAwake:
    """A helper program of the system holds the lock as long as it runs: it ends with us even if we crash."""

    def __init__(self, program: str, arguments: list[str]) -> None:
        self._program = program
        self._arguments = arguments
        self._process: QProcess | None = None
        self._ending: set[QProcess] = set()

    def hold(self, reason: str) -> bool:
        """Start the helper."""
        if self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning:
            return True
        self._process = QProcess()
        arguments = [part.replace("{reason}", reason) for part in self._arguments]
        self._process.start(self._program, arguments)
        return True

    def release(self) -> None:
        """End the helper."""
        process, self._process = self._process, None
        if process is not None and process.state() != QProcess.ProcessState.NotRunning:
            self._ending.add(process)  # held until it has ended; nobody waits for it
            process.finished.connect(self._on_ended)
            process.terminate()

    def _on_ended(self) -> None:
        self._ending = {p for p in self._ending if p.state() != QProcess.ProcessState.NotRunning}


class WindowsKeepAwake:
    """SetThreadExecutionState; called from the GUI thread, whose state it is."""

    def hold(self, reason: str) -> bool:
        """Require system and display."""
        _log.info("keeping awake: %s", reason)
        return self._set(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)

    def release(self) -> None:
        """Require nothing."""
        self._set(_ES_CONTINUOUS)

    def _set(self, state: int) -> bool:
        library = getattr(ctypes, "windll", None)
        return library is not None and bool(library.kernel32.SetThreadExecutionState(ctypes.c_uint(state)))


class NoKeepAwake:
    """For systems that offer no way."""

    def hold(self, reason: str) -> bool:
        """Cannot."""
        _log.info("this system offers no way to stay awake (%s)", reason)
        return False

    def release(self) -> None:
        """Nothing is held."""


def system_keep_awake() -> KeepAwake:
    """What fits this system."""
    if sys.platform == "win32":
        return WindowsKeepAwake()
    if sys.platform == "darwin":
        program = shutil.which("caffeinate")
        return ProcessKeepAwake(program, ["-d", "-i"]) if program else NoKeepAwake()
    program = shutil.which("systemd-inhibit")
    if program is None:
        return NoKeepAwake()
    arguments = ["--what=idle:sleep", "--who=occ-desktop", "--why={reason}", "--mode=block", "cat"]
    return ProcessKeepAwake(program, arguments)
