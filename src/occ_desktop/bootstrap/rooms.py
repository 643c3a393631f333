"""Which room stands at which place of the frame; each is imported when first entered, to start fast."""

from collections.abc import Callable, Mapping
from importlib import import_module

from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, Place

_ROOMS: Mapping[Place, str] = {
    Place.CALLBACK_LIST: "occ_desktop.views.callbacks.room:CallbacksRoom",
    Place.ASSIGNMENT: "occ_desktop.views.assignment.room:AssignmentRoom",
    Place.CANCELLATION: "occ_desktop.views.cancellation.room:CancellationRoom",
    Place.STATISTICS: "occ_desktop.views.stats.room:StatsRoom",
    Place.OUTBOX: "occ_desktop.views.outbox.room:OutboxRoom",
    Place.SETTINGS: "occ_desktop.views.settings.room:SettingsRoom",
}

Made = Callable[..., QWidget]


class _Later:
    """A room class that is imported when it is called."""

    def __init__(self, target: str, **extra: object) -> None:
        self._target = target
        self._extra = extra

    def __call__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> QWidget:
        module, _, name = self._target.partition(":")
        made: QWidget = getattr(import_module(module), name)(services, tasks, frame, parent, **self._extra)
        return made


def rooms(extras: Mapping[Place, Mapping[str, object]] | None = None) -> dict[Place, _Later]:
    """Return the factories; ``extras`` are further keyword arguments of a place's room."""
    more = extras or {}
    return {place: _Later(target, **more.get(place, {})) for place, target in _ROOMS.items()}
