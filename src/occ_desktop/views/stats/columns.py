"""The columns of the statistics table, and how a period is named."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from occ_contract.statistics import Period
from occ_desktop.ui import moments
from occ_desktop.ui.tables.columns import Align, Bar, Cell, Column, ColumnKind
from occ_desktop.ui.theme.tokens import Token
from occ_desktop.views.stats.figures import PeriodLine, rate_text

translate = QCoreApplication.translate
PERIOD = "period"


def title(line: PeriodLine) -> str:
    """Return ``2026.11.23 (Mon)``, or ``2026.11``; the present one says so."""
    name = name_of(line.day, line.by)
    if not line.present:
        return name
    if line.by is Period.MONTH:
        return translate("StatsColumns", "{period}  this month").format(period=name)
    return translate("StatsColumns", "{period}  today").format(period=name)


def name_of(day: date, by: Period) -> str:
    """Return a period's name without saying that it is the present one."""
    if by is Period.MONTH:
        return f"{day:%Y.%m}"
    return translate("StatsColumns", "{day} ({weekday})").format(
        day=moments.day(day), weekday=moments.weekday(day)
    )


def under_bar(line: PeriodLine) -> tuple[str, str]:
    """Return the two lines under a bar of the chart: the date, and the weekday or "today"."""
    if line.by is Period.MONTH:
        present = translate("StatsColumns", "this month") if line.present else ""
        return f"{line.day:%Y.%m}", present
    return f"{line.day:%m.%d}", translate("StatsColumns", "today") if line.present else moments.weekday(
        line.day
    )


def columns() -> tuple[Column[PeriodLine], ...]:
    """Return the columns (guide, 처리현황); widths in pixels at 100 %."""
    right = Align.RIGHT
    return (
        Column(PERIOD, translate("StatsColumns", "Period"), 240, _period, sort_key=PERIOD),
        Column("assigned", translate("StatsColumns", "Assigned"), 120, _assigned, align=right),
        Column("completed", translate("StatsColumns", "Completed"), 120, _completed, align=right),
        Column("outstanding", translate("StatsColumns", "Not done"), 120, _outstanding, align=right),
        Column("rate", translate("StatsColumns", "Completion rate"), 130, _rate, align=right),
        Column("bar", "", 200, _bar, kind=ColumnKind.BAR, stretch=True, chooser=False),
    )


def _period(line: PeriodLine) -> Cell:
    return Cell(title(line), bold=line.present)


def _number(count: int, ink: Token = "text") -> Cell:
    return Cell(f"{count:,}", ink=ink if count else "text3")


def _assigned(line: PeriodLine) -> Cell:
    return _number(line.assigned)


def _completed(line: PeriodLine) -> Cell:
    return _number(line.completed)


def _outstanding(line: PeriodLine) -> Cell:
    return _number(line.outstanding)


def _rate(line: PeriodLine) -> Cell:
    ink: Token = "amber" if line.low else "text3" if line.rate is None else "text"
    return Cell(rate_text(line.rate), ink=ink, bold=line.low)


def _bar(line: PeriodLine) -> Cell:
    return Cell() if line.rate is None else Cell(bar=Bar(line.rate, full=100.0, warn=line.low, good=True))
