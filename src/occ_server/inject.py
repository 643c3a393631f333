"""What a handler may ask for by name and type: ``person: InPerson``, ``commands: InCommands``, ….

Bodies are ``data: JSONBody[Struct]``, path and query parameters ``FromPath[str]`` and ``FromQuery[str |
None]`` (from ``litestar.params``).
"""

from litestar.di import NamedDependency

from occ_server.auth.actors import IntegrationActor, PersonActor
from occ_server.kit.clock import Clock
from occ_server.kit.commands import Commands
from occ_server.kit.db import Database
from occ_server.settings import Settings

InDatabase = NamedDependency[Database]
InClock = NamedDependency[Clock]
InSettings = NamedDependency[Settings]
InPerson = NamedDependency[PersonActor]
InIntegration = NamedDependency[IntegrationActor]
InCommands = NamedDependency[Commands]
