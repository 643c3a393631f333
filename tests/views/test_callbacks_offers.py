"""What a row offers: if these fail, a person presses what the server refuses, or misses what they may do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from occ_contract.callbacks import Attempt, Callback, CallbackStatus
from occ_contract.cti import CallState, CtiMode, CtiState, CtiStatus, CurrentCall
from occ_contract.people import Permission
from occ_desktop.domain.commands import CommandKind, CommandState
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.views.callbacks.conditions import Conditions
from occ_desktop.views.callbacks.offers import Reason, Standing, offer
from occ_desktop.views.callbacks.panel.footer import Step, footer
from occ_desktop.views.callbacks.reasons import sentence_of

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
ME, OTHER = "me", "other"
READY = CtiStatus(agent_id=ME, state=CtiState.READY, since=NOW, extension="2041")


def row(status: CallbackStatus, assignee: str | None = None, call: Attempt | None = None) -> CallbackRow:
    return CallbackRow(
        Callback(
            id="c",
            service_id="s",
            phone="01012345678",
            received_at=NOW,
            status=status,
            assignee_id=assignee,
            calls=(call,) if call else (),
        )
    )


def standing(*, assigns: bool = False, supervises: bool = False) -> Standing:
    def may(_service: str, permission: Permission) -> bool:
        return permission is Permission.PHONE or (assigns and permission is Permission.CALLBACK_ASSIGN)

    return Standing(ME, may, lambda _s: supervises, lambda _s: True, online=True, cti=READY)


def call_of(agent: str, state: CallState = CallState.DIALLING) -> Attempt:
    return Attempt(id="a", agent_id=agent, started_at=NOW, state=state)


ASSIGNED, RECEIVED = CallbackStatus.ASSIGNED, CallbackStatus.RECEIVED


@pytest.mark.parametrize(
    ("status", "assignee", "who", "connect", "complete"),
    [
        (ASSIGNED, ME, standing(), True, True),
        (ASSIGNED, OTHER, standing(), False, False),
        (ASSIGNED, OTHER, standing(supervises=True), False, True),
        (RECEIVED, None, standing(), False, False),
        (RECEIVED, None, standing(assigns=True), True, False),
        (CallbackStatus.CANCELLED, None, standing(supervises=True), True, False),
        (CallbackStatus.COMPLETED, ME, standing(supervises=True), False, False),
    ],
)
def test_a_row_offers_what_its_reader_may_do_and_nothing_else(
    status: CallbackStatus, assignee: str | None, who: Standing, connect: bool, complete: bool
) -> None:
    made = offer(row(status, assignee), who)
    assert (made.connect.there, made.complete.there, made.history) == (connect, complete, True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"online": False}, Reason.OFFLINE),
        ({"cti": None}, Reason.CTI_LOGIN),
        ({"cti": msgspec.structs.replace(READY, state=CtiState.LOGGED_OUT)}, Reason.CTI_LOGIN),
        ({"cti": msgspec.structs.replace(READY, pbx_connected=False)}, Reason.CTI_DOWN),
        (
            {
                "cti": msgspec.structs.replace(
                    READY, call=CurrentCall(id="x", state=CallState.TALKING, since=NOW, phone="1")
                )
            },
            Reason.CTI_BUSY,
        ),
    ],
)
def test_what_cannot_be_done_now_stays_in_sight_with_its_reason(
    change: dict[str, object], reason: Reason
) -> None:
    made = offer(row(ASSIGNED, ME), replace(standing(), **change))  # type: ignore[arg-type]
    assert made.connect.there
    assert made.connect.reason is reason
    assert made.complete.ready
    assert sentence_of(reason)


def test_while_a_colleague_calls_nobody_else_dials_or_completes() -> None:
    made = offer(row(ASSIGNED, ME, call_of(OTHER)), standing())
    assert (made.connect.reason, made.complete.reason) == (Reason.CLAIMED, Reason.CLAIMED)
    assert made.claim is not None
    assert not made.claim.mine


def test_talking_time_counts_from_the_answer() -> None:
    answered = NOW + timedelta(seconds=20)
    call = msgspec.structs.replace(call_of(ME, CallState.TALKING), answered_at=answered)
    claim = offer(row(ASSIGNED, ME, call), standing()).claim
    assert claim is not None
    assert claim.since == answered


def test_one_step_is_the_main_one() -> None:
    mine = row(ASSIGNED, ME)
    assert footer(mine, standing()).primary is Step.CONNECT
    assert footer(mine, replace(standing(), online=False)).primary is Step.COMPLETE
    assert footer(row(ASSIGNED, ME, call_of(ME)), standing()).primary is Step.COMPLETE
    assert footer(row(CallbackStatus.COMPLETED, ME), standing()).primary is Step.NONE


def test_only_the_own_softphone_call_asks_for_its_result() -> None:
    softphone = replace(standing(), cti=msgspec.structs.replace(READY, mode=CtiMode.SOFTPHONE))
    assert footer(row(ASSIGNED, ME, call_of(ME)), softphone).asks_result
    assert not footer(row(ASSIGNED, ME, call_of(OTHER)), softphone).asks_result
    assert not footer(row(ASSIGNED, ME, call_of(ME)), standing()).asks_result


def test_unsent_work_and_refusals_are_told_apart() -> None:
    waiting = msgspec.structs.replace(
        row(CallbackStatus.COMPLETED, ME),
        pending=CommandKind.COMPLETE,
        pending_state=CommandState.QUEUED,
        pending_at=NOW,
    )
    assert offer(waiting, standing()).waiting is CommandKind.COMPLETE
    refused = msgspec.structs.replace(waiting, pending_state=CommandState.REFUSED)
    assert offer(refused, standing()).waiting is None
    assert offer(refused, standing()).conflicted


def test_conditions_mean_the_business_day_of_the_organisation() -> None:
    seoul = ZoneInfo("Asia/Seoul")
    late = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # half past midnight on the 23rd in Seoul
    found = Conditions(phone="010-12").filter(late, seoul)
    assert found.received_from == datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    assert found.phone == "01012"
    own_days = PeriodChoice(PeriodPreset.CUSTOM, date(2026, 11, 1), date(2026, 11, 2))
    chosen = Conditions(own_days, locked_to=ME, assignees=(OTHER,))
    assert chosen.filter(late, seoul).assignees == (ME,)
    assert chosen.cleared() == Conditions(locked_to=ME)


def test_a_call_of_ones_own_phone_is_asked_about_before_the_row_shows_it() -> None:
    """Where nothing can be written the row never does, and its result could not be entered at all."""
    softphone = msgspec.structs.replace(READY, mode=CtiMode.SOFTPHONE)
    who = replace(standing(), cti=softphone, dialled={"c": call_of(ME)})
    made = footer(row(ASSIGNED, ME), who)
    assert made.asks_result
    assert made.claim is not None
    assert made.claim.mine
    over = msgspec.structs.replace(call_of(ME), state=CallState.ENDED, ended_at=NOW)
    assert footer(row(ASSIGNED, ME, over), who).claim is None
