"""What is wrong with a service's carrier or its numbers, told once to everybody who would send there."""

from collections.abc import Sequence

from sqlalchemy import select, update

from occ_contract.notices import NoticeKind
from occ_contract.sms import CarrierTrouble
from occ_contract.sync import Entity
from occ_server.kit.unit import UnitOfWork
from occ_server.notices.service import News, post
from occ_server.sms.sending.waking import wake
from occ_server.sms.tables import links
from occ_server.visibility.scopes import sms_key

ENDED_BY_ANY_ANSWER = frozenset({CarrierTrouble.DOWN, CarrierTrouble.REFUSED})


async def note_trouble(
    uow: UnitOfWork, service_id: str, organisation_id: str, trouble: CarrierTrouble | None
) -> None:
    """Write down what is wrong, or that nothing is any more; what is known already changes nothing.

    Locks the link after every message. Its state goes into the feed, each change is one notice. That it was a
    hand-over that found it is for the caller to add (``tried_at``).
    """
    before = await _locked(uow, service_id, organisation_id)
    if before is None or before[0] == trouble:
        return
    await _write(uow, service_id, organisation_id, before[0], trouble)


async def note_answer(uow: UnitOfWork, service_id: str, organisation_id: str) -> None:
    """Take in that the carrier answered a question: it is not down, and what waited for that goes.

    Of its quota it did not speak. Jobs are put: among the last things a unit of work does.
    """
    before = await _locked(uow, service_id, organisation_id)
    if before is not None and before[0] in ENDED_BY_ANY_ANSWER:
        await _write(uow, service_id, organisation_id, before[0], None)
        await wake(uow, organisation_id, service_id)


async def tell_of_numbers(
    uow: UnitOfWork, service_id: str, organisation_id: str, lost: Sequence[str], back: Sequence[str]
) -> None:
    """Tell of sender numbers that texts cannot be sent from any more, or can again, by their rows' ids."""
    kinds = ((NoticeKind.SMS_TROUBLE, lost), (NoticeKind.SMS_TROUBLE_ENDED, back))
    await post(
        uow,
        [
            _news(kind, service_id, organisation_id, "sms_sender", ids, "sender_unusable")
            for kind, ids in kinds
            if ids
        ],
    )


async def _locked(
    uow: UnitOfWork, service_id: str, organisation_id: str
) -> tuple[CarrierTrouble | None] | None:
    query = select(links.c.trouble).where(
        links.c.id == service_id, links.c.organisation_id == organisation_id
    )
    row = (await uow.conn.execute(query.with_for_update())).one_or_none()
    return None if row is None else (row.trouble,)


async def _write(
    uow: UnitOfWork,
    service_id: str,
    organisation_id: str,
    before: CarrierTrouble | None,
    trouble: CarrierTrouble | None,
) -> None:
    change = update(links).where(links.c.id == service_id, links.c.organisation_id == organisation_id)
    since = None if trouble is None else uow.now
    await uow.conn.execute(change.values(trouble=trouble, since=since, tried_at=None))
    uow.hold(Entity.SMS_LINK, [service_id])
    uow.touch(Entity.SMS_LINK, service_id, {sms_key(service_id)}, organisation_id)
    kind = NoticeKind.SMS_TROUBLE_ENDED if trouble is None else NoticeKind.SMS_TROUBLE
    told = (trouble or before or CarrierTrouble.UNKNOWN).value
    await post(uow, [_news(kind, service_id, organisation_id, "sms_link", (service_id,), told)])


def _news(
    kind: NoticeKind, service_id: str, organisation_id: str, subject: str, ids: Sequence[str], trouble: str
) -> News:
    return News(
        kind=kind,
        audience=sms_key(service_id),
        organisation_id=organisation_id,
        service_id=service_id,
        subject=subject,
        subject_ids=ids,
        params={"trouble": trouble},
    )
