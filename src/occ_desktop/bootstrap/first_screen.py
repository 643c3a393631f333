"""When the first rows stand on the screen, so that everything they do not need can be loaded after them.

It knows the frame and its lists, no service.
"""

import asyncio

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel

_PATIENCE_SECONDS = 1.0  # a list that takes longer, or a room without one, holds nothing else up


class FirstScreen:
    """One for each who waits; ``shown()`` may be awaited before there is a frame."""

    def __init__(self) -> None:
        self._rows = asyncio.Event()

    def follow(self, frame: QWidget) -> None:
        """Watch the list of a frame that was just shown."""
        table = frame.findChild(TableView)
        model = table.model() if table is not None else None
        if isinstance(model, WindowModel) and model.loading:
            model.loading_changed.connect(self._on_loading)
        else:
            self._rows.set()

    async def shown(self) -> None:
        """Return once rows were painted, after a second at the latest."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._rows.wait()
        except TimeoutError:
            return

    def _on_loading(self, loading: bool) -> None:
        if not loading:
            QTimer.singleShot(0, self._rows.set)  # what was posted before is painted first
