"""One running client per profile: a second start raises the first and ends.

The name of the local socket carries user and profile. A socket left by a killed client answers nobody and is
removed. Nothing but the wish to be raised (and which room to open) travels over it.
"""

import getpass
import hashlib
import logging
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)
_TIMEOUT_MS: Final = 500
_LONGEST: Final = 2048


def server_name(profile: str, user: str | None = None) -> str:
    """The socket's name: short enough for every platform, different per user and profile."""
    identity = f"{user if user is not None else getpass.getuser()}\n{profile}"
    return f"occ-desktop-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


class SingleInstance(QObject):
    """`raise_requested(str)`: another start asked to be brought up; the text is its wish, may be empty."""

    raise_requested = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server: QLocalServer | None = None

    def acquire(self, wish: str = "") -> bool:
        """Become the one instance, or ask the one that runs to come up and return `False`."""
        if self._ask_running(wish):
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        if not server.listen(self._name):
            # Nobody answered, so what blocks the name is the socket of a client that was killed.
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                _log.warning("no single-instance socket: %s", server.errorString())
                server.deleteLater()
                return True
        self._server = server
        return True

    def release(self) -> None:
        """Give the name free."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _ask_running(self, wish: str) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_TIMEOUT_MS):
            return False
        socket.write(wish.encode()[:_LONGEST] + b"\n")
        socket.waitForBytesWritten(_TIMEOUT_MS)
        socket.disconnectFromServer()
        if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_TIMEOUT_MS)
        return True

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
        wish = line.decode("utf-8", errors="replace").strip()
        self.raise_requested.emit(wish)
