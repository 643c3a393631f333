"""Columns as small objects, and what one cell shows. Knows no row type: a formatter makes the cells."""

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from occ_desktop.ui.theme.tokens import Token

R = TypeVar("R")
_log = logging.getLogger(__name__)


class ColumnKind(StrEnum):
    """How the delegate draws the cells of a column."""

    TEXT = "text"
    STATUS = "status"
    ACTIONS = "actions"
    CHECK = "check"
    BAR = "bar"


class Align(StrEnum):
    """Text left, figures right; nothing is centred."""

    LEFT = "left"
    RIGHT = "right"


class RowAction(msgspec.Struct, frozen=True):
    """A button in a row. `enabled=False` greys it ("not now", with `reason` as tool tip)."""

    id: str
    label: str
    icon: str | None = None
    strong: bool = False
    enabled: bool = True
    reason: str = ""


class Bar(msgspec.Struct, frozen=True):
    """Load: `base` grey (`warn`: amber, `good`: tinted), `added` in accent, both out of `full`."""

    base: float
    added: float = 0.0
    full: float = 1.0
    warn: bool = False
    good: bool = False


class Cell(msgspec.Struct, frozen=True):
    """What one cell shows.

    `status`: a code of the status vocabulary, drawn with `text` as its label. `actions`: one entry per slot
    of the column, `None` where the person may not act, so that buttons stay under each other. `trailing`
    stands right-aligned after the text (a running time). `dot` marks a row that is new. A press on a `link`
    opens its row.
    """

    text: str = ""
    ink: Token | None = None
    bold: bool = False
    tooltip: str = ""
    icon: str | None = None
    status: str | None = None
    trailing: str = ""
    actions: tuple[RowAction | None, ...] = ()
    bar: Bar | None = None
    dot: bool = False
    link: bool = False


EMPTY_CELL = Cell()


class Column(msgspec.Struct, Generic[R], frozen=True):
    """One column.

    `width`: preferred width in pixels at 100 %. `elide`: only message and template may be cut. `hide_order`:
    the lower, the sooner the column goes when the window is narrow; `None` never goes. `sort_key`: what the
    presenter is asked to sort by; `None` is not sortable. `slots`: the labels of an action column, which fix
    where each button stands. `stretch`: takes the width that is left. `short_title` heads a narrow column.
    """

    id: str
    title: str
    width: int
    formatter: Callable[[R], Cell | str]
    kind: ColumnKind = ColumnKind.TEXT
    align: Align = Align.LEFT
    elide: bool = False
    hide_order: int | None = None
    sort_key: str | None = None
    stretch: bool = False
    slots: tuple[str, ...] = ()
    slot_icons: tuple[bool, ...] = ()
    hidden_at_first: bool = False
    chooser: bool = True

    def cell(self, row: R) -> Cell:
        """The cell of a row. Never raises: a faulty formatter costs one cell, not the table."""
        try:
            made = self.formatter(row)
        except Exception:  # noqa: BLE001 - the border of `data()`, which must not raise into Qt
            _log.exception("formatter of column %s failed", self.id)
            return EMPTY_CELL
        return Cell(made) if isinstance(made, str) else made


def check_column(width: int = 36) -> "Column[object]":
    """The column of check boxes; which rows are checked is kept by the view, not by the rows."""
    return Column(
        id="check",
        title="",
        width=width,
        formatter=_nothing,
        kind=ColumnKind.CHECK,
        chooser=False,
    )


def _nothing(_row: object) -> Cell:
    return EMPTY_CELL
