"""Korean time as NHN writes and reads it: no zone, seconds, sometimes a fraction."""

import re
from datetime import UTC, datetime, timedelta, timezone

KOREA = timezone(timedelta(hours=9))  # no summer time since 1988
_SHAPE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def to_korea(moment: datetime) -> str:
    """Return an aware moment as the lists ask for it: ``yyyy-MM-dd HH:mm:ss``."""
    return moment.astimezone(KOREA).strftime("%Y-%m-%d %H:%M:%S")


def from_korea(text: object) -> datetime | None:
    """Return the UTC moment of what NHN wrote, to the second; None for nothing, or what is no time."""
    shape = _SHAPE.fullmatch(text.strip()) if isinstance(text, str) else None
    if shape is None:
        return None
    day, time, zone = shape.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{zone or ''}")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=KOREA)).astimezone(UTC)
