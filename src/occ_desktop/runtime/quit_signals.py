"""SIGINT and SIGTERM end the program in order, although Qt's loop sleeps outside the interpreter.

Python runs a signal handler only between byte codes; the wake-up socket makes the loop return to them.
"""

import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class QuitSignals(QObject):
    """Calls ``on_quit`` on the GUI thread, once per signal, from `install` to `uninstall`."""

    def __init__(self, on_quit: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_quit = on_quit
        self._before: dict[int, object] = {}
        self._ends: tuple[socket.socket, socket.socket] | None = None
        self._notifier: QSocketNotifier | None = None

    def install(self) -> None:
        """Take the signals. Main thread only."""
        receiver, sender = socket.socketpair()
        receiver.setblocking(False)
        sender.setblocking(False)
        self._ends = (receiver, sender)
        signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(receiver.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        wanted = [signal.SIGINT, signal.SIGTERM] if sys.platform != "win32" else [signal.SIGINT]
        for number in wanted:
            self._before[number] = signal.signal(number, self._on_signal)

    def uninstall(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal() itself returned
        self._before.clear()
        signal.set_wakeup_fd(-1)
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._ends is not None:
            for end in self._ends:
                end.close()
            self._ends = None

    def _on_woken(self) -> None:
        if self._ends is not None:
            self._ends[0].recv(64)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._on_quit()
