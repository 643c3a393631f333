"""The names of the periods a search offers, and the way between a chip's value and the domain's."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_contract.statistics import business_day
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.ui import moments
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.ui.widgets.choice_chip import Choice
from occ_desktop.ui.widgets.period_chip import Period

_NAMES: dict[PeriodPreset, str] = {
    PeriodPreset.OPEN_AND_TODAY: QT_TRANSLATE_NOOP("Periods", "Open + today"),
    PeriodPreset.TODAY: QT_TRANSLATE_NOOP("Periods", "Today"),
    PeriodPreset.YESTERDAY: QT_TRANSLATE_NOOP("Periods", "Yesterday"),
    PeriodPreset.LAST_7_DAYS: QT_TRANSLATE_NOOP("Periods", "7 days"),
    PeriodPreset.LAST_14_DAYS: QT_TRANSLATE_NOOP("Periods", "14 days"),
    PeriodPreset.LAST_30_DAYS: QT_TRANSLATE_NOOP("Periods", "30 days"),
    PeriodPreset.THIS_MONTH: QT_TRANSLATE_NOOP("Periods", "This month"),
    PeriodPreset.LAST_90_DAYS: QT_TRANSLATE_NOOP("Periods", "90 days"),
    PeriodPreset.ALL: QT_TRANSLATE_NOOP("Periods", "All time"),
    PeriodPreset.CUSTOM: QT_TRANSLATE_NOOP("Periods", "Chosen days"),
}
SEARCH_PRESETS = (
    PeriodPreset.TODAY,
    PeriodPreset.YESTERDAY,
    PeriodPreset.LAST_7_DAYS,
    PeriodPreset.LAST_30_DAYS,
    PeriodPreset.ALL,
)


def preset_name(preset: PeriodPreset) -> str:
    """Return the name of a preset in the person's language."""
    return QCoreApplication.translate("Periods", _NAMES[preset])


def choices(presets: Sequence[PeriodPreset] = SEARCH_PRESETS) -> tuple[Choice, ...]:
    """Return the presets as a period chip offers them."""
    return tuple(Choice(preset.value, preset_name(preset)) for preset in presets)


def chosen(period: Period) -> PeriodChoice:
    """Return what a chip's value means to the domain."""
    return PeriodChoice(PeriodPreset(period.preset), period.first, period.last)


def shown(choice: PeriodChoice) -> Period:
    """Return a domain period as a chip shows it."""
    return Period(choice.preset.value, choice.first, choice.last)


def days_of(preset: str, today: date) -> tuple[date, date] | None:
    """Return the days a preset of a chip means today, None: all of them."""
    return PeriodChoice(PeriodPreset(preset)).days_on(today)


def described(choice: PeriodChoice, now: datetime, zone: ZoneInfo) -> str:
    """Return the period in words: its name, or its days when they were chosen one by one."""
    if choice.preset is not PeriodPreset.CUSTOM:
        return preset_name(choice.preset)
    first, last = choice.days(now, zone) or (business_day(now, zone),) * 2
    return moments.day(first) if first == last else f"{moments.day(first)} – {moments.day(last)}"
