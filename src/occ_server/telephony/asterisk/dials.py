"""What the PBX says of calls we had dialled, as it goes on: events and snapshots in, progress out. Pure.

A call's first channel, the agent's telephone, has our id of the call as its unique id: so the PBX knows it
by the name we do, in every event and in every list, whoever asked for it and however often we were restarted.
The agent's telephone comes first; only when it is answered the dial plan dials the customer, and only what
becomes of that (``DialEnd``) is what became of the call.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CallState
from occ_contract.ids import is_id
from occ_server.telephony.adapter import CallProgress
from occ_server.telephony.asterisk.messages import Message

DIAL_PREFIX = "dial-"  # of the action that asks for a call; its late result carries it too
GRACE = timedelta(seconds=5)  # how long a call may be without a channel, or without its other half of an end
_RINGING, _UP = "5", "6"  # states of a channel
_RINGS = frozenset({"RINGING", "PROGRESS"})
# Causes (Q.850) that say that nothing rang: the number, the way to it or the carrier is at fault.
_UNREACHED = frozenset(
    {"1", "2", "3", "20", "27", "28", "34", "38", "41", "42", "47", "50", "57", "58", "88"}
)
_AGENT_AWAY = frozenset({"CHANUNAVAIL", "CONGESTION"})
_CUSTOMER = {
    "ANSWER": AttemptResult.CONNECTED,
    "BUSY": AttemptResult.BUSY,
    "NOANSWER": AttemptResult.NO_ANSWER,
    "CANCEL": AttemptResult.NO_ANSWER,
}


@dataclass(slots=True)
class _Dial:
    call_id: str
    ordered_at: datetime
    state: CallState = CallState.DIALLING
    seen: bool = False  # the PBX had a channel of it
    agent_answered: bool = False
    agent_status: str = ""  # how the dial of the agent's telephone ended
    failed: bool = False  # the PBX says that the agent was not reached
    gone_at: datetime | None = None  # the channel is gone, why was not said yet
    status: str = ""  # how the newest dial of the customer ended
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    hung_up: bool = False  # we asked for its end
    missed: int = 0  # snapshots in a row without it


class Dials:
    """The calls we had dialled that are not over as far as is known."""

    def __init__(self) -> None:
        self._dials: dict[str, _Dial] = {}
        self._handlers: Mapping[str, Callable[[Message, datetime], Iterator[CallProgress]]] = {
            "Newchannel": self._begun,
            "Newstate": self._moved,
            "DialBegin": self._dialled,
            "DialState": self._ringing,
            "DialEnd": self._dial_over,
            "OriginateResponse": self._asked,
            "Hangup": self._hung_up,
        }

    def __contains__(self, call_id: str) -> bool:
        return call_id in self._dials

    def __len__(self) -> int:
        return len(self._dials)

    def clear(self) -> None:
        """Forget all of them."""
        self._dials.clear()

    def order(self, call_id: str, now: datetime) -> None:
        """Know of a call from the moment it is asked for."""
        self._dials[call_id] = _Dial(call_id, now)

    def forget(self, call_id: str) -> None:
        """Take back an order that reached nobody."""
        self._dials.pop(call_id, None)

    def want_end(self, call_id: str) -> None:
        """Note that we ask for the end of a call, which may have no channel yet that could be ended."""
        if (dial := self._dials.get(call_id)) is not None:
            dial.hung_up = True

    def is_unwanted(self, call_id: str) -> bool:
        """Tell whether the end of a call was asked for."""
        dial = self._dials.get(call_id)
        return dial is not None and dial.hung_up

    @property
    def doubtful(self) -> bool:
        """Tell whether a call was missing in the newest snapshot, or waits for the rest of its end."""
        return any(d.missed or d.gone_at or d.failed for d in self._dials.values())

    # -- events -----------------------------------------------------------------------------------------

    def hear(self, event: Message, now: datetime) -> list[CallProgress]:
        """Take over an event that arrived at ``now`` (UTC) and return what becomes of calls."""
        handler = self._handlers.get(event["Event"])
        return [] if handler is None else list(handler(event, now))

    def _begun(self, event: Message, now: datetime) -> Iterator[CallProgress]:
        call_id = event["Uniqueid"]
        if is_id(call_id):
            self._known(call_id, now).seen = True
        yield from ()

    def _moved(self, event: Message, now: datetime) -> Iterator[CallProgress]:
        dial = self._dials.get(event["Linkedid"])
        if dial is None or event["ChannelState"] not in {_RINGING, _UP}:
            return
        if event["Uniqueid"] != dial.call_id:
            if event["ChannelState"] == _RINGING:
                yield from self._rings(dial, now)
        elif event["ChannelState"] == _UP:
            dial.agent_answered = True

    def _dialled(self, event: Message, _now: datetime) -> Iterator[CallProgress]:
        dial = self._dials.get(event["Uniqueid"])
        if dial is not None:  # the dial plan of the call runs: the agent is there
            dial.agent_answered = True
        yield from ()

    def _ringing(self, event: Message, now: datetime) -> Iterator[CallProgress]:
        dial = self._dials.get(event["Uniqueid"])
        if dial is not None and event["DialStatus"] in _RINGS:
            yield from self._rings(dial, now)

    def _dial_over(self, event: Message, now: datetime) -> Iterator[CallProgress]:
        own = self._dials.get(event["DestUniqueid"])
        if own is not None:
            own.agent_status = event["DialStatus"]
            return
        dial = self._dials.get(event["Uniqueid"])
        if dial is None:
            return
        dial.agent_answered = True
        if dial.status != "ANSWER":  # of several dials the one that was answered counts, else the newest
            dial.status = event["DialStatus"]
        if dial.status == "ANSWER":
            yield from self._talks(dial, now)

    def _asked(self, event: Message, now: datetime) -> Iterator[CallProgress]:
        """Hear what became of the agent's telephone; success says no more than that the agent answered."""
        dial = self._dials.get(event["ActionID"].removeprefix(DIAL_PREFIX))
        if dial is None:
            return
        if event["Response"] == "Success":
            dial.agent_answered = True
            if dial.gone_at is not None:
                yield self._over(dial, dial.gone_at)
            return
        dial.failed = True
        if not dial.seen or dial.gone_at is not None:
            yield self._over(dial, dial.gone_at or now)

    def _hung_up(self, event: Message, now: datetime) -> Iterator[CallProgress]:
        dial = self._dials.get(event["Uniqueid"])
        if dial is None:
            return
        if dial.status == "NOANSWER" and dial.rang_at is None and event["Cause"] in _UNREACHED:
            dial.status = "UNREACHED"
        if dial.agent_answered or dial.failed:
            yield self._over(dial, now)
        else:
            dial.gone_at = now

    # -- snapshots --------------------------------------------------------------------------------------

    def compare(
        self, channels: Sequence[Message], now: datetime, *, away_since: datetime | None = None
    ) -> list[CallProgress]:
        """Bring what is known in accord with the list of all channels, asked for at ``now`` (UTC).

        After a time without a connection (``away_since``) what is missing is over, since then at the latest
        known; else only what is missing twice: an event about it may be on its way.
        """
        found: list[CallProgress] = []
        there = {row["Uniqueid"]: row for row in channels}
        for call_id in there:
            if is_id(call_id):
                self._known(call_id, now)
        for dial in list(self._dials.values()):
            row = there.get(dial.call_id)
            if row is not None:
                dial.seen, dial.missed = True, 0
                found.extend(self._as_seen(dial, row, channels, now))
            elif dial.seen or now - dial.ordered_at >= GRACE:
                dial.missed += 1
                if away_since is not None or dial.missed > 1:
                    found.append(self._over(dial, dial.gone_at or away_since or now))
        return found

    def _as_seen(
        self, dial: _Dial, row: Message, channels: Sequence[Message], now: datetime
    ) -> Iterator[CallProgress]:
        if row["ChannelState"] == _UP:
            dial.agent_answered = True
        if row["BridgeId"]:
            dial.status = "ANSWER"
            yield from self._talks(dial, now)
            return
        others = (c for c in channels if c["Linkedid"] == dial.call_id and c["Uniqueid"] != dial.call_id)
        if any(other["ChannelState"] == _RINGING for other in others):
            yield from self._rings(dial, now)

    # -- what becomes of a call -------------------------------------------------------------------------

    def _known(self, call_id: str, now: datetime) -> _Dial:
        """Return a call; one asked for by a process before us is known from now on."""
        return self._dials.setdefault(call_id, _Dial(call_id, now))

    def _rings(self, dial: _Dial, now: datetime) -> Iterator[CallProgress]:
        if dial.state is CallState.DIALLING:
            dial.state, dial.rang_at = CallState.RINGING, now
            yield self._progress(dial, now)

    def _talks(self, dial: _Dial, now: datetime) -> Iterator[CallProgress]:
        if dial.state is not CallState.TALKING:
            dial.state, dial.answered_at = CallState.TALKING, now
            yield self._progress(dial, now)

    def _over(self, dial: _Dial, at: datetime) -> CallProgress:
        del self._dials[dial.call_id]
        dial.state = CallState.ENDED
        return self._progress(dial, at, _result(dial))

    def _progress(self, dial: _Dial, at: datetime, result: AttemptResult | None = None) -> CallProgress:
        ended = dial.state is CallState.ENDED
        return CallProgress(
            call_id=dial.call_id,
            pbx_call_id=dial.call_id,
            state=dial.state,
            at=at,
            result=result,
            ring_seconds=_span(dial.rang_at, dial.answered_at or at),
            talk_seconds=_span(dial.answered_at, at) if ended else None,
        )


def _result(dial: _Dial) -> AttemptResult:
    if dial.status:
        return _CUSTOMER.get(dial.status, AttemptResult.FAILED)
    if dial.missed and not dial.failed:  # its end was missed, and with it how it ended
        return AttemptResult.UNKNOWN
    if dial.agent_answered or dial.hung_up:  # the dial plan dialled nobody, or was kept from it
        return AttemptResult.FAILED
    if not dial.seen or dial.agent_status in _AGENT_AWAY:
        return AttemptResult.AGENT_UNREACHABLE
    return AttemptResult.AGENT_NO_ANSWER


def _span(start: datetime | None, end: datetime) -> int | None:
    return None if start is None else max(0, round((end - start).total_seconds()))
