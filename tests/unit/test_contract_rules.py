"""The rules both sides share: a wrong one here is wrong everywhere at once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from occ_contract.callbacks import Assign, CallbackStatus, Complete, Intake
from occ_contract.errors import RuleError
from occ_contract.ids import is_id, new_id
from occ_contract.people import Agent, Permission, Role
from occ_contract.permissions import effective_permissions, may_assign, may_use_callbacks
from occ_contract.statistics import (
    BUCKET_SECONDS,
    Period,
    check_range,
    completion_rate,
    day_bounds,
    fold,
)
from occ_contract.transitions import Step, after, allowed

SEOUL = ZoneInfo("Asia/Seoul")


def test_only_the_drawn_transitions_exist() -> None:
    drawn = {
        (CallbackStatus.RECEIVED, Step.ASSIGN): CallbackStatus.ASSIGNED,
        (CallbackStatus.CANCELLED, Step.ASSIGN): CallbackStatus.ASSIGNED,
        (CallbackStatus.ASSIGNED, Step.CANCEL_ASSIGNMENT): CallbackStatus.CANCELLED,
        (CallbackStatus.ASSIGNED, Step.COMPLETE): CallbackStatus.COMPLETED,
    }
    for status in CallbackStatus:
        for step in Step:
            assert allowed(status, step) == ((status, step) in drawn)
            if (status, step) in drawn:
                assert after(status, step) is drawn[status, step]
            else:
                with pytest.raises(RuleError) as caught:
                    after(status, step)
                assert caught.value.params == {"status": status.value}


def test_the_permission_table() -> None:
    supervisor = effective_permissions(Role.SUPERVISOR, [])
    assert supervisor == {Permission.CALLBACK_ASSIGN, Permission.SMS_SEND, Permission.SMS_MANAGE}
    plain = effective_permissions(Role.AGENT, [])
    assert plain == {Permission.SMS_SEND}
    assert Permission.CALLBACK_ASSIGN not in effective_permissions(Role.AGENT, [Permission.CALLBACK_ASSIGN])
    dispatcher = effective_permissions(Role.AGENT, [Permission.PHONE, Permission.CALLBACK_ASSIGN])
    assert may_assign(Role.AGENT, dispatcher)
    assert may_assign(Role.SUPERVISOR, supervisor)
    assert not may_assign(Role.AGENT, plain)
    assert may_use_callbacks(Role.SUPERVISOR, supervisor)
    assert not may_use_callbacks(Role.AGENT, plain)
    assert effective_permissions(Role.UNKNOWN, list(Permission)) == set()


def test_statistics_count_by_the_business_day_and_never_divide_by_zero() -> None:
    late = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # 00:30 on the 23rd in Seoul
    bucket = int(late.timestamp()) // BUCKET_SECONDS
    stats = fold([(bucket, 4, 3)], date(2026, 11, 22), date(2026, 11, 23), Period.DAY, SEOUL)
    assert [(r.period, r.assigned, r.completed, r.outstanding, r.completion_rate) for r in stats.rows] == [
        ("2026-11-22", 0, 0, 0, None),
        ("2026-11-23", 4, 3, 1, 75.0),
    ]
    assert stats.total.completion_rate == 75.0
    assert completion_rate(0, 0) is None


def test_a_day_with_25_hours_is_one_day() -> None:
    zone = ZoneInfo("America/New_York")
    day = date(2026, 11, 1)
    start, end = day_bounds(day, day, zone)
    assert end - start == timedelta(hours=25)
    hours = [(int((start + timedelta(hours=h)).timestamp()) // BUCKET_SECONDS, 1, 1) for h in range(25)]
    stats = fold(hours, day, day, Period.DAY, zone)
    assert stats.total.assigned == 25


def test_months_and_ranges() -> None:
    stats = fold([], date(2026, 1, 31), date(2026, 3, 1), Period.MONTH, SEOUL)
    assert [r.period for r in stats.rows] == ["2026-01", "2026-02", "2026-03"]
    with pytest.raises(RuleError):
        check_range(date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(RuleError):
        check_range(date(2000, 1, 1), date(2026, 2, 1))


def test_a_newer_peer_does_not_blind_an_older_one() -> None:
    agent = msgspec.json.decode(
        b'{"id":"1","name":"a","role":"owner","cti_state":"lunch","colour":"red"}', type=Agent
    )
    assert agent.role is Role.UNKNOWN
    assert agent.cti_state.value == "unknown"


def test_a_misspelt_field_is_refused_at_the_border_unless_it_would_cost_a_customer() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"note":"x","nota":null}', type=Complete)
    misspelt = b'{"service_id":"1","phone":"010","prefered_at":null}'
    assert msgspec.json.decode(misspelt, type=Intake) == Intake(service_id="1", phone="010")
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"callback_ids":["1"],"agent_ids":"kim","method":"equal"}', type=Assign)


def test_ids_sort_by_time_and_are_canonical() -> None:
    ids = [new_id() for _ in range(50)]
    assert ids == sorted(ids)
    assert all(is_id(i) for i in ids)
    assert not is_id("x")
    assert not is_id(ids[0].upper())
