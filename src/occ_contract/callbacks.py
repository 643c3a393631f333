"""Callbacks (콜백): the record, its call attempts, and the commands on it."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from occ_contract.base import Request, Wire
from occ_contract.cti import CallState, CtiMode
from occ_contract.enums import WireEnum


class CallbackStatus(WireEnum):
    """접수, 할당, 완료, 취소 (the assignment was withdrawn; it can be assigned again)."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


ASSIGNABLE = frozenset({CallbackStatus.RECEIVED, CallbackStatus.CANCELLED})
OUTSTANDING = frozenset({CallbackStatus.ASSIGNED})


class AttemptResult(WireEnum):
    """How a call attempt ended, as the PBX (or, with a softphone, the agent) reported it.

    A PBX rings the agent first: AGENT_NO_ANSWER and AGENT_UNREACHABLE (not registered) say that the customer
    was not called, for the agent's own telephone was not answered.
    """

    CONNECTED = "connected"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    AGENT_NO_ANSWER = "agent_no_answer"
    AGENT_UNREACHABLE = "agent_unreachable"
    UNKNOWN = "unknown"


class Attempt(Wire, frozen=True, kw_only=True):
    """One call attempt (시도). While ``state`` is not ENDED it is the claim on its callback."""

    id: str
    agent_id: str
    started_at: datetime
    state: CallState
    result: AttemptResult | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    ring_seconds: int | None = None
    talk_seconds: int | None = None
    ticket_id: str | None = None

    @property
    def answer_known(self) -> bool:
        """Tell whether anybody told when the customer answered; of a softphone's call nobody does."""
        return self.answered_at is not None and self.answered_at != self.started_at


class Callback(Wire, frozen=True, kw_only=True):
    """A customer's request to be called back. ``phone`` is digits only; times are UTC.

    ``phone_remark`` is what stood behind the number (an extension, the end of a range); it is not dialled.
    ``attempts`` counts dialled calls, ``calls`` lists them oldest first. A live one (see ``live_call``) is
    the claim: nobody else may dial, reassign or cancel meanwhile.
    """

    id: str
    service_id: str
    phone: str
    received_at: datetime
    status: CallbackStatus
    phone_remark: str | None = None
    external_id: str | None = None
    route_code: str | None = None
    route_name: str | None = None
    name: str | None = None
    message: str | None = None
    preferred_at: datetime | None = None
    assignee_id: str | None = None
    assigner_id: str | None = None
    assigned_at: datetime | None = None
    attempts: int = 0
    completed_at: datetime | None = None
    completed_by: str | None = None
    completion_known_at: datetime | None = None  # when the server heard of it; later than it was done offline
    note: str | None = None
    noted_by: str | None = None  # who wrote the note as it stands, or cleared it
    calls: tuple[Attempt, ...] = ()
    seq: int = 0

    @property
    def live_call(self) -> Attempt | None:
        """Return the running attempt, if any."""
        return next((c for c in reversed(self.calls) if c.state is not CallState.ENDED), None)


NAME_LIMIT = 100
MESSAGE_LIMIT = 2000
NOTE_LIMIT = 500
BATCH_LIMIT = 5000


Lenient = Annotated[Any, Meta(description="A text; whatever else comes is made one or left out.")]
LenientTime = Annotated[Any, Meta(description="A time (RFC 3339); what cannot be read is left out.")]


class Intake(Wire, frozen=True, kw_only=True):
    """A callback request from an IVR. The phone may be in any notation; the server normalises or refuses it.
    One that came as a JSON number gets the zero back that it lost, where only one number can be meant.

    Only ``service_id`` and ``phone`` can be refused. Everything else is a text or a time (RFC 3339;
    ``requested_at``: when the customer asked, default now), and whatever else an IVR sends there costs no
    customer their call: the server makes of it what it can and names that in the answer.
    """

    service_id: str
    phone: str | int | float
    external_id: Lenient = None
    name: Lenient = None
    route_code: Lenient = None
    route_name: Lenient = None
    message: Lenient = None
    requested_at: LenientTime = None
    preferred_at: LenientTime = None


class Adjustment(WireEnum):
    """What the server did with a field that could not be kept as it came; the parameters stand beside it."""

    CLEANED = "cleaned"  # characters: those taken out, as U+ numbers
    CUT = "cut"  # limit, length
    CONVERTED = "converted"  # a number became its text, a phone number got its zero back
    SET_TO_NOW = "set_to_now"  # unreadable, ahead of the server's clock, or from another age
    ASSUMED_ZONE = "assumed_zone"  # zone: a time without one
    LEFT_OUT = "left_out"  # nothing could be made of it
    IGNORED = "ignored"  # nobody knows a field of this name
    UNKNOWN = "unknown"


class Adjusted(Wire, frozen=True, kw_only=True):
    """One field of an intake that is not stored as it came."""

    field: str
    code: Adjustment
    params: dict[str, Any] = {}


class IntakeAnswer(Callback, frozen=True, kw_only=True):
    """The callback of an intake (made now, 201, or earlier, 200) and what was adjusted of this request.

    Of a callback it says what was asked, ``received_at``, ``status`` and ``seq``. What the centre did about
    it since (assignment, attempts, calls, note, completion) is not an IVR's: those fields stay empty.
    """

    adjusted: tuple[Adjusted, ...] = ()


class AssignMethod(WireEnum):
    """균등할당 (in turn over the chosen agents) or 수동할당 (all to exactly one)."""

    EQUAL = "equal"
    MANUAL = "manual"
    UNKNOWN = "unknown"


class Assign(Request, frozen=True, kw_only=True):
    """Assign callbacks; with ``preview`` nothing changes and the answer says what would happen."""

    callback_ids: tuple[str, ...]
    agent_ids: tuple[str, ...]
    method: AssignMethod
    preview: bool = False


class Assigned(Wire, frozen=True, kw_only=True):
    """One callback given to one agent."""

    callback_id: str
    agent_id: str


class Skipped(Wire, frozen=True, kw_only=True):
    """A row that was left out, and why (``code``).

    ``by_id`` and ``by_name`` say who took or touched it meanwhile; ``name`` and ``phone`` are the customer's.
    """

    callback_id: str
    code: str
    by_id: str | None = None
    by_name: str | None = None
    name: str | None = None
    phone: str | None = None
    status: CallbackStatus | None = None


class AssignAnswer(Wire, frozen=True, kw_only=True):
    """What an assignment did (or, previewed, would do). Undo is possible until ``undo_until``."""

    assigned: tuple[Assigned, ...]
    skipped: tuple[Skipped, ...] = ()
    counts: dict[str, int] = {}
    batch_id: str | None = None
    undo_until: datetime | None = None


class CancelAssignments(Request, frozen=True, kw_only=True):
    """Withdraw assignments: the rows become CANCELLED (취소) and can be assigned again."""

    callback_ids: tuple[str, ...]


class CancelAnswer(Wire, frozen=True, kw_only=True):
    """Which assignments were withdrawn, and which rows were skipped and why."""

    cancelled: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()


class UndoAnswer(Wire, frozen=True, kw_only=True):
    """Rows returned to exactly what they were before the batch, and those touched since."""

    restored: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()


class ConnectAnswer(Wire, frozen=True, kw_only=True):
    """A claimed attempt. With SOFTPHONE the client dials ``dial_uri`` and reports the result itself."""

    callback: Callback
    attempt: Attempt
    mode: CtiMode = CtiMode.PBX
    dial_uri: str | None = None
    ticket_id: str | None = None
    claim_seconds: int = 45  # renew before this runs out, or the claim ends by itself


class AttemptReport(Request, frozen=True, kw_only=True):
    """The result an agent enters for a softphone call; talk time in seconds."""

    result: AttemptResult
    talk_seconds: int | None = None


class Complete(Request, frozen=True, kw_only=True):
    """Complete a callback, with an optional result note.

    ``done_at`` is when the person did it, in server time, for a completion that waited for the server; it
    counts as long as it lies between the assignment and now. ``base_note``: as in `NoteChange`.
    """

    note: str | None = None
    base_note: str | UnsetType | None = UNSET
    done_at: datetime | None = None


class NoteChange(Request, frozen=True, kw_only=True):
    """Keep a call note on an outstanding callback without completing it; empty clears it.

    ``base_note`` is the note the person had before their eyes when they wrote (empty: there was none). Where
    another one stands meanwhile it is a ``note_conflict``; without a base the note is taken as it is. A body
    without one is what it always was: it may be sent again after an update, under the key it had.
    """

    note: str
    base_note: str | UnsetType | None = UNSET


class StatsRow(Wire, frozen=True, kw_only=True):
    """Figures of one period (``2026-11-23`` or ``2026-11``), the organisation's time zone."""

    period: str
    assigned: int
    completed: int
    outstanding: int
    completion_rate: float | None = None  # per cent; None where nothing was assigned


class Stats(Wire, frozen=True, kw_only=True):
    """Rows oldest first, one per period of the range, and their total (period ``total``)."""

    rows: tuple[StatsRow, ...]
    total: StatsRow


class CallbackPage(Wire, frozen=True, kw_only=True):
    """One page of a server-side search, newest first."""

    items: tuple[Callback, ...]
    next_cursor: str | None = None


class HistoryItem(Wire, frozen=True, kw_only=True):
    """One line of what we know of a customer's number: an earlier callback or ticket of the same service."""

    kind: str  # "callback" | "ticket"
    id: str
    at: datetime
    title: str
    by_id: str | None = None
    status: str | None = None


class CustomerHistory(Wire, frozen=True, kw_only=True):
    """Earlier callbacks and tickets of the number of one callback, newest first."""

    items: tuple[HistoryItem, ...]
