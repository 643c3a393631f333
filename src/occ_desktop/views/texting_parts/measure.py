"""What a text costs and what keeps it from being sent, for the worst of its recipients; pure.

All counting is `occ_contract`'s. `Measuring` keeps what is asked for at every keystroke: the values of the
recipients are measured when they change, not when the text does, and of the text what stands fast.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from occ_contract.sms import TextType
from occ_contract.sms_meter import Meter, RecipientValues, Weight
from occ_contract.sms_text import (
    MMS_BODY_BYTES,
    MMS_SUBJECT_BYTES,
    SMS_BODY_BYTES,
    Unsendable,
    normalised,
    unsendable,
)

NEAR = 0.9  # of the limit: the next word may not fit


@dataclass(frozen=True)
class Missing:
    """A placeholder that has no value for ``count`` recipients."""

    name: str
    count: int


class Measure(msgspec.Struct, frozen=True):
    """``bytes`` (CP949) of the longest text out of ``limit``; ``worst`` is whose it is among several.

    ``unsendable`` stands in the text itself, ``unsendable_values`` in what is filled in. ``begun`` looks like
    a placeholder and would be sent as it stands.
    """

    bytes: int
    limit: int
    unsendable: tuple[Unsendable, ...] = ()
    unsendable_values: tuple[Unsendable, ...] = ()
    missing: tuple[Missing, ...] = ()
    worst: str | None = None
    begun: str = ""

    @property
    def over(self) -> bool:
        """Tell whether it is too long."""
        return self.bytes > self.limit

    @property
    def near(self) -> bool:
        """Tell whether little is left."""
        return not self.over and self.bytes >= NEAR * self.limit

    @property
    def left(self) -> int:
        """Return the bytes that are left; less than nothing when it is too long."""
        return self.limit - self.bytes

    @property
    def sendable(self) -> bool:
        """Tell whether the border would take it."""
        return not (self.over or self.unsendable or self.unsendable_values or self.missing)


def body_limit(kind: TextType) -> int:
    """Return the bytes a body may have."""
    return MMS_BODY_BYTES if kind is TextType.MMS else SMS_BODY_BYTES


class Measuring:
    """Measures texts for a set of recipients; without any, a text is counted as it is written."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, str]] = (),
        named: Callable[[int], str] = str,
    ) -> None:
        """``named`` returns how a person calls the recipient of a row."""
        self._rows = rows
        self._named = named
        self._values = RecipientValues(rows)
        self._body, self._subject = Meter(), Meter()
        self._filled_in: dict[tuple[str, ...], _FilledIn] = {}

    def body(self, text: str, kind: TextType) -> Measure:
        """Return the measure of a body."""
        return self._measure(text, self._body.of(text), body_limit(kind))

    def subject(self, text: str) -> Measure:
        """Return the measure of a subject."""
        return self._measure(text, self._subject.of(text), MMS_SUBJECT_BYTES)

    def _measure(self, text: str, weight: Weight, limit: int) -> Measure:
        found = () if weight.sendable else unsendable(text)
        if not weight.names or not self._rows:
            return Measure(weight.bytes, limit, found, begun=weight.begun)
        filled_in = self._filled_in.get(weight.names)
        if filled_in is None:
            filled_in = self._filled_in[weight.names] = self._looked_at(weight.names)
        worst = self._values.worst(text, weight)
        return Measure(
            worst.bytes,
            limit,
            found,
            filled_in.unsendable,
            filled_in.missing,
            self._named(worst.index) if len(self._rows) > 1 else None,
            weight.begun,
        )

    def _looked_at(self, names: tuple[str, ...]) -> "_FilledIn":
        once = tuple(dict.fromkeys(names))
        missing = ((name, sum(1 for row in self._rows if not row.get(name))) for name in once)
        return _FilledIn(
            tuple(one for name in once for one in self._unsendable_of(name)),
            tuple(Missing(name, count) for name, count in missing if count),
        )

    def _unsendable_of(self, name: str) -> tuple[Unsendable, ...]:
        return unsendable("\n".join(normalised(row.get(name, "")) for row in self._rows))


@dataclass(frozen=True)
class _FilledIn:
    """What is wrong with the values of some placeholders."""

    unsendable: tuple[Unsendable, ...]
    missing: tuple[Missing, ...]
