"""A test looks at, or spoils, whatever stands in the database: it says so where the server must not."""

from typing import TypeVar

from sqlalchemy.sql import Executable

from occ_server.kit.organisation_guard import across_organisations

S = TypeVar("S", bound=Executable)


def anywhere(statement: S) -> S:
    """Return a statement of a test, which needs no organisation."""
    return across_organisations(statement, "a test looks at all there is")
