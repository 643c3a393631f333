"""Results that carriers bring by themselves: who may, and that each hook counts once.

NHN's signature is a shared word in a header, the same for every POST. What keeps a copied one from doing harm
is that a hook counts once, that it can only end texts of its own service, and that it ends them once.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from litestar.openapi.spec import SecurityScheme
from sqlalchemy import delete, select

from occ_contract.errors import ErrorCode
from occ_server.audit.service import Who, record
from occ_server.auth.sessions import refused
from occ_server.kit.authentication import AnyRequest, Authentication
from occ_server.kit.chunks import chunks
from occ_server.kit.client_address import client_address
from occ_server.kit.db import Database, insert_into
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.repeated import Repeated
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.nhn.hooks import results_of
from occ_server.sms.carriers.registry import NHN
from occ_server.sms.sending.results import apply_outcomes
from occ_server.sms.tables import hooks_seen, links

SIGNATURE_HEADER = "X-Toast-Webhook-Signature"
REMEMBERED = timedelta(days=30)
_NOBODY = "no service has this secret"
_AT_ONCE = 500


@dataclass(frozen=True)
class HookSender:
    """The carrier of one service, at its webhook."""

    service_id: str
    organisation_id: str


async def _identify(request: AnyRequest) -> HookSender:
    database: Database = request.app.state.database
    hook = str(request.path_params.get("hook"))
    query = select(links).where(links.c.hook == (hook if hook.isascii() and hook.isprintable() else ""))
    async with database.ask() as conn:
        whose = across_organisations(query, "whose hook it is, is the question")
        link = (await conn.execute(whose)).one_or_none()
    secret = link.webhook_secret if link is not None and link.carrier == NHN else None
    given = request.headers.get(SIGNATURE_HEADER, "")
    right = hmac.compare_digest((secret or _NOBODY).encode(), given.encode())
    if link is None or not secret or not right:
        known = None if link is None else HookSender(link.id, link.organisation_id)
        await _record_refusal(request, database, known)
        raise refused(ErrorCode.UNAUTHENTICATED)
    return HookSender(link.id, link.organisation_id)


async def _record_refusal(request: AnyRequest, database: Database, known: HookSender | None) -> None:
    """Put a refused webhook into the trail: once a minute of each service, and of those nobody has."""
    repeated: Repeated = request.app.state.repeated
    service_id = None if known is None else known.service_id
    spell, is_news = repeated.met(f"refused webhook of {service_id}")
    if not is_news:
        return
    who = Who("carrier", None, NHN, client_address(request), None if known is None else known.organisation_id)
    subject = None if service_id is None else ("service", service_id)

    async def work(uow: UnitOfWork) -> None:
        await record(uow, who, "carrier.hook_refused", subject=subject, unsaid=spell.before)

    await database.run(work)


NHN_WEBHOOK = Authentication(
    _identify,
    SecurityScheme(
        type="apiKey",
        name=SIGNATURE_HEADER,
        security_scheme_in="header",
        description="The word that was entered beside the webhook's address in NHN Cloud's console.",
    ),
)


async def take_hooks(database: Database, sender: HookSender, body: bytes) -> int:
    """Write down what a POST brings that was not brought before; return how many texts it ended.

    :raises NoWebhook: it cannot be read.
    """
    found = results_of(body, database.clock.now())
    if not found:
        return 0

    async def work(uow: UnitOfWork) -> int:
        new = await _unseen(uow, sender, sorted(found))
        outcomes = [found[hook_id] for hook_id in new]
        return await apply_outcomes(uow, sender.service_id, sender.organisation_id, outcomes)

    return await database.run(work)


async def _unseen(uow: UnitOfWork, sender: HookSender, ids: Sequence[str]) -> Sequence[str]:
    """Remember hooks and return those that were not known; who brings one at the same moment waits."""
    new: list[str] = []
    for part in chunks(ids, _AT_ONCE):
        rows = [
            {
                "service_id": sender.service_id,
                "organisation_id": sender.organisation_id,
                "hook_id": hook_id,
                "seen_at": uow.now,
            }
            for hook_id in part
        ]
        insert = insert_into(uow.conn, hooks_seen).values(rows).on_conflict_do_nothing()
        new += (await uow.conn.execute(insert.returning(hooks_seen.c.hook_id))).scalars()
    return new


async def _forget(uow: UnitOfWork) -> None:
    old = delete(hooks_seen).where(hooks_seen.c.seen_at < uow.now - REMEMBERED)
    await uow.conn.execute(across_organisations(old, "hooks of every service grow old"))


RECURRING = Recurring("sms.hooks.tidy", timedelta(hours=1), _forget)
