"""Plays a bundled short sound without blocking, by the player the system has; silent where it has none."""

import logging
import shutil
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QProcess, QProcessEnvironment

_log = logging.getLogger(__name__)
_POWERSHELL_PLAY = "(New-Object Media.SoundPlayer $env:OCC_SOUND).PlaySync()"


class Sound(Protocol):
    """Notification sounds."""

    def play(self, wav: Path, volume: int = 100) -> bool:
        """Start a sound (`volume` in per cent); returns whether a player was started. Never blocks."""
        ...


class ProcessSound:
    """Starts a player program per sound; a second sound while one plays is left out."""

    def __init__(self, program: str, kind: str) -> None:
        self._program = program
        self._kind = kind
        self._process: QProcess | None = None

    def play(self, wav: Path, volume: int = 100) -> bool:
        """Start the player."""
        if not wav.is_file() or volume <= 0:
            return False
        if self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning:
            return False
        self._process = QProcess()
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("OCC_SOUND", str(wav))  # a path inside a PowerShell command would need quoting
        self._process.setProcessEnvironment(environment)
        self._process.start(self._program, self._arguments(wav, min(100, volume)))
        return True

    def _arguments(self, wav: Path, volume: int) -> list[str]:
        if self._kind == "paplay":
            return [f"--volume={round(65536 * volume / 100)}", str(wav)]
        if self._kind == "pw-play":
            return [f"--volume={volume / 100:.2f}", str(wav)]
        if self._kind == "afplay":
            return ["-v", f"{volume / 100:.2f}", str(wav)]
        if self._kind == "powershell":
            return ["-NoProfile", "-NonInteractive", "-Command", _POWERSHELL_PLAY]
        return ["-q", str(wav)]


class NoSound:
    """For systems without a player."""

    def play(self, wav: Path, volume: int = 100) -> bool:
        """Stay silent."""
        _log.debug("no player for %s at %d %%", wav.name, volume)
        return False


def system_sound() -> Sound:
    """The first player that is there."""
    if sys.platform == "win32":
        names = ["powershell"]
    elif sys.platform == "darwin":
        names = ["afplay"]
    else:
        names = ["pw-play", "paplay", "aplay"]
    for name in names:
        program = shutil.which(name)
        if program:
            return ProcessSound(program, name)
    return NoSound()
