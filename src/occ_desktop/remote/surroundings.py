"""What this machine's settings say of the way to a server: its proxy, whom to trust, where keys are logged.

A setting that cannot be followed is named and nothing is sent, since another way may be one the company
closed on purpose. Only the key log, for looking at one's own traffic, is left out. It opens no connection,
and loads what it looks with when a way is looked for, which is after the first rows.
"""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from occ_desktop.domain.failures import Unreachable, UnreachableReason

if TYPE_CHECKING:
    import httpx

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
CERT_FILE, CERT_DIR, KEY_LOG = "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"


@dataclass(frozen=True)
class Way:
    """How to reach a server. ``trouble`` names the setting that bars it, ``ignored`` those left out.

    ``proxy_setting`` is where ``proxy`` is set.
    """

    verify: ssl.SSLContext
    proxy: "httpx.Proxy | None" = None
    proxy_setting: str = ""
    trouble: Unreachable | None = None
    ignored: tuple[str, ...] = ()


def way_to(server: str) -> Way:
    """Return the way to a normalised address as this machine is set; never fails."""
    parts = urlsplit(server)
    way = _trusting(os.environ) if parts.scheme == "https" else Way(untrusting())
    host = parts.hostname or ""
    if way.trouble is not None or host in _LOOPBACK:  # a proxy is not for this machine itself
        return way
    return _through_proxy(way, parts.scheme, host)


def untrusting() -> ssl.SSLContext:
    """Return a context that trusts nobody: without TLS none is wanted, and a surprise TLS fails closed."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _trusting(settings: Mapping[str, str]) -> Way:
    """Return the way as far as it is trust: the system's store too, where companies keep theirs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    file, folder = settings.get(CERT_FILE), settings.get(CERT_DIR)
    try:
        import certifi

        if not file and folder and not os.access(folder, os.R_OK | os.X_OK):
            raise FileNotFoundError(folder)
        context.load_verify_locations(
            cafile=file or (None if folder else certifi.where()), capath=None if file else folder or None
        )
    except (OSError, ValueError):  # an ssl.SSLError is an OSError
        named = CERT_FILE if file or not folder else CERT_DIR
        bars = Unreachable(UnreachableReason.CERTIFICATE_SETTING, sent=False, setting=named)
        return Way(context, trouble=bars)
    context.load_default_certs()
    if log := settings.get(KEY_LOG):
        try:
            context.keylog_filename = log
        except (OSError, ValueError):
            return Way(context, ignored=(KEY_LOG,))
    return Way(context)


def _through_proxy(way: Way, scheme: str, host: str) -> Way:
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    kind = scheme if known.get(scheme) else "all"
    address = known.get(kind)
    if not address or proxy_bypass(host):
        return way
    named = _name_of(kind, address)
    if address.strip().lower().startswith("socks"):  # also where a package that speaks it happens to be here
        bars = Unreachable(UnreachableReason.SOCKS_SETTING, sent=False, setting=named)
        return replace(way, trouble=bars)
    import httpx  # at the first start from the cache only where there is a proxy to be tried

    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
        _check_place(address, proxy.url)
        httpx.AsyncHTTPTransport(verify=untrusting(), proxy=proxy)  # opens nothing; tells what it cannot do
    except (ValueError, httpx.InvalidURL, ImportError):
        bars = Unreachable(UnreachableReason.PROXY_SETTING, sent=False, setting=named)
        return replace(way, trouble=bars)
    return replace(way, proxy=proxy, proxy_setting=named)


def _check_place(address: str, url: "httpx.URL") -> None:
    """Look at host and port, which the library takes as they are and stumbles over when it calls.

    :raises ValueError: there can be no such computer, or no such port on it.
    """
    if not url.host or any(sign.isspace() for sign in address.strip()):
        raise ValueError(address)
    if url.port is not None and not 0 < url.port < 65_536:
        raise ValueError(address)
    url.host.encode("idna")  # as the system will; a UnicodeError is a ValueError


def _name_of(kind: str, address: str) -> str:
    """Return the variable an address came from; without one the system itself is set so."""
    names = (f"{kind}_proxy", f"{kind}_PROXY".upper())
    return next((name for name in names if os.environ.get(name) == address), f"{kind} proxy")
