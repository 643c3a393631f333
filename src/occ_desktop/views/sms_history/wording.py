"""What the history says of one text, in words: what became of it, what is waited for, and how sure that is.

Pure but for the language: names, clock and zone are handed in. It knows no widget and asks nobody.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.phone import shown
from occ_contract.sms import MessageStage, MessageStatus, SmsMessage
from occ_desktop.domain.message_filters import HistoryConditions
from occ_desktop.services.directory import Directory
from occ_desktop.ui import moments, periods
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.tokens import Token

translate = QCoreApplication.translate
_HAND_SHOWN = 80  # characters of a text without a template


def seconds_to_recall(message: SmsMessage, now: datetime) -> int:
    """Return how many seconds a single text can still be recalled, 0 when it cannot."""
    until = message.recallable_until
    if until is None or message.stage is not MessageStage.WAITING:
        return 0
    return max(0, -int((now - until).total_seconds() // 1))


class MessageWords:
    """``now`` is the server's time (UTC), ``zone`` the organisation's, ``name`` gives a person's."""

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo],
        name: Callable[[str | None], str],
    ) -> None:
        self.now = now
        self.zone = zone
        self.name = name

    def short(self, moment: datetime | None) -> str:
        """Return a moment as lists show it."""
        return moments.short(moment, self.now(), self.zone())

    def full(self, moment: datetime | None) -> str:
        """Return a moment with its day and second."""
        return moments.full(moment, self.zone())

    def result(self, message: SmsMessage) -> tuple[str, Token]:
        """Return what became of a text, and in which ink."""
        if message.status is MessageStatus.DONE:
            return (name_of(message.result) if message.result else ""), "text2"
        if message.status is MessageStatus.FAILED:
            return (name_of(message.result) if message.result else ""), "red"
        if message.status is MessageStatus.CANCELLED:
            return self.cancelled(message), "text2"
        if message.held is not None:
            return self.held(message), "amber"
        if message.stage is MessageStage.UNKNOWN:
            return name_of(message.stage), "amber"
        left = seconds_to_recall(message, self.now())
        if left:
            said = translate("HistoryWords", "Can be recalled for {seconds} s").format(seconds=left)
            return said, "text"
        return name_of(message.stage), "text2"

    def cancelled(self, message: SmsMessage) -> str:
        """Return who cancelled a text, and when."""
        who, when = self.name(message.cancelled_by), self.short(message.cancelled_at)
        if not who:
            return translate("HistoryWords", "Cancelled {time}").format(time=when)
        return translate("HistoryWords", "Cancelled {time} by {name}").format(time=when, name=who)

    def held(self, message: SmsMessage) -> str:
        """Return why a text waits on, and since when."""
        if message.held is None:
            return ""
        said = name_of(message.held)
        if message.held_at is None:
            return said
        since = translate("HistoryWords", "since {time}").format(time=self.short(message.held_at))
        return f"{said} · {since}"

    def template(self, message: SmsMessage) -> str:
        """Return the name of the template a text was made from; without one, its own beginning."""
        if message.template_name:
            return message.template_name
        start = " ".join(message.body.split())[:_HAND_SHOWN]
        return translate("HistoryWords", "(typed) {text}").format(text=start)


def in_words(
    conditions: HistoryConditions,
    directory: Directory,
    templates: dict[str, str],
    now: datetime,
    zone: ZoneInfo,
) -> str:
    """Return the conditions as one line: "7 days · Failed · recipient with “4471”"."""
    if conditions.request:
        return translate("HistoryWords", "one request")
    words = [periods.described(conditions.period, now, zone)]
    words += [name_of(value) for value in (conditions.kind, conditions.type) if value is not None]
    words += [name_of(status) for status in conditions.statuses]
    words += [templates.get(template, "") for template in conditions.templates]
    words += [directory.name(person) for person in conditions.agents]
    words += [shown(sender) for sender in conditions.senders]
    if conditions.recipient:
        part = translate("HistoryWords", "recipient with “{part}”")
        words.append(part.format(part=conditions.recipient))
    words += [directory.service_name(service) for service in conditions.services]
    return " · ".join(word for word in words if word)
