"""Our end of the process that writes spreadsheets: start it, feed it, hear it, end it and clean up after it.

All blocking happens in one thread of its own. The child gets a private folder for its unfinished parts,
removed here however it ended, since they hold customers' data.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from secrets import token_hex
from typing import IO, Self, TypeVar

import msgspec

from occ_contract.callbacks import Callback
from occ_contract.sms import SmsMessage
from occ_desktop.domain.failures import FileFailure
from occ_desktop.services.sheet import CallbackSheet, MessageSheet, TableSheet, Written
from occ_desktop.services.sheet_frames import frame, read_frame, reason_of

T = TypeVar("T")


def interpreter() -> str:
    """Return a Python that can run the writer; an installed program's executable is the program itself."""
    if Path(sys.executable).name.lower().startswith("python"):
        return sys.executable
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base = Path(sys.base_prefix)
    beside = (base / "bin" / name, base / "python.exe", base / "bin" / "python3")
    return next((str(p) for p in beside if p.exists()), shutil.which(name) or sys.executable)


WORKER = (interpreter(), "-m", "occ_desktop.services.sheet_writer")


class SheetProcess:
    """One file being written. Use as an async context; leaving it without `finish` leaves no file.

    ``worker``: the command line of the writer (a packaged program brings its own).
    """

    def __init__(self, target: Path, worker: Sequence[str] = WORKER) -> None:
        self._target = target
        # A name of its own, short: with a prefix a long name would be one no file system takes.
        self._part = target.with_name(f".{token_hex(8)}.part")
        self._worker = list(worker)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sheet")
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._unanswered = 0
        self._rows = 0

    @property
    def part(self) -> str:
        """Return the name under which the child writes until the file is whole."""
        return str(self._part)

    async def __aenter__(self) -> Self:
        try:
            await self._do(self._start)
        except BaseException:  # also cancelled while the child was starting: it is ended all the same
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_exc: object) -> None:
        child = self._child
        if child is not None and child.poll() is None:
            child.kill()  # frees the thread if it waits for the child
        ending = asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        try:
            await asyncio.shield(ending)  # cancelled again or not, the thread cleans up
        finally:
            self._thread.shutdown(wait=False)

    async def order(self, sheet: CallbackSheet | MessageSheet | TableSheet) -> None:
        """Say what is to be written."""
        await self._do(lambda: self._send(msgspec.msgpack.encode(sheet)))

    async def page(self, rows: Sequence[Callback] | Sequence[SmsMessage]) -> int:
        """Hand over rows; returns how many are known to be written so far.

        :raises FileFailure: the child could not write.
        """
        return await self._do(lambda: self._exchange(rows))

    async def finish(self, *, end_of_pages: bool) -> int:
        """Have the file completed and put in its place; returns its rows.

        :raises FileFailure: it could not be.
        """
        return await self._do(lambda: self._finish(end_of_pages))

    async def _do(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except OSError as error:
            raise FileFailure(reason_of(error)) from error

    def _start(self) -> None:
        if not self._target.parent.is_dir():
            raise FileFailure("no_folder")
        self._part.touch(mode=0o600)
        self._folder = Path(tempfile.mkdtemp(prefix="occ-sheet-"))
        folder = str(self._folder)
        paths = {"TMPDIR": folder, "TEMP": folder, "TMP": folder, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._child = subprocess.Popen(  # noqa: S603 - our own program
            self._worker,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise FileFailure("failed")
        return child.stdin, child.stdout

    def _send(self, payload: bytes) -> None:
        stdin, _ = self._pipes()
        # a child that gave up says why on its output; a broken pipe here only tells that it did
        with contextlib.suppress(BrokenPipeError):
            stdin.write(frame(payload))
            stdin.flush()

    def _word(self) -> Written:
        _, stdout = self._pipes()
        payload = read_frame(stdout)
        if payload is None:
            raise FileFailure("failed")
        word = msgspec.msgpack.decode(payload, type=Written)
        if word.reason:
            raise FileFailure(word.reason)
        return word

    def _exchange(self, rows: Sequence[Callback] | Sequence[SmsMessage]) -> int:
        """Send a page and hear of the one before, so that the child never waits for us."""
        self._send(msgspec.msgpack.encode(rows))
        self._unanswered += 1
        if self._unanswered > 1:
            self._unanswered -= 1
            self._rows = self._word().rows
        return self._rows

    def _finish(self, end_of_pages: bool) -> int:
        if end_of_pages:
            self._send(msgspec.msgpack.encode([]))
        for _ in range(self._unanswered):
            self._word()
        word = self._word()
        if not word.done:
            raise FileFailure("failed")
        try:
            self._part.replace(self._target)
        except PermissionError as error:
            raise FileFailure("in_use" if self._target.exists() else "denied") from error
        return word.rows

    def _end(self) -> None:
        child, folder = self._child, self._folder
        if child is not None:
            if child.poll() is None:
                child.kill()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            child.wait()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
