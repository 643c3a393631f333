"""발송 내역 as a room of the frame: builds view and presenters, wires them, answers the keys."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from operator import attrgetter
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_contract.statistics import business_day
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.message_filters import HistoryConditions, MessageRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.events import DirectoryChanged, PreferencesChanged, SessionChanged
from occ_desktop.services.table_memory import TableMemory
from occ_desktop.ui.download_job import OpenDownload
from occ_desktop.ui.frame import Frame, Place, Target
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.day_turn import DayTurn
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.sms_history.background import Background
from occ_desktop.views.sms_history.cells import MessageCells
from occ_desktop.views.sms_history.choices import choices_of
from occ_desktop.views.sms_history.columns import Widths, build_columns, widths_for
from occ_desktop.views.sms_history.downloading import job_of
from occ_desktop.views.sms_history.in_hand import TextInHand
from occ_desktop.views.sms_history.presenter import HistoryPresenter
from occ_desktop.views.sms_history.rows import CarriedHistory
from occ_desktop.views.sms_history.search_bar import HistoryBar
from occ_desktop.views.sms_history.standing import Standing
from occ_desktop.views.sms_history.view import HistoryView
from occ_desktop.views.sms_history.wording import MessageWords
from occ_desktop.views.texting_parts.trouble_banner import TroubleBanner
from occ_desktop.views.texting_parts.trouble_words import Trouble, troubles


class SmsHistoryRoom(QWidget):
    """``download`` opens the download of a search; without it none is offered."""

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
        self._tasks = tasks.child("sms-history", parent=self)
        self._download = download
        self.gate = InFront()
        self.background = Background(services, self._tasks, self.gate, self)
        words = MessageWords(services.clock.now, self.zone, services.directory.name)
        cells = MessageCells(words, services.directory.service_name, self.background.withdrawn)
        self._cells = cells
        self.model: WindowModel[MessageRow] = WindowModel(
            build_columns(cells, Widths()), attrgetter("id"), self._tasks.child("rows"), self
        )
        self.presenter = HistoryPresenter(services, self._tasks, self.model, self.zone, self.gate, self)
        table = TableView(
            "sms-history", self.model, TableMemory(services.preferences), self._tasks.child("table")
        )
        self.view = HistoryView(TroubleBanner(), HistoryBar(self._today()), table)
        self.in_hand = TextInHand(services, self._tasks, self.model, self.view, words, self.background, self)
        day = DayTurn(services.clock.now, self.zone, lambda _today: self.presenter.new_day(), self)
        self.standing = Standing(self.view, self.model, day, services.clock.now, frame, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        table.setAccessibleName(self.tr("Sending history"))
        self.view.bar.offer_download(download is not None)
        self._connect()
        actions: dict[str, Callable[[], object]] = {
            "conditions": self.view.bar.focus_first,
            "again": self.presenter.search,
            "news": self.presenter.take_in_news,
            "download": self.download_rows,
            "cancel-text": self.in_hand.cancel,
        }
        self.standing.answer_keys(self, services.preferences, actions, lambda: self.in_hand.message)

    def zone(self) -> ZoneInfo:
        """Return the organisation's time zone."""
        return self._services.session.zone

    def _today(self) -> date:
        return business_day(self._services.clock.now(), self.zone())

    def _connect(self) -> None:
        made, view, behind = self.presenter, self.view, self.background
        made.pointed_at = view.points_at_rows
        made.may_send = lambda: self._frame.leads_to(Place.SMS_SENDING)
        made.sending_wanted.connect(lambda: self._frame.navigate(Target(Place.SMS_SENDING)))
        made.conditions_shown.connect(self._on_conditions_shown)
        made.counted.connect(view.summary.show_counts)
        made.news_counted.connect(view.summary.show_news)
        made.arrived.connect(self.standing.take_in)
        made.state_changed.connect(self._on_state)
        made.troubled.connect(lambda sentence: view.say(sentence, "warning"))
        made.away_changed.connect(self._show_away)
        view.bar.conditions_changed.connect(made.search)
        view.bar.search_pressed.connect(made.search)
        view.bar.reset_pressed.connect(made.reset)
        view.bar.download_pressed.connect(self.download_rows)
        view.summary.status_chosen.connect(made.search_status)
        view.summary.news_pressed.connect(made.take_in_news)
        view.table.row_activated.connect(self.in_hand.open)
        view.table.sort_requested.connect(self._on_sort)
        view.table.overlay.action_triggered.connect(made.do)
        self.in_hand.elsewhere.connect(self._on_elsewhere)
        behind.choices_changed.connect(self._offer_choices)
        behind.templates_changed.connect(self.model.reformat)
        behind.links_changed.connect(self._show_trouble)
        bus = self._services.bus
        self._off = [
            bus.subscribe(DirectoryChanged, self._on_directory),
            bus.subscribe(SessionChanged, self._on_session),
            bus.subscribe(PreferencesChanged, self._on_preferences),
        ]

    # The frame

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front; ``message`` opens a text, ``request`` shows the texts of one request."""
        self.gate.enter()
        if not self.presenter.begun and not arguments.get("request"):
            self._prepare()
            self.presenter.search()
        self.background.read()
        self.standing.enter()
        self._show_away()
        if arguments.get("request"):
            self._prepare()
            self.presenter.search(HistoryConditions.of_request(arguments["request"]))
        elif arguments.get("message"):
            self.in_hand.call_up(arguments["message"])
        self.view.table.setFocus(Qt.FocusReason.MouseFocusReason)  # no ring before the first key

    def carried(self) -> object:
        """Return what is searched for, in which order, and which text is in hand."""
        return (self.presenter.carried(), self.in_hand.id) if self.presenter.begun else None

    def resume(self, carried: object) -> None:
        """Take that up in this window."""
        match carried:
            case (CarriedHistory() as searched, in_hand):
                self._prepare()
                self.presenter.resume(searched)
                if isinstance(in_hand, str):
                    self.model.note_current(in_hand)

    def left(self) -> None:
        """Go behind; a detail that is open closes."""
        self.in_hand.close_detail()
        self.standing.leave()
        self.gate.leave()

    def closed(self) -> None:
        """End: hear nothing any more."""
        self.in_hand.close_detail()
        self.standing.leave()
        self.presenter.close()
        self.background.close()
        for off in self._off:
            off()
        self._off.clear()

    def _prepare(self) -> None:
        self._offer_choices()
        self._renew_columns()

    # What the person asks for

    def download_rows(self) -> None:
        """Save all texts of the search, not only those in view."""
        if self._download is not None and self.model.total:
            searched = (self.presenter.filter, self.presenter.sort, self.model.total)
            self._download(job_of(self._services, *searched, self.zone()), self)

    def _on_sort(self, sort_key: str, descending: bool) -> None:
        self.presenter.order_by(sort_key, descending=descending)

    def _on_elsewhere(self, message_id: str) -> None:
        """A text was called up that this search may not find: show its request, the text in hand."""
        self._tasks.start(lambda: self._find(message_id), name="go-to", policy=Policy.LATEST)

    async def _find(self, message_id: str) -> None:
        try:
            place = await self.model.seek(message_id)
            row = None if place is not None else await self._services.texting.history.row(message_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if place is not None:
            self.view.table.go_to(place)
        elif row is not None:
            self.model.note_current(message_id)
            self.presenter.search(HistoryConditions.of_request(row.message.request_id))

    # What the presenters tell

    def _on_conditions_shown(self, conditions: HistoryConditions) -> None:
        self.view.bar.show_conditions(conditions, self._today())
        self.view.summary.show_chosen(conditions.statuses)
        sort = self.presenter.sort
        self.view.table.show_sorted(sort.column.value, descending=sort.descending)

    def _on_state(self, state: object) -> None:
        self.view.table.overlay.show_state(state)  # type: ignore[arg-type]
        self.standing.show_position()

    def _show_away(self, _away: bool = False) -> None:
        status = self._services.workplace.status
        if not self.presenter.away:
            self.view.summary.show_away(None)
        else:
            synced = status.last_synced_at if status is not None else None
            self.view.summary.show_away(self.in_hand.words.short(synced))

    def _show_trouble(self) -> None:
        behind, now, zone = self.background, self._services.clock.now(), self.zone()
        found: list[Trouble] = []
        for link in behind.links:
            its = troubles(link, behind.numbers.get(link.service_id) or None, now, zone)
            name = self._services.directory.service_name(link.service_id) if len(behind.links) > 1 else ""
            found += [replace(one, title=f"{name}: {one.title}") if name else one for one in its]
        self.view.banner.show_troubles(sorted(found, key=lambda one: one.passing))

    # People, rights, keys

    def _on_directory(self, _event: DirectoryChanged) -> None:
        self._prepare()

    def _on_session(self, event: SessionChanged) -> None:
        if event.rights and self.presenter.begun:
            self._prepare()

    def _on_preferences(self, event: PreferencesChanged) -> None:
        if "keys" in event.names:
            self.standing.follow_keys(self._services.preferences)

    def _offer_choices(self) -> None:
        session, behind = self._services.session, self.background
        me = session.me.id if session.me is not None else ""
        self.presenter.templates = behind.templates
        self.view.bar.show_choices(
            choices_of(self._services.directory, session.rights, me, behind.senders, behind.templates)
        )
        self.view.bar.show_conditions(self.presenter.conditions, self._today())

    def _renew_columns(self) -> None:
        services = len(self._services.session.rights.sending_services())
        widths = widths_for(self._services.directory.names().values(), services=services)
        self.model.set_columns(build_columns(self._cells, widths))
        self.view.table.retranslate()
