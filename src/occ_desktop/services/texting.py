"""The services of 문자 together, as rooms are handed them; each is loaded when a room asks for it first.

A start that shows callbacks knows of no text: what a message, a template or a recipient is would cost time
before the first rows, and whoever may not send texts never needs it.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from occ_desktop.services.drafts import Drafts
from occ_desktop.services.ports import Clock
from occ_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from occ_desktop.services.texting_history import TextingHistory
    from occ_desktop.services.texting_images import TextingImages
    from occ_desktop.services.texting_link import TextingLink
    from occ_desktop.services.texting_recipients import TextingRecipients
    from occ_desktop.services.texting_sending import TextingSending
    from occ_desktop.services.texting_templates import TextingTemplates


class Texting:
    """What the rooms of texting work with, of a program's workplace."""

    def __init__(self, workplace: Workplace, drafts: Drafts, clock: Clock) -> None:
        self._workplace = workplace
        self._drafts = drafts
        self._clock = clock

    @cached_property
    def templates(self) -> "TextingTemplates":
        """Return the templates, their categories and the sender numbers."""
        from occ_desktop.services.texting_templates import TextingTemplates

        return TextingTemplates(self._workplace, self._clock)

    @cached_property
    def sending(self) -> "TextingSending":
        """Return what previews and sends."""
        from occ_desktop.services.texting_sending import TextingSending

        return TextingSending(self._workplace, self._drafts, self._clock)

    @cached_property
    def history(self) -> "TextingHistory":
        """Return what was sent."""
        from occ_desktop.services.texting_history import TextingHistory

        return TextingHistory(self._workplace, self._clock)

    @cached_property
    def images(self) -> "TextingImages":
        """Return what brings pictures into the form a telephone takes."""
        from occ_desktop.services.texting_images import TextingImages

        return TextingImages(self._workplace)

    @cached_property
    def recipients(self) -> "TextingRecipients":
        """Return what reads lists of recipients."""
        from occ_desktop.services.texting_recipients import TextingRecipients

        return TextingRecipients()

    @cached_property
    def link(self) -> "TextingLink":
        """Return what is known of the carrier."""
        from occ_desktop.services.texting_link import TextingLink

        return TextingLink(self._workplace)
