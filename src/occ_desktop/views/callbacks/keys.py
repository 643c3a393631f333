"""The keys of the callback list; the frame shows some in its status line, with whom they act on."""

from PySide6.QtCore import QCoreApplication

from occ_contract.phone import shown
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.frame import KeyHint
from occ_desktop.ui.keyboard import Key, Keyboard
from occ_desktop.views.callbacks.offers import Offer

translate = QCoreApplication.translate
SCOPE = "callbacks"
_NAME_LETTERS = 12


def keys() -> dict[str, Key]:
    """Return the entries by id, in the person's language."""
    group = translate("CallbackKeys", "Callback list")
    made = (
        Key("connect", "F2", translate("CallbackKeys", "Connect"), SCOPE, group, in_line=True),
        Key("complete", "F4", translate("CallbackKeys", "Complete"), SCOPE, group, in_line=True),
        Key("note", "F8", translate("CallbackKeys", "To the note"), SCOPE, group, in_line=True),
        Key("next", "Ctrl+N", translate("CallbackKeys", "Next in line"), SCOPE, group, in_line=True),
        Key("history", "F6", translate("CallbackKeys", "Register history"), SCOPE, group, in_line=True),
        Key("search", "F5", translate("CallbackKeys", "Search again"), SCOPE, group),
        Key("news", "F7", translate("CallbackKeys", "Take in new rows"), SCOPE, group),
        Key("panel", "F9", translate("CallbackKeys", "Customer panel"), SCOPE, group),
        Key("panes", "Ctrl+F6", translate("CallbackKeys", "Next part of the screen"), SCOPE, group),
        Key("conditions", "Ctrl+F", translate("CallbackKeys", "To the conditions"), SCOPE, group),
        Key("download", "Ctrl+D", translate("CallbackKeys", "Download"), SCOPE, group),
        Key("undo", "Ctrl+Z", translate("CallbackKeys", "Take a completion back"), SCOPE, group),
    )
    return {key.id: key for key in made}


def hints(keyboard: Keyboard, row: CallbackRow | None, offered: Offer | None) -> list[KeyHint]:
    """Return what the status line says: whom a key acts on, and no key that has nobody to act on."""
    there = {
        "connect": offered is not None and offered.connect.there,
        "complete": offered is not None and offered.complete.there,
        "note": row is not None,
        "history": row is not None,
    }
    made = []
    for key in keyboard.entries(SCOPE):
        if not key.in_line or not there.get(key.id, key.scope == SCOPE):
            if key.id == "history":  # a history can be registered for nobody in particular
                made.append(KeyHint(key.cap, key.label))
            continue
        about = row if key.id in {"connect", "complete", "history"} else None
        made.append(KeyHint(key.cap, _for(key.label, about) if about is not None else key.label))
    return made


def named(row: CallbackRow) -> str:
    """Return whom a row is about: the customer's name, or the number of one without."""
    return row.callback.name or shown(row.callback.phone)


def _for(label: str, row: CallbackRow) -> str:
    name = named(row)
    short = name if len(name) <= _NAME_LETTERS else f"{name[: _NAME_LETTERS - 1]}…"
    return translate("CallbackKeys", "{action} · {name}").format(action=label, name=short)
