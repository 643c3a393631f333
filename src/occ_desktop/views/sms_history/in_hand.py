"""The text in hand: opened in detail over the list, walked with the arrows, cancelled by a key.

A text called up from elsewhere (a notice) is opened whether the search in view finds it or not.
"""

from PySide6.QtCore import QObject, Signal

from occ_contract.phone import shown
from occ_contract.sms import SmsMessage
from occ_desktop.domain.failures import Failure
from occ_desktop.domain.message_filters import MessageRow
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_history import can_be_cancelled
from occ_desktop.ui import failure_text
from occ_desktop.ui.dialogs import Option, choose, run_dialog
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.sms_history.background import Background
from occ_desktop.views.sms_history.deeds import Deeds, deeds_for, split_of
from occ_desktop.views.sms_history.detail import DetailDialog
from occ_desktop.views.sms_history.detail_words import DetailWords
from occ_desktop.views.sms_history.taking_back import TakingBack
from occ_desktop.views.sms_history.view import HistoryView
from occ_desktop.views.sms_history.wording import MessageWords

_ONE, _ALL = "one", "all"


class TextInHand(QObject):
    """`elsewhere(str)`: this text is in hand, and the list is to go to it if it can."""

    elsewhere = Signal(str)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        model: WindowModel[MessageRow],
        view: HistoryView,
        words: MessageWords,
        background: Background,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._model = model
        self._view = view
        self.words = words
        self._detail_words = DetailWords(words, self._service_name, background.withdrawn, self)
        self.taking_back = TakingBack(services.texting.history, tasks, self)
        self.taking_back.done.connect(self._on_done)
        self.taking_back.failed.connect(self._on_failed)
        self.detail: DetailDialog | None = None

    def _service_name(self, service_id: str) -> str:
        several = len(self._services.session.rights.sending_services()) > 1
        return self._services.directory.service_name(service_id) if several else ""

    @property
    def id(self) -> str | None:
        """Return the text one stands on."""
        return self._view.table.current_id

    @property
    def message(self) -> SmsMessage | None:
        """Return it as the list shows it, None when it is not here."""
        return self._row(self.id)

    def _row(self, message_id: str | None) -> SmsMessage | None:
        place = self._model.position(message_id) if message_id is not None else None
        row = self._model.row(place) if place is not None else None
        return row.message if row is not None else None

    # In detail

    def open(self, message_id: str) -> None:
        """Open a text of the list (a press on its recipient, Enter, a double click)."""
        message = self._row(message_id)
        if message is not None:
            self._show(message)

    def call_up(self, message_id: str) -> None:
        """Open a text wherever it is, and have the list go to it."""
        self.elsewhere.emit(message_id)
        self._tasks.start(lambda: self._call_up(message_id), name="call-up", policy=Policy.LATEST)

    async def _call_up(self, message_id: str) -> None:
        try:
            row = await self._services.texting.history.row(message_id)
        except Failure:
            return  # the list says what is wrong with the cache
        if row is None:
            self._view.say(self.tr("This text is not yours to see."), "notice")
        else:
            self._show(row.message)

    def close_detail(self) -> None:
        """Close the detail, if one is open."""
        if self.detail is not None:
            self.detail.reject()

    def _show(self, message: SmsMessage) -> None:
        if self.detail is None:
            self.detail = DetailDialog(
                self._services, self._tasks, self._detail_words, self.taking_back, self._view
            )
            self.detail.stepped.connect(self._on_stepped)
            self.detail.show_message(message)
            self._tasks.start(self._run, name="detail", policy=Policy.DROP)
        else:
            self.detail.show_message(message)

    async def _run(self) -> None:
        detail = self.detail
        if detail is None:
            return
        try:
            await run_dialog(detail)
        finally:
            detail.end()
            self.detail = None

    def _on_stepped(self, by: int) -> None:
        """Go to the row above or below, the detail with it."""
        table, model = self._view.table, self._model
        shown_id = self.detail.message.id if self.detail and self.detail.message else None
        place = model.position(shown_id) if shown_id is not None else None
        if place is None:
            return
        message = model.row(place + by) if 0 <= place + by < model.total else None
        if message is not None:
            table.go_to(place + by)
            self._show(message.message)

    # Taking back

    def cancel(self) -> None:
        """Cancel the text one stands on: a recall at once, everything else after a question."""
        message = self.message
        if message is None:
            return
        if not can_be_cancelled(message):
            self._view.say(self.tr("Only what was not handed over can be cancelled."), "notice")
            return
        status = self._services.workplace.status
        if status is None or status.away:
            self._view.say(self._detail_words.foot(message, Deeds(cancel=True), away=True), "warning")
            return
        deeds = deeds_for(message, None, self._services.clock.now())
        if deeds.recall:
            self.taking_back.cancel(message, recall=True)
        else:
            self._tasks.start(lambda: self._ask(message), name="ask-cancel", policy=Policy.DROP)

    async def _ask(self, message: SmsMessage) -> None:
        try:
            rows = await self._services.texting.history.of_request(message.request_id)
        except Failure as failure:
            self._view.say(failure_text.sentence(failure), "warning")
            return
        split = split_of(row.message for row in rows)
        deeds = deeds_for(message, split, self._services.clock.now())
        answer = await self._choose(message, deeds)
        if answer == _ONE:
            self.taking_back.cancel(message)
        elif answer == _ALL:
            self.taking_back.cancel_rest(message)

    async def _choose(self, message: SmsMessage, deeds: Deeds) -> str | None:
        """Ask what is meant; the harmless answer stands first and is the default."""
        options = [Option("", self.tr("Keep it"))]
        if deeds.rest > 1:
            whole = self.tr("Stop the rest ({count})") if deeds.under_way else self.tr("All of it ({count})")
            options.append(Option(_ALL, whole.format(count=f"{deeds.rest:,}"), "danger"))
        options.append(Option(_ONE, self.tr("Cancel this recipient"), "danger-solid", "prohibit"))
        return await choose(
            self._view,
            self.tr("Cancel the text to {number}?").format(number=shown(message.recipient)),
            self.tr("What is cancelled stays so; it would have to be sent anew."),
            options,
            harmless_first=True,
        )

    def _on_done(self, sentence: str) -> None:
        if self.detail is None:
            self._view.say(sentence)

    def _on_failed(self, sentence: str) -> None:
        if self.detail is None:
            self._view.say(sentence, "warning")
