"""The notification centre as laid out: unread first, do-not-disturb on top, earlier ones below."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from occ_desktop.services.preferences import QuietMode
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.badge import Badge
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.ui.widgets.icon_button import IconButton
from occ_desktop.ui.widgets.segmented import Segment, SegmentedControl
from occ_desktop.views.shell.notice_card import NoticeCard
from occ_desktop.views.shell.notices import NoticeText

WIDTH = 440
_LEAST, _MOST = 180, 620


class Entry(msgspec.Struct, frozen=True):
    """One card: its words, when (ready to read), and which notices it stands for."""

    text: NoticeText
    clock: str
    notice_ids: tuple[str, ...]
    unread: bool


class NoticeCentre(QWidget):
    """Content of a popover. `opened` carries the `Entry` pressed."""

    opened = Signal(object)
    all_read = Signal()
    settings_chosen = Signal()
    quiet_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = Badge("red", self)
        self._mark_all = Button(self.tr("Mark all as read"), "quiet", glyph="checks", parent=self)
        self._settings = IconButton("gear-six", self.tr("Notification settings"), parent=self)
        self.quiet = SegmentedControl(self._quiet_segments(), self.tr("Do not disturb"), self)
        self._list = QWidget(self)
        self._column = QVBoxLayout(self._list)
        self._foot = Label(self)
        self._build()

    def focus_first(self) -> None:
        """Take the focus without a ring on any button: Tab goes on to the first, in the order of the eye."""
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_entries(self, entries: Sequence[Entry], unread: int) -> None:
        """Show these cards, newest first; unread ones above the earlier ones."""
        self._badge.show_count(unread, self.tr("%n unread notice(s)", None, unread))
        self._mark_all.setEnabled(unread > 0)
        while self._column.count():
            item = self._column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        fresh = [entry for entry in entries if entry.unread]
        earlier = [entry for entry in entries if not entry.unread]
        for name, part in ((self.tr("New"), fresh), (self.tr("Earlier"), earlier)):
            if part:
                self._add_part(name, part)
        if not entries:
            self._column.addWidget(self._nothing())
        for card in self.cards:
            card.last = card is self.cards[-1]
        self._column.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        """As tall as what there is to read, within bounds; the rest scrolls."""
        width = WIDTH - 12
        items = (self._column.itemAt(i) for i in range(self._column.count()))
        shown = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        inside = sum(
            widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
            for widget in shown
        )
        above = [self._top.sizeHint(), self._quiet_frame.sizeHint()]
        if not self._foot.isHidden():
            above.append(self._foot.sizeHint())
        head = sum(size.height() for size in above)
        self.setFixedHeight(max(_LEAST, min(_MOST, inside + head)))

    def show_quiet(self, mode: QuietMode, note: str) -> None:
        """Mark how long do-not-disturb holds; ``note`` says until when, may be empty."""
        self.quiet.choose(mode.value)
        self._foot.setText(note)
        self._foot.setVisible(bool(note))
        self._fit()

    @property
    def cards(self) -> tuple[NoticeCard, ...]:
        """The cards shown, from the top."""
        items = (self._column.itemAt(i) for i in range(self._column.count()))
        found = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in found if isinstance(widget, NoticeCard))

    def _add_part(self, name: str, entries: Sequence[Entry]) -> None:
        label = Label(name, self._list)
        label.setContentsMargins(16, 8, 16, 6)
        set_look(label, tone="second")
        self._column.addWidget(label)
        for entry in entries:
            card = NoticeCard(entry.text, entry.clock, unread=entry.unread, parent=self._list)
            card.setProperty("notices", list(entry.notice_ids))
            card.opened.connect(self._on_opened)
            self._column.addWidget(card)

    def _on_opened(self) -> None:
        card = self.sender()
        if isinstance(card, NoticeCard):
            self.opened.emit(Entry(card.text, "", tuple(card.property("notices")), unread=True))

    def _nothing(self) -> QWidget:
        label = Label(self.tr("Nothing has happened yet. New callbacks and assignments appear here."), self)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setContentsMargins(32, 48, 32, 48)
        set_look(label, tone="second")
        return label

    def _quiet_segments(self) -> list[Segment]:
        return [
            Segment(QuietMode.OFF.value, self.tr("Off")),
            Segment(QuietMode.HALF_HOUR.value, self.tr("30 min")),
            Segment(QuietMode.WHILE_ON_CALL.value, self.tr("On a call")),
            Segment(QuietMode.UNTIL_TOMORROW.value, self.tr("Tomorrow")),
        ]

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Notices"))
        self.setFixedSize(WIDTH, _LEAST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mark_all.clicked.connect(self.all_read)
        self._settings.clicked.connect(self.settings_chosen)
        self.quiet.chosen.connect(self.quiet_chosen)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._list)
        set_look(self._list, ground="surface")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_look(self._foot, tone="hint")
        self._foot.setContentsMargins(16, 0, 16, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top, self._quiet_frame = self._head(), self._quiet_row()
        column.addLayout(self._top)
        column.addWidget(self._quiet_frame)
        column.addWidget(self._foot)
        column.addWidget(scroll, 1)

    def _head(self) -> QHBoxLayout:
        title = Label(self.tr("Notices"), self)
        set_look(title, role="panel")
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 12, 10)
        row.setSpacing(8)
        row.addWidget(title)
        row.addWidget(self._badge)
        row.addStretch(1)
        row.addWidget(self._mark_all)
        row.addWidget(self._settings)
        return row

    def _quiet_row(self) -> QFrame:
        frame = QFrame(self)
        set_look(frame, ground="sunken")
        label = Label(self.tr("Do not disturb"), frame)
        set_look(label, tone="second")
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(Glyph("moon", "text2", 16, frame))
        row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.quiet)
        return frame
