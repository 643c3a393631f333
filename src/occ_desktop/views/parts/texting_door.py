"""The way to the rooms of texting from anywhere else: where it leads, and with what to begin there.

Rooms do not know each other. Where a window holds no such room, or the person may not send in a service,
nothing is offered.
"""

from collections.abc import Callable

from occ_desktop.services.rights import Rights
from occ_desktop.ui.frame import Frame, Place, Target


class TextingDoor:
    """``rights`` are those of the person now."""

    def __init__(self, frame: Frame, rights: Callable[[], Rights]) -> None:
        self._frame = frame
        self._rights = rights

    def services(self) -> frozenset[str]:
        """Return the services the person may send texts in from here."""
        return frozenset(self._rights().sending_services() if self._frame.leads_to(Place.SMS_SENDING) else ())

    @property
    def shows_texts(self) -> bool:
        """Tell whether a text that was sent can be shown."""
        return self._frame.leads_to(Place.SMS_HISTORY)

    def send(self, phone: str, service_id: str = "", callback_id: str = "", template_id: str = "") -> None:
        """Go where a text is written, to this number (digits), about this callback, from this template."""
        given = {"phone": phone, "service": service_id, "callback": callback_id, "template": template_id}
        wanted = {name: value for name, value in given.items() if value}
        self._frame.navigate(Target(Place.SMS_SENDING, wanted))

    def show(self, message_id: str) -> None:
        """Go to a text that was sent."""
        self._frame.navigate(Target(Place.SMS_HISTORY, {"message": message_id}))
