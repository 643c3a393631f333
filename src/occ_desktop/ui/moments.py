"""How moments are written: today's as HH:MM, older ones with their day, the whole moment in the tooltip.

Knows no clock: the caller says what "now" is and in which zone the organisation lives.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_WEEKDAYS = (
    QT_TRANSLATE_NOOP("Moments", "Mon"),
    QT_TRANSLATE_NOOP("Moments", "Tue"),
    QT_TRANSLATE_NOOP("Moments", "Wed"),
    QT_TRANSLATE_NOOP("Moments", "Thu"),
    QT_TRANSLATE_NOOP("Moments", "Fri"),
    QT_TRANSLATE_NOOP("Moments", "Sat"),
    QT_TRANSLATE_NOOP("Moments", "Sun"),
)


def short(moment: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Return ``14:31`` today, ``11.20 14:31`` this year, ``2025.11.20 14:31`` before; empty for None."""
    if moment is None:
        return ""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{local:%m.%d %H:%M}"
    return f"{local:%Y.%m.%d %H:%M}"


def full(moment: datetime | None, zone: ZoneInfo) -> str:
    """Return ``2026.11.23 14:31:05``, empty for None."""
    return "" if moment is None else f"{moment.astimezone(zone):%Y.%m.%d %H:%M:%S}"


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return ``14:31:05``."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def span(seconds: float) -> str:
    """Return a length of time as ``9:41`` or ``1:02:03``; less than nothing is ``0:00``."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def running(since: datetime, now: datetime) -> str:
    """Return how long something runs, as `span`: the same wherever it is read in one second."""
    return span(int(now.timestamp()) - int(since.timestamp()))


def weekday(day: date) -> str:
    """Return the short name of a day of the week in the person's language."""
    return QCoreApplication.translate("Moments", _WEEKDAYS[day.weekday()])


def day(value: date) -> str:
    """Return ``2026.11.23``."""
    return f"{value:%Y.%m.%d}"
