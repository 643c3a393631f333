"""All the ways an error can go unseen lead to one reporter, which speaks once per kind of traceback.

The hooks: `sys.excepthook`, `threading.excepthook`, `sys.unraisablehook`, the loop's exception handler and
Qt's message handler. Reports are redacted. The sink shows them; this module knows no window.
"""

import asyncio
import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

import msgspec
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from occ_contract.masking import redact

_log = logging.getLogger("occ_desktop.crash")
_qt_log = logging.getLogger("qt")
_KINDS_KEPT = 200

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReport(msgspec.Struct, frozen=True):
    """One kind of error. `number` is short, to read out on the phone; `details` is the redacted traceback."""

    number: str
    source: str
    summary: str
    details: str


class CrashReporter:
    """Installs the hooks and calls `sink(report)` once per kind. The sink may be called from any thread."""

    def __init__(self, sink: Callable[[CrashReport], None]) -> None:
        self._sink = sink
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()
        self._inside = threading.local()
        self._previous: tuple[Any, Any, Any] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def install(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Take over all hooks; the loop's may be added later by `watch_loop`."""
        self._previous = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        qInstallMessageHandler(self._on_qt_message)
        if loop is not None:
            self.watch_loop(loop)

    def watch_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Receive what the loop's callbacks and tasks raise."""
        self._loop = loop
        loop.set_exception_handler(self._on_loop_exception)

    def uninstall(self) -> None:
        """Give all hooks back."""
        if self._previous is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._previous
            self._previous = None
            qInstallMessageHandler(None)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.set_exception_handler(None)
        self._loop = None

    def report(self, error: BaseException, source: str) -> str:
        """Log an error and tell the sink if its kind is new; returns its number."""
        kind = _kind_of(error)
        number = f"{kind[:4]}-{kind[4:6]}".upper()
        with self._lock:
            times = self._seen[kind] = self._seen.get(kind, 0) + 1
            if len(self._seen) > _KINDS_KEPT:
                self._seen.pop(next(iter(self._seen)))
        if times > 1:
            _log.error("%s again (%d times): %s", number, times, type(error).__name__)
            return number
        details = redact("".join(traceback.format_exception(error)))
        _log.error("%s in %s\n%s", number, source, details)
        summary = redact(f"{type(error).__name__}: {error}")
        self._tell(CrashReport(number, source, summary, details))
        return number

    def _tell(self, report: CrashReport) -> None:
        if getattr(self._inside, "telling", False):
            return  # the sink itself failed; the log has both
        self._inside.telling = True
        try:
            self._sink(report)
        except Exception:  # noqa: BLE001 - a hook: an error here must not start another round
            _log.exception("the crash sink failed")
        finally:
            self._inside.telling = False

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace), "main")

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            name = args.thread.name if args.thread is not None else "unknown"
            self.report(args.exc_value, f"thread {name}")

    def _on_unraisable(self, args: Any) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value, f"finaliser {type(args.object).__name__}")

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        message = redact(str(context.get("message", "")))
        if isinstance(error, BaseException):
            self.report(error, message or "loop")
        else:
            _log.error("event loop: %s", message)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        level = _QT_LEVELS.get(kind, logging.WARNING)
        where = getattr(context, "category", None) or "default"
        _qt_log.log(level, "%s: %s", where, message or "")


def _kind_of(error: BaseException) -> str:
    """Equal for errors of one type from the same lines, whatever their text."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno}" for frame in frames]
    identity = "\n".join((type(error).__qualname__, *lines))
    return hashlib.sha256(identity.encode()).hexdigest()[:12]
