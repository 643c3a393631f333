"""What is wrong with a service's carrier, in a sentence an operator can act on. It changes nothing."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from occ_contract.sms import CarrierTrouble
from occ_server.kit.clock import Clock
from occ_server.sms.carriers.nhn.adapter import NhnCarrier
from occ_server.sms.carriers.protocol import Carrier, NotTaken
from occ_server.sms.carriers.registry import NHN, Account, nhn_link

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_APART = timedelta(minutes=2)  # results are asked for by time
NO_ANSWER = {
    "ConnectError": "nobody answers at {host}: look at the address, the name server, the firewall and TLS",
    "ConnectTimeout": "nobody answers at {host} in time: look at the address and the firewall",
    "ProxyError": "the proxy on the way to {host} does not let us through",
    "429": "{host} says that we ask too often: try again in a minute",
}
REFUSALS = {
    "-1002": "the application key is disabled in the carrier's console",
    "-1004": "the carrier does not let this machine's address in: add it to the allowed addresses there",
    "-1008": "the carrier has blocked the project of this application key",
    "-9998": "this address is not the SMS API v3.0: look at the URL",
}


def checked_url(url: str) -> str:
    """Return the base URL of a carrier's API without a slash at its end.

    :raises ValueError: in words: it is no URL, has more than host and path, or would send secrets in clear.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("the URL must look like https://sms.api.nhncloudservice.com")
    if parts.username is not None or parts.password is not None:
        raise ValueError("the URL must not hold a name or a password")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("the URL must begin with https: the secret goes over it")
    return url.strip().rstrip("/")


async def check(account: Account, carrier: Carrier, clock: Clock) -> tuple[bool, str]:
    """Ask the carrier for its sender numbers; tell whether all is well, and in a sentence what is not."""
    link = nhn_link(account) if account.carrier == NHN else None
    asked = NhnCarrier(link) if link is not None else carrier
    try:
        senders = await asked.senders()
    except NotTaken as error:
        return False, _sentence(account, error)
    finally:
        if link is not None:
            await link.close()
    apart = _apart(link.answered_date if link is not None else "", clock.now())
    if apart is not None and abs(apart) > MOST_APART:
        ours = "behind" if apart > timedelta() else "ahead of"
        seconds = abs(apart.total_seconds())
        return False, f"the clock of this machine is {seconds:.0f} s {ours} the carrier's: results are missed"
    usable = sum(sender.usable for sender in senders)
    if not usable:
        blocked = sum(sender.blocked for sender in senders)
        return False, (
            f"no sender number can be used ({len(senders)} registered, {blocked} blocked): "
            "register one in the carrier's console"
        )
    return True, f"all is well: {usable} of {len(senders)} sender numbers can be used"


def _sentence(account: Account, error: NotTaken) -> str:
    host = urlsplit(account.url).hostname or account.carrier
    code = error.code
    if code in REFUSALS:
        return f"{REFUSALS[code]} ({code})"
    if code in NO_ANSWER:
        return NO_ANSWER[code].format(host=host)
    if error.trouble is CarrierTrouble.DOWN:
        return f"{host} does not answer as the API would ({code}): it may be down"
    if code.startswith("HTTP"):
        return f"{host} answers, but not as the API ({code}): look at the URL"
    return f"the carrier refuses this application key or secret ({code})"


def _apart(date: str, now: datetime) -> timedelta | None:
    """Return how far the carrier's clock is ahead of ours, by the Date of its answer."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC) - now
    except (TypeError, ValueError):
        return None
