"""Every control and state on one page, to look at in both schemes while styling.

`python -m tests.support.gallery FOLDER [SCALE]` renders it to `FOLDER/components-light.png` and `-dark.png`.
It is no part of the product: its texts are samples in Korean, because Korean is what must fit.
"""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from occ_desktop.ui.status import StatusPill
from occ_desktop.ui.tables.states import StateAction
from occ_desktop.ui.theme.fonts import DIALOG_TITLE, FIGURE, SECTION, font
from occ_desktop.ui.theme.theme import Theme, ThemeChoice, set_look, token_colour
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.choice_chip import Choice, ChoiceChip
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.ui.widgets.date_field import DateField
from occ_desktop.ui.widgets.figure_box import FigureBox, Level
from occ_desktop.ui.widgets.form_field import FormField
from occ_desktop.ui.widgets.key_hint import KeyHint
from occ_desktop.ui.widgets.load_bar import LoadBar
from occ_desktop.ui.widgets.search_chip import SearchChip
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.ui.widgets.toggle_switch import ToggleSwitch
from occ_desktop.ui.widgets.undo_line import UndoLine
from tests.support.clipping import cut_texts
from tests.support.gallery_rows import SampleRows


class _Swatch(QWidget):
    def __init__(self, name: Token) -> None:
        super().__init__()
        self._name: Token = name
        self.setFixedSize(56, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(token_colour("line2"))
        painter.setBrush(token_colour(self._name))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()


def _card(title: str, note: str = "") -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("ground", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 14, 16, 14)
    layout.setSpacing(10)
    head = QLabel(title)
    head.setProperty("weight", "bold")
    aside = QLabel(note)
    aside.setProperty("tone", "hint")
    layout.addLayout(_row(head, None, aside))
    return card, layout


def _row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """A line of widgets; `None` is a stretch."""
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
    if None not in widgets:
        row.addStretch()
    return row


def _captioned(widget: QWidget, text: str) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(3)
    layout.addWidget(widget)
    label = QLabel(text)
    set_look(label, tone="second")
    layout.addWidget(label)
    return box


def _colours() -> QFrame:
    card, layout = _card("색", "강조색은 하나")
    names: tuple[Token, ...] = ("canvas", "surface", "sunken", "line2", "text", "text2")
    hues: tuple[Token, ...] = ("accent", "soft", "blueb", "greenb", "amberb", "redb")
    for line in (names, hues):
        layout.addLayout(_row(*(_captioned(_Swatch(name), name) for name in line)))
    layout.addStretch()
    return card


def _buttons() -> QFrame:
    card, layout = _card("단추", "기본 단추는 화면에 하나")
    focused = Button("완료", "primary", tall=True)
    focused.setFocus()
    busy = BusyButton("238명에게 보내기", "보내는 중…")
    busy.set_busy(True)
    disabled = Button("완료", tall=True)
    disabled.setEnabled(False)
    layout.addLayout(
        _row(
            _captioned(Button("완료", "primary", tall=True), "기본"),
            _captioned(Button("완료", "primary", glyph="check", tall=True), "그림"),
            _captioned(busy, "진행"),
            _captioned(disabled, "못 누름"),
        )
    )
    layout.addLayout(
        _row(
            Button("이력등록", tall=True),
            Button("검색", "tinted", glyph="magnifying-glass", tall=True),
            Button("전체 취소", "danger", tall=True),
            Button("취소", "danger-solid", tall=True),
            Button("더 보기", "link"),
        )
    )
    layout.addLayout(_row(KeyHint("F2", "연결"), KeyHint("F4", "완료"), KeyHint("Ctrl K")))
    layout.addStretch()
    return card


def _inputs() -> QFrame:
    card, layout = _card("입력과 조건")
    wrong = QLineEdit("02-120")
    field = FormField("전화번호", wrong)
    field.set_error("10–13자리 숫자여야 합니다. 지역번호까지 넣어 주세요.")
    combo = QComboBox()
    combo.addItems(["1500-0000 샘플몰 대표", "1588-0000"])
    layout.addLayout(_row(QLineEdit("강조 없음"), combo, DateField("날짜", date(2026, 11, 23))))
    layout.addWidget(field)
    period = SearchChip("기간", "오늘")
    status = ChoiceChip("상태", "전체", [Choice("r", "접수"), Choice("a", "할당")])
    status.set_value(["r"])
    locked = SearchChip("담당자", "이서연 (나)")
    locked.lock(True)
    layout.addLayout(_row(period, status, locked))
    kinds = SegmentedControl([Segment("s", "SMS"), Segment("m", "MMS")], "유형")
    kinds.choose("s")
    part = QCheckBox("일부")
    part.setTristate(True)
    part.setCheckState(part.checkState().PartiallyChecked)
    on, radio = QCheckBox("선택"), QRadioButton()
    on.setChecked(True)
    radio.setChecked(True)
    switches = (ToggleSwitch("켬", checked=True), ToggleSwitch("끔"))
    layout.addLayout(_row(kinds, on, part, QCheckBox("없음"), *switches, radio))
    layout.addStretch()
    return card


def _pills(pairs: Sequence[tuple[str, str]]) -> QHBoxLayout:
    return _row(*(StatusPill(code, label) for code, label in pairs))


def _statuses() -> tuple[QFrame, QFrame, QFrame]:
    callback, first = _card("콜백 상태", "이름 + 모양 + 색")
    states = (("received", "접수"), ("assigned", "할당"), ("completed", "완료"), ("cancelled", "취소"))
    first.addLayout(_pills([(f"callback.{code}", label) for code, label in states]))
    hint = QLabel("통화 결과")
    set_look(hint, tone="second")
    first.addWidget(hint)
    results = (("connected", "연결됨"), ("busy", "통화중"), ("no_answer", "무응답"))
    first.addLayout(_pills([(f"call.{code}", label) for code, label in results]))
    first.addLayout(_pills([("call.failed", "실패"), ("call.unknown", "알 수 없음")]))
    first.addStretch()
    sms, second = _card("문자 상태")
    waiting = (("reserved", "처리중 · 예약"), ("processing", "처리중"), ("checking", "처리중 · 확인"))
    second.addLayout(_pills([(f"sms.{code}", label) for code, label in waiting]))
    over = [("sms.completed", "완료"), ("sms.failed", "실패"), ("sms.cancelled", "취소")]
    second.addLayout(_pills([*over, ("outbox.waiting", "전송 대기")]))
    second.addStretch()
    agents, third = _card("상담원 상태")
    busy = (("ready", "대기"), ("talking", "통화"), ("ringing", "벨 울림"), ("dialling", "발신"))
    third.addLayout(_pills([(f"cti.{code}", label) for code, label in busy]))
    away = (("work", "업무"), ("rest", "휴식"), ("logged_out", "로그아웃"))
    third.addLayout(_pills([(f"cti.{code}", label) for code, label in away]))
    bar = LoadBar()
    bar.show_values(4, 3, 12, "4, 3 더함")
    third.addWidget(bar)
    third.addStretch()
    return callback, sms, agents


def _figures() -> QFrame:
    card, layout = _card("전광판 임계값", "색과 표시를 함께")
    row = QHBoxLayout()
    samples = (
        ("92.5", Level.NORMAL, "정상"),
        ("88.3", Level.CAUTION, "주의"),
        ("71.2", Level.DANGER, "위험"),
        ("86.4", Level.STALE, "멈춤"),
    )
    for text, level, name in samples:
        box = FigureBox()
        box.setFixedHeight(46)
        box.show_figure(text, level, name)
        row.addWidget(_captioned(box, name), 1)
    layout.addLayout(row)
    layout.addStretch()
    return card


def _type() -> QFrame:
    card, layout = _card("글자")
    big = QLabel("20 큰 숫자 1,281")
    big.setFont(font(FIGURE, bold=True))
    title = QLabel("14 창 제목")
    title.setFont(font(DIALOG_TITLE, bold=True))
    section = QLabel("11 탭 · 단락 제목")
    section.setFont(font(SECTION, bold=True))
    bold = QLabel("10 굵게")
    bold.setProperty("weight", "bold")
    layout.addWidget(big)
    layout.addLayout(_row(title, section, QLabel("10 본문"), bold, spacing=16))
    hint = QLabel("숫자는 폭이 같고 오른쪽 맞춤")
    set_look(hint, tone="hint")
    layout.addLayout(_row(QLabel("1,284"), QLabel("010-0482-1937"), QLabel("03:24"), hint, spacing=16))
    layout.addStretch()
    return card


def _messages() -> QFrame:
    card, layout = _card("알림 줄 · 충돌")
    line = UndoLine()
    line.show_done(
        "14건을 4명에게 할당했습니다", "1건은 박지훈이 먼저 가져갔습니다", undo="되돌리기", seconds=581
    )
    layout.addWidget(line)
    actions = (
        StateAction("keep", "기록으로 남기기", strong=True),
        StateAction("drop", "버리기"),
    )
    sentence = "오프라인인 동안 강수진이 이 콜백을 최수빈에게 다시 할당했습니다."
    layout.addWidget(ConflictCard("완료를 보내지 못했습니다", sentence, actions))
    layout.addStretch()
    return card


def build_gallery() -> QWidget:
    """The page."""
    page = QWidget()
    page.setProperty("ground", "canvas")
    grid = QGridLayout(page)
    grid.setContentsMargins(16, 16, 16, 16)
    grid.setSpacing(12)
    callback, sms, agents = _statuses()
    rows_card, rows_layout = _card("줄의 상태")
    rows_layout.addWidget(SampleRows(), 1)
    for column, card in enumerate((_colours(), _buttons(), _inputs())):
        grid.addWidget(card, 0, column)
        grid.setColumnStretch(column, 1)
    for column, card in enumerate((callback, sms, agents)):
        grid.addWidget(card, 1, column)
    grid.addWidget(rows_card, 2, 0, 2, 1)
    grid.addWidget(_figures(), 2, 1)
    grid.addWidget(_type(), 2, 2)
    grid.addWidget(_messages(), 3, 1, 1, 2)
    return page


def main(arguments: Sequence[str]) -> int:
    """Render both schemes; the exit code counts the texts that were cut."""
    folder = Path(arguments[0])
    if len(arguments) > 1:
        os.environ["QT_SCALE_FACTOR"] = arguments[1]
    app = QApplication(["gallery"])
    theme = Theme(app, ThemeChoice.LIGHT)
    theme.install()
    page = build_gallery()
    page.resize(QSize(1440, 900))
    page.show()
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
        theme.choose(choice)
        page.grab().save(str(folder / f"components-{choice}.png"))
    cut = cut_texts(page)
    if cut:
        sys.stderr.write(f"cut: {cut}\n")
    return len(cut)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
