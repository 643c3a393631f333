"""What became of a text of the sample history: moments, result and status, as a message's row has them."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from occ_contract.sms import MessageStage, MessageStatus, TextType
from occ_contract.sms_results import ResultReason
from occ_server.sms.carriers.results import DELIVERED_CODE, reason_of

Row = dict[str, Any]
FAILING = 0.034
_REFUSED = "-2019"
# code, how often, and whether the handset is waited for
_CODES: Mapping[str, int] = {"3001": 26, "2003": 22, "3004": 12, "2000": 9, "3012": 8, "2004": 6, "2005": 5}
_RARE: Mapping[str, int] = {"3006": 3, _REFUSED: 5, "": 1}  # "": never accepted
_WAITED_FOR = {
    "2003": 4.0,
    "2004": 6.0,
    "2005": 3.0,
    "2000": 24.0,
}  # hours at most, until the carrier gives up
_KEPT_LOOKING = timedelta(hours=26)

UNDER_WAY: Row = {
    "status": MessageStatus.PROCESSING,
    "stage": MessageStage.WAITING,
    "held": None,
    "held_at": None,
    "handover_id": None,
    "carrier_request": None,
    "carrier_place": None,
    "handed_over_at": None,
    "accepted_at": None,
    "sent_at": None,
    "result_at": None,
    "result_code": None,
    "result": None,
    "cancelled_at": None,
    "cancelled_by": None,
}


def cancelled(at: datetime, by: str) -> Row:
    """Return the fate of a text that was taken back before it was handed over."""
    return UNDER_WAY | {
        "status": MessageStatus.CANCELLED,
        "stage": MessageStage.ENDED,
        "cancelled_at": at,
        "cancelled_by": by,
    }


def handed_over(
    rng: random.Random,
    key: str,
    place: int,
    at: datetime,
    kind: TextType,
    now: datetime,
    *,
    lost: bool = False,
) -> Row:
    """Return the fate of a text that was handed over at ``at``; what would come after ``now`` did not yet.

    ``key`` is the id of the call, ``place`` the message's in it; one that is ``lost`` was never accepted.
    """
    fate = UNDER_WAY | {"stage": MessageStage.ENDED, "handover_id": key, "handed_over_at": at}
    code = "" if lost else _code(rng, kind) if rng.random() < FAILING else DELIVERED_CODE
    if code == _REFUSED:
        return fate | _failed(code, reason_of(code), at + timedelta(seconds=rng.uniform(0.1, 0.5)))
    if not code:
        looked = at + _KEPT_LOOKING + timedelta(minutes=rng.uniform(1, 30))
        if looked > now:
            return fate | {"stage": MessageStage.UNKNOWN}
        return fate | _failed(None, ResultReason.NEVER_ACCEPTED, looked)
    accepted = at + timedelta(seconds=rng.uniform(0.1, 0.6))
    fate |= {"carrier_request": f"sandbox-{key}", "carrier_place": place, "accepted_at": accepted}
    seconds = rng.uniform(1.2, 6.0) if kind is TextType.SMS else rng.uniform(2.5, 14.0)
    if code in _WAITED_FOR:
        seconds += 3600 * _WAITED_FOR[code] * rng.uniform(0.2, 1.0)
    known = accepted + timedelta(seconds=seconds)
    if known > now:
        return fate | {"stage": MessageStage.ACCEPTED}
    fate["sent_at"] = accepted + timedelta(seconds=rng.uniform(0.1, 1.0))
    if code == DELIVERED_CODE:
        result = {"status": MessageStatus.DONE, "result_code": code, "result": ResultReason.DELIVERED}
        return fate | result | {"result_at": known}
    return fate | _failed(code, reason_of(code), known)


def _code(rng: random.Random, kind: TextType) -> str:
    weighed = {**_CODES, **_RARE} | ({"3010": 14} if kind is TextType.MMS else {})
    return rng.choices(list(weighed), list(weighed.values()))[0]


def _failed(code: str | None, reason: ResultReason, at: datetime) -> Row:
    return {"status": MessageStatus.FAILED, "result_code": code, "result": reason, "result_at": at}
