"""Why a table stands empty, or what is wrong with rows that stay in view: told whenever it is read.

Knows neither what is searched for nor how it is said. A bug that is met on the way goes to the owner's door.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from occ_desktop.domain.failures import Failure, LoggedOut
from occ_desktop.runtime.tasks import Policy, TaskOwner
from occ_desktop.ui import failure_text
from occ_desktop.ui.tables.states import State
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.list_states import unreadable

F = TypeVar("F")


class WhyEmpty(QObject, Generic[F]):
    """``asked()`` is the search in view, another object with every reading; ``count`` and ``state`` ask how
    many rows it has and what is said when there is none.

    ``told(state)``: a `State`, or None once there are rows; ``troubled(sentence)``: what is wrong with rows
    that stay. ``kept()``: what is not lost when nothing can be read, one sentence, or empty.
    """

    def __init__(
        self,
        tasks: TaskOwner,
        model: WindowModel[Any],
        asked: Callable[[], F],
        count: Callable[[F], Awaitable[int]],
        state: Callable[[F], Awaitable[State]],
        told: Callable[[State | None], object],
        troubled: Callable[[str], object],
        kept: Callable[[], str] = str,
    ) -> None:
        super().__init__(model)
        self._tasks = tasks
        self._model = model
        self._asked = asked
        self._count = count
        self._state = state
        self._told = told
        self._troubled = troubled
        self._kept = kept
        model.count_changed.connect(self._on_count_changed)
        model.failed.connect(self._on_failed)

    def explain(self) -> None:
        """Say why there are no rows, unless there are some by now."""
        self._tasks.start(self._explain, name="list.empty", policy=Policy.LATEST)

    async def _explain(self) -> None:
        asked = self._asked()
        try:
            if await self._count(asked):
                self._model.reload()  # rows came that the list has not read yet
                return
            state = await self._state(asked)
        except LoggedOut:
            return
        except Failure as failure:
            state = self._unreadable(failure)
        if asked is self._asked() and self._model.total == 0:
            self._told(state)

    def _on_count_changed(self, count: int) -> None:
        if count:
            self._told(None)
        else:
            self.explain()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, LoggedOut):
            return
        if not isinstance(error, Failure):
            self._tasks.start(_raise(error), name="list.failed", policy=Policy.QUEUE)
        elif self._model.total:
            self._troubled(failure_text.sentence(error))
        else:
            self._told(self._unreadable(error))

    def _unreadable(self, failure: Failure) -> State:
        return unreadable(failure, *filter(None, (self._kept(),)))


async def _raise(error: Exception) -> None:
    """Hand a bug to the owner's door."""
    raise error
