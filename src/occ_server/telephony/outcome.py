"""What a report of the PBX adds to what is known of a call; pure. Whoever keeps a record of it goes by this.

Reports may come late or twice: what ended stays ended, but a result learnt afterwards is added. One may be
lost: an end that tells of talking was answered.
"""

from datetime import datetime, timedelta
from typing import Any, Protocol

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_server.telephony.adapter import CallProgress

_ORDER = {CallState.DIALLING: 0, CallState.RINGING: 1, CallState.TALKING: 2, CallState.ENDED: 3}


class Known(Protocol):
    """What a record says of a call so far; times are UTC."""

    @property
    def state(self) -> CallState: ...
    @property
    def result(self) -> AttemptResult | None: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def ring_seconds(self) -> int | None: ...
    @property
    def talk_seconds(self) -> int | None: ...


def added(known: Known, report: CallProgress) -> dict[str, Any] | None:
    """Return what the record's columns become by this report; None when it is older than what is known."""
    if report.state is CallState.ENDED:
        return _ended(known, report)
    if _ORDER.get(report.state, 0) > _ORDER.get(known.state, 0) or known.state is CallState.ENDED:
        return _advanced(known, report)
    return None


def _advanced(known: Known, report: CallProgress) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if report.ring_seconds is not None:
        values["ring_seconds"] = report.ring_seconds
    answered = report.state is CallState.TALKING
    if answered:
        values["answered_at"] = report.at
    if known.ended_at is None:
        values["state"] = report.state
    elif answered:
        values["result"] = AttemptResult.CONNECTED
    return values


def _ended(known: Known, report: CallProgress) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if known.ended_at is None:
        values = {"state": CallState.ENDED, "ended_at": report.at}
    if (
        known.ended_at is None
        or known.result in {None, AttemptResult.UNKNOWN}
        or (known.talk_seconds is None and report.talk_seconds is not None)
    ):
        result = report.result or AttemptResult.UNKNOWN
        if result is AttemptResult.UNKNOWN and (known.answered_at is not None or report.talk_seconds):
            result = AttemptResult.CONNECTED  # why it ended was lost, that it was answered was not
        if result is AttemptResult.CONNECTED and known.answered_at is None:
            values["answered_at"] = _answered(known, report)
        values |= {
            "result": result,
            "ring_seconds": known.ring_seconds if report.ring_seconds is None else report.ring_seconds,
            "talk_seconds": report.talk_seconds,
        }
    return values


def _answered(known: Known, report: CallProgress) -> datetime:
    """Return when a call was answered by what is told of its end, no earlier than it began."""
    talked = timedelta(seconds=report.talk_seconds or 0)
    return max(report.at - talked, known.started_at)
