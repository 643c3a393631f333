"""A connection to one server and the session on it, as the rest of the client holds it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from occ_contract.base import Wire
from occ_contract.errors import ErrorCode
from occ_desktop.remote.api import Api
from occ_desktop.remote.auth import Auth, Renewal, Spawn
from occ_desktop.remote.client import HttpClient

if TYPE_CHECKING:
    import httpx


class Health(Wire, frozen=True, kw_only=True):
    """What a server says of itself without a log-in."""

    status: str = ""
    version: str
    minimum_client: str
    time: Annotated[datetime, Meta(tz=True)]
    epoch: str = ""


class Link:
    """Builds client, session and calls for one normalised server address; nothing is asked yet.

    ``on_renewal`` hears every new refresh token with its key, ``on_logged_out`` once that the server ended
    the session and why. ``spawn(coroutine, name)`` starts an owned task, None once its owner is closed.
    """

    def __init__(
        self,
        server: str,
        *,
        on_renewal: Callable[[Renewal], None],
        on_logged_out: Callable[[ErrorCode], None],
        spawn: Spawn,
        transport: "httpx.AsyncBaseTransport | None" = None,
        timeout: "httpx.Timeout | None" = None,
    ) -> None:
        self.server = server
        self.http = HttpClient(server, transport=transport, timeout=timeout)
        self.auth = Auth(self.http, on_renewal=on_renewal, on_logged_out=on_logged_out, spawn=spawn)
        self.api = Api(self.auth)

    async def health(self) -> Health:
        """Ask the server who it is.

        :raises Unreachable: with its reason. :raises Refused: ``client_too_old``.
        """
        return await self.http.call("GET", "/healthz", Health)

    async def time(self) -> datetime:
        """Ask the server what its clock shows; raises what `health` does."""
        return (await self.health()).time

    async def login(self, username: str, password: str, device: str, device_token: str = "") -> str | None:
        """Begin a session; see :meth:`Auth.login` for what it returns and raises."""
        return await self.auth.login(username, password, device, device_token)

    def resume(self, renewal: Renewal) -> None:
        """Go on with a remembered session; the first call proves it."""
        self.auth.resume(renewal)

    async def logout(self) -> None:
        """End the session on the server, as far as it can be reached."""
        await self.auth.logout()

    async def aclose(self) -> None:
        """Close every connection."""
        await self.http.aclose()
