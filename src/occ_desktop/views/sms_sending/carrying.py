"""What 발송 takes along into another window of the same person, when language or look change: a value.

The text itself is a draft as well; what a file said beyond its recipients, and the sending one may still take
back, are nowhere else.
"""

from dataclasses import dataclass

from occ_desktop.domain.text_drafts import WrittenText
from occ_desktop.views.sms_sending.addressees import File
from occ_desktop.views.sms_sending.sent import Sent


@dataclass(frozen=True)
class CarriedText:
    """A text under its subject; ``sent`` is the last sending, whose line still stands.

    ``on_its_way``: it was being sent. Its draft says by then whether the server has it; this does not.
    """

    subject: str
    text: WrittenText
    file: File | None = None
    sent: Sent | None = None
    on_its_way: bool = False
