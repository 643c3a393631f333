"""Every key of the client by what one does with it, as the sheet prints them. The rooms answer them."""

from PySide6.QtCore import QCoreApplication

from occ_desktop.ui.keyboard import Key
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("HelpKeys", "Callbacks"),
        (
            ("F2", QT_TRANSLATE_NOOP("HelpKeys", "Connect")),
            ("Shift F2", QT_TRANSLATE_NOOP("HelpKeys", "Hang up")),
            ("F4", QT_TRANSLATE_NOOP("HelpKeys", "Complete")),
            ("F6", QT_TRANSLATE_NOOP("HelpKeys", "Register history")),
            ("F8", QT_TRANSLATE_NOOP("HelpKeys", "To the call note")),
            ("Ctrl N", QT_TRANSLATE_NOOP("HelpKeys", "Next callback in line")),
            ("F7", QT_TRANSLATE_NOOP("HelpKeys", "Take in new rows")),
            ("F9", QT_TRANSLATE_NOOP("HelpKeys", "Customer panel on and off")),
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
            ("Ctrl K", QT_TRANSLATE_NOOP("HelpKeys", "Find customer, number, callback")),
            ("Ctrl Shift N", QT_TRANSLATE_NOOP("HelpKeys", "Notices")),
            ("Alt 1 – 3", QT_TRANSLATE_NOOP("HelpKeys", "Phone: ready, work, break")),
            ("Tab", QT_TRANSLATE_NOOP("HelpKeys", "Next control")),
            ("Esc", QT_TRANSLATE_NOOP("HelpKeys", "Close what is on top; nothing typed is lost")),
            ("F1", QT_TRANSLATE_NOOP("HelpKeys", "This sheet")),
        ),
    ),
)


def _say(text: str) -> str:
    return QCoreApplication.translate("HelpKeys", text)


def all_keys() -> list[Key]:
    """Return the entries in the order of the sheet, translated."""
    return [
        Key(f"{group}-{cap}", "", _say(label), group=_say(group), shown=cap)
        for group, entries in _GROUPS
        for cap, label in entries
    ]
