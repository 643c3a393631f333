"""Writing an event at once instead of waking its stream's task: with many desks, most of the cost.

An ASGI application can send from a task alone. A server that knows a shorter way offers it as an extension
of the request's scope; without one, and whenever it declines, frames wait for the task. It knows no event.
"""

from collections.abc import Callable

from litestar.types import Scope

EXTENSION = "occ.direct"
Direct = Callable[[bytes], bool]
"""Writes one part of an answer under way; False: it cannot now, and nothing was written."""


def direct_of(scope: Scope) -> Direct | None:
    """Return the way past the task that the server offers for this request, if it does."""
    extensions = scope.get("extensions") or {}
    found: Direct | None = extensions.get(EXTENSION)  # type: ignore[assignment]
    return found
