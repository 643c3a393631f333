"""The columns of what waits to be sent."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.status_column import status_column_width
from occ_desktop.ui.tables.columns import Cell, Column, ColumnKind, RowAction
from occ_desktop.ui.theme.fonts import text_width
from occ_desktop.views.outbox.entries import STATES, Entry, EntryWords
from occ_desktop.views.parts.refusals import DISCARD

translate = QCoreApplication.translate


class EntryCells:
    """Makes the cells; ``moment`` writes a time the short way, ``full`` the whole one."""

    def __init__(
        self, words: EntryWords, moment: Callable[[datetime], str], full: Callable[[datetime], str]
    ) -> None:
        self._words = words
        self._moment = moment
        self._full = full

    def when(self, entry: Entry) -> Cell:
        """Return when the person did it."""
        moment = entry.command.created_at
        return Cell(self._moment(moment), tooltip=self._full(moment))

    def what(self, entry: Entry) -> Cell:
        """Return what is to be done."""
        text = self._words.what(entry)
        return Cell(text, tooltip=text)

    def what_width(self) -> int:
        """Return the width that holds every sentence in the person's language; a longer name is elided."""
        return max(240, text_width(self._words.longest()) + 24)

    def service(self, entry: Entry) -> Cell:
        """Return the service's name."""
        return Cell(entry.service, ink="text2", tooltip=entry.service)

    def text(self, entry: Entry) -> Cell:
        """Return what the person typed on one line, its lines told apart, whole in the tooltip."""
        lines = (" ".join(line.split()) for line in entry.text.splitlines())
        return Cell(" · ".join(line for line in lines if line), ink="text2", tooltip=entry.text)

    def state(self, entry: Entry) -> Cell:
        """Return where it stands."""
        code, name = self._words.state(entry)
        return Cell(name, status=code)

    def actions(self, entry: Entry) -> Cell:
        """Return the button that gives it up, absent once it may have arrived."""
        label = translate("OutboxColumns", "Discard")
        return Cell(actions=(RowAction(DISCARD, label) if entry.may_discard else None,))


def columns(cells: EntryCells) -> tuple[Column[Entry], ...]:
    """Return the columns; widths in pixels at 100 %."""
    return (
        Column("when", translate("OutboxColumns", "Done at"), 104, cells.when),
        Column("what", translate("OutboxColumns", "What"), cells.what_width(), cells.what, elide=True),
        Column("service", translate("OutboxColumns", "Service"), 92, cells.service, hide_order=0),
        Column("text", translate("OutboxColumns", "My text"), 200, cells.text, elide=True, stretch=True),
        Column(
            "state",
            translate("OutboxColumns", "State"),
            status_column_width(STATES.values()),
            cells.state,
            kind=ColumnKind.STATUS,
        ),
        Column(
            "actions",
            "",
            80,
            cells.actions,
            kind=ColumnKind.ACTIONS,
            chooser=False,
            slots=(translate("OutboxColumns", "Discard"),),
        ),
    )
