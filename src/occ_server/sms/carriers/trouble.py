"""What is wrong with a service's carrier, for everybody who would send there."""

from sqlalchemy import select, update

from occ_contract.notices import NoticeKind
from occ_contract.sms import CarrierTrouble
from occ_contract.sync import Entity
from occ_server.kit.unit import UnitOfWork
from occ_server.notices.service import News, post
from occ_server.sms.tables import links
from occ_server.visibility.scopes import sms_key


async def note_trouble(
    uow: UnitOfWork, service_id: str, organisation_id: str, trouble: CarrierTrouble | None
) -> None:
    """Write down what is wrong, or that nothing is; what was known changes nothing."""
    its = (links.c.id == service_id, links.c.organisation_id == organisation_id)
    link = (await uow.conn.execute(select(links.c.trouble).where(*its).with_for_update())).one_or_none()
    if link is None or link.trouble == trouble:
        return
    values = {"trouble": trouble, "since": None if trouble is None else uow.now}
    await uow.conn.execute(update(links).where(*its).values(**values))
    uow.hold(Entity.SMS_LINK, [service_id])
    uow.touch(Entity.SMS_LINK, service_id, {sms_key(service_id)}, organisation_id)
    kind = NoticeKind.SMS_TROUBLE_ENDED if trouble is None else NoticeKind.SMS_TROUBLE
    news = News(
        kind=kind,
        audience=sms_key(service_id),
        organisation_id=organisation_id,
        service_id=service_id,
        subject="sms_link",
        subject_ids=(service_id,),
        params={} if trouble is None else {"trouble": trouble.value},
    )
    await post(uow, [news])
