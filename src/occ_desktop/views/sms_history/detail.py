"""One text in full, over the list it stands in: it follows the text live, and the arrows walk the list.

Asks the services; lays nothing out. The look at it is audited by the server; offline the cache answers.
"""

import asyncio

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QVBoxLayout, QWidget

from occ_contract.sms import SmsMessage
from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.domain.sync_status import SyncStatus
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import failure_text
from occ_desktop.ui.second_hand import SecondHand
from occ_desktop.views.parts.followed_rows import changed
from occ_desktop.views.sms_history.deeds import Split, deeds_for, split_of
from occ_desktop.views.sms_history.detail_view import DetailView
from occ_desktop.views.sms_history.detail_words import DetailWords
from occ_desktop.views.sms_history.taking_back import TakingBack

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DetailDialog(QDialog):
    """`stepped(int)`: the row above (-1) or below (1) is wanted. Opened with `ui.dialogs.run_dialog`."""

    stepped = Signal(int)

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        words: DetailWords,
        taking_back: TakingBack,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._history = services.texting.history
        self._tasks = tasks.child("detail", parent=self)
        self._words = words
        self._taking_back = taking_back
        self.message: SmsMessage | None = None
        self.split: Split | None = None
        self._customer = ""
        self._pictures: list[QImage] = []
        self._picture_problem = ""
        self._said: tuple[str, str] | None = None  # what came of a press, and its tone
        self.view = DetailView(self)
        self._hand = SecondHand(services.clock.now, self)
        self._hand.beat.connect(self.tick)
        self.setWindowTitle(self.tr("Text in detail"))
        self.setAccessibleName(self.tr("Text in detail"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self._hand.start()
        self.view.close_button.setFocus()

    def _connect(self) -> None:
        view, deed = self.view, self._taking_back
        view.stepped.connect(self.stepped)
        view.close_pressed.connect(self.reject)
        view.cancel_pressed.connect(self._on_cancel)
        view.rest_pressed.connect(self._on_rest)
        view.release_pressed.connect(self._on_release)
        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)  # its arrows would go to the next button
        deed.done.connect(self._on_done)  # Qt lets go of them with this object
        deed.failed.connect(self._on_failed)
        deed.busy_changed.connect(self._show_deeds)
        bus = self._services.bus
        self._off = [
            bus.subscribe(ChangeSet, self._on_change),
            bus.subscribe(SyncStatus, lambda _status: self._show_deeds()),
        ]
        self.finished.connect(self.end)

    def end(self, _result: int = 0) -> None:
        """Follow nothing any more; a second time does nothing."""
        for off in self._off:
            off()
        self._off.clear()
        if shiboken6.isValid(self):  # a window that goes takes it along
            self._hand.stop()
            self._tasks.cancel_all(close=True)

    # Which text

    def show_message(self, message: SmsMessage) -> None:
        """Show another text: at once as it is known, then as the server has it."""
        other = self.message is None or self.message.id != message.id
        if other:
            self.split, self._customer, self._said = None, "", None
            self._pictures, self._picture_problem = [], ""
        self.message = message
        self._show()
        if other:
            self._show_phone()
            self._tasks.start(lambda: self._read(message), name="read", policy=Policy.LATEST)
            self._tasks.start(lambda: self._read_pictures(message), name="pictures", policy=Policy.LATEST)

    def tick(self) -> None:
        """Let a second pass: what can be recalled counts down."""
        if self.message is not None:
            self._show()

    async def _read(self, message: SmsMessage) -> None:
        try:
            await self._read_split(message.request_id)
            if message.callback_id is not None:
                row = await self._services.search.row(message.callback_id)
                self._customer = row.callback.name or "" if row is not None else ""
            self._show()
            fresh = await self._history.detail(message.id)
        except Failure:
            return  # the list says what is wrong with the cache
        known = self.message  # by now perhaps newer than what the server was asked about
        if fresh is not None and known is not None and fresh.id == known.id and fresh.seq >= known.seq:
            self.message = fresh
            self._show()

    async def _read_split(self, request_id: str) -> None:
        rows = await self._history.of_request(request_id)
        if self.message is not None and self.message.request_id == request_id:
            self.split = split_of(row.message for row in rows)

    async def _read_pictures(self, message: SmsMessage) -> None:
        """Read the pictures in their order; what is not to be had is said, the others are shown."""
        found: list[QImage] = []
        for image_id in message.image_ids:
            try:
                jpeg = await self._services.texting.images.jpeg(image_id)
            except LoggedOut:
                return
            except Failure as failure:
                self._picture_problem = failure_text.sentence(failure)
                continue
            found.append(await asyncio.to_thread(QImage.fromData, jpeg))
        if self._is(message):
            self._pictures = found
            self._show_phone()

    def _is(self, message: SmsMessage) -> bool:
        return self.message is not None and self.message.id == message.id

    # What happened elsewhere

    def _on_change(self, change: ChangeSet) -> None:
        message = self.message
        if message is None or not change.touches(Entity.SMS_MESSAGE):
            return
        alone = self.split is not None and self.split.total == 1
        if alone and not change.everything and message.id not in changed(change, Entity.SMS_MESSAGE):
            return
        self._tasks.start(self._read_again, name="again", policy=Policy.AGAIN)

    async def _read_again(self) -> None:
        """Read the text anew that is in hand now; by the answer it may be another one."""
        shown = self.message
        if shown is None:
            return
        try:
            row = await self._history.row(shown.id)
            if not self._is(shown):
                return
            if row is None:
                self.reject()  # it is no longer this person's to see
                return
            self.message = row.message
            await self._read_split(row.message.request_id)
        except Failure:
            return  # the list says what is wrong with the cache
        self._show()

    # What is in view

    def _show(self) -> None:
        if self.message is not None:
            self.view.show_text(self._words.shown(self.message, self.split, self._customer))
            self._show_deeds()

    def _show_phone(self) -> None:
        if self.message is not None:
            shown = self._words.shown(self.message, self.split, self._customer)
            self.view.show_phone(shown, self._pictures, self._picture_problem)

    def _show_deeds(self) -> None:
        message = self.message
        if message is None:
            return
        status = self._services.workplace.status
        away = status is None or status.away
        deeds = deeds_for(message, self.split, self._services.clock.now())
        busy = self._taking_back.busy(message)
        self.view.show_deeds(deeds, enabled=not away and not busy)
        if self._said is not None:
            self.view.show_note(*self._said)
        else:
            self.view.show_note(self._words.foot(message, deeds, away=away))

    # What the person does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = _STEPS.get(Qt.Key(event.key()))
            if by is not None:
                self.stepped.emit(by)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(by)

    def _on_cancel(self) -> None:
        if self.message is not None:
            deeds = deeds_for(self.message, self.split, self._services.clock.now())
            self._taking_back.cancel(self.message, recall=bool(deeds.recall))

    def _on_rest(self) -> None:
        if self.message is not None:
            self._taking_back.cancel_rest(self.message)

    def _on_release(self) -> None:
        if self.message is not None:
            self._taking_back.release(self.message)

    def _on_done(self, sentence: str) -> None:
        self._said = (sentence, "good")
        self._show_deeds()

    def _on_failed(self, sentence: str) -> None:
        self._said = (sentence, "warning")
        self._show_deeds()
