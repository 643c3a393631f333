"""What the detail of a text says: its facts, how it stands, and the sentence at its foot. Pure words."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from occ_contract.phone import shown as written
from occ_contract.sms import MessageStage, MessageStatus, SendingKind, SmsMessage, TextType
from occ_contract.sms_text import byte_length
from occ_desktop.ui import vocabulary
from occ_desktop.ui.texting_words import look_code, name_of
from occ_desktop.views.sms_history.deeds import Deeds, Split
from occ_desktop.views.sms_history.detail_view import Shown
from occ_desktop.views.sms_history.timeline import steps_of
from occ_desktop.views.sms_history.wording import MessageWords

_MINUTE = 60


class DetailWords(QObject):
    """``service_name`` is empty for a service there is no other beside. An object only for plural forms."""

    def __init__(
        self,
        words: MessageWords,
        service_name: Callable[[str], str],
        withdrawn: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._service_name = service_name
        self._withdrawn = withdrawn

    def shown(self, message: SmsMessage, split: Split | None, customer: str) -> Shown:
        """Return a text in words."""
        return Shown(
            number=written(message.recipient),
            name=customer,
            code=look_code(message),
            standing=self._standing(message),
            facts=tuple(fact for fact in self._facts(message, split) if fact[1]),
            steps=steps_of(message, split, self._words),
            sender=written(message.sender),
            title=message.subject or None,
            body=message.body,
            when=self._words.short(message.sent_at or message.reserved_at or message.registered_at),
            kind=name_of(message.type),
        )

    def foot(self, message: SmsMessage, deeds: Deeds, *, away: bool) -> str:
        """Return what holds about the buttons beside it."""
        if not (deeds.cancel or deeds.rest or deeds.release):
            return ""
        if away:
            return self.tr("Offline: this needs the server.")
        if deeds.release:
            return self.tr("Nothing of it is sent unless you say so.")
        if deeds.recall:
            return self.tr("It is not handed over before the time is up.")
        if not message.reserved_at and deeds.rest:
            return self.tr("What was handed over goes out; the rest can be stopped.")
        return self.tr("What is cancelled stays so; it would have to be sent anew.")

    def _standing(self, message: SmsMessage) -> str:
        status = name_of(message.status)
        if message.status is not MessageStatus.PROCESSING:
            return status
        code = look_code(message)
        return status if code == "sms.processing" else f"{status} · {vocabulary.name_of(code)}"

    def _facts(self, message: SmsMessage, split: Split | None) -> list[tuple[str, str]]:
        return [
            (self.tr("Service"), self._service_name(message.service_id)),
            (self.tr("Template"), self._template(message)),
            (self.tr("Type"), self._type(message)),
            (self.tr("Sender"), written(message.sender)),
            (self.tr("Reserved for"), self._reserved(message)),
            (self.tr("Attached"), self._attached(message)),
            (self.tr("Agent"), self._words.name(message.agent_id)),
            (self.tr("Request"), self._request(split)),
        ]

    def _template(self, message: SmsMessage) -> str:
        if not message.template_name:
            return self.tr("written by hand")
        if message.template_id and self._withdrawn(message.template_id):
            return self.tr("{name} (deleted template)").format(name=message.template_name)
        return message.template_name

    def _type(self, message: SmsMessage) -> str:
        measured = self.tr("%Ln byte(s)", "", byte_length(message.body))
        return f"{name_of(message.type)} · {name_of(message.kind)} · {measured}"

    def _reserved(self, message: SmsMessage) -> str:
        if message.kind is not SendingKind.RESERVED or message.reserved_at is None:
            return ""
        at = self._words.full(message.reserved_at)
        if message.stage is not MessageStage.RESERVED:
            return at
        soon = self._soon(message.reserved_at)
        return f"{at} · {soon}" if soon else at

    def _soon(self, moment: datetime) -> str:
        left = int((moment - self._words.now()).total_seconds() // _MINUTE)
        return self.tr("in %n minute(s)", "", left) if left > 0 else ""

    def _attached(self, message: SmsMessage) -> str:
        if message.type is not TextType.MMS:
            return ""
        count = len(message.image_ids)
        return self.tr("%n picture(s)", "", count) if count else self.tr("none")

    def _request(self, split: Split | None) -> str:
        """Return how the request splits, for a text with others beside it."""
        if split is None or split.total == 1:
            return ""
        parts = [self.tr("%Ln recipient(s)", "", split.total)]
        for source, count in (
            (self.tr("{count} handed over"), split.handed_over),
            (self.tr("{count} waiting"), split.ours),
            (self.tr("{count} being checked"), split.checking),
            (self.tr("{count} cancelled"), split.cancelled),
        ):
            if count:
                parts.append(source.format(count=f"{count:,}"))
        return " · ".join(parts)
