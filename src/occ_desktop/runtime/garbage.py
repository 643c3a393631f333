"""Python's cyclic rubbish is collected in the GUI thread and nowhere else.

Left to itself, CPython collects in whichever thread happens to allocate: a cache thread that decodes rows may
then destroy a closed window's timers and models, which Qt allows only in the thread they live in. The program
dies of it some time later, without a Python frame to blame (tests/ui/test_garbage.py shows it in a child).
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 250


def collect_what_is_due() -> None:
    """Collect the oldest generation that has passed CPython's own threshold. GUI thread only."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation] > 0:
            gc.collect(generation)
            return


class GuiThreadCollector(QObject):
    """While it is installed, nobody else collects. Make and use it in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = False
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(collect_what_is_due)

    def install(self) -> None:
        """Take over. What lives now (the modules) is never looked at again, which keeps the pauses short."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer.start()

    def uninstall(self) -> None:
        """Give it back as it was."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
