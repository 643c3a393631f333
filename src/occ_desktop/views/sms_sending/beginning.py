"""What a text begins with when a person comes from elsewhere: a callback, a number, a template; pure."""

from dataclasses import dataclass

import msgspec

from occ_contract.phone import search_digits
from occ_contract.sms_text import CUSTOMER_NAMES
from occ_desktop.domain.text_drafts import NEW, WrittenText


@dataclass(frozen=True)
class Beginning:
    """A text under its subject; ``template``: to be taken, if it may be sent from."""

    subject: str
    text: WrittenText
    template: str = ""


def beginning(arguments: dict[str, str], service_id: str) -> Beginning | None:
    """Return what to begin with, None: nothing was said, go on with what stands there.

    A text about somebody has a draft of its own: it must not get among the recipients of another one.
    """
    phone, callback = search_digits(arguments.get("phone", "")), arguments.get("callback", "")
    template = arguments.get("template", "")
    if not (phone or callback or template or arguments.get("service")):
        return None
    text = WrittenText(service_id=service_id, typed=phone, callback_id=callback or None)
    return Beginning(callback or (f"phone-{phone}" if phone else NEW), text, template)


def about_customer(text: WrittenText, name: str) -> WrittenText:
    """Return a text with the name of the customer it is about wherever a template asks for it."""
    if not (name := name.strip()):
        return text
    return msgspec.structs.replace(text, values=dict.fromkeys(CUSTOMER_NAMES, name) | text.values)
