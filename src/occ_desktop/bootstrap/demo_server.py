"""The demo's server as a child process: started, heard until it is ready, ended with the program."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from datetime import datetime

import msgspec
from PySide6.QtCore import QByteArray, QObject, QProcess, Signal

_log = logging.getLogger(__name__)
_COMMAND = (sys.executable, "-m", "occ_server", "demo", "--port", "0", "--while-stdin", "--tell-texts")
_LAST_WORDS = 2000


class DemoAccount(msgspec.Struct, frozen=True):
    """An account of the sample centre."""

    username: str
    password: str
    role: str
    permissions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class DemoCentre(msgspec.Struct, frozen=True):
    """What the server says once it is ready."""

    url: str
    accounts: tuple[DemoAccount, ...]
    integration_key: str = ""


class SentText(msgspec.Struct, frozen=True):
    """A text the sandbox took last; ``pictures`` are JPEGs, ``taken_at`` is UTC."""

    sender: str
    recipient: str
    subject: str
    body: str
    taken_at: datetime
    pictures: tuple[bytes, ...] = ()


class DemoServerError(Exception):
    """The child ended before it was ready; the text holds its last words."""


class DemoServer(QObject):
    """Owns the child. It also ends by itself when this process dies: its standard input closes.

    ``text_sent(object)``: the sandbox took a :class:`SentText`.
    """

    text_sent = Signal(object)

    def __init__(self, command: Sequence[str] = _COMMAND, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._process = QProcess(self)
        self._out = b""
        self._err = b""
        self._ready: asyncio.Future[DemoCentre] | None = None
        self._ended = asyncio.Event()
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_error_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_failed)

    async def start(self) -> DemoCentre:
        """Start the child and wait until it serves.

        :raises DemoServerError: it ended before.
        """
        self._ready = asyncio.get_running_loop().create_future()
        self._process.start(self._command[0], self._command[1:])
        return await self._ready

    async def stop(self) -> None:
        """Ask the child to end, then make it."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.closeWriteChannel()
        self._process.terminate()
        try:
            async with asyncio.timeout(5):
                await self._ended.wait()
        except TimeoutError:
            self._process.kill()

    def _on_output(self) -> None:
        self._out += _bytes(self._process.readAllStandardOutput())
        *lines, self._out = self._out.split(b"\n")
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        if self._ready is None or self._ready.done():
            self._take_text(line)
            return
        try:
            self._ready.set_result(msgspec.json.decode(line, type=DemoCentre))
        except msgspec.DecodeError as error:
            self._ready.set_exception(DemoServerError(str(error)))

    def _take_text(self, line: bytes) -> None:
        try:
            self.text_sent.emit(msgspec.json.decode(line, type=SentText))
        except msgspec.DecodeError:
            _log.warning("the demo's server said something that is no text")

    def _on_error_output(self) -> None:
        self._err = (self._err + _bytes(self._process.readAllStandardError()))[-_LAST_WORDS:]

    def _on_finished(self) -> None:
        self._ended.set()
        if self._ready is not None and not self._ready.done():
            self._on_error_output()
            self._ready.set_exception(DemoServerError(self._err.decode(errors="replace").strip()))

    def _on_failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._err = self._process.errorString().encode()
            self._on_finished()


def _bytes(data: QByteArray) -> bytes:
    return bytes(data.data())
