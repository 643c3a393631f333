"""Who a text goes to: numbers typed or imported, one rule for the desk's field and the server's border.

The guide: digits and commas only, each number 10 to 13 digits, at most 1,000; duplicates are removed and
said. Two notations of one number (``01012345678`` and ``821012345678``) are one recipient: nobody gets a
text twice.
"""

import re
from collections.abc import Iterable

import msgspec

from occ_contract.errors import ErrorCode, RuleError

FEWEST_DIGITS = 10
MOST_DIGITS = 13
MOST_RECIPIENTS = 1000

_KOREA = "82"
_TELLING = 5  # digits that say more than that a number is one of a mobile telephone
_BETWEEN = re.compile(r"[,;\n\r\t]+")
# Blanks, hyphens of every kind, and the unseen marks of direction that contacts are copied with.
_GROUPING = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_AREA = re.compile(r"^\(?(\d{2,4})\)(?=\d)")  # (02)123-4567, as some write it 02)123-4567
_DOTTED = re.compile(
    r"0\d{1,6}(?:\.\d{3,4}){1,2}|\d{2,3}(?:\.\d{3,4}){2}"
)  # 010.1234.5678; any other dot is of a fraction
_ABROAD = re.compile(r"^\+82(?:\(0\))?0?(?=[1-9]\d{7,})")


def checked_recipient(text: str) -> str:
    """Return a recipient's number as it is sent: 10 to 13 digits.

    :raises RuleError: ``recipient_characters`` (character), ``recipient_length`` (digits, fewest, most).
    """
    for character in text:
        if not ("0" <= character <= "9"):
            raise RuleError(ErrorCode.RECIPIENT_CHARACTERS, character=character)
    if not FEWEST_DIGITS <= len(text) <= MOST_DIGITS:
        raise RuleError(ErrorCode.RECIPIENT_LENGTH, digits=len(text), fewest=FEWEST_DIGITS, most=MOST_DIGITS)
    return text


def same_recipient(number: str) -> str:
    """Return what two notations of one number have in common: the national form of a Korean one."""
    national = number.removeprefix("00").removeprefix(_KOREA) if _is_abroad(number) else number
    return national if national == number or national.startswith("0") else f"0{national}"


def written_forms(digits: str) -> tuple[str, ...]:
    """Return what to look for in numbers as they were written: these digits, and the other notation of them.

    A number that begins with a zero may stand there with the country's code instead, and the other way round.
    """
    if len(digits) >= _TELLING and digits.startswith("0") and not digits.startswith("00"):
        return digits, f"{_KOREA}{digits[1:]}"
    national = same_recipient(digits)
    return (digits,) if national == digits else (digits, national)


def _is_abroad(number: str) -> bool:
    bare = number.removeprefix("00")
    return bare.startswith(_KOREA) and len(bare) >= len(_KOREA) + 9


class Refused(msgspec.Struct, frozen=True):
    """One number that was not taken: which (from 0), as it was written, and why."""

    index: int
    text: str
    error: RuleError


class Recipients(msgspec.Struct, frozen=True):
    """What was read: numbers to send to in their order, doubles left out, and what was refused."""

    numbers: tuple[str, ...]
    places: tuple[int, ...]  # of each number among what was given, from 0
    duplicates: tuple[str, ...]
    refused: tuple[Refused, ...]


def read_recipients(texts: Iterable[str]) -> Recipients:
    """Read numbers one by one; nothing is guessed, what cannot be a recipient is named.

    More than 1,000 different ones are read all the same: see :func:`check_number_of_recipients`.
    """
    numbers: list[str] = []
    places: list[int] = []
    duplicates: list[str] = []
    refused: list[Refused] = []
    seen: set[str] = set()
    for index, text in enumerate(texts):
        try:
            number = checked_recipient(text)
        except RuleError as error:
            refused.append(Refused(index, text, error))
            continue
        if (known := same_recipient(number)) in seen:
            duplicates.append(number)
            continue
        seen.add(known)
        numbers.append(number)
        places.append(index)
    return Recipients(tuple(numbers), tuple(places), tuple(duplicates), tuple(refused))


def typed_recipients(text: str) -> Recipients:
    """Read a field: numbers with commas between them. Blanks around a number and empty places are nothing."""
    return read_recipients(part for piece in text.split(",") if (part := piece.strip()))


def pasted(text: str) -> str:
    """Return what a person pasted as the field takes it: commas between, no grouping within numbers.

    A line, a tab and a semicolon separate as a comma does; ``+82`` is the national zero. What is no number
    stays as it is, to be named: a fraction or a remark in parentheses must not become digits of it.
    """
    return ",".join(bare for piece in _BETWEEN.split(text) if (bare := _ungrouped(piece)))


def _ungrouped(piece: str) -> str:
    if piece.isdigit():
        return piece
    bare = _ABROAD.sub("0", _AREA.sub(r"\1", _GROUPING.sub("", piece)))
    return bare.replace(".", "") if _DOTTED.fullmatch(bare) else bare


def check_number_of_recipients(count: int) -> None:
    """Refuse none, and more than 1,000.

    :raises RuleError: ``required``; ``too_many`` (limit, count).
    """
    if count == 0:
        raise RuleError(ErrorCode.REQUIRED)
    if count > MOST_RECIPIENTS:
        raise RuleError(ErrorCode.TOO_MANY, limit=MOST_RECIPIENTS, count=count)
