"""The keys of the callback list as its status line shows them: with whom they act on."""

from PySide6.QtCore import QCoreApplication

from occ_contract.phone import shown
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.frame import KeyHint
from occ_desktop.views.callbacks.offers import Choice, Offer, Reason
from occ_desktop.views.parts.keys import RoomKeys, say

translate = QCoreApplication.translate
_NAME_LETTERS = 12
_NAMED = frozenset({"connect", "complete", "history", "text"})


def hints(keys: RoomKeys, row: CallbackRow | None, offered: Offer | None) -> list[KeyHint]:
    """Return what the status line says: whom a key acts on, and no key that has nobody to act on."""
    absent = {
        "connect": offered is None or not _leads_somewhere(offered.connect),
        "complete": offered is None or not offered.complete.ready,
        "note": row is None,
        "text": offered is None or not offered.text,
    }
    return [
        keys.hint(key, _for(say(key.line), row) if row is not None and key.id in _NAMED else "")
        for key in keys.entries
        if not absent.get(key.id, False)
    ]


def _leads_somewhere(choice: Choice) -> bool:
    """Tell whether pressing does something now: dial, or open the telephony log-in first."""
    return choice.ready or (choice.there and choice.reason is Reason.CTI_LOGIN)


def named(row: CallbackRow) -> str:
    """Return whom a row is about: the customer's name, or the number of one without."""
    return row.callback.name or shown(row.callback.phone)


def _for(label: str, row: CallbackRow) -> str:
    name = named(row)
    short = name if len(name) <= _NAME_LETTERS else f"{name[: _NAME_LETTERS - 1]}…"
    return translate("CallbackKeys", "{action} · {name}").format(action=label, name=short)
