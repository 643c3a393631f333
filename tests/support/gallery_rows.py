"""The states of a row, drawn by the delegate of the real tables, for the gallery."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.ui.tables.columns import Cell, Column, ColumnKind, RowAction, check_column
from occ_desktop.ui.tables.delegates import CellDelegate, RowLook
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.ui.theme.tokens import SIZES


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    name: str
    right: Cell
    new: bool = False


_BUTTONS = (
    RowAction("connect", "연결", "phone", strong=True),
    RowAction("complete", "완료"),
    RowAction("history", "이력등록"),
)
_ROWS = (
    _Row("plain", "기본", Cell(actions=(_BUTTONS[0], None, _BUTTONS[2]))),
    _Row("new", "새로 옴", Cell(actions=(_BUTTONS[0], None, _BUTTONS[2])), new=True),
    _Row("hover", "마우스 올림", Cell(actions=_BUTTONS)),
    _Row("current", "선택", Cell(actions=_BUTTONS)),
    _Row("checked", "체크됨", Cell(actions=(None, None, _BUTTONS[2]))),
    _Row(
        "busy",
        "남이 다루는 중",
        Cell("박지훈 발신 중", ink="blue", bold=True, icon="phone-outgoing-fill", trailing="00:12"),
    ),
    _Row("waiting", "보내기를 기다림", Cell("전송 대기", status="outbox.waiting", trailing="14:33 완료")),
    _Row("conflict", "충돌", Cell("재할당됨", status="outbox.conflict")),
)


def _name_cell(row: _Row) -> Cell:
    return Cell(row.name, dot=row.new)


def _right_cell(row: _Row) -> Cell:
    return row.right


class SampleRows(QWidget):
    """Eight rows in eight states, without a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns: Sequence[Column[Any]] = (
            check_column(),
            Column("name", "", 110, _name_cell),
            Column(
                "right",
                "",
                0,
                _right_cell,
                kind=ColumnKind.ACTIONS,
                slots=tuple(button.label for button in _BUTTONS),
                slot_icons=(True, False, False),
            ),
        )
        self._widths = (36, 130, 250)
        self._model: WindowModel[Any] = WindowModel(columns, _id_of, TaskOwner("gallery"), self)
        self._model.show_rows(_ROWS)
        look = RowLook(
            hovered_row=2,
            current_row=3,
            current_column=2,
            focused_action=0,
            focus_visible=True,
            checked=Checked(ids=frozenset({"checked"})),
        )
        self._delegate = CellDelegate(self._model, look, self)
        self.setMinimumHeight(len(_ROWS) * SIZES.row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for row in range(len(_ROWS)):
            left = 0
            for column, width in enumerate(self._widths):
                last = column == len(self._widths) - 1
                option = QStyleOptionViewItem()
                room = self.width() - left if last else width
                option.rect = QRect(left, row * SIZES.row, room, SIZES.row)
                index: QModelIndex = self._model.index(row, column)
                self._delegate.paint(painter, option, index)
                left += width
        painter.end()


def _id_of(row: _Row) -> str:
    return row.id
