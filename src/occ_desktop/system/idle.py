"""How long nobody has touched the computer, where the system says so."""

import ctypes
import logging
import shutil
import subprocess
import sys
from typing import Protocol

_log = logging.getLogger(__name__)


class Idle(Protocol):
    """Asks the system."""

    def seconds(self) -> float | None:
        """Seconds since the last key or mouse anywhere; `None` where the system does not say."""
        ...


class NoIdle:
    """For systems that do not say."""

    def seconds(self) -> float | None:
        """Not known."""
        return None


class XScreenSaverIdle:
    """X11, through the XScreenSaver extension of the running server."""

    def __init__(self) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._saver = ctypes.CDLL("libXss.so.1")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._saver.XScreenSaverAllocInfo.restype = ctypes.POINTER(_XScreenSaverInfo)
        self._saver.XScreenSaverQueryInfo.argtypes = [
            ctypes.c_void_p,
            ctypes.c_ulong,
            ctypes.POINTER(_XScreenSaverInfo),
        ]
        self._display = self._x11.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X display")
        self._answer = self._saver.XScreenSaverAllocInfo()

    def seconds(self) -> float | None:
        """Seconds since the last input."""
        root = self._x11.XDefaultRootWindow(self._display)
        if not self._saver.XScreenSaverQueryInfo(self._display, root, self._answer):
            return None
        return float(self._answer.contents.idle) / 1000


class _XScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))


class WindowsIdle:
    """Windows, through GetLastInputInfo."""

    def seconds(self) -> float | None:
        """Seconds since the last input in this session."""
        library = getattr(ctypes, "windll", None)
        if library is None:
            return None
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not library.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        passed = (library.kernel32.GetTickCount() - last.tick) & 0xFFFFFFFF
        return float(passed) / 1000


class MacIdle:
    """macOS, through the HID system's own counter."""

    def seconds(self) -> float | None:
        """Seconds since the last input."""
        program = shutil.which("ioreg")
        if program is None:
            return None
        try:
            answer = subprocess.run(  # noqa: S603 - a system program by its full path, no input of ours
                [program, "-c", "IOHIDSystem", "-d", "4"],
                capture_output=True,
                text=True,
                timeout=2,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            _log.debug("idle time not known: %s", type(error).__name__)
            return None
        for line in answer.stdout.splitlines():
            if "HIDIdleTime" in line:
                return int(line.rsplit("=", 1)[1].strip()) / 1e9
        return None


def system_idle() -> Idle:
    """What fits this system. `MacIdle` starts a program: ask it from a worker thread."""
    if sys.platform == "win32":
        return WindowsIdle()
    if sys.platform == "darwin":
        return MacIdle()
    try:
        return XScreenSaverIdle()
    except (OSError, AttributeError):
        return NoIdle()
