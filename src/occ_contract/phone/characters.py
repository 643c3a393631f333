"""Signs of a written number: which are digits, which separate, which nobody sees. It knows no numbering plan.

People paste numbers out of mails, web pages and spreadsheets: full-width digits, bidirectional marks, Hangul
letters standing in for a dot or a dash. Signs that only look like digits (``²``, ``①``) are footnotes and
lists, so they stay what they are and are refused.
"""

import unicodedata

# What may stand between the groups of one number and means nothing.
PLAIN = frozenset(" -.)")
# What stands between groups in some notations and before the end of a range in others.
SOFT = frozenset("/~·")

_LOOKALIKES = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u30fc\u1173\u3161", "-"),
    **dict.fromkeys("\u2022\u2027\u22c5\u30fb\u318d\u119e\uff65", "·"),
    **dict.fromkeys("\u02dc\u2053\u223c\u301c", "~"),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u3001\uff64", ","),
}
# Blank or ignorable although their category does not say so: joiners and fillers, selectors of a glyph.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_FORMS = ((0xFE50, 0xFE6F), (0xFF01, 0xFF5E))  # small and full-width forms of ASCII
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


def _read(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    if char.isspace() or unicodedata.category(char) in {"Zs", "Zl", "Zp"}:
        return " "
    if char in _UNSEEN or _within(char, _SELECTORS) or unicodedata.category(char) in {"Cc", "Cf"}:
        return ""
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", char) if _within(char, _FORMS) else char


def readable(text: str) -> str:
    """Return the text with ASCII digits and separators, spaces for blanks, and nothing that is not seen."""
    return "".join(_read(char) for char in unicodedata.normalize("NFC", text)).strip()


def named(char: str) -> str:
    """Return a sign as a sentence may show it: itself, or its number and name where it cannot be seen."""
    if unicodedata.category(char) not in _INVISIBLE and char not in _UNSEEN:
        return char
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
