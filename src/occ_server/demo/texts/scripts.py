"""What a sample service's catalogue is made of, and the values of its placeholders. It knows no row."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from occ_contract.sms import TextType
from occ_contract.sms_text import placeholders

MAIN, SHORT, SPARE = "0215550100", "16005501", "0215550199"  # sender numbers of the sandbox


class Use(Enum):
    """On what occasion the sample centre sends a template."""

    MISSED = "after a call nobody took"
    DONE = "after a callback was completed"
    SINGLE = "to one customer"
    GROUP = "by a supervisor, to many at once"
    NEVER = "kept, and not used yet"


@dataclass(frozen=True, slots=True)
class Script:
    """A template as it is written down; ``share`` weighs it among those of its occasion."""

    name: str
    use: Use
    body: str
    share: int = 10
    subject: str = ""
    pictures: tuple[str, ...] = ()
    description: str = ""
    sender: str | None = MAIN
    enabled: bool = True
    editable: bool = True
    no_answer: bool = False  # the one of its service that a missed call offers
    before: str = ""  # what its first version said

    @property
    def type(self) -> TextType:
        """Return how it goes: with a subject it is a long one."""
        return TextType.MMS if self.subject else TextType.SMS

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of what is filled in."""
        return placeholders(self.subject + self.body)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of the second level."""

    name: str
    scripts: tuple[Script, ...]
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Bay:
    """A category of the first level."""

    name: str
    shelves: tuple[Shelf, ...]
    enabled: bool = True


def scripts_of(bays: Sequence[Bay]) -> Iterator[Script]:
    """Yield every script of a catalogue."""
    for bay in bays:
        for shelf in bay.shelves:
            yield from shelf.scripts


_ITEMS = ("운동화", "겨울 패딩", "무선 이어폰", "니트", "전기포트", "캠핑 의자", "김치 세트", "커피 원두")
_PLACES = ("제주", "다낭", "오사카", "후쿠오카", "방콕", "괌", "부산", "타이베이")
_AMOUNTS = ("12,900원", "38,000원", "54,500원", "129,000원", "231,000원", "890,000원")
_TIMES = ("10:00", "11:30", "13:00", "14:30", "16:00", "17:30")


SOON = 9  # days ahead that a text speaks of: deliveries, visits, payments due


def value_of(rng: random.Random, name: str, customer: str | None, day: date) -> str:
    """Return what stands for a placeholder in a text to this customer that goes on ``day``; never empty."""
    match name:
        case "고객명":
            return customer or "고객"
        case "상품명":
            return rng.choice(_ITEMS)
        case "여행지":
            return rng.choice(_PLACES)
        case "금액":
            return rng.choice(_AMOUNTS)
        case "시간":
            return rng.choice(_TIMES)
        case "날짜":
            ahead = day + timedelta(days=rng.randint(1, SOON))
            return f"{ahead.month}월 {ahead.day}일"
        case "끝자리":
            return f"{rng.randint(0, 9999):04d}"
        case "포인트":
            return f"{rng.randint(3, 240) * 100:,}점"
        case _:  # numbers of orders, parcels, bookings
            return f"{rng.randint(10_000_000, 99_999_999)}"


def values_for(
    rng: random.Random, names: Sequence[str], customer: str | None, day: date
) -> dict[str, str] | None:
    """Return a value for each of these placeholders in a text that goes on ``day``; None without any."""
    return {name: value_of(rng, name, customer, day) for name in names} or None
