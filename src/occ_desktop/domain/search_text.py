"""One spelling for what is looked through and what is looked for; it decides nothing else about a search.

Hangul pasted from a Mac comes in pieces (NFD), digits and letters of some keyboards and web pages are
full-width, and joiners stand where nobody sees them. All of it reads the same, so it is found the same.
"""

import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x00A0: " "}


def searchable(text: str) -> str:
    """Return the text composed, with ASCII digits and letters for their twins, without what is not seen."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFC", text).translate(_FULL_WIDTH).translate(_UNSEEN)
    return "".join(_digit(char) for char in plain)


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None) if not char.isascii() else None
    return char if value is None else str(value)
