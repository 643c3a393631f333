"""What one may choose from in a service: templates, sender numbers, how its carrier stands; a value."""

from collections.abc import Sequence
from dataclasses import dataclass

from occ_contract.sms import SenderNumber, SmsLink, SmsTemplate
from occ_desktop.services.texting import Texting
from occ_desktop.services.texting_templates import Branch


@dataclass(frozen=True)
class Catalogue:
    """``senders`` are all of the service's numbers, ``branches`` only what may be sent from."""

    service_id: str = ""
    branches: tuple[Branch, ...] = ()
    senders: tuple[SenderNumber, ...] = ()
    link: SmsLink | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers that may be sent from."""
        return tuple(one.phone for one in self.senders if one.usable)

    def template(self, template_id: str | None) -> SmsTemplate | None:
        """Return a template that may be sent from, None when it is none of them."""
        return next((one for one, _path in _walk(self.branches) if one.id == template_id), None)

    def path(self, template_id: str) -> str:
        """Return where a template stands: the names of its categories."""
        return next((path for one, path in _walk(self.branches) if one.id == template_id), "")


async def read_catalogue(texting: Texting, service_id: str) -> Catalogue:
    """Return what the cache has. :raises CacheFailure, LoggedOut: unread."""
    return Catalogue(
        service_id,
        await texting.templates.selectable(service_id),
        await texting.templates.senders(service_id, usable=False),
        await texting.link.state(service_id),
    )


def _walk(branches: Sequence[Branch], above: str = "") -> list[tuple[SmsTemplate, str]]:
    found: list[tuple[SmsTemplate, str]] = []
    for branch in branches:
        path = f"{above} › {branch.category.name}" if above else branch.category.name
        found += [(template, path) for template in branch.templates]
        found += _walk(branch.children, path)
    return found
