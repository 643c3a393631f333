"""Notices: what a person is told once (new callback, assignment), however often the client reconnects."""

from datetime import datetime
from typing import Any

from occ_contract.base import Wire
from occ_contract.enums import WireEnum


class NoticeKind(WireEnum):
    """What happened."""

    CALLBACK_RECEIVED = "callback_received"
    CALLBACK_ASSIGNED = "callback_assigned"
    ASSIGNMENT_WITHDRAWN = "assignment_withdrawn"
    SMS_TROUBLE = "sms_trouble"  # params: trouble; a carrier, its quota or a sender number
    SMS_TROUBLE_ENDED = "sms_trouble_ended"
    SMS_HELD = "sms_held"  # params: reason; the sender's own messages wait for a decision
    UNKNOWN = "unknown"


class Notice(Wire, frozen=True, kw_only=True):
    """One event for one audience; a batch is one notice with its ``count``. It names no phone number.

    ``subject`` says what ``subject_ids`` are ids of; ``params`` is what its sentence needs besides.
    The fields named after callbacks say the same for notices about them.
    """

    id: str
    kind: NoticeKind
    created_at: datetime
    service_id: str
    count: int = 1
    subject: str = "callback"
    subject_ids: tuple[str, ...] = ()
    params: dict[str, Any] = {}
    callback_ids: tuple[str, ...] = ()
    actor_id: str | None = None
    actor_name: str | None = None
    route_name: str | None = None
    preferred_at: datetime | None = None  # the most urgent wish among the rows
    seq: int = 0
