"""Where the PBX is, who we are to it, and how it dials: what an operator sets. It connects to nothing."""

import re
from dataclasses import dataclass

from occ_server.settings import PREFIX, Settings

_QUEUE = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_CONTEXT = re.compile(r"[A-Za-z0-9_.-]{1,79}")
_CHANNEL = re.compile(r"[A-Za-z0-9_]+/[A-Za-z0-9_.@/-]*\{extension\}[A-Za-z0-9_.@/-]*")
_PREFIX = re.compile(r"[0-9*#]{0,10}")


@dataclass(frozen=True, kw_only=True)
class PbxAddress:
    """An Asterisk, and how calls are made there.

    ``channel`` names the telephone at an extension (``PJSIP/{extension}``), ``context`` the dial plan's part
    that dials ``prefix`` + number, ``queues`` those every agent who logs in joins. An agent's telephone rings
    for ``answer_seconds`` at most.
    """

    host: str
    port: int
    user: str
    secret: str
    channel: str = "PJSIP/{extension}"
    context: str = "from-internal"
    prefix: str = ""
    queues: tuple[str, ...] = ()
    answer_seconds: int = 30

    @property
    def where(self) -> str:
        """Return host and port in one word."""
        return f"{self.host}:{self.port}"

    def interface(self, extension: str) -> str:
        """Return the telephone at an extension, as queues and dials name it."""
        return self.channel.replace("{extension}", extension)

    def __repr__(self) -> str:
        return f"PbxAddress({self.where}, {self.user})"  # a secret stands in no log


def address_of(settings: Settings) -> PbxAddress:
    """Return what an operator set.

    :raises ValueError: with a sentence: something is missing, or is not what it should be.
    """
    missing = [
        f"{PREFIX}AMI_{name}"
        for name, value in (("USER", settings.ami_user), ("SECRET", settings.ami_secret))
        if not value
    ]
    if missing:
        raise ValueError(f"{PREFIX}CTI_ADAPTER=asterisk needs {' and '.join(missing)}")
    queues = tuple(name.strip() for name in settings.ami_queues.split(",") if name.strip())
    for variable, value, pattern, example in (
        ("CHANNEL", settings.ami_channel, _CHANNEL, "PJSIP/{extension}"),
        ("CONTEXT", settings.ami_context, _CONTEXT, "from-internal"),
        ("PREFIX", settings.ami_prefix, _PREFIX, "9"),
        *(("QUEUES", name, _QUEUE, "sales,support") for name in queues),
    ):
        if not pattern.fullmatch(value):
            raise ValueError(f"{PREFIX}AMI_{variable} must look like {example}, not {value!r}")
    return PbxAddress(
        host=settings.ami_host,
        port=settings.ami_port,
        user=settings.ami_user or "",
        secret=settings.ami_secret or "",
        channel=settings.ami_channel,
        context=settings.ami_context,
        prefix=settings.ami_prefix,
        queues=queues,
        answer_seconds=settings.ami_answer_seconds,
    )
