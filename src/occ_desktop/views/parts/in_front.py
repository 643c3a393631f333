"""A room out of sight does no work: what is asked for is done once it is in front again.

The bus holds back what is told (`services.held_bus`); this holds back what a room has been told before, or
does by its own timers and answers. Why two: decision 0061.
"""

from collections.abc import Callable
from functools import partial


class InFront:
    """Closed until a room is entered. The same name asked for twice is one piece of work, the last."""

    def __init__(self) -> None:
        self._open = False
        self._waiting: dict[str, Callable[[], object]] = {}

    @property
    def open(self) -> bool:
        """Tell whether the room is in front."""
        return self._open

    def enter(self) -> None:
        """Come to the front: do what was asked for meanwhile, in that order."""
        self._open = True
        waiting, self._waiting = self._waiting, {}
        for work in waiting.values():
            work()

    def leave(self) -> None:
        """Go behind."""
        self._open = False

    def reading(self, name: str, work: Callable[[], object]) -> Callable[[], None]:
        """Return what asks for ``work`` under a name: at once in front, else when the room comes there."""
        return partial(self.do, name, work)

    def do(self, name: str, work: Callable[[], object]) -> None:
        """Do this now, or when the room is in front again."""
        if self._open:
            work()
        else:
            self._waiting[name] = work
