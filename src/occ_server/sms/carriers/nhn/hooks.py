"""What NHN's webhooks bring: one POST with many hooks, of which results are the ones we know. It asks nobody.

Spellings in its guide differ (``recipientGropuingKey``, ``_link``); what is not needed is not looked at.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from occ_server.sms.carriers.nhn.rows import outcome_of, word
from occ_server.sms.carriers.protocol import Outcome

RESULTS = "MESSAGE_RESULT_UPDATE"
_LONGEST_ID = 100


class NoWebhook(Exception):
    """What came is no webhook of theirs."""


def results_of(body: bytes, now: datetime) -> Mapping[str, Outcome]:
    """Return what a POST says of messages, by the hook's id; nothing for an event of another kind.

    :raises NoWebhook: it cannot be read.
    """
    try:
        read = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NoWebhook from error
    if not isinstance(read, dict) or not word(read.get("event")):
        raise NoWebhook
    if read["event"] != RESULTS:
        return {}
    hooks = read.get("hooks")
    if not isinstance(hooks, list):
        raise NoWebhook
    found: dict[str, Outcome] = {}
    for hook in hooks:
        outcome = outcome_of(hook, now) if isinstance(hook, dict) else None
        if outcome is not None:
            found[_id(hook, outcome)] = outcome
    return found


def _id(hook: Mapping[str, Any], outcome: Outcome) -> str:
    """Return what a hook is known by; one without an id is known by what it says."""
    given = word(hook.get("hookId"))
    if given and len(given) <= _LONGEST_ID and given.isascii() and given.isprintable():
        return given
    said = f"{given} {outcome.request} {outcome.place} {outcome.code}"
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()
