"""발송 as the frame knows it: wires layout and presenter, and its keys."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths
from PySide6.QtWidgets import QVBoxLayout, QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui import dialogs
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.ui.second_hand import SecondHand
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.keys import RoomKeys, cap_of_key, key_map
from occ_desktop.views.sms_sending.carrying import CarriedText
from occ_desktop.views.sms_sending.confirmation import Asked, ask
from occ_desktop.views.sms_sending.numbers_field import FILES
from occ_desktop.views.sms_sending.presenter import SendingPresenter
from occ_desktop.views.sms_sending.view import Ground, SendingView
from occ_desktop.views.texting_parts.picture_strip import choose_pictures

_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


class SmsSendingRoom(QWidget):
    """문자 발송, for who may send in a service that texts."""

    def __init__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._frame = frame
        self._tasks = tasks.child("sms-sending", parent=self)
        keys = cap_of_key("send-text"), cap_of_key("to-callback")
        ground = Ground(services.clock.now, lambda: services.session.zone, *keys)
        self.view = SendingView(ground, self)
        self._gate = InFront()
        self.presenter = SendingPresenter(
            services,
            self._tasks,
            frame,
            self.view,
            self._gate,
            ask=self._ask,
            ask_replace=self._ask_replace,
            choose_file=self._choose_file,
        )
        self._in_front = self._ended = False
        self._beat = SecondHand(services.clock.now, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._connect()
        self._keys = self._answer_keys()

    def _connect(self) -> None:
        view, presenter, form = self.view, self.presenter, self.view.form
        view.service_chosen.connect(presenter.choose_service)
        view.settle_wanted.connect(presenter.sending.settle)
        view.anew_wanted.connect(presenter.open_new)
        view.subject_wanted.connect(presenter.open_subject)
        view.tree.chosen.connect(presenter.choose_template)
        view.side.send_wanted.connect(presenter.send)
        form.head.dropped.connect(presenter.drop_template)
        form.kind_chosen.connect(presenter.choose_kind)
        form.sender_chosen.connect(presenter.choose_sender)
        form.text.changed.connect(presenter.on_text)
        form.text.long_text_asked.connect(presenter.make_long)
        form.pictures.choose_asked.connect(self._on_choose_picture)
        form.values.changed.connect(presenter.on_value)
        form.recipients.typed.connect(presenter.on_typed)
        form.reservation.changed.connect(presenter.on_time)
        form.unless_changed.connect(presenter.on_unless)
        self._beat.beat.connect(presenter.tick)

    def _answer_keys(self) -> RoomKeys:
        actions: dict[str, Callable[[], object]] = {
            "send-text": self.presenter.send,
            "find-template": self.view.tree.focus_search,
            "to-text": self.view.focus_first,
            "to-callback": self.presenter.to_callback,
            "import-recipients": self.presenter.importing.ask,
        }
        return RoomKeys(self, Place.SMS_SENDING, key_map(self._services.preferences.value.keys), actions)

    # Room

    def entered(self, arguments: dict[str, str]) -> None:
        """Come to the front, with what a text is to begin with."""
        self._in_front = True
        self._frame.set_keys(self._keys.hints())
        self._frame.set_position("")
        self._gate.enter()
        self.presenter.open(arguments)
        self._beat.start()
        self.presenter.tick()
        self.view.focus_first()

    def left(self) -> None:
        """Another room is in front; what is written stays, and is kept."""
        self._in_front = False
        self._beat.stop()
        self._gate.leave()
        self.presenter.keep()

    def closed(self) -> None:
        """Keep what is written and stop following; twice is one end."""
        if self._ended:
            return
        self._ended = True
        self._beat.stop()
        self.presenter.closed()
        self._tasks.cancel_all(close=True)

    def carried(self) -> CarriedText | None:
        """Return what is written, about what, to whom, and what was sent last."""
        return self.presenter.carried()

    def resume(self, carried: object) -> None:
        """Take it up in this window."""
        if isinstance(carried, CarriedText):
            self.presenter.resume(carried)

    # Questions

    async def _ask(self, asked: Asked) -> bool:
        return await ask(self, asked, self.view.words)

    async def _ask_replace(self, name: str) -> bool:
        return await dialogs.confirm(
            self,
            self.tr("Take the template “{name}”?").format(name=name),
            self.tr("It takes the place of the text you have written. Recipients and time stay."),
            accept=self.tr("Take the template"),
            reject=self.tr("Keep my text"),
        )

    async def _choose_file(self) -> Path | None:
        files = " ".join(f"*{suffix}" for suffix in FILES)
        found = await dialogs.open_files(
            self,
            self.tr("Recipients from a spreadsheet"),
            folder=Path(QStandardPaths.writableLocation(_DOCUMENTS) or "."),
            name_filter=self.tr("Spreadsheets ({files})").format(files=files),
        )
        return found[0] if found else None

    def _on_choose_picture(self) -> None:
        self._tasks.start(self._choose_pictures, name="pictures")

    async def _choose_pictures(self) -> None:
        self.presenter.pictures.add(await choose_pictures(self, self.view.form.pictures))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._in_front:
            self._frame.set_keys(self._keys.hints())
