"""Layout of the outbox: what needs a decision above, what waits below, and when it will be sent."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from occ_desktop.domain.failures import Failure
from occ_desktop.domain.sync_status import SyncState, SyncStatus, reachable
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.ui import failure_text
from occ_desktop.ui.plain_text import Label
from occ_desktop.ui.tables.column_layout import TableSettings
from occ_desktop.ui.tables.states import State, StateKind
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.conflict_card import ConflictCard
from occ_desktop.views.outbox.columns import EntryCells, columns
from occ_desktop.views.outbox.entries import Entry, EntryWords
from occ_desktop.views.parts.refusals import DISCARD
from occ_desktop.views.parts.table_panel import TablePanel

_CARDS_SHARE = 3  # of five parts of the height, at most, are cards


class OutboxView(QWidget):
    """`action_wanted(str, str)`: an action of `entries` and the key of the entry; `send_wanted()`."""

    action_wanted = Signal(str, str)
    send_wanted = Signal()

    def __init__(
        self,
        moment: Callable[[datetime], str],
        full: Callable[[datetime], str],
        settings: TableSettings,
        owner: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, ground="surface")
        self._moment = moment
        self.words = EntryWords(moment, self)
        self._cells = EntryCells(self.words, moment, full)
        self._waiting_entries: tuple[Entry, ...] = ()
        self._refused: tuple[Entry, ...] = ()
        self._cards: list[ConflictCard] = []
        self._title = Label(self)
        self._line = Label(self)
        self._send = Button("", glyph="arrow-clockwise", parent=self)
        self._decide = Label(self)
        self._scroll = QScrollArea(self)
        self._card_box = QWidget()
        self._waiting = Label(self)
        self._list: TablePanel[Entry] = TablePanel(
            "outbox", lambda: columns(self._cells), _key_of, settings, owner, self
        )
        self.model, self.table = self._list.model, self._list.table
        self._build()
        self._send.clicked.connect(self.send_wanted)
        self.table.action_triggered.connect(self.action_wanted)
        self._list.retry_wanted.connect(self.send_wanted)
        self._say()

    def _build(self) -> None:
        self._title.setProperty("role", "panel")
        self._line.setProperty("tone", "second")
        for label in (self._decide, self._waiting):
            label.setProperty("role", "section")
            label.setContentsMargins(16, 8, 16, 8)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._line, 1)
        head.addWidget(self._send)
        cards = QVBoxLayout(self._card_box)
        cards.setContentsMargins(16, 0, 16, 8)
        cards.setSpacing(8)
        cards.addStretch()
        self._card_box.setProperty("ground", "clear")
        self._scroll.setWidget(self._card_box)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._decide)
        layout.addWidget(self._scroll, _CARDS_SHARE)
        layout.addWidget(self._waiting)
        layout.addWidget(self._list, 5 - _CARDS_SHARE)

    def _say(self) -> None:
        self._title.setText(self.tr("To be sent"))
        self._send.setText(self.tr("Send now"))
        self.table.setAccessibleName(self.tr("Waiting to be sent"))
        self._scroll.setAccessibleName(self.tr("Needs your decision"))
        self._show_counts()

    # What the presenter shows

    @property
    def cards(self) -> tuple[ConflictCard, ...]:
        """Return the cards in view, oldest first."""
        return tuple(self._cards)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show all entries, oldest first."""
        refused = tuple(entry for entry in entries if entry.refused)
        waiting = tuple(entry for entry in entries if not entry.refused)
        if refused != self._refused:
            self._refused = refused
            self._show_cards()
        self._waiting_entries = waiting
        self.model.show_rows(waiting)
        self._show_counts()
        self._show_state(None if entries else self._all_sent())

    def _show_counts(self) -> None:
        refused, waiting = len(self._refused), len(self._waiting_entries)
        self._decide.setText(self.tr("%n need(s) your decision", "", refused))
        self._waiting.setText(self.tr("%n waiting", "", waiting))
        for part in (self._decide, self._scroll):
            part.setVisible(refused > 0)
        self._waiting.setVisible(waiting > 0)
        self._list.setVisible(waiting > 0 or not refused)

    def _show_cards(self) -> None:
        layout = self._card_box.layout()
        assert isinstance(layout, QVBoxLayout)
        for card in self._cards:
            layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for place, entry in enumerate(self._refused):
            card = self.words.refusals.card(
                entry.command, entry.customer, elsewhere=entry.callback_here, parent=self._card_box
            )
            card.setProperty("entry", entry.key)
            card.action_triggered.connect(self._on_card_action)
            layout.insertWidget(place, card)
            self._cards.append(card)

    def show_status(self, status: SyncStatus) -> None:
        """Say how the way to the server stands."""
        online = reachable(status, self.words.online)
        if online != self.words.online:
            self.words.online = online
            self.model.reformat()
        if status.hindered and (hindered := failure_text.hindrance(status.reason, status.about)):
            self.show_line(hindered, warn=True)
        elif status.state in {SyncState.OFFLINE, SyncState.STOPPED}:
            text = self.tr(
                "The server cannot be reached. Everything here is kept and sent as soon as it can."
            )
            if status.next_try_at is not None:
                text = self.tr(
                    "The server cannot be reached. Everything here is kept; the next try is at {time}."
                ).format(time=self._moment(status.next_try_at))
            self.show_line(text, warn=True)
        else:
            self.show_line(self.tr("Each entry is sent once, in the order you made it."))

    def show_line(self, text: str, *, warn: bool = False) -> None:
        """Say when the rest will be sent, or why not now."""
        self._line.setText(text)
        set_look(self._line, tone="warning" if warn else "second")

    def show_failure(self, failure: Failure) -> None:
        """Say why something could not be done; nothing is lost by it."""
        self.show_line(failure_text.sentence(failure), warn=True)

    def show_unreadable(self, failure: Failure) -> None:
        """Say why the entries cannot be read."""
        self._list.show()
        self._list.show_unreadable(failure)

    def _all_sent(self) -> State:
        sentence = self.tr("What you do while the server is away waits here and is sent by itself, once.")
        return State(StateKind.DONE, self.tr("Everything is sent"), (sentence,))

    def _show_state(self, state: State | None) -> None:
        if state is not None:
            self._list.show()
        self._list.show_state(state)

    def _on_card_action(self, action: str) -> None:
        self.action_wanted.emit(action, str(self.sender().property("entry")))

    @property
    def may_discard(self) -> bool:
        """Tell whether the person stands on an entry that can still be given up."""
        found = next((e for e in self._waiting_entries if e.key == self.table.current_id), None)
        return found is not None and found.may_discard

    def discard_current(self) -> None:
        """Delete key: give up the entry one stands on."""
        key = self.table.current_id
        if key is not None:
            self.action_wanted.emit(DISCARD, key)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_cards()
            self._say()


def _key_of(entry: Entry) -> str:
    return entry.key
