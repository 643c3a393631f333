"""One running client per profile: a second start raises the first and ends, or says why it cannot.

Who holds the lock file is the first; the operating system gives it to one of any number of starts, and takes
it back from a process that died. It lies with what it guards, the files of the profile: what else a start is
given (another folder for running programs, another user name) makes it no other program. Whoever does not get
it speaks to the first over a local socket, whose address lies beside the lock. Nothing but the wish to be
raised (and which room to open) travels over the socket.
"""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread
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


def server_name(folder: Path) -> str:
    """Return the socket's name: short enough for every platform, another for every folder of a profile."""
    return f"occ-desktop-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"


class SingleInstance(QObject):
    """``on_raise(wish)``: another start asks this one to come up; returns whether there is a window to raise.

    ``folder``: that of the profile, where the lock file is kept.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = server_name(folder)
        self._address = folder / "running.socket"
        self._server: QLocalServer | None = None
        self._lock = QLockFile(str(folder / "running.lock"))
        self._lock.setStaleLockTime(0)  # however long it runs, it is the first; only its death ends that
        self.on_raise: Callable[[str], bool] = lambda _wish: False

    @property
    def holder(self) -> int | None:
        """Return the process number of whoever holds the lock, as far as it can be told."""
        number, _host, _program = self._lock.getLockInfo()
        return int(number) or None

    def acquire(self, wish: str = "", patience_ms: int = PATIENCE_MS) -> Start:
        """Become the first, or ask the first to come up. Waits as long as its patience, milliseconds.

        A lock file that tells nothing of a living holder (cut short by a full disk, written under another
        name of this computer) is taken away in the end: the system lets nobody do that while one lives.
        """
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
                if self._lock.removeStaleLockFile():
                    continue
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
        with suppress(OSError):  # then only a start that is given the same folders finds it
            self._address.write_text(server.fullServerName(), encoding="utf-8")

    def _there(self) -> str:
        """Return where the first listens, as far as it left word."""
        with suppress(OSError, UnicodeDecodeError):
            return self._address.read_text(encoding="utf-8").strip() or self._name
        return self._name

    def _ask_running(self, wish: str, patience_ms: int) -> Start | None:
        """Ask who listens to come up and return their answer; None: nobody listens."""
        socket = QLocalSocket()
        socket.connectToServer(self._there())
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
