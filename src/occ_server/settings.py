"""Settings of the server, from environment variables ``OCC_*``. The command line may override some."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from occ_server.kit.client_address import TrustedProxies

PREFIX = "OCC_"
AUDIT_DAYS = range(365, 1096)  # one to three years


def default_database_url() -> str:
    """Return the embedded default: an SQLite file in the user's state folder."""
    base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return f"sqlite:///{base / 'occ-server' / 'occ.sqlite3'}"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may set; each field is the variable ``OCC_<FIELD>``.

    ``minimum_client`` is the oldest client that may talk to this server. ``metrics_token`` opens
    ``/metrics`` to other machines than this one, and to any once there are proxies. ``body_seconds`` is the
    longest silence inside a request's body. ``login_limit`` is how many log-ins one address may fail per
    minute. ``trusted_proxies`` are addresses and networks, separated by commas, whose X-Forwarded-For is
    believed. A session ends ``session_idle_minutes`` after its last refresh
    (an open desk refreshes every ten minutes) and ``session_days`` after its log-in. ``cti_adapter`` names
    the installation's PBX, or ``none`` (the workstations' softphones dial); a process that names nothing
    goes by what the installation agreed on. ``simulator`` dials nobody and has to be asked for.
    ``asterisk`` needs ``ami_user`` and ``ami_secret`` of manager.conf; ``ami_channel`` names the telephone
    at an extension, ``ami_context`` and ``ami_prefix`` how its dial plan dials out, ``ami_queues`` (separated
    by commas) which queues an agent who logs in joins, ``ami_answer_seconds`` how long an agent's telephone
    rings at most.
    ``simulator_speed`` 10 lets simulated calls run ten times as fast as they report.
    ``pbx_takeover_seconds`` after the process that held the link to the PBX was last heard of another does.
    ``audit_retention_days`` is how long the audit trail is kept: one to three years.
    """

    database_url: str = msgspec.field(default_factory=default_database_url)
    host: str = "127.0.0.1"
    port: int = 8460
    tls_certificate: str | None = None
    tls_key: str | None = None
    minimum_client: str = "0.1.0"
    log_level: str = "info"
    metrics_token: str | None = None
    trusted_proxies: str = ""
    body_limit: int = 1024 * 1024
    body_seconds: Annotated[float, msgspec.Meta(gt=0, le=50)] = 20.0
    login_limit: int = 120
    session_idle_minutes: Annotated[int, msgspec.Meta(ge=15)] = 720
    session_days: Annotated[int, msgspec.Meta(ge=1)] = 30
    pool_size: int = 10
    cti_adapter: str | None = None
    ami_host: str = "127.0.0.1"
    ami_port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 5038
    ami_user: str | None = None
    ami_secret: str | None = None
    ami_channel: str = "PJSIP/{extension}"
    ami_context: str = "from-internal"
    ami_prefix: str = ""
    ami_queues: str = ""
    ami_answer_seconds: Annotated[int, msgspec.Meta(ge=5, le=120)] = 30
    simulator_seed: int = 1
    simulator_speed: float = 1.0
    pbx_takeover_seconds: Annotated[float, msgspec.Meta(gt=0)] = 10.0
    audit_retention_days: int = 730

    def __post_init__(self) -> None:
        """Refuse what would break a law, and proxies that are none.

        :raises ValueError: in words.
        """
        if self.audit_retention_days not in AUDIT_DAYS:
            raise ValueError(
                f"{PREFIX}AUDIT_RETENTION_DAYS must be from {AUDIT_DAYS[0]} to {AUDIT_DAYS[-1]} days "
                f"(one to three years), not {self.audit_retention_days}"
            )
        try:
            TrustedProxies.parse(self.trusted_proxies)
        except ValueError as error:
            raise ValueError(f"trusted_proxies: {error}") from error


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment.

    :raises msgspec.ValidationError: when a value does not fit; the message names the field, not the value.
    """
    source = os.environ if environment is None else environment
    names = {f"{PREFIX}{name.upper()}": name for name in Settings.__struct_fields__}
    given = {names[key]: value for key, value in source.items() if key in names and value != ""}
    return msgspec.convert(given, Settings, strict=False)
