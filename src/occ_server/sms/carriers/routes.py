"""What carriers contribute: the links in the feed, the webhook, the jobs that ask them; HTTP only."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from litestar import Litestar, Request, post
from litestar.datastructures import State
from litestar.exceptions import SerializationException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.base import Wire
from occ_contract.errors import ErrorCode
from occ_contract.sms import SmsLink
from occ_contract.sync import Entity
from occ_server.kit.bulk import among
from occ_server.kit.characters import SCANNED
from occ_server.kit.inject import InDatabase
from occ_server.kit.sources import FeedSource
from occ_server.kit.topic import Topic
from occ_server.sms.carriers import former, polling, senders, webhooks
from occ_server.sms.carriers.accounts import close_carriers
from occ_server.sms.carriers.nhn.hooks import NoWebhook
from occ_server.sms.carriers.sandbox import tables as _sandbox_tables  # noqa: F401
from occ_server.sms.carriers.webhooks import NHN_WEBHOOK, HookSender, take_hooks
from occ_server.sms.tables import links

BODY_LIMIT = 8 * 1024 * 1024  # bytes: some ten thousand results; refused, they were asked for one by one
WEBHOOK_PATH = "/v1/sms/carriers/nhn/"  # and the hook


class HooksTaken(Wire, frozen=True, kw_only=True):
    """How many texts a webhook ended; what was known before counts no more."""

    ended: int


@post(
    "/v1/sms/carriers/nhn/{hook:str}",
    status_code=200,
    opt={"auth": "nhn", SCANNED: False},
    request_max_body_size=BODY_LIMIT,
    refuses=(ErrorCode.MALFORMED_BODY,),
)
async def hooks(
    hook: FromPath[str],  # noqa: ARG001 - whose it is, the authentication found out
    request: Request[HookSender, None, State],
    database: InDatabase,
) -> HooksTaken:
    """Take in results from NHN Cloud; hooks of another kind, and those that came before, change nothing."""
    try:
        ended = await take_hooks(database, request.user, await request.body())
    except NoWebhook as error:
        raise SerializationException("no webhook") from error
    return HooksTaken(ended=ended)


async def load_bodies(
    conn: AsyncConnection, organisation_id: str, ids: Sequence[str]
) -> Mapping[str, SmsLink]:
    """Return how texting of services stands, by the service's id; secrets stay in the row."""
    query = select(links).where(among(conn, links.c.id, ids), links.c.organisation_id == organisation_id)
    return {
        row.id: SmsLink(
            id=row.id,
            service_id=row.id,
            carrier=row.carrier,
            trouble=row.trouble,
            since=row.since,
            held=row.held,
            held_since=row.held_since,
            seq=row.seq,
        )
        for row in await conn.execute(query)
    }


@asynccontextmanager
async def _closing(app: Litestar) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await close_carriers(app.state.database)


TOPIC = Topic(
    "sms carriers",
    handlers=(hooks,),
    sources=(FeedSource(Entity.SMS_LINK, links, load_bodies),),
    lifespans=(_closing,),
    authentications={"nhn": NHN_WEBHOOK},
    jobs=(senders.SENDERS, polling.POLL, polling.LOOK),
    recurring=(senders.RECURRING, *polling.RECURRING, webhooks.RECURRING, former.RECURRING),
)
