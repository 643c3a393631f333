"""Who is offered the text for calls nobody answered: if these fail, a customer is told they were not reached
who was, who is just being rung, who was told already, or whom nobody has called since yesterday.
"""

from datetime import UTC, datetime, timedelta

import pytest

from occ_contract.callbacks import Attempt, AttemptResult, Callback, CallbackStatus
from occ_contract.cti import CallState
from occ_contract.sms import CustomerText, MessageStage, MessageStatus, TextType
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.views.callbacks.panel.texts import unanswered

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
NO_ANSWER, ENDED = AttemptResult.NO_ANSWER, CallState.ENDED


def call(
    result: AttemptResult | None = NO_ANSWER,
    state: CallState = ENDED,
    at: datetime = NOW - timedelta(hours=1),
) -> Attempt:
    return Attempt(id=f"call at {at}", agent_id="me", started_at=at, state=state, result=result)


def row(*calls: Attempt) -> CallbackRow:
    return CallbackRow(
        Callback(
            id="c",
            service_id="s",
            phone="01012345678",
            received_at=NOW - timedelta(days=2),
            status=CallbackStatus.ASSIGNED,
            assignee_id="me",
            calls=calls,
        )
    )


def text(status: MessageStatus, at: datetime) -> CustomerText:
    stage = MessageStage.ENDED
    return CustomerText(id="t", at=at, by_id="me", type=TextType.SMS, status=status, stage=stage)


def test_a_call_nobody_answered_is_the_one_to_write_about() -> None:
    assert unanswered(row(call()), (), NOW) == call()


@pytest.mark.parametrize(
    "last",
    [
        call(AttemptResult.CONNECTED),
        call(AttemptResult.BUSY),
        call(AttemptResult.FAILED),
        call(None, CallState.RINGING),
        call(NO_ANSWER, CallState.RINGING),
        call(at=NOW - timedelta(hours=24, seconds=1)),
    ],
    ids=["reached", "busy", "failed", "ringing", "told of while it rings", "yesterday"],
)
def test_no_other_call_is(last: Attempt) -> None:
    before = call(at=NOW - timedelta(hours=30))
    assert unanswered(row(before, last), (), NOW) is None


def test_who_was_reached_after_a_call_nobody_answered_is_not_written_to() -> None:
    earlier = call(at=NOW - timedelta(hours=2))
    assert unanswered(row(earlier, call(AttemptResult.CONNECTED)), (), NOW) is None


def test_nobody_called_is_nobody_missed() -> None:
    assert unanswered(row(), (), NOW) is None


@pytest.mark.parametrize(
    ("status", "minutes", "offered"),
    [
        (MessageStatus.DONE, 5, False),
        (MessageStatus.PROCESSING, 5, False),
        (MessageStatus.FAILED, 5, True),
        (MessageStatus.CANCELLED, 5, True),
        (MessageStatus.DONE, -5, True),
    ],
    ids=["it arrived", "it is on its way", "it failed", "it was taken back", "it was before the call"],
)
def test_a_text_that_went_since_is_enough(status: MessageStatus, minutes: int, offered: bool) -> None:
    last = call()
    sent = text(status, last.started_at + timedelta(minutes=minutes))
    assert (unanswered(row(last), (sent,), NOW) is not None) is offered
