"""One place where facts are published, so that no topic has to know which screens are open.

Events are values (`domain.changes.ChangeSet`, `domain.sync_status.SyncStatus` and those of
`services.events`). Publishing is synchronous, on the loop's thread; the bus knows no topic.
"""

from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")


class Bus:
    """Hands each event to the handlers of exactly its type, in the order they subscribed.

    ``report`` gets what a handler raised; the other handlers still run. Handlers are held strongly until
    they are taken off.
    """

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report
        self._handlers: dict[type[Any], dict[object, Callable[[Any], None]]] = {}

    @property
    def report(self) -> Callable[[BaseException], None]:
        """Return who is told what a handler raised."""
        return self._report

    def subscribe(self, event_type: type[E], handler: Callable[[E], None]) -> Callable[[], None]:
        """Call ``handler`` for each event of that type; returns what takes it off (safe to call twice)."""
        token = object()
        self._handlers.setdefault(event_type, {})[token] = handler

        def unsubscribe() -> None:
            self._handlers.get(event_type, {}).pop(token, None)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Tell every present handler; one taken off by an earlier handler is not called any more."""
        handlers = self._handlers.get(type(event), {})
        for token, handler in list(handlers.items()):
            if token not in handlers:
                continue
            try:
                handler(event)
            except Exception as error:  # noqa: BLE001 - the border: a screen's bug must not stop the others
                self._report(error)
