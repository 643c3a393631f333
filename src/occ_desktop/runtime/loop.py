"""The event loop: qasync's, with timers that are precise, never early, and die when cancelled.

qasync 0.28 gives each callback a coarse Qt timer of its own: it may fire up to 5 % early, and cancelling the
handle leaves the timer (and everything the callback holds) alive until it would have fired. Here one timer
serves all `call_soon`s in order, and a cancelled handle kills its Qt timer at once. Work handed to threads
runs in a small pool instead of qasync's ten eager `QThread`s.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

import qasync
from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal
from PySide6.QtWidgets import QApplication

_WORKERS = 4
_LONGEST_MS = 24 * 3600 * 1000  # Qt counts milliseconds in an int; longer waits are taken in steps


class _Timers(QObject):
    """Runs handles from Qt timer events. Belongs to the GUI thread; only `poked` may come from others."""

    poked = Signal()

    def __init__(self, loop: "PreciseEventLoop") -> None:
        super().__init__()
        self._loop: PreciseEventLoop | None = loop
        self._ready: deque[asyncio.Handle] = deque()
        self._incoming: deque[asyncio.Handle] = deque()
        self._ready_timer = 0
        self._by_timer: dict[int, asyncio.TimerHandle] = {}
        # By identity: handles of one moment and callback are equal, yet each has its own timer.
        self._timer_of: dict[int, int] = {}
        self.poked.connect(self._on_poked, Qt.ConnectionType.QueuedConnection)

    @property
    def scheduled(self) -> int:
        """How many timed handles wait; a cancelled one is not among them."""
        return len(self._by_timer)

    def add_ready(self, handle: asyncio.Handle) -> None:
        self._ready.append(handle)
        if not self._ready_timer:
            self._ready_timer = self.startTimer(0)

    def add_foreign(self, handle: asyncio.Handle) -> None:
        """From any thread."""
        self._incoming.append(handle)
        self.poked.emit()

    def add_timed(self, handle: asyncio.TimerHandle) -> None:
        assert self._loop is not None
        left = math.ceil((handle.when() - self._loop.time()) * 1000)
        wait = min(max(left, 0), _LONGEST_MS)
        timer = self.startTimer(wait, Qt.TimerType.PreciseTimer)
        self._by_timer[timer] = handle
        self._timer_of[id(handle)] = timer

    def kill(self, handle: asyncio.TimerHandle) -> None:
        timer = self._timer_of.pop(id(handle), 0)
        if timer:
            self.killTimer(timer)
            del self._by_timer[timer]

    def close(self) -> None:
        for timer in self._by_timer:
            self.killTimer(timer)
        if self._ready_timer:
            self.killTimer(self._ready_timer)
        self._ready_timer = 0
        for queue in (self._by_timer, self._timer_of, self._ready, self._incoming):
            queue.clear()
        self.poked.disconnect(self._on_poked)
        self._loop = None

    def timerEvent(self, event: QTimerEvent) -> None:
        if self._loop is not None and not self._loop.is_running():
            return  # somebody turns Qt's events by hand: a coroutine stepped now would find no running loop
        timer = event.timerId()
        if timer == self._ready_timer:
            self._run_ready()
            return
        handle = self._by_timer.get(timer)
        if handle is None or self._loop is None:
            self.killTimer(timer)
            return
        self.kill(handle)
        if handle.when() > self._loop.time():
            self.add_timed(handle)
        else:
            self._run(handle)

    def _on_poked(self) -> None:
        while self._incoming:
            self.add_ready(self._incoming.popleft())

    def _run_ready(self) -> None:
        # The timer ends before the callbacks run, so that callbacks queued inside a nested Qt loop (a drag, a
        # native move of the window) get a timer of their own and are not held up.
        self.killTimer(self._ready_timer)
        self._ready_timer = 0
        for _ in range(len(self._ready)):
            if not self._ready:
                break
            handle = self._ready.popleft()
            if not handle.cancelled():
                self._run(handle)
        if self._ready and not self._ready_timer:
            self._ready_timer = self.startTimer(0)

    def _run(self, handle: asyncio.Handle) -> None:
        handle._run()  # noqa: SLF001 - how an event loop runs a handle; asyncio has no public name for it


class PreciseEventLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """The loop of the client. Make it after the `QApplication`, run it once, close it."""

    def __init__(self, app: QApplication | None = None) -> None:
        super().__init__(app)
        # The loop ends when it is told to, not when the last window hides in the tray or a question closes.
        QApplication.setQuitOnLastWindowClosed(False)
        self._timers = _Timers(self)
        self.set_default_executor(ThreadPoolExecutor(_WORKERS, thread_name_prefix="occ-worker"))

    @property
    def scheduled_timers(self) -> int:
        """How many timed callbacks wait."""
        return self._timers.scheduled

    def call_soon(
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Run the callback in the next turn, after those already waiting."""
        self._check_open(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._timers.add_ready(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """The same from any thread."""
        self._check_open(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._timers.add_foreign(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run the callback after `delay` seconds, never before."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run the callback when `time()` reaches `when`, never before."""
        self._check_open(callback)
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._timers.add_timed(handle)
        return handle

    def close(self) -> None:
        """Release everything. The loop cannot be used again; closing twice is allowed."""
        if not self.is_closed():
            super().close()
            self._timers.close()

    def _add_callback(self, handle: asyncio.Handle, _delay: float = 0) -> asyncio.Handle:
        # qasync's selector glue and asyncio's transports hand over finished handles through this door.
        self._timers.add_ready(handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        self._timers.kill(handle)

    def _check_open(self, callback: object) -> None:
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        if not callable(callback):
            raise TypeError(f"callback must be callable: {callback!r}")
