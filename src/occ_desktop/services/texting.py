"""The services of 문자 together, as rooms are handed them."""

from dataclasses import dataclass

from occ_desktop.services.drafts import Drafts
from occ_desktop.services.ports import Clock
from occ_desktop.services.texting_history import TextingHistory
from occ_desktop.services.texting_images import TextingImages
from occ_desktop.services.texting_link import TextingLink
from occ_desktop.services.texting_recipients import TextingRecipients
from occ_desktop.services.texting_sending import TextingSending
from occ_desktop.services.texting_templates import TextingTemplates
from occ_desktop.services.workplace import Workplace


@dataclass(frozen=True)
class Texting:
    """What the rooms of texting work with."""

    templates: TextingTemplates
    sending: TextingSending
    history: TextingHistory
    images: TextingImages
    recipients: TextingRecipients
    link: TextingLink

    @staticmethod
    def of(workplace: Workplace, drafts: Drafts, clock: Clock) -> "Texting":
        """Return them for a program's workplace."""
        return Texting(
            templates=TextingTemplates(workplace, clock),
            sending=TextingSending(workplace, drafts, clock),
            history=TextingHistory(workplace, clock),
            images=TextingImages(workplace),
            recipients=TextingRecipients(),
            link=TextingLink(workplace),
        )
