"""Whose address a request comes from: the one place that decides it, for limits, sessions, trail and figures.

Behind a proxy every connection comes from the proxy. What it says of its client in ``X-Forwarded-For`` is
believed only when the proxy is trusted (``OCC_TRUSTED_PROXIES``), and only as far as trusted hops reach: read
from the right, the first address that is no trusted proxy is the client. Whatever stands left of it anybody
can write. ``Forwarded`` (RFC 7239) is not read: a proxy that sets one of the two headers passes the other one
on as its client sent it, so believing both means believing the client.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Self

from litestar.connection import ASGIConnection

HEADER = "X-Forwarded-For"
MOST_HOPS = 32  # of a header that may be as long as a client likes
IPV6_SITE = 64  # bits: what one subscriber gets, so counting single addresses would count nothing

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def _address(text: str) -> Address | None:
    """Return the address in one entry of the header (with or without port and brackets), None for garbage."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # IPv4 with a port; a bare IPv6 address has more colons
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])  # a zone means something on its own machine only
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def _network(text: str) -> Network:
    try:
        network = ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address or network of a trusted proxy ({error})") from error
    if network.prefixlen == 0:
        raise ValueError(f"{text!r} would trust everybody: any client could choose its address")
    return network


@dataclass(frozen=True)
class TrustedProxies:
    """The proxies whose word counts."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return those of a comma-separated list of addresses and networks, IPv4 and IPv6.

        :raises ValueError: naming the entry that is none, or that would trust everybody.
        """
        return cls(tuple(_network(part) for part in (p.strip() for p in text.split(",")) if part))

    def __bool__(self) -> bool:
        return bool(self.networks)

    def trusts(self, address: Address) -> bool:
        """Tell whether this is one of them."""
        return any(address in network for network in self.networks)

    def client_of(self, peer: str | None, forwarded: list[str]) -> str | None:
        """Return the client's address; ``forwarded`` are the header's lines as they came.

        The walk ends at garbage: then the last hop that was vouched for stands for the client.
        """
        if peer is None:
            return None
        present = _address(peer)
        if present is None:
            return peer
        if self.networks and self.trusts(present):
            for entry in reversed(",".join(forwarded).rsplit(",", MOST_HOPS)[-MOST_HOPS:]):
                before = _address(entry)
                if before is None:
                    break
                present = before
                if not self.trusts(present):
                    break
        return str(present)


def client_address(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return the address of the client behind a request, None when its connection has none."""
    peer = connection.client.host if connection.client else None
    proxies: TrustedProxies = connection.app.state.proxies
    return proxies.client_of(peer, connection.headers.getall(HEADER, []) if proxies else [])


def place_of(address: str | None) -> str:
    """Return what is counted as one place: an IPv4 address, or the network an IPv6 subscriber has."""
    found = _address(address or "")
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_SITE), strict=False))
    return address or "" if found is None else str(found)
