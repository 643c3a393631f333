"""What becomes of an intake's optional fields: cleaned, cut or left out, never a reason to lose a customer.

Every step that changes what came is noted, so that the answer can tell the IVR's maker. Nothing here refuses.
"""

import hashlib
import json
import math
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from occ_contract.callbacks import Adjusted, Adjustment
from occ_server.kit.fields import EARLIEST, LATEST

CUT_MARK = "…"
OLDEST = timedelta(days=30)  # a clock without a battery begins in a year where nobody looks for customers
NAMED_FIELDS = 20
FAR_TOO_LONG = 10  # times what is stored: signs beyond are not looked at one by one, which takes its time
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})
_KEPT = frozenset("\n\t")
_DIGEST = 16


class Leniency:
    """Reads the fields of one request and keeps the list of what was adjusted."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self._now = now
        self._zone = zone
        self._adjusted: list[Adjusted] = []

    @property
    def adjusted(self) -> tuple[Adjusted, ...]:
        """Return what was adjusted so far, in the order of reading."""
        return tuple(self._adjusted)

    def text(self, field: str, value: Any, limit: int) -> str | None:
        """Return the stored form of a text, None when nothing is left of it."""
        came = self._as_text(field, value)
        text = self._cleaned(field, came[: FAR_TOO_LONG * limit])
        if len(text) > limit:
            cut = max(0, len(came) - FAR_TOO_LONG * limit)
            self._note(field, Adjustment.CUT, limit=limit, length=len(text) + cut)
            text = text[: limit - len(CUT_MARK)].rstrip() + CUT_MARK
        return text or None

    def external_id(self, field: str, value: Any, limit: int) -> str | None:
        """Return the IVR's name of a request; two of them stay two, whatever must be cut."""
        if isinstance(value, dict | list | bool):
            self._note(field, Adjustment.CONVERTED)
            value = _written(value)
        came = self._as_text(field, value)
        text = self._cleaned(field, came[: FAR_TOO_LONG * limit])
        if len(text) > limit:
            rest = came[FAR_TOO_LONG * limit :]
            self._note(field, Adjustment.CUT, limit=limit, length=len(text) + len(rest))
            digest = hashlib.sha256((text + rest).encode(errors="replace")).hexdigest()[:_DIGEST]
            text = text[: limit - len(CUT_MARK) - _DIGEST] + CUT_MARK + digest
        return text or None

    def requested_at(self, field: str, value: Any) -> datetime:
        """Return when the customer asked (UTC or with a zone): now, where it cannot have been then."""
        moment = self._moment(field, value)
        if moment is not None and self._now - OLDEST <= moment <= self._now:
            return moment
        if moment is not None or not _is_nothing(value):
            self._note(field, Adjustment.SET_TO_NOW)
        return self._now

    def wish(self, field: str, value: Any) -> datetime | None:
        """Return the time the customer wishes to be called at, None for none that can be read."""
        moment = self._moment(field, value)
        if moment is None and not _is_nothing(value):
            self._note(field, Adjustment.LEFT_OUT)
        return moment

    def converted(self, field: str) -> None:
        """Note that a field came as a number and was read as one elsewhere."""
        self._note(field, Adjustment.CONVERTED)

    def unknown(self, fields: list[str]) -> None:
        """Note fields nobody knows."""
        for field in fields[:NAMED_FIELDS]:
            self._note(field[:100], Adjustment.IGNORED)

    def _as_text(self, field: str, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            self._note(field, Adjustment.CONVERTED)
            return str(value)
        self._note(field, Adjustment.LEFT_OUT)
        return ""

    def _cleaned(self, field: str, value: str) -> str:
        text = value.replace("\r\n", "\n")
        bad = dict.fromkeys(char for char in text if not _may_stay(char) and char != "\r")
        if bad:
            self._note(field, Adjustment.CLEANED, characters=[f"U+{ord(char):04X}" for char in bad][:10])
            text = "".join(c for c in text.translate(_BREAKS) if _may_stay(c))
        return unicodedata.normalize("NFC", text.replace("\r", "\n")).strip()

    def _moment(self, field: str, value: Any) -> datetime | None:
        moment = _read_moment(value)
        if moment is not None and moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
            self._note(field, Adjustment.ASSUMED_ZONE, zone=self._zone.key)
        return moment if moment is not None and EARLIEST <= moment < LATEST else None

    def _note(self, field: str, code: Adjustment, **params: Any) -> None:
        self._adjusted.append(Adjusted(field=field, code=code, params=params))


def _may_stay(char: str) -> bool:
    """Tell whether a text may hold a sign: no control, and none that every spreadsheet and XML refuses."""
    if char in _KEPT:
        return True
    return unicodedata.category(char) not in {"Cc", "Cs"} and ord(char) & 0xFFFE != 0xFFFE


def _written(value: Any) -> str:
    """Return JSON for a value that is no text, the same for the same value."""
    try:
        return msgspec.json.encode(value, order="deterministic").decode()
    except (UnicodeEncodeError, OverflowError):  # half a surrogate pair, a number beyond 64 bits
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _read_moment(value: Any) -> datetime | None:
    """Return a time in any of the notations machines write; with no zone where none was given."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return msgspec.convert(value, datetime, strict=False)
    except (msgspec.ValidationError, OverflowError, ValueError):
        pass
    if isinstance(value, str) and len(value.strip()) > len("2026-11-23"):  # a mere day is no time
        try:
            return datetime.fromisoformat(value.strip().upper())
        except ValueError:
            return None
    return None
