"""What stands under the panel for a row: the main step, and what keeps a person from it. Pure."""

from enum import StrEnum

import msgspec

from occ_contract.callbacks import CallbackStatus
from occ_contract.cti import CtiMode
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.views.callbacks.offers import Choice, Claim, Reason, Standing, claim_on, offer


class Step(StrEnum):
    """The one primary action."""

    NONE = "none"
    CONNECT = "connect"
    COMPLETE = "complete"


class Footer(msgspec.Struct, frozen=True):
    """``note``: a note may be written; ``asks_result``: a softphone call waits for its result."""

    connect: Choice
    complete: Choice
    primary: Step
    reason: Reason | None
    claim: Claim | None
    connecting: bool
    waiting: bool
    note: bool
    asks_result: bool


def footer(row: CallbackRow, standing: Standing) -> Footer:
    """Return the footer of a row for a person: 완료 during one's own call, 연결 when idle and possible."""
    made = offer(row, standing)
    own_call = made.claim is not None and made.claim.mine
    if own_call and made.complete.ready:
        primary = Step.COMPLETE
    elif made.connect.ready or made.connecting:
        primary = Step.CONNECT
    elif made.complete.ready:
        primary = Step.COMPLETE
    else:
        primary = Step.NONE
    reason = None if own_call or made.connecting else made.connect.reason or made.complete.reason
    softphone = standing.cti is not None and standing.cti.mode is CtiMode.SOFTPHONE
    attempt = claim_on(row, standing)  # of a call on the line alone no attempt is known yet
    open_row = row.status is not CallbackStatus.COMPLETED
    return Footer(
        connect=Choice() if own_call else made.connect,
        complete=made.complete,
        primary=primary,
        reason=reason,
        claim=made.claim,
        connecting=made.connecting,
        waiting=made.waiting is not None,
        note=open_row and (made.complete.there or made.connect.there),
        asks_result=softphone and attempt is not None and attempt.mine,
    )
