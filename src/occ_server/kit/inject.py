"""What any handler may ask for by name and type: ``database: InDatabase``, ``commands: InCommands``, ….

Who is behind the request comes from ``people.actor.InPerson`` and ``auth.actors.InIntegration``. Bodies are
``data: JSONBody[Struct]``, path and query parameters ``FromPath[str]`` and ``FromQuery[str | None]`` (from
``litestar.params``).
"""

from litestar.di import NamedDependency

from occ_server.kit.commands import Commands
from occ_server.kit.db import Database
from occ_server.kit.sealed import Seal

InDatabase = NamedDependency[Database]
InCommands = NamedDependency[Commands]
InSeal = NamedDependency[Seal]
