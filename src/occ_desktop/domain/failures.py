"""Failures of the environment, shown with what to do; a bug of ours goes to the crash reporter instead.

Everything here is the environment's or the other side's; anything else that is raised is a bug.
"""

from typing import Any

from occ_contract.errors import ErrorCode

_LATER = frozenset(
    {ErrorCode.RATE_LIMITED, ErrorCode.SERVER_ERROR, ErrorCode.UNAVAILABLE, ErrorCode.CLIENT_TOO_OLD}
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


class Unreachable(Failure):
    """No usable answer. Whether the server acted is unknown unless ``sent`` is False."""

    def __init__(self, reason: str, *, sent: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class LoggedOut(Failure):
    """The session ended (revoked, disabled, log-out elsewhere); ``code`` says why."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code


class CacheFailure(Failure):
    """The local cache failed; ``reason`` is ``disk_full``, ``unreadable`` or ``locked``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SecretsFailure(Failure):
    """The keyring failed; ``reason`` is ``timeout``, ``locked`` or ``unavailable``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileFailure(Failure):
    """A file the person chose could not be written; ``reason`` says why, nothing half stays behind.

    ``disk_full``, ``denied``, ``no_folder``, ``in_use`` (open in another program) or ``failed``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
