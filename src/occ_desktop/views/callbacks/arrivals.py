"""Where the person looks in the list while rows come in: what is new is marked, counted, or followed.

New rows at the top are shown to whoever looks there; somebody on a row keeps that row in place. It reads
nothing and knows no search.
"""

from PySide6.QtCore import QObject

from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.frame import Frame
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.callbacks.cells import CallbackCells
from occ_desktop.views.callbacks.ticking import Ticking
from occ_desktop.views.callbacks.view import CallbacksView


class Arrivals(QObject):
    """``in_front`` is told by the room: only then the frame is to say where one stands."""

    def __init__(
        self,
        view: CallbacksView,
        model: WindowModel[CallbackRow],
        cells: CallbackCells,
        tick: Ticking,
        frame: Frame,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._model = model
        self._cells = cells
        self._tick = tick
        self._frame = frame
        self._follow_top = False
        self._unseen = 0
        self.in_front = False
        model.repositioned.connect(self._on_repositioned)
        view.table.current_changed.connect(self._on_current)
        view.table.range_shown.connect(self._on_range)

    def forget(self) -> None:
        """Another search is shown: nothing of it is new."""
        self._cells.fresh = frozenset()

    def take_in(self, ids: frozenset[str], follow: bool) -> None:
        """Mark rows that came in; ``follow``: the person asked to be taken to them."""
        self._cells.fresh |= ids
        self._follow_top = follow or (self._view.at_top() and self._view.table.current_id is None)

    def show_position(self) -> None:
        """Say in the status line which rows of how many are in view."""
        if not self.in_front:
            return
        first, last = self._tick.rows_in_view
        total = self._model.total
        if not total:
            self._frame.set_position("" if self._model.loading else self.tr("0 callbacks"))
            return
        text = self.tr("{first}–{last} of {total}").format(
            first=f"{first + 1:,}", last=f"{last + 1:,}", total=f"{total:,}"
        )
        self._frame.set_position(text)

    def _on_repositioned(self, first: int, _current: int) -> None:
        if self._follow_top:
            self._follow_top = False
            self._view.go_to_top()
            return
        places = [self._model.position(fresh) for fresh in self._cells.fresh]
        self._unseen = sum(1 for place in places if place is not None and place < first)
        self._view.bar.show_news(self._unseen)

    def _on_current(self, row_id: str | None) -> None:
        if row_id in self._cells.fresh:
            self._cells.fresh -= {row_id}
            self._model.reformat()

    def _on_range(self, first: int, last: int) -> None:
        self._tick.rows_in_view = (first, last)
        if self._unseen and first == 0:
            self._unseen = 0
            self._view.bar.show_news(0)
        self.show_position()
