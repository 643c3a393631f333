"""The names of the status vocabulary in the person's language, keyed like the looks in `ui.status`."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_CONTEXT = "Vocabulary"

_NAMES: dict[str, str] = {
    "callback.received": QT_TRANSLATE_NOOP("Vocabulary", "Received"),
    "callback.assigned": QT_TRANSLATE_NOOP("Vocabulary", "Assigned"),
    "callback.completed": QT_TRANSLATE_NOOP("Vocabulary", "Completed"),
    "callback.cancelled": QT_TRANSLATE_NOOP("Vocabulary", "Cancelled"),
    "call.connected": QT_TRANSLATE_NOOP("Vocabulary", "Connected"),
    "call.busy": QT_TRANSLATE_NOOP("Vocabulary", "Busy"),
    "call.no_answer": QT_TRANSLATE_NOOP("Vocabulary", "No answer"),
    "call.failed": QT_TRANSLATE_NOOP("Vocabulary", "Failed"),
    "call.agent_no_answer": QT_TRANSLATE_NOOP("Vocabulary", "Agent's telephone not answered"),
    "call.agent_unreachable": QT_TRANSLATE_NOOP("Vocabulary", "Agent's telephone not connected"),
    "call.unknown": QT_TRANSLATE_NOOP("Vocabulary", "Unknown"),
    "call.live": QT_TRANSLATE_NOOP("Vocabulary", "On a call"),
    "call.dialling": QT_TRANSLATE_NOOP("Vocabulary", "Dialling"),
    "call.ringing": QT_TRANSLATE_NOOP("Vocabulary", "Ringing"),
    "call.talking": QT_TRANSLATE_NOOP("Vocabulary", "Talking"),
    "sms.processing": QT_TRANSLATE_NOOP("Vocabulary", "Processing"),
    "sms.reserved": QT_TRANSLATE_NOOP("Vocabulary", "Reserved"),
    "sms.checking": QT_TRANSLATE_NOOP("Vocabulary", "Checking the outcome"),
    "sms.held": QT_TRANSLATE_NOOP("Vocabulary", "Held"),
    "sms.completed": QT_TRANSLATE_NOOP("Vocabulary", "Done"),
    "sms.failed": QT_TRANSLATE_NOOP("Vocabulary", "Failed"),
    "sms.cancelled": QT_TRANSLATE_NOOP("Vocabulary", "Cancelled"),
    "cti.ready": QT_TRANSLATE_NOOP("Vocabulary", "Ready"),
    "cti.talking": QT_TRANSLATE_NOOP("Vocabulary", "Call"),
    "cti.dialling": QT_TRANSLATE_NOOP("Vocabulary", "Dialling"),
    "cti.ringing": QT_TRANSLATE_NOOP("Vocabulary", "Ringing"),
    "cti.work": QT_TRANSLATE_NOOP("Vocabulary", "Work"),
    "cti.rest": QT_TRANSLATE_NOOP("Vocabulary", "Break"),
    "cti.break": QT_TRANSLATE_NOOP("Vocabulary", "Break"),
    "cti.logged_out": QT_TRANSLATE_NOOP("Vocabulary", "Logged out"),
    "cti.disconnected": QT_TRANSLATE_NOOP("Vocabulary", "CTI disconnected"),
    "outbox.waiting": QT_TRANSLATE_NOOP("Vocabulary", "Waiting to send"),
    "outbox.sending": QT_TRANSLATE_NOOP("Vocabulary", "Sending"),
    "outbox.conflict": QT_TRANSLATE_NOOP("Vocabulary", "Needs a decision"),
    "outbox.sent": QT_TRANSLATE_NOOP("Vocabulary", "Sent"),
    "role.supervisor": QT_TRANSLATE_NOOP("Vocabulary", "Supervisor"),
    "role.agent": QT_TRANSLATE_NOOP("Vocabulary", "Agent"),
    "unknown": QT_TRANSLATE_NOOP("Vocabulary", "Unknown"),
}


def name_of(code: str) -> str:
    """Return the translated name of a status code; one this version does not know reads "Unknown"."""
    return QCoreApplication.translate(_CONTEXT, _NAMES.get(code, _NAMES["unknown"]))


def former(name: str) -> str:
    """Return the name of somebody who has left, where they stand among those who are there."""
    return QCoreApplication.translate(_CONTEXT, "{name} (left)").format(name=name)


def known_codes() -> frozenset[str]:
    """Return the codes that have a name."""
    return frozenset(_NAMES)
