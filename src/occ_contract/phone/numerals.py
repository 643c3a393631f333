"""Reads a number that came as a JSON number: whatever zero or plus sign stood before it is lost.

A sheet or a program that takes ``010-1234-5678`` for a figure sends ``1012345678``. Each way to restore it is
tried; where one number alone can have been meant it is that one. It guesses nothing: ``431234567`` is one of
Chungbuk or one of Austria.
"""

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import abroad
from occ_contract.phone.reading import number_and_remark

_EXACT = 2**53  # beyond it a JSON number has lost digits on its way


def number_of_numeral(value: float) -> str:
    """Return the stored form of the only number whose digits can have become this value.

    :raises RuleError: ``phone_characters`` for what has a sign or a fraction, ``phone_ambiguous`` when
        several numbers can be meant, ``phone_too_long``, ``phone_area_code``, ``phone_too_short``,
        ``phone_unassigned`` when none can.
    """
    digits = _digits(value)
    found = {number for text in (digits, "0" + digits) if (number := _national(text)) is not None}
    foreign = abroad.with_country(digits)
    if foreign.certain and foreign.number.endswith(digits):  # no zero of it was taken for a trunk prefix
        found.add(foreign.number)
    if len(found) == 1:
        return found.pop()
    if found:
        raise RuleError(ErrorCode.PHONE_AMBIGUOUS)
    try:
        number_and_remark(digits)
    except RuleError as error:
        if error.code is not ErrorCode.PHONE_AMBIGUOUS:
            raise
    raise RuleError(ErrorCode.PHONE_UNASSIGNED)


def _digits(value: float) -> str:
    if value < 0:
        raise RuleError(ErrorCode.PHONE_CHARACTERS, character="-")
    if not value < _EXACT:
        raise RuleError(ErrorCode.PHONE_TOO_LONG, digits=len(str(_EXACT)))
    if value != int(value):
        raise RuleError(ErrorCode.PHONE_CHARACTERS, character=".")
    return str(int(value))


def _national(text: str) -> str | None:
    if text.startswith("00"):  # the number 0
        return None
    try:
        return number_and_remark(text)[0]
    except RuleError:
        return None
