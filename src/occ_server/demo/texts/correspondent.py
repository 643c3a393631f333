"""A simulated person's hands at texting: every method is one press of a button, refused like anybody's."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.sms import NewSmsRequest, Recipient, SmsRequestAccepted
from occ_server.demo.colleagues import Hands
from occ_server.demo.organisation import TIME_ZONE
from occ_server.demo.texts.scripts import Use, values_for
from occ_server.demo.texts.stock import Stock, Stocked, load_stock
from occ_server.demo.texts.writing import Customer
from occ_server.people.actor import PersonActor
from occ_server.sms.sending.accepting import accept
from occ_server.sms.sending.cancelling import cancel_request


class Correspondent(Hands):
    """Somebody who sends texts."""

    async def services(self) -> Sequence[str]:
        """Return the services in which they may send."""

        async def question(_conn: AsyncConnection, person: PersonActor) -> Sequence[str]:
            return sorted(s.service_id for s in person.standings if s.may_send_texts)

        return await self._ask(question)

    async def choose(self, rng: random.Random, service_id: str, use: Use) -> Stocked | None:
        """Return a template for this occasion, among those that may be chosen now."""

        async def question(conn: AsyncConnection, person: PersonActor) -> Stock:
            return (await load_stock(conn, person.organisation_id, [service_id]))[0]

        fitting = (await self._ask(question))[use]
        return rng.choices(fitting, [one.share for one in fitting])[0] if fitting else None

    async def send(
        self,
        rng: random.Random,
        service_id: str,
        what: Stocked,
        to: Sequence[Customer],
        *,
        reserve_at: datetime | None = None,
        callback_id: str | None = None,
    ) -> SmsRequestAccepted | None:
        """Press 발송; None when it was refused."""
        goes = (reserve_at or self._database.clock.now()).astimezone(ZoneInfo(TIME_ZONE)).date()
        recipients = tuple(
            Recipient(phone=phone, values=values_for(rng, what.names, name, goes) or {}) for phone, name in to
        )
        asked = NewSmsRequest(
            service_id=service_id,
            type=what.type,
            sender=what.sender,
            subject=what.subject,
            body=what.body,
            image_ids=what.image_ids,
            recipients=recipients,
            template_id=what.id,
            reserve_at=reserve_at,
            callback_id=callback_id,
        )
        return await self._do(lambda uow, person: accept(uow, person, asked))

    async def take_back(self, request_id: str) -> None:
        """Press 취소 while it is not handed over."""
        await self._do(lambda uow, person: cancel_request(uow, person, request_id))


def soon(rng: random.Random, now: datetime) -> datetime:
    """Return a moment somebody might reserve a text for: in forty minutes to some hours, on the dial."""
    moment = now + timedelta(minutes=rng.uniform(40, 300))
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
