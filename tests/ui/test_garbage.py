"""If these fail, the program may die whenever a thread allocates after a window was closed."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from occ_desktop.runtime.garbage import GuiThreadCollector, collect_what_is_due

# Cyclic rubbish with running Qt timers while a thread allocates: with `-` CPython collects there.
_PROGRAM = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from occ_desktop.runtime.garbage import GuiThreadCollector

class Closed(QObject):
    def __init__(self):
        super().__init__()
        self.me = self
        self.startTimer(1)

app = QCoreApplication([])
collector = GuiThreadCollector(app)
if sys.argv[1] == "+":
    collector.install()
rounds = 0
def allocate():
    kept = []
    while rounds < 60:
        kept = [[kept] for _ in range(2000)][:1]
        kept[0].append(kept)
def close_windows():
    global rounds
    rounds += 1
    [Closed() for _ in range(20)]
    if rounds == 60:
        app.quit()
turn = QTimer(interval=5)
turn.timeout.connect(close_windows)
turn.start()
threads = [threading.Thread(target=allocate) for _ in range(2)]
[thread.start() for thread in threads]
app.exec()
[thread.join() for thread in threads]
"""


def _ends_well(how: str) -> bool:
    command = (sys.executable, "-c", _PROGRAM, how)
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    return answer.returncode == 0 and "another thread" not in answer.stderr


def test_rubbish_with_qt_objects_ends_in_the_gui_thread_while_threads_allocate() -> None:
    assert _ends_well("+")


def test_without_the_collector_it_would_not() -> None:
    """So that the test above is known to see it."""
    assert not _ends_well("-")


class _Cycle(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_what_is_due_is_collected(qapp: QApplication) -> None:
    gone = weakref.ref(_Cycle())
    kept = [[] for _ in range(gc.get_threshold()[0] * 2)]
    for _ in range(1000):
        collect_what_is_due()
        kept.extend([] for _ in range(gc.get_threshold()[0] + 1))
        if gone() is None:
            return
    pytest.fail("never collected")


def test_it_gives_back_what_it_took(qapp: QApplication) -> None:
    gc.enable()
    try:
        collector = GuiThreadCollector()
        collector.install()
        assert not gc.isenabled()
        assert next(t for t in collector.children() if isinstance(t, QTimer)).isActive()
        collector.uninstall()
        assert gc.isenabled()
        assert gc.get_freeze_count() == 0
    finally:
        gc.disable()
    assert threading.current_thread() is threading.main_thread()
