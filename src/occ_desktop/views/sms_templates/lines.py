"""The catalogue of a service as lines of a tree, searched or whole. Pure: no Qt, no waiting."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from occ_contract.sms import SmsCategory, SmsTemplate
from occ_desktop.domain.search_text import searchable
from occ_desktop.services.texting_templates import Branch


class Kind(StrEnum):
    """What a line stands for: a category of the first or the second level, or a template."""

    FIRST = "first"
    SECOND = "second"
    TEMPLATE = "template"


@dataclass(frozen=True)
class Line:
    """``live``: it and all above it are switched on, so that a sender is offered it (or what is below).

    ``count`` has the templates below that are listed; ``drafted``: something typed here is not saved.
    """

    kind: Kind
    own: SmsCategory | SmsTemplate
    live: bool
    parent_id: str | None = None
    count: int = 0
    drafted: bool = False
    below: tuple["Line", ...] = ()

    @property
    def id(self) -> str:
        """Return the id of the category or template."""
        return self.own.id

    @property
    def name(self) -> str:
        """Return its name."""
        return self.own.name

    @property
    def enabled(self) -> bool:
        """Return its own switch."""
        return self.own.enabled

    @property
    def template(self) -> SmsTemplate | None:
        """Return the template it stands for."""
        return self.own if isinstance(self.own, SmsTemplate) else None

    @property
    def category(self) -> SmsCategory | None:
        """Return the category it stands for."""
        return self.own if isinstance(self.own, SmsCategory) else None

    @property
    def templates(self) -> tuple[str, ...]:
        """Return the ids of the templates it stands for: its own, or those below it."""
        if self.kind is Kind.TEMPLATE:
            return (self.id,)
        return tuple(found for line in self.below for found in line.templates)


def lines_of(
    tree: Iterable[Branch], words: str = "", drafted: frozenset[str] = frozenset()
) -> tuple[Line, ...]:
    """Return the lines that have all ``words`` in name or contents, with what stands above them.

    A category that is found by its name is listed with all below it.
    """
    wanted = tuple(searchable(words).casefold().split())
    found = (_category(branch, Kind.FIRST, wanted, drafted, live=True) for branch in tree)
    return tuple(line for line in found if line is not None)


def _category(
    branch: Branch,
    kind: Kind,
    wanted: tuple[str, ...],
    drafted: frozenset[str],
    *,
    live: bool,
    parent: str | None = None,
) -> Line | None:
    category = branch.category
    live = live and category.enabled
    named = _has(wanted, category.name)
    under = () if named else wanted
    made = [
        *(
            _category(child, Kind.SECOND, under, drafted, live=live, parent=category.id)
            for child in branch.children
        ),
        *(_template(one, under, drafted, live=live) for one in branch.templates),
    ]
    below = tuple(line for line in made if line is not None)
    if not named and not below:
        return None
    count = sum(len(line.templates) for line in below)
    return Line(kind, category, live, parent, count, below=below)


def _template(
    one: SmsTemplate, wanted: tuple[str, ...], drafted: frozenset[str], *, live: bool
) -> Line | None:
    if not _has(wanted, one.name, one.description, one.subject, one.body):
        return None
    return Line(Kind.TEMPLATE, one, live and one.enabled, one.category_id, drafted=one.id in drafted)


def _has(wanted: tuple[str, ...], *texts: str) -> bool:
    if not wanted:
        return True
    text = "\n".join(searchable(text).casefold() for text in texts)
    return all(word in text for word in wanted)


def walked(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield every line, from the top."""
    for line in lines:
        yield line
        yield from walked(line.below)


def line_of(lines: Iterable[Line], line_id: str | None) -> Line | None:
    """Return a line by its id."""
    return next((line for line in walked(lines) if line.id == line_id), None)


def path_of(tree: Iterable[Branch], category_id: str) -> tuple[SmsCategory, ...]:
    """Return a category and what it stands below, the first level first; empty where it is gone."""
    for first in tree:
        if first.category.id == category_id:
            return (first.category,)
        for second in first.children:
            if second.category.id == category_id:
                return (first.category, second.category)
    return ()


def second_level(tree: Iterable[Branch]) -> tuple[tuple[SmsCategory, SmsCategory], ...]:
    """Return each category templates may stand in, after the one above it."""
    return tuple((first.category, second.category) for first in tree for second in first.children)


def templates_of(tree: Iterable[Branch]) -> Iterator[SmsTemplate]:
    """Yield every template, from the top."""
    for branch in tree:
        yield from branch.templates
        yield from templates_of(branch.children)
