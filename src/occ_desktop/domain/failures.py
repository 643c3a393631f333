"""Failures of the environment, shown with what to do; a bug of ours goes to the crash reporter instead.

Everything here is the environment's or the other side's; anything else that is raised is a bug.
"""

from typing import Any

from occ_contract.errors import ErrorCode

LONGEST_WAIT = 600.0  # what a server asks for beyond that is a mistake, or a gateway's

_LATER = frozenset(
    {
        ErrorCode.RATE_LIMITED,
        ErrorCode.SERVER_ERROR,
        ErrorCode.UNAVAILABLE,
        ErrorCode.CLIENT_TOO_OLD,
        ErrorCode.BODY_STALLED,
    }
)


class Failure(Exception):
    """Base of the expected failures; a screen shows its sentence, nobody's work is lost."""


class Refused(Failure):
    """The server answered with a problem: stable ``code``, HTTP ``status`` and ``params``."""

    def __init__(self, code: ErrorCode, status: int = 0, **params: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.status = status
        self.params = params

    @property
    def wait_seconds(self) -> float:
        """How long the server asked to be left alone, at most ten minutes; 0: it asked for nothing."""
        asked = self.params.get("retry_after")
        return min(max(float(asked), 0.0), LONGEST_WAIT) if isinstance(asked, int | float) else 0.0

    @property
    def transient(self) -> bool:
        """Tell whether this says nothing about the request itself, so that it is tried again later."""
        return self.code in _LATER or self.status >= 500 or self.status == 429


class UnreachableReason:
    """Why no answer came; each has its own sentence."""

    ADDRESS = "address"  # not a URL, unknown host
    CONNECTION = "connection"  # refused, reset, network down
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"  # something answered, but not our server
    OFFLINE = "offline"  # known to be offline; not tried
    INSECURE = "insecure"  # plain http to another computer; not tried
    PROXY = "proxy"  # the proxy that is set does not let through; the server was not asked
    PROXY_SETTING = "proxy_setting"  # a proxy is set that cannot be used; not tried
    SOCKS_SETTING = "socks_setting"  # a SOCKS proxy is set, which is not supported; not tried
    CERTIFICATE_SETTING = "certificate_setting"  # the certificates to trust cannot be read; not tried


class Unreachable(Failure):
    """No usable answer. Whether the server acted is unknown unless ``sent`` is False.

    ``setting`` names what on this machine has to be set right (a variable), empty where it is not that.
    """

    def __init__(self, reason: str, *, sent: bool = True, setting: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.setting = setting


class LoggedOut(Failure):
    """The session ended (revoked, disabled, log-out elsewhere); ``code`` says why."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code


class CacheFailure(Failure):
    """The local copy failed. ``place`` is the folder or file it is about, empty where that says nothing.

    ``unreadable`` is damage: the file itself is wrong (bad page, other key, foreign). All other reasons are
    the surroundings', which pass, and for which nothing is set aside: ``disk_full``, ``locked``,
    ``read_only``, ``no_descriptors``, ``unavailable`` (the system refuses for a reason of its own).
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place

    @property
    def damaged(self) -> bool:
        """Tell whether the file itself is wrong, not what is around it."""
        return self.reason == "unreadable"


class SecretsFailure(Failure):
    """The keyring failed; ``reason`` is ``timeout``, ``locked`` or ``unavailable``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileFailure(Failure):
    """A file the person chose could not be written; ``reason`` says why, nothing half stays behind.

    ``not_readable``: it could not be read. ``disk_full``, ``denied``, ``no_folder``, ``name_too_long``,
    ``in_use`` (open in another program) or ``failed``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
