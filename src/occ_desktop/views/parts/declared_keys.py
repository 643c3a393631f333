"""Every key of the client, said once: rooms answer it, status line, help sheet and settings are made from it.

An entry names the places it works in; one without places works everywhere. Which room answers it with what
is the room's affair.
"""

import msgspec

from occ_desktop.ui.frame import Place
from occ_desktop.ui.key_map import KeyMap, cap_of
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

CALLBACKS = QT_TRANSLATE_NOOP("Keys", "Callbacks")
SEARCH = QT_TRANSLATE_NOOP("Keys", "Search and tables")
ASSIGNING = QT_TRANSLATE_NOOP("Keys", "Assigning")
TEXTING = QT_TRANSLATE_NOOP("Keys", "Texts")
EVERYWHERE = QT_TRANSLATE_NOOP("Keys", "Everywhere")
_LIST, _ASSIGN, _CANCEL = (Place.CALLBACK_LIST,), (Place.ASSIGNMENT,), (Place.CANCELLATION,)
_SEND = (Place.SMS_SENDING,)
_TEXTS = (Place.SMS_HISTORY,)
_TEMPLATES = (Place.SMS_TEMPLATES,)
_REQUESTS = (*_LIST, *_ASSIGN, *_CANCEL)
_LISTS = (*_REQUESTS, *_TEXTS)


class DeclaredKey(msgspec.Struct, frozen=True):
    """``keys`` are portable sequences that do the same, the first one printed; none: a control answers it.

    ``line`` is what the status line of its places says, ``words`` what that of one place says in its stead;
    ``cap`` what is printed where no sequence says it.
    ``elsewhere``: beyond its places the window answers it, without a word in the status line.
    ``changeable``: the settings may give it other keys. ``listed``: the help sheet has a line for it.
    """

    id: str
    label: str
    group: str
    keys: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    line: str = ""
    cap: str = ""
    changeable: bool = False
    listed: bool = True
    words: tuple[tuple[Place, str], ...] = ()
    elsewhere: bool = False

    def said(self, place: Place | None) -> str:
        """Return what the status line of a place says of it; nothing: it does not mention it."""
        return dict(self.words).get(place, self.line) if place is not None else self.line

    @property
    def default(self) -> str:
        """Return the sequence it has at first."""
        return self.keys[0] if self.keys else ""

    def printed(self, keys: KeyMap) -> str:
        """Return what stands on its cap with the keys in force."""
        return self.cap or cap_of(keys.keys_of(self.id, self.default) if self.changeable else self.default)


DECLARED: tuple[DeclaredKey, ...] = (
    DeclaredKey(
        "connect",
        QT_TRANSLATE_NOOP("Keys", "Connect"),
        CALLBACKS,
        ("F2",),
        _LIST,
        QT_TRANSLATE_NOOP("Keys", "Connect"),
        changeable=True,
    ),
    DeclaredKey("hang-up", QT_TRANSLATE_NOOP("Keys", "Hang up"), CALLBACKS, ("Shift+F2",), changeable=True),
    DeclaredKey(
        "complete",
        QT_TRANSLATE_NOOP("Keys", "Complete"),
        CALLBACKS,
        ("F4",),
        _LIST,
        QT_TRANSLATE_NOOP("Keys", "Complete"),
        changeable=True,
    ),
    DeclaredKey(
        "take-back", QT_TRANSLATE_NOOP("Keys", "Take a completion back"), CALLBACKS, ("Ctrl+Z",), _LIST
    ),
    DeclaredKey(
        "note",
        QT_TRANSLATE_NOOP("Keys", "To the call note"),
        CALLBACKS,
        ("F8",),
        _LIST,
        QT_TRANSLATE_NOOP("Keys", "To the note"),
        changeable=True,
    ),
    DeclaredKey(
        "next",
        QT_TRANSLATE_NOOP("Keys", "Next callback in line"),
        CALLBACKS,
        ("Ctrl+N",),
        _LIST,
        QT_TRANSLATE_NOOP("Keys", "Next in line"),
        changeable=True,
    ),
    DeclaredKey(
        "history",
        QT_TRANSLATE_NOOP("Keys", "Register history"),
        CALLBACKS,
        ("F6",),
        _LIST,
        QT_TRANSLATE_NOOP("Keys", "Register history"),
        changeable=True,
        elsewhere=True,
    ),
    DeclaredKey(
        "text",
        QT_TRANSLATE_NOOP("Keys", "Send the customer a text"),
        CALLBACKS,
        ("Ctrl+T",),
        _LIST,
        QT_TRANSLATE_NOOP("Keys", "Text"),
        changeable=True,
    ),
    DeclaredKey("news", QT_TRANSLATE_NOOP("Keys", "Take in new rows"), CALLBACKS, ("F7",), _LISTS),
    DeclaredKey(
        "panel",
        QT_TRANSLATE_NOOP("Keys", "Customer panel on and off"),
        CALLBACKS,
        ("F9",),
        _LIST,
        changeable=True,
    ),
    DeclaredKey(
        "conditions",
        QT_TRANSLATE_NOOP("Keys", "To the first condition"),
        SEARCH,
        ("Ctrl+F",),
        (*_LISTS, Place.STATISTICS, *_TEMPLATES),
        words=((Place.SMS_TEMPLATES, QT_TRANSLATE_NOOP("Keys", "find")),),
    ),
    DeclaredKey("enter", QT_TRANSLATE_NOOP("Keys", "Search"), SEARCH, cap="↵"),
    DeclaredKey("rows", QT_TRANSLATE_NOOP("Keys", "Row up and down"), SEARCH, cap="↑ ↓"),
    DeclaredKey(
        "cells",
        QT_TRANSLATE_NOOP("Keys", "Cell left and right, also to the buttons of a row"),
        SEARCH,
        cap="← →",
    ),
    DeclaredKey("pages", QT_TRANSLATE_NOOP("Keys", "A page up and down"), SEARCH, cap="PgUp PgDn"),
    DeclaredKey("ends", QT_TRANSLATE_NOOP("Keys", "First and last row"), SEARCH, cap="Home End"),
    DeclaredKey(
        "download",
        QT_TRANSLATE_NOOP("Keys", "Download"),
        SEARCH,
        ("Ctrl+D",),
        (*_LIST, Place.STATISTICS, *_TEXTS),
        words=(
            (Place.STATISTICS, QT_TRANSLATE_NOOP("Keys", "download")),
            (Place.SMS_HISTORY, QT_TRANSLATE_NOOP("Keys", "download")),
        ),
    ),
    DeclaredKey(
        "check",
        QT_TRANSLATE_NOOP("Keys", "Check a row"),
        ASSIGNING,
        places=(*_ASSIGN, *_CANCEL, *_TEMPLATES),
        line=QT_TRANSLATE_NOOP("Keys", "select"),
        cap="Space",
    ),
    DeclaredKey("check-range", QT_TRANSLATE_NOOP("Keys", "Check a range"), ASSIGNING, cap="Shift Space"),
    DeclaredKey(
        "check-all",
        QT_TRANSLATE_NOOP("Keys", "Check all that match"),
        ASSIGNING,
        ("Ctrl+A",),
        (*_ASSIGN, *_CANCEL),
    ),
    DeclaredKey(
        "equal",
        QT_TRANSLATE_NOOP("Keys", "Equal assignment"),
        ASSIGNING,
        ("Alt+E",),
        _ASSIGN,
        QT_TRANSLATE_NOOP("Keys", "equal"),
    ),
    DeclaredKey(
        "manual",
        QT_TRANSLATE_NOOP("Keys", "Manual assignment"),
        ASSIGNING,
        ("Alt+M",),
        _ASSIGN,
        QT_TRANSLATE_NOOP("Keys", "manual"),
    ),
    DeclaredKey(
        "do",
        QT_TRANSLATE_NOOP("Keys", "Do it"),
        ASSIGNING,
        ("Ctrl+Return", "Ctrl+Enter"),
        _ASSIGN,
        QT_TRANSLATE_NOOP("Keys", "do it"),
        cap="Ctrl ↵",
    ),
    DeclaredKey(
        "cancel",
        QT_TRANSLATE_NOOP("Keys", "Cancel the assignment"),
        ASSIGNING,
        ("Ctrl+Return", "Ctrl+Enter"),
        _CANCEL,
        QT_TRANSLATE_NOOP("Keys", "cancel assignment"),
        cap="Ctrl ↵",
        listed=False,
    ),
    DeclaredKey(
        "again",
        QT_TRANSLATE_NOOP("Keys", "Search again"),
        SEARCH,
        ("F5",),
        (*_REQUESTS, Place.STATISTICS, *_TEXTS, Place.OUTBOX),
        words=(
            (Place.CANCELLATION, QT_TRANSLATE_NOOP("Keys", "search again")),
            (Place.STATISTICS, QT_TRANSLATE_NOOP("Keys", "count again")),
            (Place.OUTBOX, QT_TRANSLATE_NOOP("Keys", "send now")),
        ),
    ),
    DeclaredKey(
        "text-detail",
        QT_TRANSLATE_NOOP("Keys", "Detail of a text"),
        TEXTING,
        places=_TEXTS,
        line=QT_TRANSLATE_NOOP("Keys", "detail"),
        cap="Enter",
        listed=False,
    ),
    DeclaredKey(
        "cancel-text",
        QT_TRANSLATE_NOOP("Keys", "Cancel a text"),
        TEXTING,
        ("Delete",),
        _TEXTS,
        QT_TRANSLATE_NOOP("Keys", "cancel"),
        cap="Del",
    ),
    DeclaredKey(
        "undo",
        QT_TRANSLATE_NOOP("Keys", "Undo the last assignment"),
        ASSIGNING,
        ("Ctrl+Z",),
        _ASSIGN,
        QT_TRANSLATE_NOOP("Keys", "undo"),
    ),
    DeclaredKey(
        "send-text",
        QT_TRANSLATE_NOOP("Keys", "Send the text, after a question"),
        TEXTING,
        ("Ctrl+Return", "Ctrl+Enter"),
        _SEND,
        QT_TRANSLATE_NOOP("Keys", "send"),
        cap="Ctrl ↵",
    ),
    DeclaredKey(
        "find-template",
        QT_TRANSLATE_NOOP("Keys", "Find a template"),
        TEXTING,
        ("Ctrl+F",),
        _SEND,
        QT_TRANSLATE_NOOP("Keys", "templates"),
    ),
    DeclaredKey("to-text", QT_TRANSLATE_NOOP("Keys", "To the text"), TEXTING, ("F8",), _SEND),
    DeclaredKey(
        "to-callback",
        QT_TRANSLATE_NOOP("Keys", "Back to the callback"),
        TEXTING,
        ("Alt+Left",),
        _SEND,
        cap="Alt ←",
    ),
    DeclaredKey(
        "import-recipients",
        QT_TRANSLATE_NOOP("Keys", "Recipients from a spreadsheet"),
        TEXTING,
        ("Ctrl+O",),
        _SEND,
        QT_TRANSLATE_NOOP("Keys", "spreadsheet"),
    ),
    DeclaredKey(
        "discard",
        QT_TRANSLATE_NOOP("Keys", "Discard"),
        EVERYWHERE,
        ("Delete",),
        (Place.OUTBOX, *_TEMPLATES),
        QT_TRANSLATE_NOOP("Keys", "discard"),
        cap="Del",
        listed=False,
        words=((Place.SMS_TEMPLATES, QT_TRANSLATE_NOOP("Keys", "delete")),),
    ),
    DeclaredKey(
        "template-new",
        QT_TRANSLATE_NOOP("Keys", "New template"),
        TEXTING,
        ("Ctrl+T",),
        _TEMPLATES,
        QT_TRANSLATE_NOOP("Keys", "new template"),
    ),
    DeclaredKey(
        "template-save",
        QT_TRANSLATE_NOOP("Keys", "Save the template"),
        TEXTING,
        ("Ctrl+S",),
        _TEMPLATES,
        QT_TRANSLATE_NOOP("Keys", "save"),
    ),
    DeclaredKey(
        "template-move",
        QT_TRANSLATE_NOOP("Keys", "Move a template or category up and down"),
        TEXTING,
        places=_TEMPLATES,
        line=QT_TRANSLATE_NOOP("Keys", "move"),
        cap="Alt ↑ ↓",
    ),
    DeclaredKey("sections", "", EVERYWHERE),
    DeclaredKey("next-tab", QT_TRANSLATE_NOOP("Keys", "Next tab"), EVERYWHERE, ("Ctrl+Tab",)),
    DeclaredKey(
        "find",
        QT_TRANSLATE_NOOP("Keys", "Find customer, number, callback"),
        EVERYWHERE,
        ("Ctrl+K",),
        changeable=True,
    ),
    DeclaredKey(
        "notices", QT_TRANSLATE_NOOP("Keys", "Notices"), EVERYWHERE, ("Ctrl+Shift+N",), changeable=True
    ),
    DeclaredKey(
        "cti-1",
        QT_TRANSLATE_NOOP("Keys", "Phone: ready"),
        EVERYWHERE,
        ("Alt+1",),
        changeable=True,
        listed=False,
    ),
    DeclaredKey(
        "cti-2",
        QT_TRANSLATE_NOOP("Keys", "Phone: work"),
        EVERYWHERE,
        ("Alt+2",),
        changeable=True,
        listed=False,
    ),
    DeclaredKey(
        "cti-3",
        QT_TRANSLATE_NOOP("Keys", "Phone: break"),
        EVERYWHERE,
        ("Alt+3",),
        changeable=True,
        listed=False,
    ),
    DeclaredKey("cti-states", QT_TRANSLATE_NOOP("Keys", "Phone: ready, work, break"), EVERYWHERE),
    DeclaredKey(
        "panes", QT_TRANSLATE_NOOP("Keys", "Next part of the screen"), EVERYWHERE, ("Ctrl+F6",), _LIST
    ),
    DeclaredKey("tab", QT_TRANSLATE_NOOP("Keys", "Next control"), EVERYWHERE, cap="Tab"),
    DeclaredKey(
        "escape",
        QT_TRANSLATE_NOOP("Keys", "Close what is on top; nothing typed is lost"),
        EVERYWHERE,
        cap="Esc",
    ),
    DeclaredKey(
        "help",
        QT_TRANSLATE_NOOP("Keys", "This sheet"),
        EVERYWHERE,
        ("F1",),
        line=QT_TRANSLATE_NOOP("Keys", "Keys"),
    ),
)
CHANGEABLE: tuple[DeclaredKey, ...] = tuple(key for key in DECLARED if key.changeable)
