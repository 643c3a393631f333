"""Makes the declared rooms; each is imported when first entered, to start fast."""

from collections.abc import Callable, Mapping
from importlib import import_module

from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, Place
from occ_desktop.views.parts.rooms import ROOMS

Made = Callable[..., QWidget]


class _Later:
    """A room class that is imported when it is called."""

    def __init__(self, made_by: str, **extra: object) -> None:
        self._made_by = made_by
        self._extra = extra

    def __call__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> QWidget:
        module, _, name = self._made_by.partition(":")
        made: QWidget = getattr(import_module(module), name)(services, tasks, frame, parent, **self._extra)
        return made


def rooms(extras: Mapping[Place, Mapping[str, object]] | None = None) -> dict[Place, _Later]:
    """Return the factories; ``extras`` are further keyword arguments of a place's room."""
    more = extras or {}
    return {room.place: _Later(room.made_by, **more.get(room.place, {})) for room in ROOMS}
