"""The one mask for logs and reports of both sides: no number, address or secret of a person passes.

Whoever reads a log later learns by an id which row was meant, not whom it is about. In doubt a number is
masked; ids, moments, addresses of machines and measures stay readable.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from occ_contract.phone.showing import masked

# Shapes that hold digits and are nobody's.
_HARMLESS = re.compile(
    r"""(?ix)
    \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b                                      # an id
    | \b(?=[0-9]*[a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b | \b0x[0-9a-f]+\b    # digests, addresses
    | \b\d{4}-\d\d-\d\d (?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])  # a moment
    | (?<![\d:.,-])[0-2]?\d:[0-5]\d:[0-5]\d(?:[.,]\d{1,6})?(?![\d:;|*=-]|[ ]\d)            # a time of day
    | (?<![\d.])(?:(?!0\d)\d{1,3}\.){3}(?!0\d)\d{1,3}(?::\d{1,5})?(?![\d.-])             # a machine
    | (?<![\d.-])(?!0\d)\d+\.(?!0\d{8,10}(?!\d))\d+(?![.\d-]|[ ]\d)                      # a measure
    """
)

# What stands between the digits of a number: spaces of every width and ends of lines, dots, dashes, brackets,
# quotes, what a list, an address bar or a page make of them, and what nobody sees.
_GAP = (
    r"(?:\s|\\[nrt]|[()\[\].,:;|*='\"/_~+\u00b7\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\u3002\u30fb\u318d\ufeff]"
    r"|[\uff08\uff09\uff0b\uff0d\uff0e\uff0f\uff3f]|-|%20|%2[bBdD]|%28|%29"
    r"|&(?:#\d{1,5}|\w{1,8});|</?[a-zA-Z][^<>\n]{0,40}>){0,5}"
)
_SPOKEN = {"공": "0", "영": "0", "일": "1", "이": "2", "삼": "3", "사": "4", "오": "5"}
_SPOKEN |= {"육": "6", "륙": "6", "칠": "7", "팔": "8", "구": "9"}
_WORDS = "".join(_SPOKEN)
_PLUS = ("+", "\uff0b", "%2B", "%2b")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|&#?\w{1,8};|</?[a-zA-Z][^<>\n]{0,40}>|\\[nrt]")
_TOKEN = re.compile(rf"[\dOo\uff2f]+|[{_WORDS}]+")  # a letter O passes for a nought
_RUN = re.compile(rf"[+\uff0b]?[\dOo\uff2f{_WORDS}](?:{_GAP}[\dOo\uff2f{_WORDS}]){{7,}}")
_KOREAN = re.compile(r"01[016789]\d{7,8}|02\d{7,8}|0[3-6][1-5]\d{7,8}|0[78]0\d{7,8}|0[35]0\d{7,9}")
_SHARED = re.compile(r"1[5-8]\d{6}")  # 1588-1234
# A part of a number, as lists are searched by, under its name.
_PART = re.compile(
    r"""(?ix)(["']?\b(?:phone|tel|mobile|전화(?:번호)?)["']?\s*[:=]\s*["']?)"""
    r"""(\d{3,4}[ -]?\d{4})(?![\d-]|[ ./]\d)"""
)
_RESIDENT = re.compile(r"(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?[1-8]\d{6}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3\d{3}([ -])\d{6}\2\d{5}|[3-6]\d{15})(?!\d)")
_MAIL = re.compile(r"(?<![\w.+-])(?!\d{1,6}@)[\w.+-]+(?:@|%40|\uff20)(?=[\w-]+(?:\.[\w-]+)+)")
_SIP_USER = re.compile(r"(?i)\b(sips?:|p?jsip/|im:|xmpp:)(?!\d{1,6}@)[^\s@<>;/]+@")
# What people wrote, under its name in a repr or a body; a name itself where it is one of a person or place.
_WRITTEN = re.compile(
    r"""(?x)(["']?\b(?:message|note|memo|content|remark)["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
)
_WRITTEN_BARE = re.compile(
    r"""(?x)(\b(?:message|note|memo|content|remark)\s*(?:=\s*(?=[^\s"'])|:\s*(?=[^"'\n]{0,80}[^\x00-\x7f])))"""
    r"""(?:(?![,;&]\s*["']?\w+["']?\s*[=:])[^"'\n)}\]])+"""
)
_NAMED = re.compile(
    r"""(["']?\b(?:(?:\w+_)?name|customer)["']?\s*[:=]\s*)(["'])(?=[^"'\n]*[^\x00-\x7f])[^"'\n]*\2"""
)

_NAMED_BARE = re.compile(
    r"""(\b(?:(?:\w+_)?name|customer)\s*[:=]\s*)(?=[^\s,;&"'()}\]]{0,80}[^\x00-\x7f])"""
    r"""[^\s,;&"'()}\]]+(?:[ ][^\x00-\x7f]+)*"""
)

_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")
_SECRET_FIELD = re.compile(
    r"""(?ix)(["']?\b(?:access_token|refresh_token|token|password|secret|x-api-key|api_key|authorization)"""
    r"""\b["']?\s*[:=]\s*)(["']?)(?!Bearer|Basic)[^\s"',;}&]+\2"""
)
_JWT = re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+")


class _Token(NamedTuple):
    digits: str
    start: int
    end: int


def redact(text: str) -> str:
    """Return the text with numbers masked as ``010-****-5678``, other private values as ``***``."""
    text = _JWT.sub("***", text)
    text = _BEARER.sub(r"\1 ***", text)
    text = _SECRET_FIELD.sub(r"\1***", text)
    text = _WRITTEN.sub(r"\1***", text)
    text = _WRITTEN_BARE.sub(r"\1***", text)
    text = _NAMED.sub(r"\1***", text)
    text = _PART.sub(lambda found: f"{found[1]}****{found[2][-4:]}", text)
    text = _NAMED_BARE.sub(r"\1***", text)
    text = _CARD.sub("****-****-****-****", _RESIDENT.sub("******-*******", text))
    parts, at = [], 0
    for kept in _HARMLESS.finditer(text):
        parts += [_RUN.sub(_masked_run, text[at : kept.start()]), kept.group()]
        at = kept.end()
    parts.append(_RUN.sub(_masked_run, text[at:]))
    return _SIP_USER.sub(r"\1***@", _MAIL.sub("***@", "".join(parts)))


def _masked_run(found: re.Match[str]) -> str:
    """Return a run of digits and gaps with each number in it masked, wherever in the run it begins."""
    run, out, at = found.group(), [], 0
    tokens = list(_tokens(_ESCAPE.sub(_unescaped, run)))
    first = 0
    while first < len(tokens):
        last, number = _longest(tokens, first, abroad=run[: tokens[first].start].endswith(_PLUS))
        if number:
            out += [run[at : tokens[first].start], masked(number)]
            at, first = tokens[last].end, last
        first += 1
    return "".join((*out, run[at:]))


def _unescaped(found: re.Match[str]) -> str:
    """Return as many letters as an escape has, none of them a digit: places in the run stay what they are."""
    return " " * len(found.group())


def _tokens(run: str) -> Iterator[_Token]:
    for piece in _TOKEN.finditer(run):
        letters = piece.group()
        digits = "".join(_SPOKEN.get(x) or str(unicodedata.digit(x, 0)) for x in letters)
        yield _Token(digits, piece.start(), piece.end())


def _longest(tokens: list[_Token], first: int, *, abroad: bool) -> tuple[int, str]:
    """Return the last token and the stored form of the longest number that begins here; empty: none does."""
    digits, found = "", (first, "")
    for last in range(first, len(tokens)):
        digits += tokens[last].digits
        if len(digits) > 15 and last > first:
            break
        number = _number(digits, pieces=last - first + 1, abroad=abroad)
        if number:
            found = last, number
    return found


def _number(digits: str, *, pieces: int, abroad: bool) -> str:
    """Return the stored form of these digits if they are, or may well be, somebody's number; else nothing."""
    home = re.sub(r"^(?:00)?820?", "0", digits)
    for form in (digits, home):
        if _KOREAN.fullmatch(form):
            return form
    if pieces <= 2 and _SHARED.fullmatch(digits):
        return digits
    if abroad and 8 <= len(digits) <= 15:
        return "00" + digits
    if pieces == 1 and (9 <= len(digits) <= 13 or (digits.startswith("0") and len(digits) > 8)):
        return "00" + digits
    return ""
