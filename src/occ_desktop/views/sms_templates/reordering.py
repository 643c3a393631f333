"""Moves lines of the tree: shown at once, asked of the server one after the other, put back when refused."""

from collections.abc import Callable

from occ_contract.sms import SmsCategoryChange, SmsTemplateChange
from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_templates import Branch
from occ_desktop.views.sms_templates.lines import Kind, Line, templates_of
from occ_desktop.views.sms_templates.moves import Move, dropped, moved, stepped

Tree = tuple[Branch, ...]


class Reordering:
    """``show(tree)`` as it will be; ``read()`` how it is; ``failed(failure)`` when a move was refused.

    Until the feed has brought a move, what stands in the cache would show it undone for a moment.
    """

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        show: Callable[[Tree], None],
        read: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._templates = services.texting.templates
        self._tasks = tasks
        self._show = show
        self._read = read
        self._failed = failed
        self._under_way = 0
        self._awaited: dict[str, int] = {}  # what was moved -> the seq its move has in the feed

    def done_in(self, tree: Tree) -> bool:
        """Tell whether a tree as it stands in the cache has every move; one that has not is not shown."""
        seqs = {one.id: one.seq for one in templates_of(tree)}
        for branch in tree:
            seqs |= {c.id: c.seq for c in (branch.category, *(child.category for child in branch.children))}
        self._awaited = {i: seq for i, seq in self._awaited.items() if seqs.get(i, seq) < seq}
        return not self._under_way and not self._awaited

    def forget(self) -> None:
        """Wait for nothing any more: the cache was rebuilt, or is another service's."""
        self._awaited = {}

    def step(self, tree: Tree, line: Line, step: int) -> None:
        """Move a line one place up (-1) or down (1)."""
        self._do(tree, line, stepped(tree, line.kind, line.id, step))

    def drop(self, tree: Tree, line: Line, under: str | None, row: int) -> None:
        """Move a line below a category, before a row of it (below 0: to the end)."""
        self._do(tree, line, dropped(tree, line.kind, line.id, under, row))

    def _do(self, tree: Tree, line: Line, move: Move | None) -> None:
        if move is not None:
            elsewhere = move.under if move.under != line.parent_id else None
            self._under_way += 1
            self._show(moved(tree, move))
            self._tasks.start(lambda: self._send(move, elsewhere), name="move", policy=Policy.QUEUE)

    async def _send(self, move: Move, elsewhere: str | None) -> None:
        try:
            self._awaited[move.id] = await self._ask(move, elsewhere)
        except Failure as failure:
            self._failed(failure)
        finally:
            self._under_way -= 1
        if not self._under_way:
            self._read()

    async def _ask(self, move: Move, elsewhere: str | None) -> int:
        """Return the seq the move has."""
        if move.kind is Kind.TEMPLATE:
            wanted = SmsTemplateChange(category_id=elsewhere, position=move.place)
            return (await self._templates.change_template(move.id, wanted)).seq
        change = SmsCategoryChange(parent_id=elsewhere, position=move.place)
        return (await self._templates.change_category(move.id, change)).seq
