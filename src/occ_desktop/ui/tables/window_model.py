"""The model of a long table: a count and a window of pages, filled from an async source.

It never fetches in `data()`, never raises there, and shows rows it does not have as skeletons. Row values are
refreshed in place, at most four times a second; rows move only when `reload` is asked for.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.ui.pacing import AtMostEvery
from occ_desktop.ui.tables.cell_cache import CellCache
from occ_desktop.ui.tables.cell_model import CellModel
from occ_desktop.ui.tables.columns import Cell, Column
from occ_desktop.ui.tables.flashes import Flashes
from occ_desktop.ui.tables.opening import Opening, ids_between, read_opening
from occ_desktop.ui.tables.overtaken import Overtaken
from occ_desktop.ui.tables.pages import PAGE_ROWS, NotShownError, Pages, PageSource, pages_of
from occ_desktop.ui.tables.rows_in_memory import RowsInMemory

R = TypeVar("R")
T = TypeVar("T")
_log = logging.getLogger(__name__)
_NO_INDEX = QModelIndex()
_REFRESH_MS = 250
_SKELETON_MS = 200
_CELLS_KEPT = 4 * PAGE_ROWS  # rows
_ATTEMPTS = 3  # to read place and page of one moment while rows keep moving


class WindowModel(CellModel, Generic[R]):
    """Rows `0 … count-1`, of which a window is here.

    Signals: `count_changed(int)`; `loading_changed(bool)`: nothing to show yet; `failed(object)`: the error a
    source raised; `repositioned(int, int)`: after rows moved, where the first visible and the current row
    stand now (-1 = gone); `rows_lost(list)`: ids that stopped matching since they were read.
    """

    count_changed = Signal(int)
    loading_changed = Signal(bool)
    failed = Signal(object)
    repositioned = Signal(int, int)
    rows_lost = Signal(list)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], str],
        owner: TaskOwner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._row_id = row_id
        self._owner = owner
        self._source: PageSource[R] | None = None
        self._pages: Pages[R] = Pages(row_id)
        self._cells: CellCache[R] = CellCache(columns)
        self._count = 0
        self._generation = 0
        self._visible = (0, 0)
        self._first_id: str | None = None
        self._current_id: str | None = None
        self._loading = False
        self._moving = False
        self._settled = asyncio.Event()  # nothing is being opened
        self._settled.set()
        self._touched: set[str] = set()
        self._overtaken = Overtaken()
        self.flashes = Flashes(self._on_flash_over, self)
        self._refresh_soon = AtMostEvery(_REFRESH_MS, self)
        self._refresh_soon.due.connect(self._on_refresh_due)
        self._skeleton_timer = QTimer(self, singleShot=True, interval=_SKELETON_MS)
        self._skeleton_timer.timeout.connect(self._on_skeleton_due)
        self.skeletons = False

    # What the view asks for

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns in their original order."""
        return self._cells.columns

    @property
    def total(self) -> int:
        """How many rows match."""
        return self._count

    @property
    def loading(self) -> bool:
        """Whether a search runs that has shown nothing yet."""
        return self._loading

    @property
    def moving(self) -> bool:
        """Whether rows are being replaced just now: positions mean nothing until `repositioned`."""
        return self._moving

    @property
    def current_id(self) -> str | None:
        """The row the person stands on, by id; every search and reload finds it again or says it is gone."""
        return self._current_id

    @property
    def source(self) -> PageSource[R] | None:
        """The search that is shown."""
        return self._source

    def row(self, position: int) -> R | None:
        """The row at a position, if it is here."""
        return self._pages.row(position)

    def id_at(self, position: int) -> str | None:
        """Its id, if the row is here."""
        return self._pages.id_at(position)

    def position(self, row_id: str) -> int | None:
        """Where a row stands, if it is here."""
        return self._pages.position(row_id)

    def cell(self, position: int, column: int) -> Cell | None:
        """What a cell shows; `None` while the row is not here. Never raises."""
        row = self._pages.row(position)
        return None if row is None else self._cells.cell(position, row, column)

    def note_current(self, row_id: str | None) -> None:
        """Remember the row the person stands on; another order or search finds it again."""
        self._current_id = row_id

    def show_range(self, first: int, last: int) -> None:
        """These rows are on the screen: load them, then their neighbours."""
        self._visible = (first, max(first, last))
        self._first_id = self._pages.id_at(first)
        self._load_wanted()

    # What the presenter asks for

    def set_source(self, source: PageSource[R] | None, *, stay: bool = False) -> None:
        """Show another search from its first row on. What was shown stays until the first page is here.

        The current row is found again by its id. ``stay``: the search only became wider; the first visible
        row is found again too.
        """
        self._generation += 1
        self._source = source
        if not stay:
            self._first_id = None
            self._visible = (0, 0)
        self._touched.clear()
        self._owner.cancel("table.pages")
        if source is None:
            self._owner.cancel("table.open")
            self._show(Opening(0, {}, 0, -1))
            return
        self._set_loading(True)
        self._owner.start(self._open, name="table.open", policy=Policy.LATEST)

    def show_rows(self, rows: Sequence[R], *, flash: bool = False) -> None:
        """Show exactly these rows, all in memory, at once; place and current row are kept by id.

        ``flash`` tints what changed in a row that stays where it is.
        """
        here = RowsInMemory(rows, self._row_id)
        before = self._source
        self._generation += 1
        self._source = here
        self._touched.clear()
        for name in ("table.pages", "table.open"):
            self._owner.cancel(name)
        if isinstance(before, RowsInMemory) and before.ids == here.ids:
            pairs = zip(before.rows, here.rows, strict=True)
            self._tell([self._renew(new, flash=flash) for old, new in pairs if old != new])
            self._set_loading(False)
        else:
            self._show(here.opening(self._visible, self._first_id, self._current_id))

    def reload(self) -> None:
        """Read count and order anew; the first visible and the current row are found again by id."""
        if self._source is not None:
            self._owner.start(self._open, name="table.open", policy=Policy.AGAIN)

    def touch(self, row_ids: Collection[str] | None = None) -> None:
        """Rows may have changed (`None`: any). Those of the pages on the screen are read again, at most four
        times a second, the others once their page is shown.
        """
        self._overtaken.note(row_ids)
        if row_ids is None:
            self._pages.mark_stale()
        else:
            self._touched.update(row_ids)
        self._refresh_soon.ask()

    def reformat(self) -> None:
        """Format all cells again (midnight, another language, another setting)."""
        self._cells.clear()
        self._changed(0, self._count - 1)

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Give the same columns new titles or formatters (language change). Ids and order must be equal."""
        self._cells.follow(columns)
        self.reformat()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    async def ids_between(self, first: int, last: int) -> list[str]:
        """The ids of the rows `first` to `last`, read from the source where they are not here."""
        return await ids_between(self._source, self._pages, self._row_id, first, last)

    async def seek(self, row_id: str) -> int | None:
        """Where a row stands, which is here by then; `None` when the search does not find it.

        Raises what the source raises.
        """
        for _attempt in range(_ATTEMPTS):
            await self._settled.wait()
            place, source, generation = self._pages.position(row_id), self._source, self._generation
            if place is not None or source is None:
                return place
            place = await source.position(row_id)
            if place is None and generation == self._generation:
                return None
            if place is None:
                continue
            page = place // PAGE_ROWS
            with self._overtaken.reading():
                rows = await source.page(page * PAGE_ROWS, PAGE_ROWS)
            if generation == self._generation:
                self._take(page, rows, near=page)
        return self._pages.position(row_id)

    # Loading

    async def _open(self) -> None:
        if self._source is None:
            return
        try:
            for _attempt in range(_ATTEMPTS):
                sought = self._current_id
                reading = read_opening(self._source, self._visible, self._first_id, sought)
                opened = await self._read(reading)
                if sought == self._current_id and opened.holds(sought, self._row_id):
                    break
        except NotShownError:
            return
        self._generation += 1  # pages still on their way belong to the old order
        self._show(opened)
        self._load_wanted()

    def _show(self, opened: Opening[R]) -> None:
        self._moving = True
        try:
            self._replace(opened.count, opened.pages)
        finally:
            self._moving = False
        self._set_loading(False)
        current = opened.current if opened.holds(self._current_id, self._row_id) else -1
        self.repositioned.emit(opened.first, current)

    async def _read(self, work: Coroutine[Any, Any, T]) -> T:
        """Await a read; raises `NotShownError` when it failed (and says so) or is no longer wanted."""
        generation = self._generation
        try:
            with self._overtaken.reading():
                result = await work
        except Exception as error:  # a border: what a source raises becomes the error state
            if generation == self._generation:
                self._fail(error)
                raise NotShownError(outdated=False) from error
            raise NotShownError(outdated=True) from error
        if generation != self._generation:
            raise NotShownError(outdated=True)
        return result

    def _load_wanted(self) -> None:
        if self._source is not None and self._wanted():
            self._owner.start(self._load_pages, name="table.pages", policy=Policy.DROP)
            if not self._skeleton_timer.isActive() and not self.skeletons:
                self._skeleton_timer.start()
        stale = pages_of(*self._visible)
        ids = self._pages.take_stale(stale)
        if ids:
            self._touched.update(ids)
            self._refresh_soon.ask()

    def _wanted(self) -> list[int]:
        if not self._count:
            return []
        seen = pages_of(*self._visible)
        last = (self._count - 1) // PAGE_ROWS
        around = [*seen, seen[-1] + 1, seen[0] - 1]
        return self._pages.missing(page for page in around if 0 <= page <= last)

    async def _load_pages(self) -> None:
        while (wanted := self._wanted()) and self._source is not None:
            page = wanted[0]
            try:
                rows = await self._read(self._source.page(page * PAGE_ROWS, PAGE_ROWS))
            except NotShownError as reason:
                if reason.outdated:
                    continue
                return
            if not rows:
                self.reload()
                return
            self._take(page, rows)
        self.skeletons = False
        self._skeleton_timer.stop()

    def _take(self, page: int, rows: Sequence[R], *, near: int | None = None) -> None:
        self._pages.put(page, rows, near=self._visible[0] // PAGE_ROWS if near is None else near)
        first = page * PAGE_ROWS
        self._cells.forget(range(first, first + PAGE_ROWS), at_most=_CELLS_KEPT)
        self._first_id = self._pages.id_at(self._visible[0]) or self._first_id
        self._changed(first, first + len(rows) - 1)
        if again := self._overtaken.among(map(self._row_id, rows)):
            self._touched.update(again)
            self._refresh_soon.ask()

    def _replace(self, count: int, loaded: Mapping[int, Sequence[R]]) -> None:
        before = self._count
        self._pages.clear()
        self._cells.clear()
        if count > before:
            self.beginInsertRows(_NO_INDEX, before, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < before:
            self.beginRemoveRows(_NO_INDEX, count, before - 1)
            self._count = count
            self.endRemoveRows()
        for page, rows in loaded.items():
            self._take(page, rows)
        self._changed(0, count - 1)
        self.count_changed.emit(count)

    def _fail(self, error: Exception) -> None:
        _log.warning("table source failed: %s", type(error).__name__)
        self._set_loading(False)
        self.failed.emit(error)

    # Refreshing in place

    def _on_refresh_due(self) -> None:
        self._touched.update(self._pages.take_stale(pages_of(*self._visible)))
        self._owner.start(self._refresh, name="table.refresh", policy=Policy.QUEUE)

    async def _refresh(self) -> None:
        here = self._pages.among(self._touched, pages_of(*self._visible))
        self._touched.clear()
        if self._source is None or not here:
            return
        try:
            rows = await self._read(self._source.by_ids(here))
        except NotShownError:
            return
        self._tell([self._renew(row) for row in rows])
        lost = set(here) - {self._row_id(row) for row in rows}
        if lost:
            self.rows_lost.emit(sorted(lost))

    def _renew(self, row: R, *, flash: bool = True) -> int | None:
        """Put a newer version of a row in its place; return where that is, if it is here."""
        replaced = self._pages.replace(row)
        if replaced is None:
            return None
        position, old = replaced
        first, last = self._visible
        if not first <= position <= last:  # nobody sees what differs: formatted once it is scrolled to
            self._cells.forget((position,), at_most=_CELLS_KEPT)
            return position
        row_id = self._row_id(row)
        changed = self._cells.renew(position, old, row)
        for column_id in changed if flash else ():
            self.flashes.start(row_id, column_id)
        return position

    def _tell(self, places: Iterable[int | None]) -> None:
        """Have the view paint these rows again: told one by one, a full page would hold the loop."""
        if found := [place for place in places if place is not None]:
            self._changed(min(found), max(found))

    def _on_flash_over(self) -> None:
        self._changed(*self._visible)

    def _on_skeleton_due(self) -> None:
        self.skeletons = True
        self._changed(*self._visible)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            (self._settled.clear if loading else self._settled.set)()
            self.loading_changed.emit(loading)
