"""How a promised time stands in a row: amber with a clock when near, red with a warning once past."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui import moments
from occ_desktop.ui.tables.columns import Cell

translate = QCoreApplication.translate
SOON = timedelta(minutes=10)


def pressing(promised: datetime | None, now: datetime, zone: ZoneInfo) -> Cell | None:
    """Return the cell of a promise that is due within ten minutes or has passed, None of any other."""
    if promised is None or promised - now > SOON:
        return None
    text = moments.short(promised, now, zone)
    if promised < now:
        hint = translate("PromiseCell", "The customer wished a call at {time}; that time has passed.")
        return Cell(text, ink="red", bold=True, icon="warning", tooltip=hint.format(time=text))
    minutes = int((promised - now).total_seconds() // 60)
    hint = translate("PromiseCell", "The customer wishes a call in {minutes} minutes ({time}).")
    return Cell(text, ink="amber", bold=True, icon="clock", tooltip=hint.format(minutes=minutes, time=text))
