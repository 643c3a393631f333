"""One running client per profile: a second start raises the first and ends, or says why it cannot.

Who holds the lock file is the first; the operating system gives it to one of any number of starts, and takes
it back from a process that died. Whoever does not get it speaks to the first over a local socket. Names carry
user and profile. Nothing but the wish to be raised (and which room to open) travels over the socket.
"""

import getpass
import hashlib
import logging
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QStandardPaths, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)
PATIENCE_MS: Final = 4000  # a first start that stands between its lock and its socket, or is busy
_TRY_MS: Final = 100
_LONGEST: Final = 2048
_RAISED: Final = b"raised"
_NO_WINDOW: Final = b"no-window"


class Start(StrEnum):
    """What this start is: FIRST goes on, RAISED ends as asked for, the last two end with a sentence."""

    FIRST = "first"
    RAISED = "raised"
    NO_WINDOW = "no_window"  # the first runs and has none to raise
    SILENT = "silent"  # the first holds the lock and does not answer


def server_name(profile: str, user: str | None = None) -> str:
    """Return the name of lock and socket: short enough for every platform, different per user and profile."""
    identity = f"{user if user is not None else getpass.getuser()}\n{profile}"
    return f"occ-desktop-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


class SingleInstance(QObject):
    """``on_raise(wish)``: another start asks this one to come up; returns whether there is a window to raise.

    ``folder``: where the lock file is kept; by default where the system keeps files of running programs.
    """

    def __init__(self, name: str, parent: QObject | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server: QLocalServer | None = None
        self._lock = QLockFile(str((folder or _folder()) / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # however long it runs, it is the first; only its death ends that
        self.on_raise: Callable[[str], bool] = lambda _wish: False

    @property
    def holder(self) -> int | None:
        """Return the process number of whoever holds the lock, as far as it can be told."""
        number, _host, _program = self._lock.getLockInfo()
        return int(number) or None

    def acquire(self, wish: str = "", patience_ms: int = PATIENCE_MS) -> Start:
        """Become the first, or ask the first to come up. Waits as long as its patience, milliseconds."""
        patience = QDeadlineTimer(patience_ms)
        while True:
            if self._lock.tryLock(0):
                self._listen()
                return Start.FIRST
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                # No lock can be kept on this system now: rather two programs than none.
                _log.warning("no lock file: %s", self._lock.error())
                answer = self._ask_running(wish, _TRY_MS)
                if answer is None:
                    self._listen()
                return answer or Start.FIRST
            answer = self._ask_running(wish, patience.remainingTime())
            if answer is not None:
                return answer
            if patience.hasExpired():
                return Start.SILENT
            QThread.msleep(_TRY_MS)  # before any window and any loop

    def release(self) -> None:
        """Give the name free."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def _listen(self) -> None:
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        QLocalServer.removeServer(self._name)  # whoever left it does not hold the lock
        if not server.listen(self._name):
            _log.warning("no single-instance socket: %s", server.errorString())
            server.deleteLater()
            return
        self._server = server

    def _ask_running(self, wish: str, patience_ms: int) -> Start | None:
        """Ask who listens to come up and return their answer; None: nobody listens."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_TRY_MS):
            return None
        socket.write(wish.encode()[:_LONGEST] + b"\n")
        socket.waitForBytesWritten(_TRY_MS)
        patience = QDeadlineTimer(max(patience_ms, _TRY_MS))
        while not socket.canReadLine() and socket.waitForReadyRead(max(1, patience.remainingTime())):
            pass
        answer = bytes(socket.readLine(_LONGEST).data()).strip()
        socket.abort()
        return {_RAISED: Start.RAISED, _NO_WINDOW: Start.NO_WINDOW}.get(answer, Start.SILENT)

    def _on_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.setParent(self)
            socket.readyRead.connect(self._on_ready)
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._read(socket)

    def _on_ready(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket) and socket.canReadLine():
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        line = bytes(socket.readLine(_LONGEST).data())
        raised = self.on_raise(line.decode("utf-8", errors="replace").strip())
        socket.write((_RAISED if raised else _NO_WINDOW) + b"\n")
        socket.flush()


def _folder() -> Path:
    """Return where running programs keep their files; one of the two can be written on any system."""
    places = QStandardPaths.StandardLocation
    for place in (places.RuntimeLocation, places.TempLocation):
        found = QStandardPaths.writableLocation(place)
        if found and Path(found).is_dir():
            return Path(found)
    return Path.cwd()
