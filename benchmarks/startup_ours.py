"""The client from its start to its first painted rows: remembered session, filled cache, server away.

Run by the start-up benchmark with the folder of a prepared profile and the secrets of its keyring.
"""

import asyncio
import json
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.client import listed, run_client
from occ_desktop.bootstrap.program import Program


class _Painted(QObject):
    """Tells when a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.done = asyncio.Event()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self.done.set)
        return super().eventFilter(watched, event)


async def _begin(program: Program, kept: dict[str, str]) -> None:
    _client, table = await listed(program, kept)
    painted = _Painted(table.viewport())
    table.viewport().update()
    await painted.done.wait()
    sys.stdout.write("rows\n")
    sys.stdout.flush()
    program.quit()


def main() -> int:
    folder, kept = sys.argv[1], json.loads(sys.argv[2])
    return run_client(folder, lambda program: _begin(program, kept))


if __name__ == "__main__":
    sys.exit(main())
