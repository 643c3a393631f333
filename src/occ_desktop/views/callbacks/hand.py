"""The one callback in hand: what is highlighted, what the panel shows, what the keys act on.

The panel holds its id; this keeps the table's highlight on the same callback, or nowhere. A callback called
up from outside the search (a notice, the next in line) is in hand without a row.
"""

from PySide6.QtCore import QObject, Signal

from occ_contract.cti import CallState
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.callback_search import CallbackSearch
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.callbacks.offers import claim_on
from occ_desktop.views.callbacks.panel.presenter import PanelPresenter
from occ_desktop.views.callbacks.standing import PresentStanding


class RowInHand(QObject):
    """`called_up()`: the panel is to be opened; `none_left()`: nobody else is next in line."""

    called_up = Signal()
    none_left = Signal()

    def __init__(
        self,
        search: CallbackSearch,
        tasks: TaskOwner,
        table: TableView,
        model: WindowModel[CallbackRow],
        panel: PanelPresenter,
        standing: PresentStanding,
    ) -> None:
        super().__init__(table)
        self._search = search
        self._tasks = tasks
        self._table = table
        self._model = model
        self._panel = panel
        self._standing = standing
        self._asked = False  # the person wants another search, whose rows are on their way
        self._on_line = _callback_on_line(standing)
        panel.row_of = self.row_of
        panel.emptied.connect(self._on_emptied)
        table.current_changed.connect(self._on_current)
        model.repositioned.connect(self._on_repositioned)
        standing.changed.connect(self._on_standing)

    @property
    def id(self) -> str | None:
        """Return the callback in hand."""
        return self._panel.callback_id

    @property
    def in_use(self) -> bool:
        """Tell whether the person calls this customer, or writes about them, just now."""
        callback_id, now = self.id, self._standing.now
        if callback_id is None:
            return False
        row = self._panel.row
        claim = claim_on(row, now) if row is not None else None
        called = callback_id == _callback_on_line(self._standing) or callback_id in now.connecting
        return called or self._panel.writing or (claim is not None and claim.mine)

    def row_of(self, callback_id: str) -> CallbackRow | None:
        """Return a row as the list shows it, None when it is not here."""
        place = self._model.position(callback_id)
        return self._model.row(place) if place is not None else None

    def search_asked(self) -> None:
        """Know that what the person searches for now decides what stays in hand."""
        self._asked = True

    def take(self, callback_id: str) -> None:
        """Take a callback: its row where it is here, none else."""
        place = self._model.position(callback_id)
        if place is not None:
            self._table.go_to(place)
        else:
            self._table.stand_nowhere()
            self._panel.show(callback_id)
            self._model.note_current(callback_id)  # to be highlighted by whatever search finds it

    def call_up(self, callback_id: str) -> None:
        """Show a callback: in the list where the search finds it, in the panel in any case."""
        self._asked = False
        self.take(callback_id)
        self.called_up.emit()
        self._tasks.start(lambda: self._find(callback_id), name="go-to", policy=Policy.LATEST)

    def call_up_next(self) -> None:
        """Show the person's next callback in line."""
        self._tasks.start(self._find_next, name="next", policy=Policy.LATEST)

    async def _find(self, callback_id: str) -> None:
        try:
            place = await self._model.seek(callback_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if place is not None and callback_id == self.id:
            self._table.go_to(place)

    async def _find_next(self) -> None:
        try:
            row = await self._search.next_in_line(self.id)
        except Failure:
            return  # the list says what is wrong with the cache
        if row is None:
            self.none_left.emit()
        else:
            self.call_up(row.id)

    # What moves the highlight

    def _on_current(self, row_id: str | None) -> None:
        if row_id is None and not self._table.stands and self.in_use:
            self._model.note_current(self.id)  # its row left the search; the call or the note goes on
        else:
            self._panel.show(row_id)

    def _on_repositioned(self, _first: int, current: int) -> None:
        """Empty hand and panel when the search the person asked for does not find the callback."""
        asked, self._asked = self._asked, False
        if current < 0 and self.id is not None:
            if asked and not self.in_use:
                self._panel.show(None)
            else:
                self._model.note_current(self.id)

    def _on_emptied(self) -> None:
        self._table.stand_nowhere()
        self._model.note_current(None)

    def _on_standing(self) -> None:
        """A call that begins on the person's line brings its callback to hand, wherever they looked."""
        before, self._on_line = self._on_line, _callback_on_line(self._standing)
        begun = self._on_line
        if begun is not None and begun not in {before, self.id} and not self._panel.writing:
            self.call_up(begun)


def _callback_on_line(standing: PresentStanding) -> str | None:
    cti = standing.now.cti
    call = cti.call if cti is not None else None
    return call.callback_id if call is not None and call.state is not CallState.ENDED else None
