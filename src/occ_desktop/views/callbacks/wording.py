"""Conditions in words, for the sentence that says what was searched for. Names come from the directory."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from occ_desktop.services.directory import Directory
from occ_desktop.ui import periods
from occ_desktop.ui.vocabulary import name_of
from occ_desktop.views.callbacks.conditions import Conditions

translate = QCoreApplication.translate


def in_words(conditions: Conditions, directory: Directory, now: datetime, zone: ZoneInfo) -> str:
    """Return the conditions as one line: "Today · Received · phone with “4471”"."""
    words = [periods.described(conditions.period, now, zone)]
    words += [name_of(f"callback.{status.value}") for status in conditions.statuses]
    labels = dict(directory.routes())
    words += [labels.get(key, "") for key in conditions.routes]
    if conditions.phone:
        words.append(translate("ListWords", "phone with “{part}”").format(part=conditions.phone))
    if conditions.text:
        words.append(translate("ListWords", "“{text}”").format(text=conditions.text))
    for source, people in (
        (translate("ListWords", "assigned by {name}"), conditions.assigners),
        (translate("ListWords", "assigned to {name}"), conditions.assignees),
    ):
        words += [source.format(name=directory.name(person)) for person in people]
    words += [directory.service_name(service) for service in conditions.services]
    return " · ".join(word for word in words if word)
