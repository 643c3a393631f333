"""How texting of a service stands, from the cache: what a banner says before a person writes.

Ask again when a `ChangeSet` touches `Entity.SMS_LINK` or `Entity.SMS_SENDER`.
"""

from occ_contract.sms import SmsLink
from occ_desktop.services.workplace import Workplace
from occ_desktop.store import texting as stored


class TextingLink:
    """:raises LoggedOut, CacheFailure: from each call."""

    def __init__(self, workplace: Workplace) -> None:
        self._place = workplace

    async def all(self) -> tuple[SmsLink, ...]:
        """Return the link of each service this person may see."""
        return await self._place.cache.read(stored.links)

    async def state(self, service_id: str) -> SmsLink | None:
        """Return the link of a service: carrier, trouble since when, held messages; None: not known yet."""
        return next((link for link in await self.all() if link.service_id == service_id), None)
