"""What one person may do with one row right now, and why not where they may not yet.

Pure: rights, telephony and connection come in as a value. "Absent" (not theirs to do) and "not now" (with
its reason) are different answers: the screen leaves the first out and greys the second. The server decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from occ_contract.callbacks import ASSIGNABLE, Attempt, CallbackStatus
from occ_contract.cti import CallState, CtiMode, CtiState, CtiStatus
from occ_contract.people import Permission
from occ_desktop.domain.commands import CommandKind, CommandState
from occ_desktop.domain.rows import CallbackRow


class Reason(StrEnum):
    """Why an action has to wait."""

    OFFLINE = "offline"
    CTI_LOGIN = "cti_login"
    CTI_BUSY = "cti_busy"
    CTI_DOWN = "cti_down"
    CLAIMED = "claimed"


class Choice(msgspec.Struct, frozen=True):
    """Whether an action is there, and if it has to wait, why."""

    there: bool = False
    reason: Reason | None = None

    @property
    def ready(self) -> bool:
        """Tell whether it may be pressed."""
        return self.there and self.reason is None


ABSENT = Choice()
READY = Choice(there=True)


class Claim(msgspec.Struct, frozen=True):
    """The running call on a row. ``since`` (UTC) is when the present state began, None where nobody said."""

    attempt_id: str
    agent_id: str
    mine: bool
    state: CallState
    since: datetime | None


@dataclass(frozen=True)
class Standing:
    """What a person's actions depend on beside the row. ``connecting`` are rows whose dial is under way.

    ``informed``: news of the rows come in; a call that runs may have ended otherwise. ``dialled`` are the
    calls this person's own phone was asked to make, by callback: the row shows them a moment later, and not
    at all where this machine cannot be written to. ``texts``: the services a text can be sent in from here.
    """

    me: str
    may: Callable[[str, Permission], bool]
    supervises: Callable[[str], bool]
    cti_enabled: Callable[[str], bool]
    online: bool = True
    informed: bool = True
    cti: CtiStatus | None = None
    connecting: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    dialled: Mapping[str, Attempt] = field(default_factory=dict)


class Offer(msgspec.Struct, frozen=True):
    """What a row offers."""

    connect: Choice = ABSENT
    complete: Choice = ABSENT
    history: bool = True
    text: bool = False
    claim: Claim | None = None
    connecting: bool = False
    waiting: CommandKind | None = None
    conflicted: bool = False


def offer(row: CallbackRow, standing: Standing) -> Offer:
    """Return what ``row`` offers to the person of ``standing``."""
    claim = present_claim(row, standing)
    waiting = row.pending if row.pending in {CommandKind.COMPLETE, CommandKind.NOTE} else None
    return Offer(
        connect=_connect(row, standing, claim),
        complete=_complete(row, standing, claim),
        text=row.callback.service_id in standing.texts,
        claim=claim,
        connecting=row.id in standing.connecting,
        waiting=waiting if row.pending_state is not CommandState.REFUSED else None,
        conflicted=row.conflicted,
    )


def present_claim(row: CallbackRow, standing: Standing) -> Claim | None:
    """Return the running call on a row as it is shown: of one's own line what the line says, everywhere."""
    return _claim_of_line(row, standing) or claim_on(row, standing)


def claim_on(row: CallbackRow, standing: Standing) -> Claim | None:
    """Return the running call the row itself knows of, if any."""
    call: Attempt | None = row.callback.live_call or standing.dialled.get(row.id)
    if call is None or any(known.id == call.id and known.ended_at for known in row.callback.calls):
        return None
    since = call.answered_at if call.state is CallState.TALKING else call.started_at
    return Claim(call.id, call.agent_id, call.agent_id == standing.me, call.state, since)


def _claim_of_line(row: CallbackRow, standing: Standing) -> Claim | None:
    """Return the call on the person's own line, which is known here a moment before the row shows it."""
    call = standing.cti.call if standing.cti is not None else None
    if call is None or call.callback_id != row.id or call.state is CallState.ENDED:
        return None
    return Claim(call.id, standing.me, mine=True, state=call.state, since=call.since)


def _connect(row: CallbackRow, standing: Standing, claim: Claim | None) -> Choice:
    callback = row.callback
    if not standing.cti_enabled(callback.service_id):
        return ABSENT
    mine = callback.status is CallbackStatus.ASSIGNED and callback.assignee_id == standing.me
    takes = callback.status in ASSIGNABLE and (
        standing.supervises(callback.service_id)
        or standing.may(callback.service_id, Permission.CALLBACK_ASSIGN)
    )
    if not (mine or takes):
        return ABSENT
    return Choice(there=True, reason=_connect_reason(standing, claim))


def _connect_reason(standing: Standing, claim: Claim | None) -> Reason | None:
    if claim is not None:
        return Reason.CLAIMED
    if not standing.online:
        return Reason.OFFLINE
    cti = standing.cti
    if cti is None:
        return Reason.CTI_LOGIN
    if cti.call is not None and cti.call.state is not CallState.ENDED:
        return Reason.CTI_BUSY
    if cti.mode is CtiMode.PBX and not cti.pbx_connected:
        return Reason.CTI_DOWN
    if cti.state is CtiState.LOGGED_OUT:
        return Reason.CTI_LOGIN
    return None


def _complete(row: CallbackRow, standing: Standing, claim: Claim | None) -> Choice:
    callback = row.callback
    if callback.status is not CallbackStatus.ASSIGNED:
        return ABSENT
    if callback.assignee_id != standing.me and not standing.supervises(callback.service_id):
        return ABSENT
    if claim is not None and not claim.mine:
        return Choice(there=True, reason=Reason.CLAIMED)
    return READY
