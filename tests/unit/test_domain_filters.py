"""Periods mean the organisation's days, whatever the clock of the machine and of UTC say."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from occ_contract.callbacks import CallbackStatus
from occ_desktop.domain.filters import CallbackFilter, PeriodChoice, PeriodPreset

SEOUL = ZoneInfo("Asia/Seoul")
LATE_EVENING_UTC = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # Monday 23rd, half past one in Seoul

DAYS = {
    PeriodPreset.TODAY: (date(2026, 11, 23), date(2026, 11, 23)),
    PeriodPreset.YESTERDAY: (date(2026, 11, 22), date(2026, 11, 22)),
    PeriodPreset.LAST_7_DAYS: (date(2026, 11, 17), date(2026, 11, 23)),
    PeriodPreset.LAST_14_DAYS: (date(2026, 11, 10), date(2026, 11, 23)),
    PeriodPreset.LAST_30_DAYS: (date(2026, 10, 25), date(2026, 11, 23)),
    PeriodPreset.THIS_MONTH: (date(2026, 11, 1), date(2026, 11, 23)),
    PeriodPreset.LAST_90_DAYS: (date(2026, 8, 26), date(2026, 11, 23)),
}


@pytest.mark.parametrize("preset", DAYS)
def test_a_named_period_is_counted_in_the_organisations_days(preset: PeriodPreset) -> None:
    assert PeriodChoice(preset).days(LATE_EVENING_UTC, SEOUL) == DAYS[preset]


def test_today_begins_at_midnight_in_seoul() -> None:
    bounds = PeriodChoice(PeriodPreset.TODAY).bounds(LATE_EVENING_UTC, SEOUL)
    assert bounds == (datetime(2026, 11, 22, 15, tzinfo=UTC), datetime(2026, 11, 23, 15, tzinfo=UTC))


def test_all_time_has_no_bounds() -> None:
    assert PeriodChoice(PeriodPreset.ALL).bounds(LATE_EVENING_UTC, SEOUL) is None


def test_chosen_days_include_both_ends_and_never_run_backwards() -> None:
    chosen = PeriodChoice(PeriodPreset.CUSTOM, date(2026, 11, 5), date(2026, 11, 3))
    assert chosen.days(LATE_EVENING_UTC, SEOUL) == (date(2026, 11, 5), date(2026, 11, 5))
    one_day = PeriodChoice(PeriodPreset.CUSTOM, date(2026, 11, 5))
    assert one_day.days(LATE_EVENING_UTC, SEOUL) == (date(2026, 11, 5), date(2026, 11, 5))


def test_widening_a_search_keeps_every_other_condition() -> None:
    f = CallbackFilter(
        received_from=LATE_EVENING_UTC,
        received_to=LATE_EVENING_UTC,
        statuses=(CallbackStatus.ASSIGNED,),
        phone="12",
    )
    assert f.without_period() == CallbackFilter(statuses=(CallbackStatus.ASSIGNED,), phone="12")
