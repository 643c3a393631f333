"""Moves lines of the tree: shown at once, asked of the server one after the other, put back when refused."""

from collections.abc import Callable

from occ_desktop.domain.failures import Failure
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.services.texting_templates import Branch
from occ_desktop.views.sms_templates.lines import Kind, Line
from occ_desktop.views.sms_templates.moves import Move, dropped, moved, stepped

Tree = tuple[Branch, ...]


class Reordering:
    """``show(tree)`` as it will be; ``read()`` how it is; ``failed(failure)`` when a move was refused.

    While moves are on their way the tree is not read: it would show them undone for a moment.
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
        self._missed = False

    @property
    def busy(self) -> bool:
        """Tell whether a move is on its way."""
        return self._under_way > 0

    def skip(self) -> None:
        """Have the tree read once nothing is on its way any more."""
        self._missed = True

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
            if move.kind is Kind.TEMPLATE:
                await self._templates.move_template(move.id, move.place, elsewhere)
            else:
                await self._templates.move_category(move.id, move.place, elsewhere)
        except Failure as failure:
            self._missed = True
            self._failed(failure)
        finally:
            self._under_way -= 1
        if self._missed and not self._under_way:  # else the feed brings it in a moment
            self._missed = False
            self._read()
