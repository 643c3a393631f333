"""Kinds and priorities of a ticket in the person's language, in the order they are offered."""

from PySide6.QtCore import QCoreApplication

from occ_contract.tickets import TicketPriority, TicketType
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_TYPES: dict[TicketType, str] = {
    TicketType.INQUIRY: QT_TRANSLATE_NOOP("Tickets", "Inquiry"),
    TicketType.COMPLAINT: QT_TRANSLATE_NOOP("Tickets", "Complaint"),
    TicketType.REQUEST: QT_TRANSLATE_NOOP("Tickets", "Request"),
    TicketType.CALLBACK: QT_TRANSLATE_NOOP("Tickets", "Callback"),
    TicketType.OTHER: QT_TRANSLATE_NOOP("Tickets", "Other"),
}
_PRIORITIES: dict[TicketPriority, str] = {
    TicketPriority.LOW: QT_TRANSLATE_NOOP("Tickets", "Low"),
    TicketPriority.NORMAL: QT_TRANSLATE_NOOP("Tickets", "Normal"),
    TicketPriority.HIGH: QT_TRANSLATE_NOOP("Tickets", "High"),
    TicketPriority.URGENT: QT_TRANSLATE_NOOP("Tickets", "Urgent"),
}
TYPES = tuple(_TYPES)
PRIORITIES = tuple(_PRIORITIES)


def type_name(kind: TicketType) -> str:
    """Return the name of a kind of contact."""
    return QCoreApplication.translate("Tickets", _TYPES[kind])


def priority_name(level: TicketPriority) -> str:
    """Return the name of a priority."""
    return QCoreApplication.translate("Tickets", _PRIORITIES[level])
