"""What a window opens but does not know; bootstrap connects it to other rooms and windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget

from occ_desktop.ui.frame import Place, Target


@dataclass(frozen=True)
class Doors:
    """``history(parent)`` opens the history registration without a callback, ``keys(parent)`` the key sheet;
    both return at once. ``own_window(place)`` gives a room a window of its own, ``elsewhere(target)`` goes to
    a place this window does not hold; None: not offered. ``extras`` are entries (id, translated label) for
    the person's menu, answered by ``on_extra(id)``: the demo's second window. ``chime`` is the optional sound
    of a notice.
    """

    history: Callable[[QWidget], None]
    keys: Callable[[QWidget], None]
    own_window: Callable[[Place], object] | None = None
    elsewhere: Callable[[Target], object] | None = None
    extras: Sequence[tuple[str, str]] = ()
    on_extra: Callable[[str], None] = lambda _entry: None
    chime: Callable[[], None] = QApplication.beep
