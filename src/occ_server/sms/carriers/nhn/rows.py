"""What NHN's rows say of a message: rows of its lists, of its result updates, hooks. It asks nobody."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from occ_contract.ids import canonical_id
from occ_server.sms.carriers.nhn.times import from_korea
from occ_server.sms.carriers.protocol import Found, Outcome, Taken
from occ_server.sms.carriers.results import (
    AD_FAILED_CODE,
    CANCELLED_CODE,
    DELIVERED_CODE,
    DUPLICATE_CODE,
    reason_of,
)

Row = Mapping[str, Any]
_NAME, _CODE = re.compile(r"[\w.:-]{1,64}", re.ASCII), re.compile(r"[\w.-]{1,20}", re.ASCII)
# msgStatus of a list, messageStatus of a hook -> the code that stands for it where the row has none.
_ENDED = {
    "0": "E999",
    "3": DELIVERED_CODE,
    "4": CANCELLED_CODE,
    "5": DUPLICATE_CODE,
    "6": AD_FAILED_CODE,
    "COMPLETED": DELIVERED_CODE,
    "FAILED": "E999",
    "CANCEL": CANCELLED_CODE,
    "DUPLICATED": DUPLICATE_CODE,
    "FAILED_AD": AD_FAILED_CODE,
}
_UNDER_WAY = frozenset({"1", "2", "7", "RESERVED", "SENDING", "RESEND_AD"})


def word(value: object) -> str:
    """Return a text or a whole number as a text; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def taken_of(row: Row) -> Taken | None:
    """Return the carrier's names of a message: ``requestId`` and ``recipientSeq``."""
    request, place = word(row.get("requestId")), word(row.get("recipientSeq"))
    if not _NAME.fullmatch(request) or not (place.isascii() and place.isdigit() and len(place) < 10):
        return None
    return Taken(request, int(place))


def our_id(row: Row) -> str | None:
    """Return the key we gave the message; a documented sample misspells its name."""
    return word(row.get("recipientGroupingKey")) or word(row.get("recipientGropuingKey")) or None


def outcome_of(row: Row, now: datetime) -> Outcome | None:
    """Return what a row says became of a message; None: nothing yet, or nobody can tell of which.

    A code counts before a status. ``now`` stands in for a moment the row does not have.
    """
    taken, status = taken_of(row), word(row.get("msgStatus")) or word(row.get("messageStatus"))
    if taken is None or status in _UNDER_WAY:
        return None
    code = word(row.get("resultCode"))
    if status in {"4", "CANCEL"}:
        code = CANCELLED_CODE
    code = code or _ENDED.get(status, "")
    if not _CODE.fullmatch(code):
        return None
    moments = [from_korea(row.get(name)) for name in ("resultDate", "receiveDate", "updateDate")]
    return Outcome(
        id=canonical_id(our_id(row) or ""),
        request=taken.request,
        place=taken.place,
        delivered=code == DELIVERED_CODE,
        code=code,
        reason=reason_of(code),
        sent_at=from_korea(row.get("requestDate")),
        result_at=next((moment for moment in moments if moment is not None), now),
    )


def found_of(row: Row, key: str, now: datetime) -> Found | None:
    """Return what a row of a list says of a message of our call; None for a row of anything else."""
    taken, message_id = taken_of(row), our_id(row)
    if word(row.get("senderGroupingKey")) != key or taken is None or message_id is None:
        return None
    return Found(message_id, taken, outcome_of(row, now))
