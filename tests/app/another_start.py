"""A start beside others, as a process of its own: says what it became, and answers who starts after it.

Arguments: folder of the profile, wish, patience (ms). With the wish ``wait`` it waits for a line first.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from occ_desktop.runtime.single_instance import SingleInstance, Start

folder, wish, patience = sys.argv[1:]
app = QCoreApplication([])
single = SingleInstance(Path(folder))
single.on_raise = lambda _wish: True
if wish == "wait":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
became = single.acquire(wish, int(patience))
sys.stdout.write(became.value + "\n")
sys.stdout.flush()
if became is Start.FIRST:
    QTimer.singleShot(60_000, app.quit)
    app.exec()
