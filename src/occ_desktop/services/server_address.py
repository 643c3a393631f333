"""Server addresses as people type them, turned into the one form everything else uses."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from occ_desktop.domain.failures import Unreachable, UnreachableReason


def is_loopback(host: str) -> bool:
    """Tell whether a host is this computer by name or number."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def normalise_server(text: str) -> str:
    """Return ``https://host[:port][/path]`` without a closing slash.

    Without a scheme https is meant (http for this computer itself).

    :raises Unreachable: reason ``address`` when it is no address; ``insecure`` for plain http to another
        computer. Nothing was sent.
    """
    typed = text.strip()
    if not typed or any(c.isspace() for c in typed):
        raise Unreachable(UnreachableReason.ADDRESS, sent=False)
    try:
        if "://" not in typed:
            host = urlsplit("//" + typed).hostname or ""
            typed = ("http://" if is_loopback(host) else "https://") + typed
        parts = urlsplit(typed)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        raise Unreachable(UnreachableReason.ADDRESS, sent=False) from None
    scheme = parts.scheme.lower()
    strange = parts.username or parts.password or parts.query or parts.fragment
    if scheme not in {"http", "https"} or not host or strange:
        raise Unreachable(UnreachableReason.ADDRESS, sent=False)
    if scheme == "http" and not is_loopback(host):
        raise Unreachable(UnreachableReason.INSECURE, sent=False)
    shown = f"[{host}]" if ":" in host else host
    default = 443 if scheme == "https" else 80
    tail = "" if port is None or port == default else f":{port}"
    return f"{scheme}://{shown}{tail}{parts.path.rstrip('/')}"
