"""Reads one number out of what somebody wrote, and keeps what stood behind it.

Ranges (``031-123-4567~8``), second numbers and extensions (``(12)``, ``#12``, ``ext. 12``) must never end up
as digits of the number: that is a stranger's. So the text is read group by group, and ends where a whole
number is followed by something that begins another thing. Where both can be meant it is refused.
"""

import re
from collections.abc import Sequence

import msgspec

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import abroad, korean
from occ_contract.phone.characters import PLAIN, SOFT, named, readable

REMARK_LIMIT = 40
CUT_MARK = "…"
_HARD = frozenset("#*,;&|")  # never stands inside a number
_DIVIDING = SOFT | {"("}  # separates groups, or ends the number where a whole one stands before it
_CLOSING = (_HARD | _DIVIDING) - {"*"}  # an asterisk at the end hides a digit
_EXTENSION = re.compile(
    r"(?:내선(?:번호)?|구내(?:번호)?|교환(?:번호)?|또는|extension|extn|ext|xtn|x)[ .:=]*", re.IGNORECASE
)
_GROUP = re.compile(r"[0-9]+")
_QUOTES = " '\"`‘’“”"
_FEWEST = 7  # with fewer digits before it, a sign is out of place rather than the end of a number


class _Text(msgspec.Struct, frozen=True):
    """``plus``: the number was written with a plus sign; ``stored``: it may be a stored form already."""

    text: str
    groups: tuple[re.Match[str], ...]
    plus: bool
    stored: bool

    def up_to(self, last: int) -> abroad.Reading:
        """Read the groups up to and with this one as one number."""
        written = [group.group() for group in self.groups[: last + 1]]
        reading = _whole(written, plus=self.plus, stored=self.stored)
        if reading.country == "82" and _overflows(written):
            return abroad.Reading(fault=RuleError(ErrorCode.PHONE_AMBIGUOUS))
        return reading

    def gap(self, place: int) -> str:
        """Return what stands behind a group, its meaningless separators taken off."""
        following = self.groups[place + 1].start() if place + 1 < len(self.groups) else None
        return self.text[self.groups[place].end() : following].strip("".join(PLAIN))

    def remark(self, place: int) -> str | None:
        """Return everything behind a group, as it may be shown beside the number; None for mere signs."""
        rest = " ".join(self.text[self.groups[place].end() :].split()).lstrip(" -.,;&|").rstrip(_QUOTES)
        if not any(char.isalnum() for char in rest):
            return None
        return rest if len(rest) <= REMARK_LIMIT else rest[: REMARK_LIMIT - 1] + CUT_MARK


def number_and_remark(text: str, *, stored: bool = False) -> tuple[str, str | None]:
    """Return the stored form of the first whole number and what was written behind it, None for nothing.

    ``stored``: the digits may be a stored form already (a client sends back what it was sent).

    :raises RuleError: ``phone_empty``, ``phone_characters`` (character: visible, or its number and name),
        ``phone_too_short`` / ``phone_too_long`` (digits), ``phone_area_code`` when a subscriber number came
        without its area code, ``phone_unassigned`` when there is no such number, ``phone_ambiguous`` when it
        is not certain which number is meant.
    """
    written = _opened(text, stored=stored)
    soft = 0
    for place in range(len(written.groups) - 1):
        gap = written.gap(place)
        if (cut := _cut(written, place, gap)) is not None:
            return cut
        if set(gap) & SOFT:
            soft = place + 1
    return _to_the_end(written, soft)


def _opened(text: str, *, stored: bool) -> _Text:
    plain = readable(text).strip(_QUOTES)
    if plain.lower().startswith("tel:"):
        plain = plain[4:].lstrip()
    groups = tuple(_GROUP.finditer(plain))
    lead = plain[: groups[0].start()] if groups else plain
    _check_separators(lead.replace("+", "", 1))
    if not groups:
        raise RuleError(ErrorCode.PHONE_EMPTY)
    return _Text(plain, groups, plus="+" in lead, stored=stored)


def _cut(written: _Text, place: int, gap: str) -> tuple[str, str | None] | None:
    """End the number behind this group, if it ends there.

    :raises RuleError: when what follows can be neither a part of it nor the beginning of something else.
    """
    if not gap:
        return _second(written, place)
    reading = written.up_to(place)
    if gap[0] in _HARD or _EXTENSION.fullmatch(gap):
        if reading.fault is not None:
            if len("".join(g.group() for g in written.groups[: place + 1])) < _FEWEST:
                raise _out_of_place(gap[0])
            raise reading.fault
        return reading.number, written.remark(place)
    if gap[0] in _DIVIDING and _ends_here(written, place, reading, gap[0]):
        return reading.number, written.remark(place)
    _check_separators(gap)
    return None


def _ends_here(written: _Text, place: int, reading: abroad.Reading, sign: str) -> bool:
    """Tell whether a whole number stands before a sign that may also separate its groups.

    :raises RuleError: ``phone_ambiguous``: abroad a slash stands after the area code, and both are whole.
    """
    if not reading.certain:
        return False
    if sign == "/" and reading.country != "82" and written.up_to(place + 1).certain:
        raise RuleError(ErrorCode.PHONE_AMBIGUOUS)
    return True


def _second(written: _Text, place: int) -> tuple[str, str | None] | None:
    """End a Korean number that is whole although more digits follow: those must be a number of their own.

    :raises RuleError: ``phone_ambiguous``: ``02-312-3456-7`` may be a range or a number badly grouped.
    """
    if len(written.groups[place].group()) < 4:
        return None
    reading = written.up_to(place)
    if reading.country != "82":
        return None
    try:
        number_and_remark(written.text[written.groups[place].end() :])
    except RuleError:
        raise RuleError(ErrorCode.PHONE_AMBIGUOUS) from None
    return reading.number, written.remark(place)


def _to_the_end(written: _Text, soft: int) -> tuple[str, str | None]:
    """Read all groups as one number. ``soft``: the group behind the last slash, tilde or dot, 0 for none."""
    last = len(written.groups) - 1
    tail = written.gap(last)
    if tail and tail[0] not in _CLOSING:
        raise _out_of_place(tail[0])
    reading = written.up_to(last)
    if reading.fault is not None:
        raise reading.fault
    behind = sum(len(group.group()) for group in written.groups[soft:])
    if soft and behind < 4:  # no number is separated inside its last four digits: this was a range
        raise RuleError(ErrorCode.PHONE_AMBIGUOUS)
    return reading.number, written.remark(last)


def _whole(groups: Sequence[str], *, plus: bool, stored: bool) -> abroad.Reading:
    digits = "".join(groups)
    if plus:
        return abroad.with_country(digits.lstrip("0"))
    if digits.startswith("00"):
        return abroad.dialled(groups, stored=stored)
    if digits.startswith("0") or korean.is_shared(digits):
        return _national(digits)
    if digits.startswith("82") and 10 <= len(digits) <= 13:
        return abroad.with_country(digits)
    if digits.startswith("10") and len(digits) == 10:
        return _national("0" + digits)  # a spreadsheet took the leading zero of a mobile number
    return abroad.Reading(fault=_without_prefix(len(digits)))


def _overflows(groups: Sequence[str]) -> bool:
    """Tell whether a digit too many stands behind a written exchange: ``02-312-34567`` is no 02-3123-4567.

    Behind an exchange of Korea stand four digits. What is grouped otherwise has no exchange written out.
    """
    return len(groups) >= 3 and len(groups[-2]) >= 3 and len(groups[-1]) in {5, 6}


def _national(digits: str) -> abroad.Reading:
    wrong = korean.fault(digits)
    return abroad.Reading(fault=wrong) if wrong else abroad.Reading(digits, certain=True, country="82")


def _without_prefix(length: int) -> RuleError:
    if length < 7:
        return RuleError(ErrorCode.PHONE_TOO_SHORT, digits=length)
    if length <= 8:
        return RuleError(ErrorCode.PHONE_AREA_CODE, digits=length)
    if length <= 11:  # a lost zero, or a country code without its plus sign
        return RuleError(ErrorCode.PHONE_AMBIGUOUS)
    return RuleError(ErrorCode.PHONE_TOO_LONG, digits=length)


def _check_separators(signs: str) -> None:
    for char in signs:
        if char not in PLAIN and char not in _DIVIDING:
            raise _out_of_place(char)


def _out_of_place(char: str) -> RuleError:
    return RuleError(ErrorCode.PHONE_CHARACTERS, character=named(char))
