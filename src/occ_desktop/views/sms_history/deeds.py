"""What can be done about a text now, and how its request splits: pure, from the texts as they are known here.

The server decides; this only keeps a button from being offered in vain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from occ_contract.sms import PASSING_HOLDS, MessageStage, MessageStatus, SendingKind, SmsMessage
from occ_desktop.services.texting_history import can_be_cancelled
from occ_desktop.views.sms_history.wording import seconds_to_recall


@dataclass(frozen=True)
class Split:
    """How many texts of one request are where; together they are ``total``.

    ``ours`` can be cancelled, ``checking`` are unclear, ``handed_over`` are with the carrier or ended there.
    """

    total: int
    ours: int = 0
    checking: int = 0
    handed_over: int = 0
    cancelled: int = 0
    waits_for_decision: int = 0  # of ``ours``


def split_of(messages: Iterable[SmsMessage]) -> Split:
    """Return how a request's texts split."""
    its = tuple(messages)
    ours = sum(can_be_cancelled(one) for one in its)
    checking = sum(is_checked(one) for one in its)
    cancelled = sum(one.status is MessageStatus.CANCELLED for one in its)
    return Split(
        len(its),
        ours,
        checking,
        len(its) - ours - checking - cancelled,
        cancelled,
        sum(waits_for_decision(one) for one in its),
    )


def is_checked(message: SmsMessage) -> bool:
    """Tell whether nobody knows yet whether the carrier took it."""
    return message.status is MessageStatus.PROCESSING and message.stage is MessageStage.UNKNOWN


def waits_for_decision(message: SmsMessage) -> bool:
    """Tell whether a person has to say whether it is sent after all; outages end by themselves."""
    held = message.held is not None and message.held not in PASSING_HOLDS
    return held and can_be_cancelled(message)


@dataclass(frozen=True)
class Deeds:
    """``recall``: seconds in which the single text can be recalled. ``cancel``: this text can be cancelled.

    ``rest``: how many of its request can, when there are others; ``under_way``: some of them went already.
    ``release``: how many of its request wait for a decision.
    """

    recall: int = 0
    cancel: bool = False
    rest: int = 0
    under_way: bool = False
    release: int = 0


def deeds_for(message: SmsMessage, split: Split | None, now: datetime) -> Deeds:
    """Return what may be tried at ``now``; ``split`` is None while its request is not read yet."""
    whole = split or split_of((message,))
    others = whole.total > 1
    started = bool(whole.handed_over or whole.checking) or message.kind is SendingKind.IMMEDIATE
    return Deeds(
        recall=seconds_to_recall(message, now),
        cancel=can_be_cancelled(message),
        rest=whole.ours if others else 0,
        under_way=others and started,
        release=whole.waits_for_decision,
    )
