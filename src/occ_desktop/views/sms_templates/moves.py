"""Where in the tree something may go, and the tree once it is there. Pure: no Qt, no waiting.

A place counts among the future siblings without the moved one, from 0, as the server counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from occ_contract.sms import SmsTemplate
from occ_desktop.services.texting_templates import Branch
from occ_desktop.views.sms_templates.lines import Kind

T = TypeVar("T")
Tree = tuple[Branch, ...]
_ABOVE: dict[Kind, Kind | None] = {Kind.FIRST: None, Kind.SECOND: Kind.FIRST, Kind.TEMPLATE: Kind.SECOND}


@dataclass(frozen=True)
class Move:
    """``under`` is the category it stands in afterwards, None for the first level."""

    kind: Kind
    id: str
    under: str | None
    place: int


def fits(moved: Kind, under: Kind | None) -> bool:
    """Tell whether such a line may stand below such another: exactly two levels, templates in the second."""
    return _ABOVE[moved] is under


def dropped(tree: Tree, kind: Kind, line_id: str, under: str | None, row: int) -> Move | None:
    """Return the move of a line let go before row ``row`` (below 0: at the end); None: it stands there."""
    here, siblings = _home(tree, kind, line_id), _below(tree, kind, under)
    row = len(siblings) if row < 0 else row
    if here == under:
        before = siblings.index(line_id)
        row -= row > before
        if row == before:
            return None
    return Move(kind, line_id, under, row)


def stepped(tree: Tree, kind: Kind, line_id: str, step: int) -> Move | None:
    """Return the move one place up (-1) or down (1), at the edge into the neighbouring category.

    None: there is nothing above or below.
    """
    home = _home(tree, kind, line_id)
    siblings = _below(tree, kind, home)
    place = siblings.index(line_id) + step
    if 0 <= place < len(siblings):
        return Move(kind, line_id, home, place)
    homes = _homes(tree, kind)
    at = homes.index(home) + step
    if not 0 <= at < len(homes):
        return None
    return Move(kind, line_id, homes[at], 0 if step > 0 else len(_below(tree, kind, homes[at])))


def moved(tree: Tree, move: Move) -> Tree:
    """Return the tree once it is done; one that names what is gone changes nothing."""
    if move.kind is Kind.FIRST:
        return _placed(tree, next((b for b in tree if b.category.id == move.id), None), move.place)
    if move.kind is Kind.SECOND:
        taken = next((c for b in tree for c in b.children if c.category.id == move.id), None)
        return tuple(_with_child(branch, taken, move) for branch in tree)
    found = next((t for b in tree for c in b.children for t in c.templates if t.id == move.id), None)
    return tuple(replace(b, children=tuple(_with_template(c, found, move) for c in b.children)) for b in tree)


def _with_child(branch: Branch, taken: Branch | None, move: Move) -> Branch:
    here = branch.category.id == move.under
    return replace(branch, children=_placed(branch.children, taken, move.place, here=here))


def _with_template(branch: Branch, taken: SmsTemplate | None, move: Move) -> Branch:
    here = branch.category.id == move.under
    templates = _placed(branch.templates, taken, move.place, here=here)
    return replace(branch, templates=templates)


def _placed(rows: Sequence[T], taken: T | None, place: int, *, here: bool = True) -> tuple[T, ...]:
    """Return the rows without the taken one, and with it at its place where it is to be here."""
    if taken is None:
        return tuple(rows)
    order = [row for row in rows if row is not taken]
    if here:
        order.insert(place, taken)
    return tuple(order)


def _homes(tree: Tree, kind: Kind) -> list[str | None]:
    """Return where lines of a kind may stand, from the top."""
    if kind is Kind.FIRST:
        return [None]
    if kind is Kind.SECOND:
        return [branch.category.id for branch in tree]
    return [child.category.id for branch in tree for child in branch.children]


def _home(tree: Tree, kind: Kind, line_id: str) -> str | None:
    """Return where a line stands."""
    return next(home for home in _homes(tree, kind) if line_id in _below(tree, kind, home))


def _below(tree: Tree, kind: Kind, under: str | None) -> list[str]:
    """Return the lines of a kind that stand below a category, in order."""
    if kind is Kind.FIRST:
        return [branch.category.id for branch in tree]
    if kind is Kind.SECOND:
        return [c.category.id for b in tree if b.category.id == under for c in b.children]
    return [t.id for b in tree for c in b.children if c.category.id == under for t in c.templates]
