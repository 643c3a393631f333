"""How a character is named that one cannot see, and what stands for one that cannot be sent; pure."""

import unicodedata

from PySide6.QtCore import QCoreApplication

from occ_contract.sms_text import Unsendable
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

_NAMES = {
    " ": QT_TRANSLATE_NOOP("Characters", "space"),
    "\t": QT_TRANSLATE_NOOP("Characters", "tab"),
    "\u00a0": QT_TRANSLATE_NOOP("Characters", "no-break space"),
    "\u200b": QT_TRANSLATE_NOOP("Characters", "invisible space"),
    "\u200d": QT_TRANSLATE_NOOP("Characters", "invisible joiner"),
    "\ufe0f": QT_TRANSLATE_NOOP("Characters", "emoji mark"),
    "\ufeff": QT_TRANSLATE_NOOP("Characters", "byte-order mark"),
}
_UNSEEN = "ZCM"  # separators, control characters, marks that sit on another


def shown(text: str) -> str:
    """Return a character, or a few, as a person can read them: what cannot be seen is named."""
    if text in _NAMES:
        return QCoreApplication.translate("Characters", _NAMES[text])
    if len(text) == 1 and unicodedata.category(text)[0] in _UNSEEN:
        return f"U+{ord(text):04X}"
    return text


def change(found: Unsendable) -> str:
    """Return what is wrong and what it becomes: ``ⓧ ×3 → x``, or the character alone when it just goes."""
    counted = f"{shown(found.character)} ×{found.count}" if found.count > 1 else shown(found.character)
    return f"{counted} → {shown(found.suggestion)}" if found.suggestion else counted
