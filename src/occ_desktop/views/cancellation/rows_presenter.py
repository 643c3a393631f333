"""Right side of the cancellation tab: which outstanding callbacks are listed, and who holds how many."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from occ_contract.callbacks import OUTSTANDING
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.domain.search_conditions import SearchConditions
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.cancellation.holders import DEPARTED, EVERYBODY, Holders, holders_of
from occ_desktop.views.parts.in_front import InFront
from occ_desktop.views.parts.searched_list import SearchedList

if TYPE_CHECKING:
    from occ_desktop.views.cancellation.view import CancellationView


@dataclass(frozen=True)
class Found:
    """How many callbacks match, and the outstanding count of each assignee in each service."""

    matching: int
    outstanding: dict[tuple[str, str], int]
    services: tuple[str, ...]


class OutstandingList(SearchedList[Found]):
    """Lists the callbacks of one agent, of `EVERYBODY` or of those who are `DEPARTED`."""

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        view: "CancellationView",
        gate: InFront,
        first: SearchConditions,
    ) -> None:
        super().__init__(services, tasks, view.rows, gate, first)
        self._view = view
        self._holders = Holders()
        self.agent = EVERYBODY

    def choose_agent(self, agent: str) -> None:
        """List the callbacks of somebody else."""
        self.agent = agent
        self.search()

    def search(self, conditions: SearchConditions | None = None) -> None:
        """List anew; of the departed all are offered to be taken back."""
        self._view.rows.offer_all(self.agent == DEPARTED)
        super().search(conditions)

    def wanted(self) -> CallbackFilter:
        """Return the outstanding callbacks the conditions and the agent find."""
        return self.conditions.to_filter(
            self._services.clock.now(),
            self._services.workplace.zone,
            statuses=OUTSTANDING,
            allowed=self.allowed,
            assignees=() if self.agent in {EVERYBODY, DEPARTED} else (self.agent,),
            service_assignees=self._holders.stray if self.agent == DEPARTED else (),
        )

    async def read_counts(self, listed: CallbackFilter) -> Found:
        """Count what matches, and who holds how many."""
        services = self.conditions.services or self.allowed
        outstanding = await self._services.search.outstanding(services)
        return Found(await self._services.search.count(listed), outstanding, services)

    def show_counts(self, counts: Found) -> int | None:
        """Show who holds what; the list of the departed is read anew when they are others now."""
        directory = self._services.directory
        known = bool(directory.services())  # before that nobody's rights can be judged
        before, takes = self._holders, directory.takes
        holders = self._holders = holders_of(counts.outstanding, takes) if known else Holders()
        listed = {agent.id: agent for agent in directory.agents(counts.services, phone_only=True)}
        found = (directory.agent(agent_id) for agent_id in holders.counts)
        listed |= {agent.id: agent for agent in found if agent is not None}
        self._view.agents.show_counts(listed.values(), holders)
        if self.agent != DEPARTED or holders.stray == before.stray:
            return counts.matching
        if not holders.stray:
            self._view.agents.choose(EVERYBODY)
        self.choose_agent(DEPARTED if holders.stray else EVERYBODY)
        return None

    def explain_empty(self) -> None:
        """Say why nothing is listed."""
        self._view.rows.show_empty(self.narrowed, self._services.directory.name(self.agent))
