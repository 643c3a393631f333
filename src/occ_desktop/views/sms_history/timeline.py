"""The way of one text as steps: what was done when, where it stands now, what comes next. Pure words.

An unclear hand-over is said as what it is: asked for until known, never sent again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from occ_contract.sms import PASSING_HOLDS, MessageStage, MessageStatus, SendingKind, SmsMessage
from occ_contract.sms_results import ResultReason
from occ_desktop.ui.texting_words import name_of
from occ_desktop.views.sms_history.deeds import Split
from occ_desktop.views.sms_history.wording import MessageWords, seconds_to_recall

translate = QCoreApplication.translate


class Mark(StrEnum):
    """How a step looks: codes of the status vocabulary, and what has not come yet."""

    DONE = "sms.completed"
    FAILED = "sms.failed"
    CANCELLED = "sms.cancelled"
    HELD = "sms.held"
    CHECKING = "sms.checking"
    WAITING = "sms.processing"
    RESERVED = "sms.reserved"
    NEXT = "next"


@dataclass(frozen=True)
class Step:
    """``at`` is written; ``now``: the text stands here. ``detail`` is a whole sentence, or empty."""

    mark: Mark
    at: str
    title: str
    detail: str = ""
    now: bool = False


def steps_of(message: SmsMessage, split: Split | None, words: MessageWords) -> tuple[Step, ...]:
    """Return the steps from the registration on."""
    return (
        _registered(message, split, words),
        *_on_the_way(message, words),
        *_end(message, words),
        *_present(message, words),
    )


def _at(moment: datetime | None, words: MessageWords) -> str:
    """Return a moment as precise as a timeline needs: seconds today, the day before that."""
    if moment is None:
        return ""
    zone = words.zone()
    local, today = moment.astimezone(zone), words.now().astimezone(zone)
    return f"{local:%H:%M:%S}" if local.date() == today.date() else words.short(moment)


def _registered(message: SmsMessage, split: Split | None, words: MessageWords) -> Step:
    who = words.name(message.agent_id)
    title = translate("Timeline", "Registered")
    if who:
        title = translate("Timeline", "Registered · {name}").format(name=who)
    detail = ""
    if split is not None and split.total > 1:
        said = translate("Timeline", "One of {count} recipients of this request.")
        detail = said.format(count=f"{split.total:,}")
    return Step(Mark.DONE, _at(message.registered_at, words), title, detail)


def _on_the_way(message: SmsMessage, words: MessageWords) -> Iterator[Step]:
    if message.handed_over_at is not None:
        at = _at(message.handed_over_at, words)
        ended = message.result_at is not None and message.result is not ResultReason.NEVER_ACCEPTED
        sure = message.accepted_at is not None or ended
        title = (
            translate("Timeline", "Handed over to the carrier")
            if sure
            else translate("Timeline", "Handing over to the carrier begun")
        )
        yield Step(Mark.DONE, at, title)
    if message.accepted_at is not None:
        at = _at(message.accepted_at, words)
        yield Step(Mark.DONE, at, translate("Timeline", "The carrier took it"))
    if message.sent_at is not None:
        yield Step(Mark.DONE, _at(message.sent_at, words), translate("Timeline", "Sent by the carrier"))


def _end(message: SmsMessage, words: MessageWords) -> Iterator[Step]:
    result = name_of(message.result) if message.result else name_of(message.status)
    if message.result_code:
        result = translate("Timeline", "{result} (carrier's code {code})").format(
            result=result, code=message.result_code
        )
    at = _at(message.result_at, words)
    if message.status is MessageStatus.DONE:
        yield Step(Mark.DONE, at, translate("Timeline", "Done"), result, now=True)
    elif message.status is MessageStatus.FAILED:
        yield Step(Mark.FAILED, at, translate("Timeline", "Failed"), result, now=True)
    elif message.status is MessageStatus.CANCELLED:
        who = words.name(message.cancelled_by)
        title = translate("Timeline", "Cancelled")
        if who:
            title = translate("Timeline", "Cancelled · {name}").format(name=who)
        kept = translate("Timeline", "It was never handed over to the carrier.")
        yield Step(Mark.CANCELLED, _at(message.cancelled_at, words), title, kept, now=True)


def _present(message: SmsMessage, words: MessageWords) -> Iterator[Step]:
    """Yield where a text under way stands now, and what comes next."""
    if message.status is not MessageStatus.PROCESSING:
        return
    now = translate("Timeline", "now")
    if message.held is not None:
        yield _held(message, words)
    elif message.stage is MessageStage.UNKNOWN:
        asked = translate(
            "Timeline",
            "The carrier's answer was lost. It is asked by our own key until that is known; "
            "this text is not sent a second time.",
        )
        yield Step(Mark.CHECKING, now, name_of(message.stage), asked, now=True)
    elif message.stage is MessageStage.RESERVED:
        kept = translate("Timeline", "The server keeps it. It has not been handed over to the carrier.")
        yield Step(Mark.RESERVED, now, name_of(message.stage), kept, now=True)
        yield _next(_at(message.reserved_at, words))
    elif message.stage is MessageStage.WAITING:
        yield from _waiting(message, words, now)
    elif message.stage is MessageStage.HANDING_OVER:
        yield Step(Mark.WAITING, now, name_of(message.stage), now=True)
    elif message.stage is MessageStage.ACCEPTED:
        title = translate("Timeline", "Waiting for the result")
        patience = translate("Timeline", "Results can take more than a day.")
        yield Step(Mark.WAITING, now, title, patience, now=True)


def _waiting(message: SmsMessage, words: MessageWords, now: str) -> Iterator[Step]:
    left = seconds_to_recall(message, words.now())
    if not left:
        yield Step(Mark.WAITING, now, name_of(message.stage), now=True)
        return
    said = translate("Timeline", "It can be recalled for {seconds} s.").format(seconds=left)
    yield Step(Mark.WAITING, now, name_of(message.stage), said, now=True)
    yield _next(_at(message.recallable_until, words))


def _held(message: SmsMessage, words: MessageWords) -> Step:
    title = name_of(message.held) if message.held is not None else ""
    if message.held in PASSING_HOLDS:
        detail = translate("Timeline", "It is sent by itself once that is over; nothing is lost.")
    else:
        detail = translate("Timeline", "It is not sent unless somebody releases it.")
    if message.kind is SendingKind.RESERVED and message.reserved_at is not None:
        due = translate("Timeline", "It was due at {time}.").format(time=words.short(message.reserved_at))
        detail = f"{due} {detail}"
    return Step(Mark.HELD, _at(message.held_at, words), title, detail, now=True)


def _next(at: str) -> Step:
    title = translate("Timeline", "Will be handed over to the carrier")
    return Step(Mark.NEXT, at, title, translate("Timeline", "Until then it can be cancelled."))
