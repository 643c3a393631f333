"""Webhooks a stranger's server signs: HMAC-SHA256 over the raw bytes of the body and the time of sending.

A kind of authentication for topics to declare, with their own way from a request to its sender::

    authentications={"carrier": signed_webhook(load_sender)}

Header: ``X-Occ-Signature: t=<seconds since 1970>,v1=<hex>``, the signature being over ``<t>.<body>``. Several
``v1`` may stand there and a sender may have several secrets, so that a secret can be changed without a gap. A
signature counts for ``TOLERANCE``; what comes twice within it is the topic's to recognise.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from litestar.openapi.spec import SecurityScheme

from occ_contract.errors import ErrorCode
from occ_server.auth.sessions import refused
from occ_server.kit.authentication import AnyRequest, Authentication
from occ_server.kit.clock import Clock

SIGNATURE_HEADER = "X-Occ-Signature"
TOLERANCE = timedelta(minutes=5)
MOST_SIGNATURES = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY = b"no sender has this secret"


@dataclass(frozen=True)
class Sender:
    """Who signs with these secrets; ``actor`` becomes the request's user."""

    actor: object
    secrets: tuple[bytes, ...]


FindSender = Callable[[AnyRequest], Awaitable[Sender | None]]


def signature(secret: bytes, sent: int, body: bytes) -> str:
    """Return the signature of a body sent at ``sent`` (seconds since 1970)."""
    return hmac.new(secret, f"{sent}.".encode() + body, hashlib.sha256).hexdigest()


def signature_header(secret: bytes, moment: datetime, body: bytes) -> str:
    """Return the header for a body sent at this moment."""
    sent = (moment - _EPOCH) // timedelta(seconds=1)
    return f"t={sent},v1={signature(secret, sent, body)}"


def _read(header: str) -> tuple[int, list[str]] | None:
    """Return time and signatures of a header, None for one that cannot be read."""
    parts = [part.strip().partition("=") for part in header.split(",", MOST_SIGNATURES)]
    times = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not given or not (times[0].isascii() and times[0].isdigit() and len(times[0]) < 12):
        return None
    return int(times[0]), given


def is_signed(sender: Sender | None, header: str, body: bytes, now: datetime) -> bool:
    """Tell whether this sender signed the body lately; takes as long for a sender nobody knows."""
    found = _read(header)
    if found is None:
        return False
    sent, given = found
    right, secrets = False, [secret for secret in sender.secrets if secret] if sender is not None else []
    for secret in secrets or [_NOBODY]:
        wanted = signature(secret, sent, body).encode()
        for one in given:
            right |= hmac.compare_digest(wanted, one.encode())
    fresh = abs(now - (_EPOCH + timedelta(seconds=sent))) <= TOLERANCE
    return right and fresh and bool(secrets)


def signed_webhook(find: FindSender, *, header: str = SIGNATURE_HEADER) -> Authentication:
    """Return the authentication of webhooks whose sender ``find`` tells from path and headers.

    Refuses with 401 ``unauthenticated``, whatever is wrong. The limit of the body is the handler's.
    """

    async def identify(request: AnyRequest) -> object:
        clock: Clock = request.app.state.clock
        sender = await find(request)
        signed = is_signed(sender, request.headers.get(header, ""), await request.body(), clock.now())
        if sender is None or not signed:
            raise refused(ErrorCode.UNAUTHENTICATED)
        return sender.actor

    scheme = SecurityScheme(
        type="apiKey", name=header, security_scheme_in="header", description="t=<seconds>,v1=<HMAC-SHA256>"
    )
    return Authentication(identify, scheme)
