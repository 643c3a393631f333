"""Makes a refused intake visible: a line in the log, a figure, an entry in the trail. It refuses nothing.

The IVR that was refused has a customer who waits, and nobody at its end may look. The line holds nothing
personal; the entry names the number masked and the IVR's id of the call: the operator finds who it was.
"""

import codecs
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import HTTPException, SerializationException
from litestar.types import ExceptionHandlersMap
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from occ_contract.ids import canonical_id
from occ_contract.masking import redact
from occ_contract.phone import masked, search_digits
from occ_server.audit.service import record
from occ_server.auth.actors import IntegrationActor
from occ_server.kit.bodies import decode_forgiving
from occ_server.kit.body_pace import HungUp
from occ_server.kit.db import Database
from occ_server.kit.problems import EXCEPTION_HANDLERS, ApiError
from occ_server.kit.repeated import Repeated
from occ_server.kit.surroundings import missing_word
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

ONCE_IN = timedelta(hours=1)  # an IVR that sends the same refused request again and again is told of once
REMEMBERED = 1000
_WAITING = "refused_intakes"
_REFUSED = Counter("occ_intake_refused", "Requests of customers that were refused", ["code"])
_LOOKED_AT = 1000  # letters of a text that was refused for its length, too

Handler = Callable[[Request[Any, Any, Any], Any], Response[Any]]


class RecentRefusals:
    """Which refusals were told of lately, so that a loop does not fill the trail."""

    def __init__(self) -> None:
        self._told: OrderedDict[bytes, datetime] = OrderedDict()

    def is_news(self, what: bytes, now: datetime) -> bool:
        """Tell whether this was not told of within the last hour, and remember it."""
        before = self._told.get(what)
        if before is not None and now - before < ONCE_IN:
            return False
        self._told[what] = now
        self._told.move_to_end(what)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True


def noticing_handlers() -> ExceptionHandlersMap:
    """Return the application's exception handlers, each of which also makes the refusal visible."""
    return {kind: _noticing(handler) for kind, handler in EXCEPTION_HANDLERS.items()}


def _noticing(handler: Handler) -> Handler:
    def noticing(request: Request[Any, Any, Any], error: Any) -> Response[Any]:
        answer = handler(request, error)
        problem = msgspec.json.decode(answer.content)
        if isinstance(error, HungUp):
            return answer
        if problem["status"] < 500:  # a failure is logged as one, and IVRs send again
            _REFUSED.labels(problem["code"]).inc()
            logger.warning(
                "intake of %r refused: %s %s %s",
                request.user.name,
                problem["status"],
                problem["code"],
                [f"{f['field'][:40]}: {f['code']}" for f in _fields(problem)],
            )
            answer.background = BackgroundTask(_record, request, problem)
        return answer

    return noticing


def _fields(problem: dict[str, Any]) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = problem["params"].get("fields", [])
    return fields[:10]


async def _record(request: Request[Any, Any, Any], problem: dict[str, Any]) -> None:
    """Write the entry, after the answer: the transaction of the request was rolled back."""
    actor: IntegrationActor = request.user
    database: Database = request.app.state.database
    body = await _body(request, problem)
    recent: RecentRefusals = request.app.state.setdefault(_WAITING, RecentRefusals())
    what = hashlib.sha256(f"{actor.id} {problem['code']} ".encode() + body).digest()
    if not recent.is_news(what, database.clock.now()):
        return
    sent = _sent(body)
    service_id = canonical_id(str(sent.get("service_id")))
    external_id = str(sent.get("external_id") or "").encode(errors="replace").decode()

    async def work(uow: UnitOfWork) -> None:
        await record(
            uow,
            actor,
            "intake.refused",
            subject=None if service_id is None else ("service", service_id),
            code=problem["code"],
            status=problem["status"],
            fields=[{"field": _shown(f["field"], 100), "code": f["code"]} for f in _fields(problem)],
            phone=_masked_phone(sent.get("phone")),
            external_id=_shown(external_id, 200),
        )

    try:
        await database.run(work)
    except SQLAlchemyError as error:
        repeated: Repeated = request.app.state.repeated
        missing = missing_word(error)
        spell, is_news = repeated.met(f"refused intake: {missing or type(error).__name__}")
        if is_news:
            shown = error if missing is None else None
            words = (missing or "", spell.words)
            logger.error("a refused intake is missing in the trail: %s%s", *words, exc_info=shown)


async def _body(request: Request[Any, Any, Any], problem: dict[str, Any]) -> bytes:
    """Return what was sent, nothing where it was refused before anybody read it: it is gone by now."""
    if problem["status"] == 413:
        return b""
    try:
        return await request.body()
    except (HTTPException, ApiError):
        return b""


def _sent(body: bytes) -> dict[str, Any]:
    try:
        sent = decode_forgiving(body.removeprefix(codecs.BOM_UTF8))
    except (SerializationException, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _shown(text: str, limit: int) -> str:
    """Return the beginning of a text somebody sent; IVRs build their ids out of the caller's number."""
    return redact(text[:_LOOKED_AT])[:limit]


def _masked_phone(sent: Any) -> str | None:
    digits = search_digits(str(sent)[:100]) if isinstance(sent, str | int) else ""
    return masked(digits) if digits else None
