"""Applications for tests: built once in a process and lent to one test after another.

Building one costs more than most tests do, and nothing of it differs but what its handlers share: that is
made anew for each loan. Who needs two at once gets two.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from litestar import Litestar

from occ_server.app import app_state, create_app
from occ_server.auth.passwords import Passwords
from occ_server.kit.db import Database
from occ_server.live.stream import Pace
from occ_server.settings import Settings

_idle: dict[int, list[Litestar]] = {}  # by the largest body they take, which is built in


@contextmanager
def lent(settings: Settings, database: Database, *, pace: Pace | None = None) -> Iterator[Litestar]:
    """Lend an application on this database, not started, with passwords that cost nothing."""
    idle = _idle.setdefault(settings.body_limit, [])
    passwords = Passwords.cheap()
    if idle:
        app = idle.pop()
        app.state = app_state(settings, database, passwords, pace)
    else:
        app = create_app(settings, database, passwords=passwords, pace=pace)
    try:
        yield app
    finally:
        idle.append(app)
