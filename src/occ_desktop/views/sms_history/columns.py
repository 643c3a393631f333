"""The columns of the sending history in their order, widths and hiding order. Widths are pixels at 100 %."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from occ_contract.sms import MessageStatus
from occ_desktop.domain.message_filters import MessageRow, MessageSortColumn
from occ_desktop.ui.status import look_of, status_width
from occ_desktop.ui.tables.columns import Column, ColumnKind
from occ_desktop.ui.texting_words import name_of
from occ_desktop.ui.theme.fonts import BODY, text_width
from occ_desktop.views.sms_history.cells import MessageCells

translate = QCoreApplication.translate
_PADS = 16
_MOMENT = 92


@dataclass(frozen=True)
class Widths:
    """What the columns need here: the longest name, and whether there are services to tell apart."""

    person: int = 64
    several_services: bool = False


def widths_for(people: Iterable[str], *, services: int) -> Widths:
    """Return the widths for these names; none grows beyond what leaves room for the rest."""
    widest = max((text_width(name, BODY) for name in people), default=0)
    return Widths(min(96, max(56, widest + _PADS)), services > 1)


def _status_room() -> int:
    named = (status for status in MessageStatus if status is not MessageStatus.UNKNOWN)
    look = look_of("sms.processing")  # the widest form
    return max(status_width(look, name_of(status)) for status in named) + 10


def build_columns(cells: MessageCells, widths: Widths) -> tuple[Column[MessageRow], ...]:
    """Return the columns with titles in the person's language."""
    return (*_asked_columns(cells, widths), *_outcome_columns(cells, widths))


def _asked_columns(cells: MessageCells, widths: Widths) -> tuple[Column[MessageRow], ...]:
    """Return the columns of what was asked for."""
    named = translate("HistoryColumns", "Service")
    service = Column("service", named, 84, cells.service, elide=True, hide_order=2)
    return (
        Column(
            "registered",
            translate("HistoryColumns", "Registered"),
            _MOMENT + 8,
            cells.registered,
            sort_key=MessageSortColumn.REGISTERED.value,
        ),
        *((service,) if widths.several_services else ()),
        Column("type", translate("HistoryColumns", "Type"), 48, cells.type, hide_order=4),
        Column("kind", translate("HistoryColumns", "Form"), 72, cells.kind, hide_order=5),
        Column(
            "reserved",
            translate("HistoryColumns", "Reserved for"),
            _MOMENT,
            cells.reserved,
            sort_key=MessageSortColumn.RESERVED.value,
            hide_order=6,
        ),
        Column(
            "template",
            translate("HistoryColumns", "Template"),
            150,
            cells.template,
            elide=True,
            stretch=True,
        ),
        Column("sender", translate("HistoryColumns", "Sender"), 100, cells.sender, hide_order=3),
        Column(
            "recipient",
            translate("HistoryColumns", "Recipient"),
            112,
            cells.recipient,
            sort_key=MessageSortColumn.RECIPIENT.value,
        ),
    )


def _outcome_columns(cells: MessageCells, widths: Widths) -> tuple[Column[MessageRow], ...]:
    """Return the columns of what became of it."""
    return (
        Column(
            "status",
            translate("HistoryColumns", "Status"),
            _status_room(),
            cells.status,
            kind=ColumnKind.STATUS,
            sort_key=MessageSortColumn.STATUS.value,
        ),
        Column("result", translate("HistoryColumns", "Result"), 256, cells.result, elide=True),
        Column(
            "agent",
            translate("HistoryColumns", "Agent"),
            widths.person,
            cells.agent,
            elide=True,
            hide_order=7,
        ),
        Column(
            "sent",
            translate("HistoryColumns", "Sent"),
            _MOMENT,
            cells.sent,
            sort_key=MessageSortColumn.SENT.value,
            hide_order=1,
        ),
    )
