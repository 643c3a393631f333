"""Telephony as a client sees it: agent states, the current call, and the CTI commands."""

from datetime import datetime

from occ_contract.base import Request, Wire
from occ_contract.enums import WireEnum


class CtiState(WireEnum):
    """What an agent's phone is doing; the settable ones are READY (대기), WORK (업무) and BREAK (휴식)."""

    LOGGED_OUT = "logged_out"
    READY = "ready"
    WORK = "work"
    BREAK = "break"
    RINGING = "ringing"
    DIALLING = "dialling"
    TALKING = "talking"
    UNKNOWN = "unknown"


SETTABLE_STATES = frozenset({CtiState.READY, CtiState.WORK, CtiState.BREAK})


class CtiMode(WireEnum):
    """How a connect press reaches the customer: through the server's PBX, or the workstation's softphone."""

    PBX = "pbx"
    SOFTPHONE = "softphone"
    UNKNOWN = "unknown"


class CallState(WireEnum):
    """Progress of a call attempt."""

    DIALLING = "dialling"
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    UNKNOWN = "unknown"


class CurrentCall(Wire, frozen=True, kw_only=True):
    """The call on an agent's line; ``since`` is when the present state began (UTC)."""

    id: str
    state: CallState
    since: datetime
    phone: str
    name: str | None = None
    service_id: str | None = None
    callback_id: str | None = None


class CtiStatus(Wire, frozen=True, kw_only=True):
    """One person's own telephony (feed entity ``cti``, id = person id).

    ``simulated``: the server's PBX is invented; its calls reach nobody.
    """

    agent_id: str
    state: CtiState
    since: datetime
    mode: CtiMode = CtiMode.PBX
    extension: str | None = None
    call: CurrentCall | None = None
    pbx_connected: bool = True
    pbx_since: datetime | None = None
    simulated: bool = False
    seq: int = 0


class CtiLogin(Request, frozen=True, kw_only=True):
    """Log the caller's phone in; the extension is 2–10 digits."""

    extension: str


class CtiStateChange(Request, frozen=True, kw_only=True):
    """Set the agent state; only READY, WORK and BREAK may be set."""

    state: CtiState
