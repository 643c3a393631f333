"""The cells of the sending history: a row is one recipient. Names and clock are at hand, nothing waits."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from occ_contract.phone import shown
from occ_contract.sms import MessageStage, MessageStatus, SmsMessage
from occ_desktop.domain.message_filters import MessageRow
from occ_desktop.ui.tables.columns import Cell
from occ_desktop.ui.texting_words import look_code, name_of
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.views.sms_history.wording import MessageWords

translate = QCoreApplication.translate
_SETTLED = frozenset({MessageStatus.DONE, MessageStatus.CANCELLED})


class MessageCells:
    """``withdrawn`` tells whether a template is there no more."""

    def __init__(
        self,
        words: MessageWords,
        service_name: Callable[[str], str],
        withdrawn: Callable[[str], bool],
    ) -> None:
        self._words = words
        self._service_name = service_name
        self._withdrawn = withdrawn

    def _ink(self, row: MessageRow) -> Token:
        return "text2" if row.message.status in _SETTLED else "text"

    def _moment(self, moment: datetime | None, row: MessageRow) -> Cell:
        words = self._words
        return Cell(words.short(moment), ink=self._ink(row), tooltip=words.full(moment))

    def registered(self, row: MessageRow) -> Cell:
        """Return when the text was asked for."""
        return self._moment(row.message.registered_at, row)

    def service(self, row: MessageRow) -> Cell:
        """Return the service's name."""
        name = self._service_name(row.message.service_id)
        return Cell(name, ink="text2", tooltip=name)

    def type(self, row: MessageRow) -> Cell:
        """Return whether it is short or long."""
        return Cell(name_of(row.message.type), ink="text2")

    def kind(self, row: MessageRow) -> Cell:
        """Return whether it was to go at once."""
        return Cell(name_of(row.message.kind), ink="text2")

    def reserved(self, row: MessageRow) -> Cell:
        """Return for when it is, or was, reserved."""
        return self._moment(row.message.reserved_at, row)

    def template(self, row: MessageRow) -> Cell:
        """Return its template, else its own beginning; the whole text is in the tooltip."""
        message = row.message
        name = self._words.template(message)
        if message.template_id and message.template_name and self._withdrawn(message.template_id):
            name = translate("HistoryWords", "{name} (deleted template)").format(name=name)
        return Cell(name, ink=self._ink(row), tooltip=_whole(message))

    def sender(self, row: MessageRow) -> Cell:
        """Return the number it is sent from; never cut."""
        return Cell(shown(row.message.sender), ink="text2")

    def recipient(self, row: MessageRow) -> Cell:
        """Return the number it goes to, which opens the text; never cut."""
        return Cell(shown(row.message.recipient), ink="accent", link=True)

    def status(self, row: MessageRow) -> Cell:
        """Return the status by its word; shape and colour say more than that (reserved, held, unclear)."""
        return Cell(name_of(row.message.status), status=look_code(row.message))

    def result(self, row: MessageRow) -> Cell:
        """Return what became of it; the carrier's own code is in the tooltip."""
        message = row.message
        text, ink = self._words.result(message)
        return Cell(text, ink=ink, tooltip=f"{text} ({message.result_code})" if message.result_code else text)

    def agent(self, row: MessageRow) -> Cell:
        """Return who sent it."""
        name = self._words.name(row.message.agent_id)
        return Cell(name, ink="text2", tooltip=name)

    def sent(self, row: MessageRow) -> Cell:
        """Return when it went out, else when it ended."""
        message = row.message
        if message.status is MessageStatus.CANCELLED:
            return Cell("")
        ended = message.result_at if message.stage is MessageStage.ENDED else None
        return self._moment(message.sent_at or ended, row)


def _whole(message: SmsMessage) -> str:
    return f"{message.subject}\n{message.body}" if message.subject else message.body
