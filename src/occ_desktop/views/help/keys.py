"""Every key of the client by what one does with it, as the sheet prints them. The rooms answer them.

An entry names its cap, or where the settings can change it, its id in `ui.key_map`.
"""

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.key_map import DEFAULTS, KeyMap
from occ_desktop.ui.keyboard import Key
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

CTI_STATES = "cti-states"
_GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("HelpKeys", "Callbacks"),
        (
            ("connect", QT_TRANSLATE_NOOP("HelpKeys", "Connect")),
            ("hang-up", QT_TRANSLATE_NOOP("HelpKeys", "Hang up")),
            ("complete", QT_TRANSLATE_NOOP("HelpKeys", "Complete")),
            ("history", QT_TRANSLATE_NOOP("HelpKeys", "Register history")),
            ("Ctrl Z", QT_TRANSLATE_NOOP("HelpKeys", "Take a completion back")),
            ("note", QT_TRANSLATE_NOOP("HelpKeys", "To the call note")),
            ("next", QT_TRANSLATE_NOOP("HelpKeys", "Next callback in line")),
            ("F7", QT_TRANSLATE_NOOP("HelpKeys", "Take in new rows")),
            ("panel", QT_TRANSLATE_NOOP("HelpKeys", "Customer panel on and off")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("HelpKeys", "Search and tables"),
        (
            ("Ctrl F", QT_TRANSLATE_NOOP("HelpKeys", "To the first condition")),
            ("↵", QT_TRANSLATE_NOOP("HelpKeys", "Search")),
            ("F5", QT_TRANSLATE_NOOP("HelpKeys", "Search again")),
            ("↑ ↓", QT_TRANSLATE_NOOP("HelpKeys", "Row up and down")),
            ("← →", QT_TRANSLATE_NOOP("HelpKeys", "Cell left and right, also to the buttons of a row")),
            ("PgUp PgDn", QT_TRANSLATE_NOOP("HelpKeys", "A page up and down")),
            ("Home End", QT_TRANSLATE_NOOP("HelpKeys", "First and last row")),
            ("Ctrl D", QT_TRANSLATE_NOOP("HelpKeys", "Download")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("HelpKeys", "Assigning"),
        (
            ("Space", QT_TRANSLATE_NOOP("HelpKeys", "Check a row")),
            ("Shift Space", QT_TRANSLATE_NOOP("HelpKeys", "Check a range")),
            ("Ctrl A", QT_TRANSLATE_NOOP("HelpKeys", "Check all that match")),
            ("Alt E", QT_TRANSLATE_NOOP("HelpKeys", "Equal assignment")),
            ("Alt M", QT_TRANSLATE_NOOP("HelpKeys", "Manual assignment")),
            ("Ctrl ↵", QT_TRANSLATE_NOOP("HelpKeys", "Do it")),
            ("Ctrl Z", QT_TRANSLATE_NOOP("HelpKeys", "Undo the last assignment")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("HelpKeys", "Everywhere"),
        (
            ("Ctrl 1 – 3", QT_TRANSLATE_NOOP("HelpKeys", "Callbacks, to send, settings")),
            ("Ctrl Tab", QT_TRANSLATE_NOOP("HelpKeys", "Next tab")),
            ("find", QT_TRANSLATE_NOOP("HelpKeys", "Find customer, number, callback")),
            ("notices", QT_TRANSLATE_NOOP("HelpKeys", "Notices")),
            (CTI_STATES, QT_TRANSLATE_NOOP("HelpKeys", "Phone: ready, work, break")),
            ("Ctrl F6", QT_TRANSLATE_NOOP("HelpKeys", "Next part of the screen")),
            ("Tab", QT_TRANSLATE_NOOP("HelpKeys", "Next control")),
            ("Esc", QT_TRANSLATE_NOOP("HelpKeys", "Close what is on top; nothing typed is lost")),
            ("F1", QT_TRANSLATE_NOOP("HelpKeys", "This sheet")),
        ),
    ),
)


def _say(text: str) -> str:
    return QCoreApplication.translate("HelpKeys", text)


def _cap(entry: str, keys: KeyMap) -> str:
    """Return what the sheet prints: the keys in force where they can be changed, else the cap itself."""
    if entry == CTI_STATES:
        caps = [keys.cap(f"cti-{number}") for number in (1, 2, 3)]
        return "Alt 1 – 3" if caps == ["Alt 1", "Alt 2", "Alt 3"] else " · ".join(caps)
    return keys.cap(entry) if entry in DEFAULTS else entry


def all_keys(keys: KeyMap) -> list[Key]:
    """Return the entries in the order of the sheet, translated, with the keys in force."""
    return [
        Key(f"{group}-{entry}", "", _say(label), group=_say(group), shown=_cap(entry, keys))
        for group, entries in _GROUPS
        for entry, label in entries
    ]
