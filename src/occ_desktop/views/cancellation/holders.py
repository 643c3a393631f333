"""Who holds outstanding callbacks, and which of them nobody works on any more. Pure: no Qt, no waiting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

EVERYBODY = ""
DEPARTED = "departed"  # stands for all who left or lost the right to take what they hold


@dataclass(frozen=True)
class Holders:
    """``counts`` has the outstanding callbacks of each person.

    ``stray`` are the pairs of service and person where the person takes none any more, ``stray_count`` the
    callbacks held there; ``departed`` are those who hold nothing else.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    stray: tuple[tuple[str, str], ...] = ()
    stray_count: int = 0
    departed: frozenset[str] = frozenset()


def holders_of(outstanding: Mapping[tuple[str, str], int], takes: Callable[[str], frozenset[str]]) -> Holders:
    """Return who holds what of ``outstanding``: counts by person and service."""
    counts: dict[str, int] = {}
    stray: list[tuple[str, str]] = []
    at_work: set[str] = set()
    for (person, service), count in outstanding.items():
        counts[person] = counts.get(person, 0) + count
        if service in takes(person):
            at_work.add(person)
        else:
            stray.append((service, person))
    return Holders(
        counts,
        tuple(sorted(stray)),
        sum(outstanding[person, service] for service, person in stray),
        frozenset(counts) - at_work,
    )
