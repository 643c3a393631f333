"""What a text costs and whether it can be sent: CP949 bytes, unsendable characters, placeholders.

One code for the meter of the desk and for the border of the server. Texts are counted after normalising: line
ends become LF, then NFC. Korean carriers count CP949 bytes: Hangul 2, ASCII 1 (``euc_kr`` of Python would
count 8,822 Hangul syllables as 8). A placeholder is ``##name##``; its name has 1 to 30 characters, no ``#``
and no line end. Filling is done before counting, so that the limit holds for the worst recipient.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from occ_contract.errors import ErrorCode, RuleError

SMS_BODY_BYTES = 90
MMS_SUBJECT_BYTES = 40
MMS_BODY_BYTES = 2000
PLACEHOLDER_NAME = 30  # characters
CUSTOMER_NAMES = ("고객명", "이름", "성함", "고객")  # placeholders for how the customer is called
ENDLESS = 10_000  # characters no text within its bytes has, however it is composed: not worth measuring

PLACEHOLDER = re.compile(rf"##([^#\r\n]{{1,{PLACEHOLDER_NAME}}})##")
BEGUN = re.compile(r"##\w[^\r\n]{0,11}")  # what looks like a placeholder
_LINE_END = re.compile(r"\r\n?")
_CONTROLS = bytes((*range(0x0A), *range(0x0B, 0x20), 0x7F))  # no part of a longer character in CP949
_JOINING = range(0x1160, 0x1200)  # Hangul vowels and finals: they may join what stands before them
_READ_AS = {
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u20a9": "￦",
    "©": "(C)",
    "✔": "√",
    "✓": "√",
    "❤": "♥",
    "•": "·",
    "☺": "^^",
}


def normalised(text: str) -> str:
    """Return the text as it is counted and sent: LF for every line end, composed (NFC)."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def cp949(text: str) -> bytes | None:
    """Return a normalised text as it is sent, None where something in it cannot be sent."""
    try:
        encoded = text.encode("cp949")
    except UnicodeEncodeError:
        return None
    return encoded if len(encoded.translate(None, _CONTROLS)) == len(encoded) else None


def in_one_line(text: str) -> str:
    """Return a subject as it is counted and sent: a line break in it is a blank, of as many bytes."""
    return normalised(text).replace("\n", " ")


def _is_sendable(character: str) -> bool:
    if unicodedata.category(character) == "Cc":
        return character == "\n"
    try:
        character.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


def suggestion(character: str) -> str:
    """Return what to write instead of a character that cannot be sent; empty: leave it out."""
    if character in _READ_AS:
        return _READ_AS[character]
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    for form in ("NFKC", "NFKD"):
        kept = "".join(c for c in unicodedata.normalize(form, character) if _is_sendable(c))
        if kept and unicodedata.is_normalized("NFC", kept):
            return kept
    return ""


@dataclass(frozen=True)
class Unsendable:
    """A character CP949 lacks, what to write instead (empty: leave it out), and where it stands first."""

    character: str
    suggestion: str
    position: int
    count: int


def unsendable(text: str) -> tuple[Unsendable, ...]:
    """Return each character of a text that cannot be sent, once, in the order they come."""
    text = normalised(text)
    if cp949(text) is not None:
        return ()
    counts = {c: count for c, count in Counter(text).items() if not _is_sendable(c)}
    first: dict[str, int] = {}
    for position, character in enumerate(text):
        if character in counts:
            first.setdefault(character, position)
    return tuple(Unsendable(c, suggestion(c), at, counts[c]) for c, at in first.items())


def replaced(text: str) -> str:
    """Return the text with every unsendable character replaced by its suggestion."""
    text = normalised(text)
    for found in unsendable(text):
        text = text.replace(found.character, found.suggestion)
    return normalised(text)


def byte_length(text: str) -> int:
    """Return the CP949 bytes of a text; a character that cannot be sent counts as two."""
    text = normalised(text)
    try:
        return len(text.encode("cp949"))
    except UnicodeEncodeError:
        return sum(_bytes_of(c) * count for c, count in Counter(text).items())


def _bytes_of(character: str) -> int:
    return len(character.encode("cp949")) if _is_sendable(character) or character < "\x80" else 2


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names a text asks for, each once, in the order they come."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(normalised(text))))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled.

    :raises RuleError: ``placeholder_missing`` (name): a value is not given, or is empty.
    """
    return TextForm(text).filled(values)


def joins(text: str) -> bool:
    """Tell whether the beginning of a text may join what stands before it when both are composed."""
    return bool(text) and (unicodedata.category(text[0])[0] == "M" or ord(text[0]) in _JOINING)


@dataclass(frozen=True)
class TextForm:
    """A text taken apart once: what stands fast, and the names of what is filled in between."""

    text: str
    fixed: tuple[str, ...] = field(init=False)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = PLACEHOLDER.split(normalised(self.text))
        object.__setattr__(self, "fixed", tuple(parts[::2]))
        object.__setattr__(self, "names", tuple(parts[1::2]))

    @property
    def begun(self) -> str:
        """Return the beginning of what looks like a placeholder and is none, empty: nothing does."""
        found = next(filter(None, map(BEGUN.search, self.fixed)), None)
        return "" if found is None else found.group()

    def characters(self, values: Mapping[str, str]) -> int:
        """Return how many characters the text for one recipient has, without making it."""
        return sum(map(len, self.fixed)) + sum(len(values.get(name, "")) for name in self.names)

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the text for one recipient.

        :raises RuleError: ``placeholder_missing`` (name).
        """
        if not self.names:
            return self.fixed[0]
        pieces = [self.fixed[0]]
        for name, fixed in zip(self.names, self.fixed[1:], strict=True):
            value = normalised(values.get(name, ""))
            if not value:
                raise RuleError(ErrorCode.PLACEHOLDER_MISSING, name=name)
            pieces += (value, fixed)
        return normalised("".join(pieces))


def refuse_endless(kind: str, characters: int, limit: int) -> None:
    """Refuse what nobody reads, before time is spent on it.

    :raises RuleError: ``text_too_many_bytes`` (limit, bytes: at least, kind).
    """
    if characters > ENDLESS:
        raise RuleError(ErrorCode.TEXT_TOO_MANY_BYTES, limit=limit, bytes=characters, kind=kind)


def check_text(kind: str, text: str, limit: int) -> str:
    """Return a text as it is sent.

    :raises RuleError: ``text_unsendable`` (characters: [{character, suggestion}]), or
        ``text_too_many_bytes`` (limit, bytes, kind).
    """
    refuse_endless(kind, len(text), limit)
    text = normalised(text)
    if found := unsendable(text):
        named = [{"character": one.character, "suggestion": one.suggestion} for one in found]
        raise RuleError(ErrorCode.TEXT_UNSENDABLE, characters=named)
    if (length := byte_length(text)) > limit:
        raise RuleError(ErrorCode.TEXT_TOO_MANY_BYTES, limit=limit, bytes=length, kind=kind)
    return text
