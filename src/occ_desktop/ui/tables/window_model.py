"""The model of a long table: a count and a window of pages, filled from an async source.

It never fetches in `data()`, never raises there, and shows rows it does not have as skeletons. Row values are
refreshed in place, at most four times a second; rows move only when `reload` is asked for.
"""

import logging
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.ui.pacing import AtMostEvery
from occ_desktop.ui.tables.columns import Cell, Column
from occ_desktop.ui.tables.flashes import Flashes
from occ_desktop.ui.tables.overtaken import Overtaken
from occ_desktop.ui.tables.pages import PAGE_ROWS, NotShownError, Opening, Pages, PageSource, pages_of
from occ_desktop.ui.tables.roles import alignment, answer

R = TypeVar("R")
T = TypeVar("T")
_log = logging.getLogger(__name__)
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_REFRESH_MS = 250
_SKELETON_MS = 200


class WindowModel(QAbstractTableModel, Generic[R]):
    """Rows `0 … count-1`, of which a window is here.

    Signals: `count_changed(int)`; `loading_changed(bool)`: nothing to show yet; `failed(object)`: the error a
    source raised; `repositioned(int, int)`: after a reload, where the first visible and the current row stand
    now (-1 = gone); `rows_lost(list)`: ids that stopped matching since they were read.
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
        self._columns = tuple(columns)
        self._row_id = row_id
        self._owner = owner
        self._source: PageSource[R] | None = None
        self._pages: Pages[R] = Pages(row_id)
        self._cells: dict[int, list[Cell | None]] = {}
        self._count = 0
        self._generation = 0
        self._visible = (0, 0)
        self._first_id: str | None = None
        self._current_id: str | None = None
        self._loading = False
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
        return self._columns

    @property
    def total(self) -> int:
        """How many rows match."""
        return self._count

    @property
    def loading(self) -> bool:
        """Whether a search runs that has shown nothing yet."""
        return self._loading

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
        if row is None:
            return None
        cells = self._cells.get(position)
        if cells is None:
            cells = self._cells[position] = [None] * len(self._columns)
        known = cells[column]
        if known is None:
            known = cells[column] = self._columns[column].cell(row)
        return known

    def note_current(self, row_id: str | None) -> None:
        """Remember the row the person stands on; a reload finds it again."""
        self._current_id = row_id

    def show_range(self, first: int, last: int) -> None:
        """These rows are on the screen: load them, then their neighbours."""
        self._visible = (first, max(first, last))
        self._first_id = self._pages.id_at(first)
        self._load_wanted()

    # What the presenter asks for

    def set_source(self, source: PageSource[R] | None, *, stay: bool = False) -> None:
        """Show another search from its first row on. What was shown stays until the first page is here.

        ``stay``: the search only became wider; first visible and current row are found again by id.
        """
        self._generation += 1
        self._source = source
        if not stay:
            self._first_id = self._current_id = None
            self._visible = (0, 0)
        self._touched.clear()
        self._owner.cancel("table.pages")
        if source is None:
            self._owner.cancel("table.open")
            self._replace(0, {})
            self._set_loading(False)
            return
        self._set_loading(True)
        self._owner.start(self._open, name="table.open", policy=Policy.LATEST)

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show exactly these few rows (at most a page), without a source."""
        self.set_source(None)
        self._replace(len(rows), {0: rows} if rows else {})

    def reload(self) -> None:
        """Read count and order anew; the first visible and the current row are found again by id."""
        if self._source is not None:
            self._owner.start(self._open, name="table.open", policy=Policy.LATEST)

    def touch(self, row_ids: Collection[str] | None = None) -> None:
        """Rows may have changed (`None`: any). Visible ones are read again, at most four times a second."""
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
        self._columns = tuple(columns)
        self.reformat()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    async def ids_between(self, first: int, last: int) -> list[str]:
        """The ids of the rows `first` to `last`, read from the source where they are not here."""
        ids: list[str] = []
        start = first
        while start <= last and self._source is not None:
            row_id = self._pages.id_at(start)
            if row_id is not None:
                ids.append(row_id)
                start += 1
                continue
            rows = await self._source.page(start, min(PAGE_ROWS, last - start + 1))
            if not rows:
                break
            ids.extend(self._row_id(row) for row in rows)
            start += len(rows)
        return ids

    # Loading

    async def _open(self) -> None:
        if self._source is None:
            return
        try:
            opened = await self._read(self._read_opening(self._source))
        except NotShownError:
            return
        had_place = self._first_id is not None or self._current_id is not None
        self._generation += 1  # pages still on their way belong to the old order
        self._replace(opened.count, opened.pages)
        self._set_loading(False)
        if had_place:
            self.repositioned.emit(opened.first, opened.current)
        self._load_wanted()

    async def _read_opening(self, source: PageSource[R]) -> Opening[R]:
        count = await source.count()
        first = await source.position(self._first_id) if self._first_id else None
        current = await source.position(self._current_id) if self._current_id else None
        last = max(0, count - 1)
        top = first if first is not None else min(self._visible[0], last)
        span = self._visible[1] - self._visible[0]
        wanted = pages_of(top, min(top + span, last)) if count else range(0)
        pages = {page: await source.page(page * PAGE_ROWS, PAGE_ROWS) for page in wanted}
        return Opening(count, pages, -1 if first is None else first, -1 if current is None else current)

    async def _read(self, work: Coroutine[Any, Any, T]) -> T:
        """Await a read; raises `NotShownError` when it failed (and says so) or is no longer wanted."""
        generation = self._generation
        self._overtaken.begin()
        try:
            result = await work
        except Exception as error:  # a border: what a source raises becomes the error state
            if generation == self._generation:
                self._fail(error)
                raise NotShownError(outdated=False) from error
            raise NotShownError(outdated=True) from error
        finally:
            self._overtaken.end()
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

    def _take(self, page: int, rows: Sequence[R]) -> None:
        self._pages.put(page, rows, near=self._visible[0] // PAGE_ROWS)
        first = page * PAGE_ROWS
        for position in range(first, first + PAGE_ROWS):
            self._cells.pop(position, None)
        if len(self._cells) > 4 * PAGE_ROWS:
            self._cells.clear()
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
        here = [row_id for row_id in self._touched if self._pages.position(row_id) is not None]
        self._touched.clear()
        if self._source is None or not here:
            return
        try:
            rows = await self._read(self._source.by_ids(here))
        except NotShownError:
            return
        for row in rows:
            self._renew(row)
        lost = set(here) - {self._row_id(row) for row in rows}
        if lost:
            self.rows_lost.emit(sorted(lost))

    def _renew(self, row: R) -> None:
        replaced = self._pages.replace(row)
        if replaced is None:
            return
        position, old = replaced
        before = [column.cell(old) for column in self._columns]
        after: list[Cell | None] = [column.cell(row) for column in self._columns]
        self._cells[position] = after
        row_id = self._row_id(row)
        for column, cell in enumerate(after):
            if cell != before[column]:
                self.flashes.start(row_id, self._columns[column].id)
        self._changed(position, position)

    def _on_flash_over(self) -> None:
        self._changed(*self._visible)

    def _on_skeleton_due(self) -> None:
        self.skeletons = True
        self._changed(*self._visible)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)

    def _changed(self, first: int, last: int) -> None:
        last = min(last, self._count - 1)
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # QAbstractTableModel

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self._count:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self._columns[index.column()].align)
        cell = self.cell(index.row(), index.column())
        return None if cell is None else answer(cell, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.align)
        return None
