"""What the settings need from outside rooms and services: given by bootstrap."""

from collections.abc import Callable, Sequence

import msgspec

from occ_desktop.system.autostart import Autostart


class Outside(msgspec.Struct, frozen=True):
    """``version``: of this program. ``command`` is what ``autostart`` starts with the session.

    ``tray_shown`` tells whether the tray shows the icon now. ``fonts_found``: a font with Hangul is
    installed. ``try_sound`` plays the notice's sound at the volume set. ``erase`` logs out and erases the
    local copy (the person has already agreed). ``show_keys`` opens the key sheet.
    """

    version: str
    autostart: Autostart
    command: Sequence[str]
    tray_shown: Callable[[], bool]
    fonts_found: bool
    try_sound: Callable[[], None]
    erase: Callable[[], None]
    show_keys: Callable[[], None]
