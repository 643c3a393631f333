"""What the room says: why something cannot be sent, when it goes, to whom. Texts only, nothing is decided."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from occ_contract.errors import ErrorCode
from occ_contract.phone import shown
from occ_contract.sms import TextType
from occ_desktop.domain.failures import Failure, Refused, Unreachable
from occ_desktop.ui import failure_text, moments, sentences
from occ_desktop.ui.texting_words import name_of
from occ_desktop.views.sms_sending.composing import Part, Wrong

_NAMED = 5  # refused numbers in a sentence
_MOMENTS = ("now", "earliest", "latest")
_PART_OF = {
    ErrorCode.RECIPIENTS_INVALID: Part.RECIPIENTS,
    ErrorCode.RESERVATION_TOO_EARLY: Part.TIME,
    ErrorCode.RESERVATION_TOO_LATE: Part.TIME,
    ErrorCode.SENDER_UNUSABLE: Part.SENDER,
    ErrorCode.TEMPLATE_UNUSABLE: Part.TEMPLATE,
    ErrorCode.TEMPLATE_NOT_EDITABLE: Part.TEMPLATE,
    ErrorCode.IMAGE_UNUSABLE: Part.IMAGES,
    ErrorCode.TEXT_UNSENDABLE: Part.BODY,
    ErrorCode.TEXT_TOO_MANY_BYTES: Part.BODY,
    ErrorCode.PLACEHOLDER_MISSING: Part.BODY,
}
_PART_OF_FIELD = {
    "recipients": Part.RECIPIENTS,
    "subject": Part.SUBJECT,
    "body": Part.BODY,
    "image_ids": Part.IMAGES,
    "sender": Part.SENDER,
    "reserve_at": Part.TIME,
    "type": Part.TEMPLATE,
}


def refusals(refused: Refused) -> tuple[Wrong, ...]:
    """Return what the server refused, each with the part of the form it is about."""
    if refused.code is not ErrorCode.VALIDATION_FAILED:
        params = dict(refused.params)
        part = _PART_OF.get(refused.code, Part.ALL)
        if params.get("kind") == "subject":
            part = Part.SUBJECT
        return (Wrong(part, refused.code, params, str(params.get("phone", ""))),)
    found = []
    for field in refused.params.get("fields", ()):
        params = {key: value for key, value in field.items() if key not in {"field", "code", "params"}}
        params |= field.get("params", {})
        part = _PART_OF_FIELD.get(field["field"], Part.ALL)
        found.append(Wrong(part, ErrorCode(field["code"]), params))
    return tuple(found) or (Wrong(Part.ALL, refused.code, dict(refused.params)),)


class SendingWords(QObject):
    """``now`` is the server's clock, ``zone`` the organisation's."""

    def __init__(
        self, now: Callable[[], datetime], zone: Callable[[], ZoneInfo], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now, self._zone = now, zone

    def wrong(self, wrong: Wrong) -> str:
        """Return what is wrong and what to do; whose text it is, where it is one of many."""
        if wrong.code is ErrorCode.REQUIRED:
            return self._lacking(wrong.part)
        if wrong.code is ErrorCode.TOO_MANY and wrong.part is Part.RECIPIENTS:
            text = self.tr("A text goes to at most {limit}; {count} are entered. Send it in parts.")
            return text.format(limit=f"{wrong.params['limit']:,}", count=f"{wrong.params['count']:,}")
        sentence = sentences.for_code(wrong.code, self._readable(wrong.params))
        if wrong.code is ErrorCode.RECIPIENTS_INVALID:
            named = [shown(str(one.get("phone", ""))) for one in wrong.params.get("recipients", ())]
            return " ".join((sentence, ", ".join(named[:_NAMED])))
        if not wrong.phone:
            return sentence
        return self.tr("{phone}: {sentence}").format(phone=shown(wrong.phone), sentence=sentence)

    def _lacking(self, part: Part) -> str:
        return {
            Part.SENDER: self.tr("Choose a sender number."),
            Part.SUBJECT: self.tr("An MMS needs a subject."),
            Part.BODY: self.tr("Write the text."),
            Part.RECIPIENTS: self.tr("Enter a recipient."),
        }.get(part, sentences.for_code(ErrorCode.REQUIRED))

    def failure(self, failure: Failure) -> str:
        """Return why nothing was sent."""
        if isinstance(failure, Unreachable) and not failure.sent:
            why = failure_text.sentence(failure)
            return self.tr("{why} Nothing was sent; what you wrote stays here.").format(why=why)
        return failure_text.sentence(failure)

    def _readable(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters with moments as the organisation reads them."""
        found = dict(params)
        for key in _MOMENTS:
            if isinstance(value := found.get(key), str):
                found[key] = self.moment(datetime.fromisoformat(value), seconds=key == "now")
        return found

    def moment(self, at: datetime, *, seconds: bool = False) -> str:
        """Return a moment with its day where that is not today's."""
        zone, now = self._zone(), self._now()
        text = moments.short(at, now, zone)
        return f"{text}:{at.astimezone(zone):%S}" if seconds else text

    def day_and_time(self, at: datetime) -> str:
        """Return ``2026.11.23 (Mon) 15:10``."""
        local = at.astimezone(self._zone())
        return f"{moments.day(local.date())} ({moments.weekday(local.date())}) {local:%H:%M}"

    def when(self, at: datetime | None) -> str:
        """Return when it goes, and in how long."""
        if at is None:
            return self.tr("at once")
        now = self._now().replace(second=0, microsecond=0)  # as the window counts: from the minute that runs
        minutes = max(0, round((at - now).total_seconds() / 60))
        text = self.tr("{time} (in %n min)", "", minutes)
        if minutes >= 120:
            text = self.tr("{time} (in %n h)", "", round(minutes / 60))
        return text.format(time=self.moment(at))

    def kind(self, kind: TextType) -> str:
        """Return what is sent, in a word."""
        length = self.tr("long text") if kind is TextType.MMS else self.tr("short text")
        return f"{name_of(kind)} · {length}"

    def recipients(self, count: int) -> str:
        """Return how many get it."""
        return self.tr("%Ln recipient(s)", "", count)

    def press(self, count: int, *, reserved: bool) -> str:
        """Return what stands on the main button."""
        if not count:
            return self.tr("Reserve…") if reserved else self.tr("Send…")
        if reserved:
            return self.tr("Reserve for %Ln…", "", count)
        return self.tr("Send to %Ln…", "", count)

    def question(self, count: int, *, reserved: bool) -> str:
        """Return what is asked before it goes."""
        if reserved:
            return self.tr("Reserve a text to %Ln recipient(s)?", "", count)
        return self.tr("Send a text to %Ln recipient(s)?", "", count)

    def yes(self, count: int, *, reserved: bool) -> str:
        """Return the answer that sends."""
        return self.tr("Reserve for %Ln", "", count) if reserved else self.tr("Send to %Ln", "", count)

    def no(self) -> str:
        """Return the answer that does not."""
        return self.tr("Back to the text")

    def once(self) -> str:
        """Return what is said of a second press."""
        return self.tr("Pressed twice, it is sent once.")
