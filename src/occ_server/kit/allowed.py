"""Answers OPTIONS where several handlers share a path.

Litestar (2.25) keeps the answer it made for the first of them, which names none of the others' methods.
"""

from collections import defaultdict
from collections.abc import Iterable

from litestar import Response
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.types import ControllerRouterHandler


def shared_paths(handlers: Iterable[ControllerRouterHandler]) -> list[HTTPRouteHandler]:
    """Return a handler of OPTIONS for each path that more than one of ``handlers`` serves."""
    served: dict[str, list[HTTPRouteHandler]] = defaultdict(list)
    for handler in handlers:
        if isinstance(handler, HTTPRouteHandler):
            for path in handler.paths:
                served[path].append(handler)
    return [_options(path, several) for path, several in served.items() if len(several) > 1]


def _options(path: str, handlers: Iterable[HTTPRouteHandler]) -> HTTPRouteHandler:
    methods = {str(method) for handler in handlers for method in handler.http_methods} | {"OPTIONS"}
    allow = ", ".join(sorted(methods))

    def options_handler() -> Response[None]:
        return Response(None, status_code=204, headers={"Allow": allow})

    shaped = HTTPRouteHandler(
        path, http_method=[HttpMethod.OPTIONS], status_code=204, include_in_schema=False, sync_to_thread=False
    )
    return shaped(options_handler)
