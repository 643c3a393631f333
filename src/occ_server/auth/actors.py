"""Who may be behind a request: a person, or an integration with its key."""

from dataclasses import dataclass

from litestar.di import NamedDependency

from occ_server.audit.service import Who


@dataclass(frozen=True)
class IntegrationActor:
    """A machine with an API key: an IVR that hands in callback requests for one organisation."""

    id: str
    organisation_id: str
    name: str
    address: str | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def who(self) -> Who:
        """Return the integration as the audit trail names it."""
        return Who("integration", self.id, self.name, self.address, self.organisation_id)


InIntegration = NamedDependency[IntegrationActor]
