"""One spelling for what is looked through and what is looked for; it decides nothing else about a search.

Hangul pasted from a Mac comes in pieces (NFD), digits and letters of some keyboards and web pages are
full-width, and joiners stand where nobody sees them. All of it reads the same, so it is found the same.
"""

import re
import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x00A0: " "}
# What there is to replace; most texts have none of it, and a fill spells a hundred thousand of them.
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in (*_UNSEEN, *_FULL_WIDTH)) + r"]|(?![0-9])\d")


def searchable(text: str) -> str:
    """Return the text composed, with ASCII digits and letters for their twins, without what is not seen."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    if _ODD.search(composed) is None:
        return composed
    plain = composed.translate(_FULL_WIDTH).translate(_UNSEEN)
    return "".join(_digit(char) for char in plain)


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None) if not char.isascii() else None
    return char if value is None else str(value)
