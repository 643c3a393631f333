"""Logging in and staying logged in."""

from datetime import datetime

from occ_contract.base import Request, Wire


class Login(Request, frozen=True, kw_only=True, omit_defaults=True):
    """Name and password; ``device`` is a label shown in the audit trail, never a secret.

    ``device_token`` is what an earlier log-in of this account on this machine was handed, if any.
    """

    username: str
    password: str
    device: str = ""
    device_token: str = ""


class Refresh(Request, frozen=True, kw_only=True):
    """Trade a refresh token for a new pair; a token used twice revokes its whole family."""

    refresh_token: str


class Tokens(Wire, frozen=True, kw_only=True):
    """A short access token and a rotating refresh token; ``expires_in`` in seconds.

    ``device_token`` comes with the log-in of a machine the server does not know: shown at the next one, it
    tells its owner from others who guess behind the same address. It opens nothing.
    """

    access_token: str
    refresh_token: str
    expires_in: int
    device_token: str | None = None


class ShownService(Wire, frozen=True, kw_only=True):
    """A service a wall shows."""

    id: str
    name: str


class DeviceAccount(Wire, frozen=True, kw_only=True):
    """Who a device's token belongs to: a wall of an organisation, and the services it shows.

    ``simulated``: the installation's telephone system is invented; what a wall shows of calls is, too.
    """

    id: str
    name: str
    organisation_id: str
    organisation_name: str
    time_zone: str
    services: tuple[ShownService, ...]
    server_time: datetime
    simulated: bool = False
