"""Layout of 발송: templates left, the form, preview and the one button right; above, what one must know."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from occ_contract.phone import shown
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.banner import Banner
from occ_desktop.views.sms_sending.form import SendingForm
from occ_desktop.views.sms_sending.outcome import OutcomeLine
from occ_desktop.views.sms_sending.side import SendingSide
from occ_desktop.views.sms_sending.template_tree import TemplateTree
from occ_desktop.views.sms_sending.wording import SendingWords
from occ_desktop.views.texting_parts.trouble_banner import TroubleBanner

_TREE_WIDE, _TREE_NARROW = 248, 200
_NARROW = 1160  # pixels of the room: below, form and preview need what the tree can spare


@dataclass(frozen=True)
class Ground:
    """The server's clock and the organisation's zone, to write moments by.

    ``key`` and ``back_key`` are the caps of the keys that send and that lead back to the callback.
    """

    now: Callable[[], datetime]
    zone: Callable[[], ZoneInfo]
    key: str
    back_key: str


class SendingView(QWidget):
    """Signals: `service_chosen(str)`; `settle_wanted()`; `subject_wanted(str)`: go on with that draft;
    `anew_wanted()`: another text, about nobody yet.
    """

    subject_wanted = Signal(str)
    service_chosen = Signal(str)
    settle_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="surface")
        self.words = SendingWords(ground.now, ground.zone, self)
        self.trouble = TroubleBanner(self)
        self.unsettled = Banner("amber", "question", self)
        self.about = Banner("blue", "phone", self)
        self.service = QComboBox(self)
        self.tree = TemplateTree(self)
        self.form = SendingForm(ground.now, ground.zone, self)
        self.side = SendingSide(self.words, ground.key, self)
        self.outcome = OutcomeLine(ground.back_key, self)
        self._left = QWidget(self)
        self._pending, self._elsewhere, self._waited_for = 0, "", False
        self._about = ("", "", False)
        self._back_key = ground.back_key
        self._build()
        self.service.activated.connect(self._on_service)
        self.unsettled.action_clicked.connect(self._on_unsettled)
        self.about.action_clicked.connect(self.anew_wanted)
        self._say()

    def _build(self) -> None:
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        chooser = QHBoxLayout()
        chooser.setContentsMargins(12, 12, 12, 0)
        chooser.addWidget(self.service)
        column.addLayout(chooser)
        column.addWidget(self.tree, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._left)
        body.addWidget(self._line())
        body.addWidget(self.form, 1)
        body.addWidget(self._line())
        body.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.trouble, self.unsettled, self.about):
            layout.addWidget(part)
        layout.addLayout(body, 1)
        layout.addWidget(self.outcome)

    def _line(self) -> QFrame:
        line = QFrame(self)
        line.setProperty("line", "v")
        return line

    def offer_services(self, services: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the services one may send in, by id and name; only where there are several."""
        with QSignalBlocker(self.service):
            self.service.clear()
            for service_id, name in services:
                self.service.addItem(name, service_id)
            self.service.setCurrentIndex(self.service.findData(chosen))
        self.service.setVisible(len(services) > 1)

    def show_about(self, phone: str, name: str, callback: bool = False) -> None:
        """Say about whom the text is, where it was begun at a callback or a number; empty: about nobody.

        ``callback``: there is one to go back to.
        """
        self._about = (phone, name, callback)
        if not phone:
            self.about.hide()
            return
        who = " ".join(filter(None, (name, shown(phone))))
        title = self.tr("A text to {customer}").format(customer=who)
        back = self.tr("{key} goes back to the callback").format(key=self._back_key) if callback else ""
        self.about.show_text(title, "", aside=back, action=self.tr("Write another text"))

    def show_unsettled(self, count: int, elsewhere: str = "", *, waited_for: bool = False) -> None:
        """Say that the answer to a sending to so many is not known, and have the form wait; 0: none is open.

        ``elsewhere`` is another draft of which that is to be said. ``waited_for``: the answer to this one is
        on its way, and nothing is to be said yet.
        """
        self._pending, self._elsewhere, self._waited_for = count, elsewhere, waited_for
        held = count > 0 or waited_for
        for part in (self.form, self.tree, self.service):
            part.setEnabled(not held)
        self.side.send.setEnabled(not held)
        if not count:
            self._show_elsewhere()
            return
        self.unsettled.show_text(
            self.tr("Checking the outcome"),
            self.tr(
                "Whether the server took this text to %Ln recipient(s) is not known. It is not sent twice: "
                "asking sends it only if it never arrived.",
                "",
                count,
            ),
            action=self.tr("Ask now"),
        )

    def _show_elsewhere(self) -> None:
        if not self._elsewhere:
            self.unsettled.hide()
            return
        self.unsettled.show_text(
            self.tr("Checking the outcome"),
            self.tr("The outcome of another text is not known yet."),
            action=self.tr("Go there"),
        )

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let nothing be changed while the server is asked; what comes back belongs to what stands there."""
        parts = [part for part in (self.form, self.tree, self.service) if part.isEnabled()]
        before = self.window().focusWidget()
        for part in parts:
            part.setEnabled(False)
        self.side.send.set_busy(True)
        try:
            yield
        finally:
            if isValid(self):  # the window may be gone before the answer
                self.side.send.set_busy(False)
                for part in parts:
                    part.setEnabled(True)
                if before is not None and isValid(before) and self.isAncestorOf(before):
                    before.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus where the work begins; where nothing is lacking, on the button that sends."""
        (self.form.first or self.side.send).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._left.setFixedWidth(_TREE_NARROW if narrow else _TREE_WIDE)
        self.side.set_narrow(narrow)

    def _on_unsettled(self) -> None:
        if self._pending:
            self.settle_wanted.emit()
        elif self._elsewhere:
            self.subject_wanted.emit(self._elsewhere)

    def _on_service(self, place: int) -> None:
        self.service_chosen.emit(str(self.service.itemData(place)))

    def _say(self) -> None:
        self.service.setAccessibleName(self.tr("Service"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self.show_about(*self._about)
            self.show_unsettled(self._pending, self._elsewhere, waited_for=self._waited_for)
