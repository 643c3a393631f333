"""The callback list as a room of the frame: builds view and presenters, wires them, answers the keys."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from operator import attrgetter
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.statistics import business_day
from occ_desktop.domain.drafts import Draft
from occ_desktop.domain.filters import PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged, PreferencesChanged, SessionChanged
from occ_desktop.services.table_memory import TableMemory
from occ_desktop.ui.download_job import OpenDownload
from occ_desktop.ui.frame import Frame
from occ_desktop.ui.tables.states import State
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.callbacks.arrivals import Arrivals
from occ_desktop.views.callbacks.cells import COMPLETE, CONNECT, HISTORY, TEXT, CallbackCells
from occ_desktop.views.callbacks.choices import choices_of, widths_of
from occ_desktop.views.callbacks.columns import Widths, build_columns
from occ_desktop.views.callbacks.commands import RowCommands
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.downloading import job_of
from occ_desktop.views.callbacks.hand import RowInHand
from occ_desktop.views.callbacks.keys import named
from occ_desktop.views.callbacks.list_keys import ListKeys
from occ_desktop.views.callbacks.panel.presenter import PanelPresenter
from occ_desktop.views.callbacks.presenter import CarriedSearch, ListPresenter
from occ_desktop.views.callbacks.search_bar import SearchBar
from occ_desktop.views.callbacks.standing import PresentStanding
from occ_desktop.views.callbacks.taking_back import TakingBack
from occ_desktop.views.callbacks.ticking import Ticking
from occ_desktop.views.callbacks.view import CallbacksView
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.texting_door import TextingDoor


class CallbacksRoom(QWidget):
    """콜백 리스트. ``download`` opens the download of a search; without it none is offered."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        frame: Frame,
        parent: QWidget | None = None,
        *,
        download: OpenDownload | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._tasks = tasks.child("callbacks", parent=self)
        self._download = download
        self.texting = TextingDoor(frame, lambda: services.session.rights)
        self.standing = PresentStanding(services, self, texts=self.texting.services)
        self._cells = CallbackCells(
            services.directory.service_name,
            services.directory.name,
            services.clock.now,
            self.zone,
            lambda: self.standing.now,
        )
        self._one_day = True
        self.model: WindowModel[CallbackRow] = WindowModel(
            build_columns(self._cells, Widths()), attrgetter("id"), self._tasks.child("rows"), self
        )
        self.gate = InFront()
        self.presenter = ListPresenter(services, self._tasks, self.model, self.zone, self.gate, self)
        self.commands = RowCommands(services, self._tasks, self.standing, self)
        self.panel = PanelPresenter(
            services, self._tasks, self.standing, self.commands, self.zone, self.gate, self.texting, self
        )
        memory = TableMemory(services.preferences)
        table = TableView("callbacks", self.model, memory, self._tasks.child("table"))
        self.view = CallbacksView(SearchBar(self._today()), table, self.panel.view)
        self.hand = RowInHand(services.search, self._tasks, table, self.model, self.panel, self.standing)
        self.taking_back = TakingBack(services, self._tasks, self.view.undo, self)
        day = DayTurn(services.clock.now, self.zone, lambda _today: self.presenter.new_day(), self)
        self._tick = Ticking(self.model, self.panel, day, services.clock.now, self)
        self.arrivals = Arrivals(self.view, self.model, self._cells, self._tick, frame, self)
        self._build()
        self._connect()
        self.keys = self._answer_keys()

    def zone(self) -> ZoneInfo:
        """Return the organisation's time zone."""
        return self._services.session.zone

    def _today(self) -> date:
        return business_day(self._services.clock.now(), self.zone())

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.table.setAccessibleName(self.tr("Callback list"))
        self.view.bar.offer_download(self._download is not None)
        if not self._services.preferences.value.panel_open:
            self.view.side.set_open(False)

    def _connect(self) -> None:
        made, bar, table = self.presenter, self.view.bar, self.view.table
        made.pointed_at = self.view.points_at_rows
        made.conditions_shown.connect(self._on_conditions_shown)
        made.news_counted.connect(bar.show_news)
        made.state_changed.connect(self._on_state)
        made.arrived.connect(self.arrivals.take_in)
        made.searched.connect(self._on_searched)
        made.troubled.connect(self.view.show_warning)
        made.withdrawn.connect(self._on_withdrawn)
        bar.conditions_changed.connect(made.search)
        bar.search_pressed.connect(made.search)
        bar.reset_pressed.connect(made.reset)
        bar.news_pressed.connect(made.take_in_news)
        bar.download_pressed.connect(self.download_rows)
        self.hand.called_up.connect(self.view.open_panel)
        self.hand.none_left.connect(self._on_none_left)
        table.row_activated.connect(self._on_activated)
        table.action_triggered.connect(self._on_action)
        table.sort_requested.connect(self._on_sort)
        table.columns_shown.connect(self._cells.follow_columns)
        table.columns_shown.connect(self.model.reformat)
        table.overlay.action_triggered.connect(made.do)
        self.panel.history_opened.connect(self.view.open_panel)
        self.panel.history.registered.connect(self.view.show_notice)
        self.panel.row_wanted.connect(self.hand.call_up)
        self.panel.cti_wanted.connect(self._frame.log_in_to_cti)
        self.panel.refused.connect(self.view.show_warning)
        self.view.side.toggled.connect(self._on_panel_toggled)
        self.commands.connected.connect(self._on_connected)
        self.commands.failed.connect(self._on_failed)
        self.commands.completed.connect(self._on_completed)
        self.commands.conflicted.connect(self._on_conflicted)
        self.taking_back.taken_back.connect(self.view.show_notice)
        self.taking_back.note_back.connect(self.panel.note.bring_back)
        self.taking_back.failed.connect(self.view.show_warning)
        self.standing.changed.connect(self.model.reformat)
        bus = self._services.bus
        self._off = [
            bus.subscribe(DirectoryChanged, self._on_directory),
            bus.subscribe(SessionChanged, self._on_session),
            bus.subscribe(PreferencesChanged, self._on_preferences),
        ]

    def _answer_keys(self) -> ListKeys:
        actions: dict[str, Callable[[], object]] = {
            "connect": self.panel.connect_row,
            "complete": self.panel.complete_row,
            "take-back": self.taking_back.undo,
            "note": self._to_note,
            "next": self.hand.call_up_next,
            "history": self.register_history,
            "text": self.panel.texts.press,
            "again": self.presenter.search,
            "news": self.presenter.take_in_news,
            "panel": self.view.side.toggle,
            "panes": self.view.go_to_next_part,
            "conditions": self.view.bar.focus_first,
            "download": self.download_rows,
        }
        preferences = self._services.preferences
        return ListKeys(self, preferences, self._frame, self.panel, self.standing, actions)

    # The frame

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front; ``id`` selects a row, ``mine`` the person's open ones, ``search`` a text."""
        self.arrivals.in_front = True
        self.gate.enter()
        self._services.directory.look_for_routes()
        if self.model.source is None:
            self._prepare()
            self.presenter.start()
        self.keys.enter()
        self.arrivals.show_position()
        self._tick.start()
        if "mine" in arguments:
            self.presenter.search_mine()
        if arguments.get("search"):
            self.presenter.search_text(arguments["search"])
        if arguments.get("id"):
            self.go_to(arguments["id"])
        self.view.table.setFocus(Qt.FocusReason.MouseFocusReason)  # no ring before the first key

    def carried(self) -> object:
        """Return what is searched for, who is in hand, and what can still be taken back."""
        return self.presenter.carried(), self.hand.id, self.taking_back.carried()

    def resume(self, carried: object) -> None:
        """Take that up in this window; what was typed comes back as the draft it was kept as."""
        match carried:
            case (CarriedSearch() as searched, callback_id, tuple() as waiting):
                self._prepare()
                self.presenter.resume(searched)
                self.taking_back.resume(waiting)
                if isinstance(callback_id, str):
                    self.hand.take(callback_id)

    def _prepare(self) -> None:
        self._offer_choices()
        self._renew_columns()

    def left(self) -> None:
        """Go behind; what was typed is kept."""
        self.arrivals.in_front = False
        self.keys.leave()
        self.gate.leave()
        self._tick.stop()
        self.panel.note.hand_over()

    def closed(self) -> None:
        """End: keep what was typed, hear nothing any more."""
        self._tick.stop()
        self.panel.close()
        self.presenter.close()
        self.standing.close()
        for off in self._off:
            off()
        self._off.clear()

    # What the person asks for

    def go_to(self, callback_id: str) -> None:
        """Show a callback: in the list where the search finds it, in the panel in any case."""
        self.hand.call_up(callback_id)

    def register_history(self) -> None:
        """Register history for the callback in view beside its message, or for none."""
        if not self.panel.register_history():
            self._frame.register_history()

    def download_rows(self) -> None:
        """Save all rows of the search, not only those in view."""
        if self._download is not None and self.model.total:
            searched = (self.presenter.filter, self.presenter.sort, self.model.total)
            self._download(job_of(self._services, *searched, self.zone()), self)

    def _on_none_left(self) -> None:
        self.view.show_notice(self.tr("No other callback is waiting for you."))

    def _to_note(self) -> None:
        """Go to the note; while history is registered carry the note over there."""
        self.view.open_panel()
        if not self.panel.history.take_over_note():
            self.panel.view.foot.note.setFocus()

    # What the presenters tell

    def _on_conditions_shown(self, conditions: Conditions) -> None:
        bar = self.view.bar
        bar.lock_assignee(conditions.locked_to is not None)
        bar.show_conditions(conditions, self._today())
        sort = self.presenter.sort
        self.view.table.show_sorted(sort.column.value, descending=sort.descending)
        one_day = conditions.period.preset is PeriodPreset.TODAY
        if one_day != self._one_day:
            self._one_day = one_day
            self._renew_columns()

    def _on_state(self, state: State | None) -> None:
        self.view.table.overlay.show_state(state)
        self.arrivals.show_position()

    def _on_searched(self) -> None:
        self.arrivals.forget()
        self.hand.search_asked()

    def _on_withdrawn(self, count: int) -> None:
        self.view.show_notice(self.tr("%n callback(s) are no longer yours.", "", count))

    def _on_connected(self, callback_id: str, _answer: object) -> None:
        if callback_id == self.hand.id:
            self.view.open_panel()

    def _on_completed(self, callback_id: str, note: Draft | None) -> None:
        row = self.hand.row_of(callback_id) or self.panel.row
        self.view.notice.dismiss()  # it may have asked for this second press
        self.taking_back.offer(callback_id, named(row) if row and row.id == callback_id else "", note)

    def _on_conflicted(self, callback_id: str, _conflict: object) -> None:
        if callback_id == self.hand.id:
            self.view.open_panel()  # where both notes stand, to choose from

    def _on_failed(self, callback_id: str, sentence: str) -> None:
        """Say it in the panel where the row is in view there, else above the status line."""
        in_panel = callback_id == self.hand.id and self.view.side.is_open
        if not in_panel:
            self.view.show_warning(sentence)

    # What the table tells

    def _on_activated(self, row_id: str) -> None:
        self.hand.take(row_id)
        self.view.open_panel()

    def _on_action(self, action: str, row_id: str) -> None:
        self.hand.take(row_id)
        if action == CONNECT:
            self.panel.connect_row()
        elif action == COMPLETE:
            self.panel.complete_row()
        elif action == HISTORY:
            self.panel.register_history()
        elif action == TEXT:
            self.panel.texts.send()

    def _on_sort(self, sort_key: str, descending: bool) -> None:
        self.presenter.order_by(sort_key, descending=descending)

    # Time, people, language

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._offer_choices()
        self._renew_columns()

    def _on_session(self, event: SessionChanged) -> None:
        if event.rights and self.model.source is not None:
            self._offer_choices()
            self._renew_columns()
            self.presenter.follow_rights()

    def _on_preferences(self, event: PreferencesChanged) -> None:
        if "keys" in event.names:
            self.keys.follow_preferences()

    def _offer_choices(self) -> None:
        self.view.bar.show_choices(choices_of(self._services.directory, self._services.session.rights))
        self.view.bar.show_conditions(self.presenter.conditions, self._today())

    def _on_panel_toggled(self, opened: bool) -> None:
        if not self.view.side.floating:
            self._services.preferences.change(panel_open=opened)

    def _renew_columns(self) -> None:
        widths = widths_of(self._services.directory, one_day=self._one_day)
        widths = replace(widths, texts=bool(self.standing.now.texts))
        self.model.set_columns(build_columns(self._cells, widths))
        self.view.table.retranslate()
