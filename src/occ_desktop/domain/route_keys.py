"""An IVR route as a search names it: its code means something only together with its service."""

from collections.abc import Iterable


def route_key(service_id: str, code: str) -> str:
    """Return the name of a route in a list of choices; ids of services hold no slash."""
    return f"{service_id}/{code}"


def service_routes(keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return ``(service id, code)`` of each key."""
    parts = (key.partition("/") for key in keys)
    return tuple((service, code) for service, _, code in parts)
