"""What is searched for, in which order, and its rows in a table, which follow the feed; of any kind of row.

Values change in place; behind another room nothing is read. It knows neither checks nor counts, nor what is
new in a search.
"""

from abc import abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from occ_contract.sync import Entity
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.ui.tables.pages import PageSource
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.in_front import InFront

C = TypeVar("C")
F = TypeVar("F")
S = TypeVar("S")
R = TypeVar("R")


class FollowedRows(Generic[C, F, S, R]):
    """``wanted`` returns which rows conditions mean at this moment; ``filter`` is what was read last."""

    def __init__(
        self,
        model: WindowModel[R],
        gate: InFront,
        wanted: Callable[[C], F],
        first: C,
        sort: S,
        nothing: F,
        entity: Entity,
    ) -> None:
        self._model = model
        self._gate = gate
        self._wanted = wanted
        self._entity = entity
        self.conditions = first
        self.sort = sort
        self.filter = nothing  # another object with every reading
        self._touched: frozenset[str] | None = frozenset()  # None: any

    @abstractmethod
    def pages(self, conditions: F, sort: S) -> PageSource[R]:
        """Return where the table reads these rows from."""
        ...

    @abstractmethod
    def order_by(self, key: str, *, descending: bool) -> None:
        """Have the next reading in another order."""
        ...

    @property
    def begun(self) -> bool:
        """Tell whether anything was searched for yet."""
        return self._model.source is not None

    @property
    def outdated(self) -> bool:
        """Tell whether the conditions mean other rows by now ("today" after midnight) than those listed."""
        return self.begun and self._wanted(self.conditions) != self.filter

    def read(self, *, stay: bool = False) -> None:
        """List what the conditions in force find; from the first row on unless the place is to ``stay``."""
        self.filter = self._wanted(self.conditions)
        self._model.set_source(self.pages(self.filter, self.sort), stay=stay)

    def follow(self, change: ChangeSet) -> None:
        """Change in place what changed, once the room is in front."""
        known, ids = self._touched, changed(change, self._entity)
        self._touched = None if change.everything or known is None else known | ids
        self._gate.do("touch", self._touch)

    def _touch(self) -> None:
        touched, self._touched = self._touched, frozenset()
        self._model.touch(touched)


def changed(change: ChangeSet, entity: Entity) -> frozenset[str]:
    """Return the rows of a kind a change names, those that left this person's view too."""
    nobody: frozenset[str] = frozenset()
    return change.ids.get(entity, nobody) | change.gone.get(entity, nobody)
