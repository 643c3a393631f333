"""What the answer to a hand-over says: each message taken or refused, nothing taken, or nobody knows."""

from collections.abc import Mapping
from typing import Any

from occ_contract.sms import CarrierTrouble
from occ_server.sms.carriers.nhn.link import Refusal
from occ_server.sms.carriers.nhn.rows import our_id, taken_of, word
from occ_server.sms.carriers.protocol import Answer, Handover, NotTaken, Refused, Taken, Unclear
from occ_server.sms.carriers.results import (
    QUOTA_CODE,
    SYSTEM_ERROR_CODE,
    is_of_the_account,
    reason_of,
)


def answer_of(text: Handover, body: Mapping[str, Any]) -> Answer:
    """Return what became of each message of a successful request.

    :raises Unclear: it is not the answer to this, or does not name everybody once.
    """
    content = body.get("data")
    if not isinstance(content, dict):
        raise Unclear("an answer without content")
    if word(content.get("senderGroupingKey")) not in {"", text.key}:
        raise Unclear("the answer to another request")
    request = word(content.get("requestId"))
    answer: dict[str, Taken | Refused] = {}
    for message_id, row in _by_message(text, content).items():
        code = word(row.get("resultCode"))
        if code == "0":
            taken = taken_of({"requestId": request, **row} if request else row)
            if taken is None:
                raise Unclear("a message was taken under no name")
            answer[message_id] = taken
        elif not code or code == SYSTEM_ERROR_CODE:
            raise Unclear("an answer that says neither yes nor no")
        else:
            answer[message_id] = Refused(code[:20], reason_of(code))
    took = any(isinstance(one, Taken) for one in answer.values())
    if took and word(content.get("statusCode")) == "3":
        raise Unclear("a failed request with messages that were taken")
    return answer


def refusal_of(text: Handover, refusal: Refusal) -> Answer:
    """Return what a refused request means for each message.

    :raises NotTaken: it is about the account or its quota: the text can be handed over later.
    :raises Unclear: a failure within the carrier, after which anything may have happened.
    """
    code = refusal.code
    if code == QUOTA_CODE:
        raise NotTaken(CarrierTrouble.QUOTA, code)
    if is_of_the_account(code):
        raise NotTaken(CarrierTrouble.REFUSED, code)
    if code.startswith("-9"):
        raise Unclear(f"the carrier failed: {code}")
    own = _own_codes(text, refusal.body)
    return {
        one.id: Refused(own.get(one.id, code)[:20], reason_of(own.get(one.id, code)))
        for one in text.addressees
    }


def _own_codes(text: Handover, body: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the codes of single recipients in a refused request, where it names them.

    :raises Unclear: one of them is said to be taken.
    """
    content = body.get("data")
    if not isinstance(content, dict) or not content.get("sendResultList"):
        return {}
    codes = {
        message_id: word(row.get("resultCode")) for message_id, row in _by_message(text, content).items()
    }
    if "0" in codes.values():
        raise Unclear("a refused request with messages that were taken")
    return {message_id: code for message_id, code in codes.items() if code}


def _by_message(text: Handover, content: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return the row of each message.

    :raises Unclear: a message has none, or two, or a row is of no message of ours.
    """
    rows = content.get("sendResultList")
    if not isinstance(rows, list):
        raise Unclear("an answer that names nobody")
    wanted = {one.id for one in text.addressees}
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        message_id = our_id(row) if isinstance(row, dict) else None
        if message_id not in wanted or message_id in found:
            raise Unclear("an answer that names others")
        found[message_id] = row
    if len(found) != len(wanted):
        raise Unclear("an answer that does not name everybody")
    return found
