"""Logging in and staying logged in: one access token, one refresh at a time, one word when it ends."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

import msgspec

from occ_contract.auth import Login, Refresh, Tokens
from occ_contract.errors import ErrorCode
from occ_contract.ids import new_id
from occ_desktop.domain.failures import Failure, LoggedOut, Refused
from occ_desktop.remote.client import HttpClient, Params

T = TypeVar("T")
Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[Any] | None]

_ENDED = frozenset({ErrorCode.TOKEN_REVOKED, ErrorCode.ACCOUNT_DISABLED})
_RENEWABLE = frozenset({ErrorCode.TOKEN_EXPIRED, ErrorCode.UNAUTHENTICATED})
_numbers = count(1)


@dataclass(frozen=True, repr=False)
class Renewal:
    """What renews a session: a refresh token, which counts once, and the Idempotency-Key it is traded with.

    Kept together, so that a program killed between the server's answer and keeping it asks the same again.
    """

    token: str
    key: str = field(default_factory=new_id)


class Auth:
    """The session on one server. Each new renewal goes to ``on_renewal`` as soon as it is known.

    ``spawn(coroutine, name)`` starts an owned task: a refresh must end even if its caller is cancelled, since
    a refresh token counts once.
    """

    def __init__(
        self,
        http: HttpClient,
        *,
        on_renewal: Callable[[Renewal], None],
        on_logged_out: Callable[[ErrorCode], None],
        spawn: Spawn,
    ) -> None:
        self._http = http
        self._on_renewal = on_renewal
        self._on_logged_out = on_logged_out
        self._spawn = spawn
        self._access: str | None = None
        self._renewal: Renewal | None = None
        self._ended: ErrorCode | None = None
        self._refreshing: asyncio.Future[Failure | None] | None = None

    async def login(self, username: str, password: str, device: str, device_token: str = "") -> str | None:
        """Begin a session; return the device token to show next time, None to go on with the one shown.

        :raises Refused: ``wrong_credentials`` (remaining), ``account_locked`` (retry_after),
            ``account_disabled``, ``client_too_old`` (minimum, present), ``rate_limited``.
        :raises Unreachable: with its reason.
        """
        body = Login(username=username, password=password, device=device, device_token=device_token)
        tokens = await self._http.call("POST", "/v1/auth/login", Tokens, body=body)
        self._keep(tokens)
        return tokens.device_token

    def resume(self, renewal: Renewal) -> None:
        """Go on with a remembered session; the first call proves it."""
        self._access, self._renewal, self._ended = None, renewal, None

    async def logout(self) -> None:
        """End the session on the server; an unreachable or already ended one is left to expire."""
        if self._renewal is None or self._ended is not None:
            return
        try:
            await self.call("POST", "/v1/auth/logout", type(None))
        except Failure:
            pass
        finally:
            self._access, self._renewal, self._ended = None, None, ErrorCode.UNAUTHENTICATED

    async def call(
        self,
        method: str,
        path: str,
        into: type[T],
        *,
        body: msgspec.Struct | bytes | None = None,
        params: Params | None = None,
        key: str | None = None,
    ) -> T:
        """Call as the person; an expired access token is renewed and the call made once more.

        :raises LoggedOut: the session ended. :raises Refused, Unreachable: see :class:`HttpClient`.
        """
        token = await self.token()
        try:
            return await self._http.call(method, path, into, body=body, params=params, key=key, token=token)
        except Refused as refused:
            await self.renew_after(refused, token)
        token = await self.token()
        try:
            return await self._http.call(method, path, into, body=body, params=params, key=key, token=token)
        except Refused as refused:
            if refused.code in _RENEWABLE and refused.status == 401:
                raise self._end(refused.code) from refused
            self._end_if_over(refused)
            raise

    async def token(self) -> str:
        """Return an access token, renewed if there is none.

        :raises LoggedOut: there is no session. :raises Unreachable, Refused: it could not be renewed now.
        """
        if self._ended is not None:
            raise LoggedOut(self._ended)
        if self._access is None:
            await self._renew()
        if self._access is None:
            raise LoggedOut(self._ended or ErrorCode.UNAUTHENTICATED)
        return self._access

    async def renew_after(self, refused: Refused, token: str) -> None:
        """Make the next token a fresh one if ``refused`` says that ``token`` is used up; else raise it.

        :raises Refused: it says something else. :raises LoggedOut: it says the session is over.
        """
        if refused.code not in _RENEWABLE or refused.status != 401:
            self._end_if_over(refused)
            raise refused
        if self._access == token:
            self._access = None

    def _end_if_over(self, refused: Refused) -> None:
        if refused.code in _ENDED:
            raise self._end(refused.code) from refused

    def _end(self, code: ErrorCode) -> LoggedOut:
        first = self._ended is None
        self._access, self._renewal, self._ended = None, None, code
        if first:
            self._on_logged_out(code)
        return LoggedOut(code)

    async def _renew(self) -> None:
        """Wait for the one refresh under way, or start it."""
        if self._renewal is None:
            raise self._end(ErrorCode.UNAUTHENTICATED)
        if self._refreshing is None:
            waiting: asyncio.Future[Failure | None] = asyncio.get_running_loop().create_future()
            self._refreshing = waiting
            work = self._refresh_once(self._renewal, waiting)
            if self._spawn(work, f"refresh-session-{next(_numbers)}") is None:
                self._refreshing = None
                work.close()
                raise LoggedOut(ErrorCode.UNAUTHENTICATED)
        failure = await asyncio.shield(self._refreshing)
        if failure is not None:
            raise failure

    async def _refresh_once(self, renewal: Renewal, answer: "asyncio.Future[Failure | None]") -> None:
        failure: Failure | None = LoggedOut(ErrorCode.UNAUTHENTICATED)
        try:
            body, key = Refresh(refresh_token=renewal.token), renewal.key
            self._keep(await self._http.call("POST", "/v1/auth/refresh", Tokens, body=body, key=key))
            failure = None
        except Refused as refused:
            over = refused.status in {401, 403}
            failure = self._end(refused.code) if over else refused
        except Failure as unreachable:
            failure = unreachable
        finally:
            self._refreshing = None
            if not answer.done():
                answer.set_result(failure)

    def _keep(self, tokens: Tokens) -> None:
        renewal = Renewal(tokens.refresh_token)
        self._access, self._renewal, self._ended = tokens.access_token, renewal, None
        self._on_renewal(renewal)
