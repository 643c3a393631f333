"""Rows, columns and sources for the table tests."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.columns import Align, Cell, Column, ColumnKind, RowAction, check_column
from occ_desktop.ui.tables.window_model import WindowModel


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str
    tries: int = 0


def rows(count: int) -> list[Row]:
    return [Row(f"r{number}", f"name {number}") for number in range(count)]


class ListSource:
    """A source over a list; `gate` holds pages back until it is set."""

    def __init__(self, data: Sequence[Row]) -> None:
        self.data = list(data)
        self.pages_read: list[int] = []
        self.ids_read: list[list[str]] = []
        self.gate: asyncio.Event | None = None
        self.error: Exception | None = None

    async def count(self) -> int:
        if self.error is not None:
            raise self.error
        return len(self.data)

    async def page(self, offset: int, limit: int) -> Sequence[Row]:
        self.pages_read.append(offset)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return self.data[offset : offset + limit]

    async def counted_page(self, offset: int, limit: int) -> tuple[int, Sequence[Row]]:
        return await self.count(), await self.page(offset, limit)

    async def position(self, row_id: str) -> int | None:
        return next((place for place, row in enumerate(self.data) if row.id == row_id), None)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[Row]:
        self.ids_read.append(list(row_ids))
        wanted = set(row_ids)
        return [row for row in self.data if row.id in wanted]

    def change(self, position: int, **changes: object) -> str:
        self.data[position] = replace(self.data[position], **changes)  # type: ignore[arg-type]
        return self.data[position].id


class HugeSource(ListSource):
    """A million rows that are not in memory."""

    def __init__(self, count: int = 1_000_000) -> None:
        super().__init__([])
        self._count = count

    async def count(self) -> int:
        return self._count

    async def page(self, offset: int, limit: int) -> Sequence[Row]:
        self.pages_read.append(offset)
        return [Row(f"r{n}", f"name {n}") for n in range(offset, min(offset + limit, self._count))]

    async def position(self, row_id: str) -> int | None:
        return int(row_id[1:])


def row_id(row: Row) -> str:
    return row.id


def _actions(row: Row) -> Cell:
    complete = None if row.tries else RowAction("complete", "Complete")
    return Cell(actions=(RowAction("connect", "Connect", "phone", strong=True), complete))


def columns() -> list[Column[Row]]:
    return [
        check_column(),  # type: ignore[list-item]
        Column("name", "Name", 120, lambda row: row.name, sort_key="name"),
        Column("message", "Message", 160, lambda row: "…", elide=True, stretch=True),
        Column("service", "Service", 90, lambda row: "shop", hide_order=2),
        Column("done", "Done", 90, lambda row: "", hide_order=1),
        Column("tries", "Tries", 60, lambda row: str(row.tries), align=Align.RIGHT, sort_key="tries"),
        Column(
            "actions",
            "Do",
            0,
            _actions,
            kind=ColumnKind.ACTIONS,
            slots=("Connect", "Complete"),
            slot_icons=(True, False),
        ),
    ]


def make(owner: TaskOwner) -> WindowModel[Row]:
    """Return an empty table of such rows."""
    return WindowModel(columns(), row_id, owner)
