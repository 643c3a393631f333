"""What a text costs while somebody writes it: at each key only the stretch around it is looked at again.

All rules are `sms_text`'s: what is said here of a text is what is said there of the whole. A text is taken
apart at seams, so that the parts add up: at line ends, and at spaces no placeholder can reach over. Nothing
composes with either.
"""

from collections.abc import Mapping, Sequence

import msgspec

from occ_contract.sms_text import (
    BEGUN,
    PLACEHOLDER,
    PLACEHOLDER_NAME,
    TextForm,
    byte_length,
    cp949,
    joins,
    normalised,
)

_REACH = PLACEHOLDER_NAME + 4  # characters of the longest placeholder
_STRETCH = 200  # characters that are looked at again without a thought
_SEAMS: tuple[str, ...] = ("\n", " ")


class Weight(msgspec.Struct, frozen=True, gc=False):
    """A normalised text as it is counted.

    ``bytes``: CP949, as it is written. ``fixed``: of these, what is no placeholder. ``begun`` looks like a
    placeholder and is none. ``sendable``: nothing in it is unsendable. ``joins``: what stands behind a
    placeholder may join what is filled in.
    """

    bytes: int = 0
    fixed: int = 0
    names: tuple[str, ...] = ()
    begun: str = ""
    sendable: bool = True
    joins: bool = False


def weigh(text: str, following: str = "") -> Weight:
    """Return the weight of a text; what is ``begun`` in it may go on into the rest of its line."""
    text = normalised(text)
    encoded = cp949(text)
    length = byte_length(text) if encoded is None else len(encoded)
    if "##" not in text:
        return Weight(length, length, sendable=encoded is not None)
    parts = PLACEHOLDER.split(text)
    names, fixed = tuple(parts[1::2]), parts[::2]
    behind = any(map(joins, fixed[1:]))
    fixed_bytes = length if not names else byte_length("".join(fixed))
    fixed[-1] += following
    begun = next((found for part in fixed if "##" in part and (found := BEGUN.search(part))), None)
    return Weight(length, fixed_bytes, names, begun.group() if begun else "", encoded is not None, behind)


_NOTHING = Weight()


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with together."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Meter:
    """The weight of one text that changes a little at a time; any text may be asked for, in any order."""

    def __init__(self) -> None:
        self._text = ""
        self._weight = self._head_weight = self._tail_weight = _NOTHING
        self._head = self._tail = ""  # what stands fast before and behind the stretch that is written in
        self._following = ""  # of the tail, what a placeholder could reach
        self._most = _STRETCH
        self._seams = _SEAMS  # what the stretch may begin with

    def of(self, text: str) -> Weight:
        """Return the weight of the text."""
        if text == self._text:
            return self._weight
        head, tail = len(self._head), len(text) - len(self._tail)
        known = 0 <= tail - head <= self._most and text.startswith(self._head) and text.endswith(self._tail)
        if not (known and self._apart(text[head:tail])):
            normal = normalised(text)
            self._settle(normal, _alike(self._text, normal))
            if normal != text:
                return weigh(normal)
            head, tail = len(self._head), len(text) - len(self._tail)
        self._text = text
        self._weight = self._together(weigh(text[head:tail], self._following))
        return self._weight

    def _together(self, written: Weight) -> Weight:
        head, tail = self._head_weight, self._tail_weight
        return Weight(
            head.bytes + written.bytes + tail.bytes,
            head.fixed + written.fixed + tail.fixed,
            head.names + written.names + tail.names,
            head.begun or written.begun or tail.begun,
            head.sendable and written.sendable and tail.sendable,
            head.joins or written.joins or tail.joins,
        )

    def _apart(self, stretch: str) -> bool:
        """Tell whether a stretch still begins with its seam, and has no half of a line end."""
        return "\r" not in stretch and (not (stretch and self._head) or stretch[0] in self._seams)

    def _settle(self, text: str, at: int) -> None:
        """Let what is far from a place stand fast."""
        start, end = _seam_before(text, at), _seam_behind(text, min(at + 1, len(text)))
        self._head, self._tail = text[:start], text[end:]
        self._following = self._tail[:_REACH].partition("\n")[0]
        self._head_weight, self._tail_weight = weigh(self._head), weigh(self._tail)
        self._most = max(_STRETCH, 2 * (end - start))
        self._seams = _SEAMS if _ended(self._head) else _SEAMS[:1]


def _ended(text: str) -> bool:
    """Tell whether no placeholder can begin in a text and end behind it, in the same line."""
    return "#" not in PLACEHOLDER.split(text)[-1][-_REACH:]


def _seam_before(text: str, at: int) -> int:
    while at > 0:
        at = max(text.rfind(seam, 0, at) for seam in _SEAMS)
        if at <= 0 or text[at] == "\n" or _ended(text[:at]):
            break
    return max(0, at)


def _seam_behind(text: str, at: int) -> int:
    while at < len(text):
        at = min((place for seam in _SEAMS if (place := text.find(seam, at)) >= 0), default=len(text))
        if text[at : at + 1] == "\n" or "#" not in text[at : at + _REACH]:
            break
        at += 1
    return at


class Worst(msgspec.Struct, frozen=True, gc=False):
    """The recipient whose text is the longest (the first of equals), and its CP949 bytes."""

    index: int
    bytes: int


class RecipientValues:
    """The values of many recipients, measured once: a meter asks for the worst at every keystroke."""

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._rows = rows
        self._lengths: dict[str, list[int]] = {}
        self._longest: dict[tuple[str, ...], Worst | None] = {}

    def worst(self, text: str, weight: Weight) -> Worst:
        """Return the worst recipient; values that are missing count as nothing. At least one row is given."""
        if weight.names not in self._longest:
            self._longest[weight.names] = self._found(weight.names)
        longest = self._longest[weight.names]
        if longest is None or weight.joins:
            return self._counted(TextForm(text))
        return Worst(longest.index, longest.bytes + weight.fixed)

    def _found(self, names: tuple[str, ...]) -> Worst | None:
        """Return whose values together are the longest, None where one may join what stands before it."""
        if any(joins(normalised(row.get(name, ""))) for name in set(names) for row in self._rows):
            return None
        sums = [0] * len(self._rows)
        for name in names:
            sums = [a + b for a, b in zip(sums, self._of(name), strict=True)]
        most = max(sums)
        return Worst(sums.index(most), most)

    def _counted(self, form: TextForm) -> Worst:
        lengths = [byte_length(_loosely(form, row)) for row in self._rows]
        most = max(lengths)
        return Worst(lengths.index(most), most)

    def _of(self, name: str) -> list[int]:
        if name not in self._lengths:
            self._lengths[name] = [byte_length(row.get(name, "")) for row in self._rows]
        return self._lengths[name]


def _loosely(form: TextForm, values: Mapping[str, str]) -> str:
    pieces = [form.fixed[0]]
    for name, fixed in zip(form.names, form.fixed[1:], strict=True):
        pieces += (normalised(values.get(name, "")), fixed)
    return normalised("".join(pieces))
